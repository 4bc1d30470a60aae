"""What is found about a field of ideas, or about what binds a choice, as sentences that say what to do."""

from collections.abc import Mapping

from kit.i18n import N_

FINDINGS: Mapping[str, str] = {
    "weights_sum": N_("The weights add up to {sum}. Please make it 100, or leave all of them at 0."),
    "scale_upside_down": N_("The scale goes from {from} to {to}. It must end higher than it begins."),
    "twice": N_("“{name}” is there twice. Please give one of them another id."),
    "negative": N_("“{key}” of “{idea}” is {amount}. Please give a number of at least 0, or leave it out."),
    "idea_unknown": N_("There is no idea “{name}”. Please name one of the list."),
    "criterion_unknown": N_("There is no criterion “{name}”. Please name one of the list."),
    "off_the_scale": N_(
        "“{idea}” has {value} by “{criterion}”, whose scale goes from {least} to {most}. Please correct it."
    ),
    "rated_twice": N_("The same rater scored “{idea}” by “{criterion}” twice. Please keep one of the scores."),
    "pair_of_one": N_("“{idea}” is compared with itself. Please name two ideas."),
    "voted_twice": N_("This voter has {times} ballots. Please keep one of them."),
    "no_scores": N_("“{method}” needs scores, and there are none."),
    "no_pairs": N_("“{method}” needs comparisons of two ideas each, and there are none."),
    "no_ballots": N_("“{method}” needs ballots, and there are none."),
    "setting_missing": N_("“{method}” needs the setting “{key}”."),
    "setting_unknown": N_("No method takes a setting “{name}”. Please correct it, or take it out."),
    "one_criterion": N_("“{key}” takes one criterion. Please name one only."),
    "not_a_number": N_("“{key}” must be a number, and a sensible one. Please correct it."),
    "limit_negative": N_("“{name}” is less than nothing. Please give a number of at least 0."),
    "limit_unknown": N_("There is no limit “{name}”. Please add it under “limits”, or name another."),
    "goal_unknown": N_("There is no goal “{name}”. Please add it under “goals”, or name another."),
    "step_not_positive": N_("A step of “{name}” must be more than nothing."),
    "needs_itself": N_("“{idea}” needs itself. Please take that out."),
    "excludes_itself": N_("“{idea}” excludes itself. Please take that out."),
    "needs_circle": N_("These need each other in a circle: {names}. Please take one of the dependencies out."),
    "must_without_cost": N_("“{idea}” is decided, but what it uses is not known. Please give its cost."),
}
