"""A sentence for every code about planning, what-if and scenarios; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

PLANNING: Mapping[str, str] = {
    "planning.stale": N_(
        "Somebody else has changed this meanwhile. Theirs is in the history below; yours is still in the form."
        " Save again to put yours in its place."
    ),
    "planning.amount": N_("Write a whole number without decimals, up to one billion, for example 12000 or 12.000."),
    "planning.negative": N_("An amount cannot be below 0. Write 0 where there is none, or leave it empty if unknown."),
    "planning.interest": N_("Write percent a year, from 0 to 99.99, for example 2.5."),
    "planning.length": N_("Write how many quarters it takes: a whole number from 1 to {most}."),
    "planning.title_missing": N_("Give this row a name, or remove its amounts."),
    "planning.title_twice": N_("Another row has this name already. Give each a name of its own."),
    "planning.idea_unknown": N_(
        "There is no open idea with this number: {names}. Write numbers as they stand on the ideas, with commas"
        " between."
    ),
    "planning.line_unknown": N_("There is no budget line with this id: {names}. Take the ids from the frame."),
    "planning.role_unknown": N_("There is no role with this id: {names}. Take the ids from the frame."),
    "planning.cost_twice": N_("Two amounts are for the same year and budget line. Send one of them."),
    "planning.saving_twice": N_("Two savings are for the same year. Send one of them."),
    "planning.needs_itself": N_("An idea cannot need itself. Remove its own number."),
    "planning.excludes_itself": N_("An idea cannot exclude itself. Remove its own number."),
    "planning.needs_circle": N_("These ideas would need one another in a circle: {names}. Remove one of these ties."),
    "planning.needs_and_excludes": N_(
        "The idea cannot need and exclude the same one: {names}. Remove it from one of the two fields."
    ),
    "what_if.weights": N_("The weights add up to {sum}. Change them so that they are 100 together."),
    "what_if.busy": N_("Many are trying things out at the moment. Wait a few seconds, then try again."),
    "scenario.name_missing": N_("Give the scenario a name, so that others know what it is about."),
    "scenario.impossible": N_("Nothing keeps all of this together, so there is nothing to save. Loosen a limit first."),
    "scenario.not_to_be_decided": N_("This round is not to be decided now, so its proposal stays as it is."),
    "scenario.unknown": N_("There is no such scenario. Reload the page."),
    "scenario.older_result": N_(
        "This scenario rests on an earlier result of the round. Open it in “What if” and save it anew."
    ),
    "scenario.other_ideas": N_("The round compares other ideas by now. Reload the page, and try again."),
    "scenario.too_many": N_("This round has {most} scenarios already. Use one of them."),
}
