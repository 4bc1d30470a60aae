"""A sentence for every code about rounds; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

ROUND_SENTENCES: Mapping[str, str] = {
    "round.unknown": N_("There is no such round here. Reload the list of rounds."),
    "round.exists": N_("This round has been announced already; nothing was done twice."),
    "round.too_early": N_("This round is still being announced. Please try again in a minute."),
    "round.ended": N_("This round is over. Nothing can be changed any more."),
    "round.opens_in_the_past": N_("A round cannot open in the past. Choose today or a later day."),
    "round.closes_in_the_past": N_("The last day has to be today or later, and not before the first one."),
    "round.not_later": N_("An extended round has to close later than it would have. Choose a later day."),
    "round.method_unknown": N_("This method cannot be used in a round. Choose one of those offered."),
    "round.method_misfit": N_("This method does not fit what raters are asked. Choose one of those offered."),
    "round.criteria_wrong": N_("The criteria do not fit what raters are asked. Start again with the form."),
    "round.setting_missing": N_("The chosen method needs this. Choose or enter something."),
    "round.setting_number": N_("Enter a number, for example 100000; a budget is more than nothing."),
    "round.setting_most": N_("Enter a number from 0 to {most}."),
    "round.budget": N_("Enter the budget in whole euros, for example 100000 or 100.000."),
    "round.least_raters": N_("Only {panel} people are asked. Enter fewer, or ask more people."),
    "round.setting_criterion": N_("Choose one criterion that has a weight in this round, or give this one a weight."),
    "round.weights": N_("The weights have to add up to 100; these add up to {total}. Change them so that they do."),
    "round.too_few_ideas": N_("One idea alone is compared with nothing. Choose at least two."),
    "round.idea_not_waiting": N_(
        "One of the ideas does not wait in prioritisation any more. Reload the page and choose again."
    ),
    "round.no_criteria": N_("No process is in force, so there is nothing to rate by. Publish a process first."),
    "round.idea_taken": N_("One of the ideas is in another round already. Reload the page and choose again."),
    "round.nobody_to_ask": N_("Nobody who could rate holds any of these roles. Choose others."),
    "round.not_open": N_("This round takes no ratings at the moment. Reload the page to see where it stands."),
    "round.not_closed": N_("This round is not closed, so it has no result yet."),
    "round.result_known": N_("This result is known already; nothing was done twice."),
    "round.not_reopenable": N_("Only a round that is closed, to be decided or decided can be opened again."),
    "round.too_few_left": N_(
        "Fewer than two ideas of this round still wait, so there is nothing left to compare. Decide on the idea itself."
    ),
    "round.not_computed": N_("There is no result to decide on yet. Reload the page in a moment."),
    "round.proposal_stale": N_("Another proposal was made meanwhile. Look at it, then decide again."),
    "round.result_stale": N_("There is a newer result than the one you saw. Look at it, then decide again."),
    "round.choices_incomplete": N_("Say of every idea what is to become of it."),
    "round.reason_required": N_("Whatever differs from the proposal, or is deferred, needs a reason. Write it down."),
    "round.until_missing": N_("Say until when the ideas are deferred."),
    "round.no_such_rater": N_("This person is not on the panel any more. Reload the page."),
    "round.rater_there": N_("This person is on the panel already. Reload the page."),
    "round.rater_unable": N_(
        "This person cannot be asked. Choose somebody who is active here; a shared mailbox rates nothing."
    ),
    "round.last_rater": N_(
        "This is the last one on the panel. Ask somebody else as well first, or call the round off."
    ),
    "round.removed": N_(
        "You are no longer asked in this round, so nothing was saved. If that is wrong, ask the office."
    ),
    "round.idea_unknown": N_("This idea is not part of the round. Go back to the overview."),
    "round.own_idea": N_("Nobody rates an idea of their own. Go on with the next one."),
    "round.not_sure": N_("Tick the box as well, so that we know it is you."),
    "round.not_repeatable": N_("A round over chosen ideas cannot be repeated. Repeat one that takes all that wait."),
    "series.unknown": N_("There is no such series of rounds here. Reload the list of rounds."),
    "series.ended": N_("This series has ended. Repeat one of its rounds to begin another."),
    "series.declared": N_("The process definition declares this series. Take it out there and publish that."),
    "series.not_sure": N_("Tick the box as well: a series that has ended cannot go on."),
    "series.number": N_("Enter a whole number from {least} to {most}."),
    "input.criteria_once": N_("A criterion stands here twice. Take one of them out."),
}

ROUND_NEEDED: Mapping[str, str] = {
    "opens_on": N_("Enter the day on which the round opens."),
    "closes_on": N_("Enter the last day."),
    "which": N_("Choose which ideas are compared."),
    "ideas": N_("Choose the ideas that are compared."),
    "roles": N_("Choose who rates."),
    "method": N_("Choose a method."),
    "counts": N_("Choose whether what this person said so far counts."),
}
