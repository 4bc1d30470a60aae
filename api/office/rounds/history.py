"""A line of a round's record as a page shows it: when, who, and what, in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.office import words as office_words
from api.office.door import Desk
from api.office.rounds.common import Shown
from api.office.surveys.common import name_of
from domain.rounds.nouns import Round, RoundEvent
from domain.rounds.words import RoundEventKind
from domain.world import Person
from kit.i18n import N_

SAID: Mapping[RoundEventKind, tuple[str, str]] = {  # sentence and tone
    RoundEventKind.ANNOUNCED: (N_("The round was announced: from {opens} to {closes}."), "info"),
    RoundEventKind.OPENED: (N_("The field was frozen with {ideas} ideas, and {raters} people were asked."), "info"),
    RoundEventKind.NOTHING_TO_RATE: (N_("Fewer than two ideas were waiting, so the round ended."), "danger"),
    RoundEventKind.NOBODY_TO_ASK: (N_("Nobody of the panel was there, so the round ended."), "danger"),
    RoundEventKind.REMINDED: (N_("Those who were missing were reminded."), "neutral"),
    RoundEventKind.EXTENDED: (N_("The round was extended to {closes}."), "warning"),
    RoundEventKind.RATER_ADDED: (N_("{person} is asked as well."), "info"),
    RoundEventKind.RATER_REMOVED: (N_("{person} is no longer asked."), "warning"),
    RoundEventKind.PANEL_GONE: (N_("Nobody of the panel was there any more."), "danger"),
    RoundEventKind.CLOSED: (N_("The round closed: {why}."), "info"),
    RoundEventKind.NOT_COMPUTED: (N_("The result was still missing."), "danger"),
    RoundEventKind.COMPUTED: (
        N_("Result {result} was there: {placed} ideas with a rank, {undetermined} not determined."),
        "success",
    ),
    RoundEventKind.STILL_UNDECIDED: (N_("The round still waited for a decision."), "warning"),
    RoundEventKind.REOPENED: (N_("The round was opened again until {closes}; result {result} stays here."), "warning"),
    RoundEventKind.DECIDED: (
        N_("The office decided: {forward} put forward, {deferred} deferred, {left} stay; {deviations} deviations."),
        "success",
    ),
    RoundEventKind.CANCELLED: (N_("The round was called off."), "danger"),
}
WHY = {
    "date": N_("its last day was over"),
    "complete": N_("everybody had finished"),
    "office": N_("by the office"),
}
ENGINE = ("clock", "post")


def lines(desk: Desk, round_: Round, events: Sequence[RoundEvent], known: Mapping[str, Person]) -> list[Shown]:
    """What `status.timeline` draws; what the office said among itself stands below."""
    return [_line(desk, round_, event, known) for event in events]


def _line(desk: Desk, round_: Round, event: RoundEvent, known: Mapping[str, Person]) -> Shown:
    sentence, tone = SAID[event.kind]
    facts = {name: _value(desk, name, value, known) for name, value in event.facts.items()}
    why = next((r.internal for r in round_.reasons if r.id == event.facts.get("reason")), "")
    who = desk.services.site.product if event.by in ENGINE else name_of(desk, known.get(event.by))
    return {
        "when": desk.moment(event.at),
        "iso": event.at.isoformat(timespec="minutes"),
        "who": f"{who}, {desk.t(office_words.word(office_words.VIAS, event.via))}",
        "what": desk.t(sentence).format(**facts),
        "details": [desk.t(N_("Internal: {text}")).format(text=why)] if why else [],
        "tone": tone,
    }


def _value(desk: Desk, name: str, value: Any, known: Mapping[str, Person]) -> Any:
    if name in ("opens", "closes"):
        return desk.day(date.fromisoformat(str(value)))
    if name == "person":
        return name_of(desk, known.get(str(value)))
    return desk.t(WHY[str(value)]) if name == "why" else value
