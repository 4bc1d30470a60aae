"""What an idea that sleeps waits for, how far that is, and why it woke: in words, alike on pages and in mails."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.deferral.beside import Name
from domain.deferral.condition import Condition
from domain.deferral.progress import Progress
from domain.deferral.words import WakeKind, Why
from kit.i18n import N_, Translator

# Whatever is waited for has a name, unless it is there no more or its name was not read.
WAITS: Mapping[str, tuple[str, str]] = {
    WakeKind.GOAL: (N_("The goal “{what}” is changed"), N_("A goal is changed")),
    WakeKind.IDEA: (N_("The idea {what} is done"), N_("Another idea is done")),
    WakeKind.DOCUMENT: (N_("“{what}” is in force"), N_("A law or document is in force")),
}
AIMED = (
    N_("The goal “{what}” gets another indicator, value, date or place in the tree, or is removed"),
    N_("A goal gets another indicator, value, date or place in the tree, or is removed"),
)
WOKE: Mapping[str, tuple[str, str]] = {
    Why.GOAL: (N_("The goal “{what}” was changed."), N_("A goal was changed.")),
    Why.IDEA: (N_("The idea {what} is done; this one waited for it."), N_("An idea that this one waited for is done.")),
    Why.DOCUMENT: (N_("“{what}” is in force."), N_("A law or document that it waited for is in force.")),
    Why.OFFICE: (N_("The office did not want to wait any longer."),) * 2,
    Why.DATE: (N_("The date until which it was deferred has come."),) * 2,
}
AGAIN: Mapping[str, str] = {
    "prioritisation": N_("It is weighed again, with its scores, and takes part in the next round."),
    "review": N_("It is reviewed again; the earlier statements stay."),
}


@dataclass(frozen=True)
class Awaited:
    """One condition in words, and how far it is; the date on which the idea wakes at the latest is one as well."""

    text: str
    far: str = ""
    lost: bool = False


def waits_for(condition: Condition, names: Mapping[str, Name], say: Translator) -> str:
    """The condition in words."""
    if condition.kind == WakeKind.BUDGET_YEAR:
        sentence = say.gettext(N_("The budget year {year} comes up (on {day})"))
        return sentence.format(day=say.date(condition.day or date.min), year=condition.number)
    if condition.kind == WakeKind.SUPPORTERS:
        sentence = say.ngettext("One more person supports it", "{count} more people support it", condition.number)
        return sentence.format(count=say.number(condition.number))
    return _named(AIMED if condition.aim else WAITS[condition.kind], condition.about, names, say)


def latest(until: date, conditions: bool, say: Translator) -> str:
    """The latest date, which there always is."""
    sentence = N_("At the latest it is {day}") if conditions else N_("It is {day}")
    return say.gettext(sentence).format(day=say.date(until))


def how_far(far: Progress, say: Translator) -> str:
    """How far it is; empty where there is nothing to say but that it has not happened."""
    if far.wanted:
        return say.gettext(N_("{have} of {wanted} so far")).format(
            have=say.number(far.have), wanted=say.number(far.wanted)
        )
    if far.met:
        return say.gettext(N_("has come about; the idea wakes within minutes"))
    return say.gettext(N_("can no longer come about")) if far.lost else ""


def why_it_woke(why: str, count: int, about: str, names: Mapping[str, Name], say: Translator) -> str:
    """Why, as a sentence. Lines of the record from before there were conditions say nothing: it was the date."""
    if why == Why.BUDGET_YEAR:
        return say.gettext(N_("It is time for the budget year {year}.")).format(year=count)
    if why == Why.SUPPORTERS:
        sentence = say.ngettext(
            "One more person has said that it matters to them.",
            "{count} more people have said that it matters to them.",
            count,
        )
        return sentence.format(count=say.number(count))
    return _named(WOKE.get(why, WOKE[Why.DATE]), about, names, say)


def _named(sentences: tuple[str, str], about: str, names: Mapping[str, Name], say: Translator) -> str:
    name = names.get(about)
    if name is None:
        return say.gettext(sentences[1])
    return say.gettext(sentences[0]).format(what=name.in_(say.language))
