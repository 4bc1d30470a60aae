"""Findings of the radar in words and numbers: what they are about, why they were found, and what can be done."""

from collections.abc import Mapping

from domain.goals.words import Lack
from domain.planning import quarters
from domain.radar.life import Finding
from domain.radar.names import Names
from domain.radar.words import About, Kind, Trigger
from kit.i18n import N_, Translator

KINDS: Mapping[Kind, str] = {
    Kind.RESOURCES: N_("Resource bottleneck"),
    Kind.BUDGET: N_("Budget bottleneck"),
    Kind.DEPENDENCY: N_("Dependency"),
    Kind.PRIORITY: N_("Missing priority"),
    Kind.CONFLICT: N_("Conflicting goals"),
    Kind.UNCLEAR: N_("Unclear goal"),
    Kind.AGE: N_("Long in one stage"),
    Kind.ASKED: N_("Asked too often"),
}
TRIGGERS: Mapping[Trigger, str] = {
    Trigger.PERSON_OVERLOADED: N_("{open} tasks are open at once for one person; up to {most} are well."),
    Trigger.ROLE_OVERBOOKED: N_("In {quarter}, chosen ideas ask {asked} person days of this role; it has {capacity}."),
    Trigger.BUDGET_EXCEEDED: N_("For {year}, chosen ideas cost {cost}; this budget line has {budget}."),
    Trigger.NEEDS_CIRCLE: N_("These ideas need one another in a circle, so none of them can begin: {ideas}."),
    Trigger.NEEDS_LATE: N_("It needs {other}, which is {days} days late."),
    Trigger.NEEDS_ASLEEP: N_("It needs {other}, which is deferred."),
    Trigger.NEEDS_OWNERLESS: N_("It needs {other}, for which nobody has made a commitment."),
    Trigger.NEEDS_GONE: N_("It needs {other}, which was declined, rejected, withdrawn, merged or stopped."),
    Trigger.UNRATED: N_("It has waited in prioritisation for {days} days, and no round has ranked it."),
    Trigger.TIED_AT_CUT: N_(
        "{tied} ideas share rank {rank} at the cut: {forward} would go forward, and {take} were to."
    ),
    Trigger.GOAL_PULLED: N_("Chosen ideas that help this goal: {helping}; that work against it: {against}."),
    Trigger.RATERS_DISAGREE: N_(
        "In round {round}, {raters} raters differ on “{criterion}”: from {lowest} to {highest}, with a standard"
        " deviation of {percent} % of the scale."
    ),
    Trigger.BOTH_CHOSEN: N_("It excludes {other}, and both are chosen."),
    Trigger.GOAL_UNCLEAR: N_("It lacks {lacks}."),
    Trigger.STAYS_LONG: N_(
        "It has been in its stage for {days} days; of {stays} stays that are over, {percent} in a hundred took {most}"
        " days at most."
    ),
    Trigger.ASKED_OFTEN: N_("Asked {times} times within {days} days; up to {most} times are well."),
}
ADVICE: Mapping[Trigger, str] = {
    Trigger.PERSON_OVERLOADED: N_("Hand tasks over to somebody else, or name further reviewers."),
    Trigger.ROLE_OVERBOOKED: N_("Move an idea to a later quarter, take one back, or enter more capacity in the frame."),
    Trigger.BUDGET_EXCEEDED: N_("Take an idea back, move its costs to another year, or enter a larger budget."),
    Trigger.NEEDS_CIRCLE: N_("Take one of these dependencies out of the planning of its idea."),
    Trigger.NEEDS_LATE: N_("Ask whoever promised it for a new date, or plan this idea for later."),
    Trigger.NEEDS_ASLEEP: N_("Wake the other idea, or do without it."),
    Trigger.NEEDS_OWNERLESS: N_("Have somebody make a commitment for the other idea."),
    Trigger.NEEDS_GONE: N_("Plan this idea without the other one, or take it back."),
    Trigger.UNRATED: N_("Take it into the next round, defer it, or decline it."),
    Trigger.TIED_AT_CUT: N_("Decide by hand which of them go forward, with the reason."),
    Trigger.GOAL_PULLED: N_("Look at these ideas together: change one of them, or say which goal comes first."),
    Trigger.RATERS_DISAGREE: N_("Talk about the idea before it is decided on; a mean hides what they differ about."),
    Trigger.BOTH_CHOSEN: N_("Take one of the two back."),
    Trigger.GOAL_UNCLEAR: N_("Enter what is missing on the page of the goal."),
    Trigger.STAYS_LONG: N_("Look at what it waits for, and remind, hand over, or decide."),
    Trigger.ASKED_OFTEN: N_("Ask other people next, and widen the circle of reviewers and raters."),
}
LACKS: Mapping[str, str] = {
    Lack.INDICATOR: N_("an indicator"),
    Lack.TARGET: N_("a target value"),
    Lack.DATE: N_("a date"),
    Lack.OWNER: N_("somebody responsible"),
}
ONE_PERSON = N_("One person")  # in a mail: the name is nobody's business but that of whoever opens the page
GONE = N_("no longer known here")


def subject(say: Translator, finding: Finding, names: Names, *, named: bool = True) -> str:
    """What it is about; people by their names only where that is wanted."""
    if finding.about is About.PERSON and not named:
        return say.gettext(ONE_PERSON)
    known = {
        About.CASE: lambda: _numbered(names.cases, finding.subject),
        About.ROUND: lambda: _numbered(names.rounds, finding.subject),
        About.GOAL: lambda: names.goals[finding.subject].title(say.language) if finding.subject in names.goals else "",
        About.PERSON: lambda: names.people.get(finding.subject, ""),
        About.ROLE: lambda: names.frame.get(finding.subject, ""),
        About.LINE: lambda: names.frame.get(finding.subject, ""),
    }
    return known[finding.about]() or say.gettext(GONE)


def _numbered(known: Mapping[str, tuple[str, str]], one: str) -> str:
    return " ".join(part for part in known.get(one, ()) if part)


def trigger(say: Translator, finding: Finding, names: Names) -> str:
    """Why it was found, with its numbers."""
    said = {name: _said(say, name, value, names) for name, value in finding.facts.items()}
    return say.gettext(TRIGGERS[finding.trigger]).format(**said)


def _said(say: Translator, name: str, value: object, names: Names) -> str:
    if isinstance(value, list):
        return _several(say, name, value, names)
    if name in ("cost", "budget") and isinstance(value, int):
        return say.money(value)
    if name == "year":
        return str(value)
    if name == "quarter":
        when = quarters.read(str(value))
        return say.gettext(N_("quarter {number} of {year}")).format(number=when.number, year=when.year)
    if isinstance(value, int | float):
        return say.number(value)
    words = {
        "other": lambda: _numbered(names.cases, str(value)),
        "round": lambda: names.rounds.get(str(value), ("",))[0],
        "criterion": lambda: names.criteria[str(value)].in_(say.language) if str(value) in names.criteria else "",
    }
    return (words[name]() or say.gettext(GONE)) if name in words else str(value)


def _several(say: Translator, name: str, values: list[str], names: Names) -> str:
    if name == "lacks":
        return ", ".join(say.gettext(LACKS[one]) for one in values)
    return " → ".join(_numbered(names.cases, one) or say.gettext(GONE) for one in values)
