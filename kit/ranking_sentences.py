"""What methods of ranking are called, and a sentence for every reason of a rank; numbers as readers write them."""

from collections.abc import Mapping

from domain.ranking.ranking import Reason
from kit.i18n import N_, Translator

# Of approval ballots; `umlauf ballots count` says the same.
BALLOTS: Mapping[str, str] = {
    "bought": N_("Bought by its supporters ({supporters}): each paid {price} at most of a share of {share}."),
    "not_enough_left": N_("Its supporters ({supporters}) had {left} left together; it costs {cost}."),
    "fits": N_("Approvals: {votes}; it fitted into the budget."),
    "too_dear": N_("Approvals: {votes}; it costs {cost}, and {spare} were left."),
    "no_votes": N_("Nobody approves of it."),
}
REASONS: Mapping[str, str] = {
    **BALLOTS,
    # Weighted utility
    "utility": N_("Utility {value} of 10 (raters: {raters})."),
    "carried_by": N_("“{criterion}” carries it most: mean {mean}, which makes {points} of the points."),
    "loses_by": N_("It loses most by “{criterion}”: mean {mean}, which costs {points} points."),
    "ahead": N_("{gap} points ahead of “{idea}”, which follows."),
    "level": N_("Level with “{idea}”."),
    "swaps": N_("If “{criterion}” weighed {percent} % instead of {now} %, “{idea}” would draw level."),
    "never_swaps": N_("No other weight of a single criterion would put “{idea}” before it."),
    # Benefit against complexity
    "do_first": N_("Much benefit ({benefit}) with little complexity ({complexity}): do it first."),
    "plan_well": N_("Much benefit ({benefit}) with much complexity ({complexity}): plan it well."),
    "do_aside": N_("Little benefit ({benefit}) with little complexity ({complexity}): do it where it costs no effort."),
    "let_be": N_("Little benefit ({benefit}) with much complexity ({complexity}): let it be."),
    # Other methods of scores
    "wsjf": N_("Waiting costs {delay}, and it takes {duration}: {value} for each unit of time."),
    "rice": N_("Reach {reach} × impact {impact} × confidence {confidence} %, divided by effort {effort}: {value}."),
    "rice_of_scale": N_(
        "Reach {reach} × impact {impact} × confidence {confidence} of {top}, divided by effort {effort}: {value}."
    ),
    "lower_bound": N_(
        "Mean {mean} (raters: {raters}); its lower bound is {bound}, each step of the scale counted once beforehand."
    ),
    "pairwise": N_(
        "Comparisons won: {won} of {times}. It is put before an average idea with a probability of {value}."
    ),
    # How firm a rank is
    "holds": N_("Moves by {near} at most in {percent} % of weightings; in nine of ten its rank is {best} to {worst}."),
    "holds_but_for_raters": N_(
        "Moves by {near} at most in {percent} % of weightings; in nine of ten its rank is {best} to {worst}. Raters"
        " without any one of whom it would move farther: {raters}."
    ),
    "stays": N_(
        "Stays on its side of the cut in {percent} % of weightings; in nine of ten its rank is {best} to {worst}."
    ),
    "stays_but_for_raters": N_(
        "Stays on its side of the cut in {percent} % of weightings; in nine of ten its rank is {best} to {worst}."
        " Raters without any one of whom it would change sides: {raters}."
    ),
    "rests_on_nobody": N_("Without any one of the raters ({of}) it moves by {near} at most."),
    "rests_on": N_("Raters without any one of whom it would move farther: {raters} of {of}."),
    # Chosen under budgets
    "chosen": N_("In: it brings {value}."),
    "chosen_for": N_("In: “{idea}” needs it; it brings {value} itself."),
    "must_in": N_("In: decided before."),
    "must_out": N_("Out: decided before."),
    "excluded": N_("Out: “{idea}” excludes it."),
    "too_much": N_("Out: it needs {amount} of “{limit}”, and {spare} are left; it would bring {value}."),
    "needs_missing": N_("Out: it needs “{idea}”, which is not in."),
    "harms_goal": N_("Out: it would fit, but “{goal}” would get less than it asks for."),
    "left_over": N_("Out, although it would still fit and brings {value}: have a look at it."),
    "brings_nothing": N_("Out: it brings nothing that counts ({value})."),
    # What if
    "rank_moved": N_("Its rank goes from {before} to {after}, its utility from {value_before} to {value_after}."),
    "by_weight": N_("What counts most is the weight of “{criterion}”: {points} points."),
    "limit_moved": N_("“{limit}” goes from {before} to {after}."),
    # Not determined
    "nobody_rated": N_("Nobody has rated it."),
    "too_few_raters": N_("Too few rated it: {raters}, and {least} are needed."),
    "too_few_by": N_("Too few scored it by “{criterion}”: {raters}, and {least} are needed."),
    "unscored": N_("Nobody scored it by “{criterion}”."),
    "knocked_out": N_("Knocked out by “{criterion}”: mean {mean}, and {limit} is the least."),
    "lacks_input": N_("The method needs another kind of answers than were given."),
    "lacks_setting": N_("The method needs the setting “{setting}” to be right."),
    "no_weights": N_("No criterion has a weight."),
    "one_axis": N_("Criteria of benefit and of complexity are needed, and one of the two is missing."),
    "no_cost": N_("What it costs is not known."),
    "no_planned_effort": N_("How much effort it takes is not known."),
    "costs_nothing": N_("It costs nothing, so there is nothing to buy: decide on it without ballots."),
    "no_effort": N_("How long it takes is not known."),
    "no_duration": N_("It cannot take {duration}: effort has to be more than nothing."),
    "between_steps": N_(
        "A score of “{criterion}” lies between two steps of its scale, so its steps cannot be counted."
    ),
    "not_compared": N_("Nobody has compared it with another."),
    "not_linked": N_("No chain of comparisons links it to most of the others (compared: {times})."),
}
FIRMNESS: Mapping[str, str] = {
    "firm": N_("Firm"),
    "leaning": N_("Leaning"),
    "toss_up": N_("Toss-up"),
}
CONSTRAINTS: Mapping[str, str] = {
    "needs": N_("“{first}” needs “{second}”."),
    "excludes": N_("“{first}” and “{second}” exclude each other."),
    "must_in": N_("“{first}” is in, as decided."),
    "must_out": N_("“{first}” is out, as decided."),
    "limit": N_("The limit “{first}”."),
    "floor": N_("The least amount for “{first}”."),
}
TITLES: Mapping[str, str] = {
    "utility": N_("Weighted utility"),
    "quadrant": N_("Benefit against complexity"),
    "wsjf": N_("Cost of delay by duration (WSJF)"),
    "rice": N_("RICE"),
    "lower_bound": N_("Mean, by its lower bound"),
    "pairwise": N_("Pairwise comparison"),
    "equal_shares": N_("Equal Shares"),
    "approvals": N_("Most approvals first"),
}
NOTES: Mapping[str, str] = {
    "utility": N_("Mean scores by criterion, weighted; what fails a knock-out criterion is out."),
    "quadrant": N_("Four quadrants: much benefit with little complexity comes first."),
    "wsjf": N_("Value, urgency and risk together, divided by how long it takes."),
    "rice": N_("Reach × impact × confidence, divided by effort."),
    "lower_bound": N_("The mean of one scale, less what it may be off by: few raters count for less."),
    "pairwise": N_("How likely an idea is to be put before an average one (Bradley–Terry)."),
    "equal_shares": N_("Every voter has the same share of the budget, and supporters buy together; completed by add1."),
    "approvals": N_("In the order of approvals; what no longer fits into the budget is skipped."),
}
SETTINGS: Mapping[str, str] = {
    "least_raters": N_("Raters at least"),
    "benefit": N_("Criteria of benefit"),
    "complexity": N_("Criteria of complexity"),
    "middle": N_("Middle between low and high, 0 to 10"),
    "value": N_("Criterion of value"),
    "urgency": N_("Criterion of urgency"),
    "risk": N_("Criterion of risk or opportunity"),
    "duration": N_("Criterion of duration; without one, the effort in person days"),
    "reach": N_("Criterion of reach, in people"),
    "impact": N_("Criterion of impact"),
    "confidence": N_("Criterion of confidence"),
    "rice_effort": N_("Criterion of effort; without one, the effort in person days"),
    "support": N_("Criterion of support"),
    "budget": N_("Budget in euros"),
}


def spelt(reason: Reason, speech: Translator, titles: Mapping[str, str], sentences: Mapping[str, str] = REASONS) -> str:
    """The reason as a sentence; `titles` are of ideas and criteria by their ids."""
    figures = {name: _figure(value, speech, titles) for name, value in reason.figures.items()}
    return speech.gettext(sentences[reason.code]).format(**figures)


def _figure(value: float | str, speech: Translator, titles: Mapping[str, str]) -> str:
    return titles.get(value, value) if isinstance(value, str) else speech.number(round(value, 2))
