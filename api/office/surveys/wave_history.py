"""The record of a wave in words. Pure."""

from collections.abc import Callable, Mapping
from datetime import date

from api.office.surveys import words
from api.office.told import Code, Name, Told, Value
from domain.survey.wave_nouns import Wave, WaveEvent
from domain.survey.wave_words import WaveEventKind
from kit.i18n import N_

Teller = Callable[[WaveEvent, Wave], Told]


def told(event: WaveEvent, wave: Wave) -> Told:
    """The line in words."""
    return TELL[event.kind](event, wave)


def _plain(sentence: str, tone: str = "neutral") -> Teller:
    return lambda _, __: Told(sentence, {}, tone)


def _with(sentence: str, tone: str, *names: str) -> Teller:
    """Days by their own names, everything else as it is."""
    return lambda event, _: Told(sentence, {name: _value(event, name) for name in names}, tone)


def _value(event: WaveEvent, name: str) -> Value:
    given = event.facts.get(name)
    if name in ("starts", "closes", "due") and given:
        return date.fromisoformat(str(given))
    if name == "owner":
        return Name(str(given or ""))
    return given if isinstance(given, int) else str(given or "")


def _why(sentence: str, tone: str) -> Teller:
    def tell(event: WaveEvent, wave: Wave) -> Told:
        return Told(sentence, {}, tone, inside=_reason(event, wave))

    return tell


def _reason(event: WaveEvent, wave: Wave) -> str:
    found = next((r for r in wave.reasons if r.id == event.facts.get("reason")), None)
    return found.internal if found is not None else ""


def _planned(event: WaveEvent, wave: Wave) -> Told:
    facts: dict[str, Value] = {name: _value(event, name) for name in ("starts", "closes")}
    facts["mode"] = Code(words.MODES[wave.mode])
    return Told(N_("The wave was planned: {mode}, from {starts} to {closes}."), facts, "info")


def _closed(event: WaveEvent, wave: Wave) -> Told:
    sentences = {
        "enough": N_("The wave was closed: there are as many answers as were wanted."),
        "office": N_("The office closed the wave before its date."),
    }
    sentence = sentences.get(str(event.facts.get("why")), N_("The wave was closed: its last day is over."))
    return Told(sentence, {}, "accent", inside=_reason(event, wave))


TELL: Mapping[WaveEventKind, Teller] = {
    WaveEventKind.PLANNED: _planned,
    WaveEventKind.STARTED: _plain(N_("The wave started; invitations are leaving."), "info"),
    WaveEventKind.INVITED: _with(
        N_("Invitations have left: {invited} so far, {waiting} still wait."), "neutral", "invited", "waiting"
    ),
    WaveEventKind.STILL_INVITING: _plain(N_("Some invitations still wait. The office was told."), "warning"),
    WaveEventKind.REMINDED: _plain(N_("Those whose answer is missing are being reminded.")),
    WaveEventKind.CLOSED: _closed,
    WaveEventKind.NOT_EVALUATED: _plain(N_("The results are not there yet. The office was told."), "warning"),
    WaveEventKind.RESPONSE_ASKED: _with(
        N_("{owner} was asked for the answer to those who were asked, by {due}."), "info", "owner", "due"
    ),
    WaveEventKind.RESPONSE_REMINDED: _plain(N_("Whoever owes the answer was reminded.")),
    WaveEventKind.RESPONSE_OVERDUE: _plain(
        N_("The deadline for the answer has passed. The office was told."), "warning"
    ),
    WaveEventKind.STILL_WAITING: _plain(N_("The answer to those who were asked is still missing."), "warning"),
    WaveEventKind.RESPONDED: _with(
        N_("The answer was published and goes to everybody who was asked. Topics: {topics}."), "success", "topics"
    ),
    WaveEventKind.CANCELLED: _why(N_("The wave was called off."), "danger"),
    WaveEventKind.MISSED: _plain(N_("The wave was not started: its day had passed."), "warning"),
    WaveEventKind.NOBODY_ASKED: _plain(N_("Nobody could be asked, so the wave ended."), "danger"),
    WaveEventKind.PAUSED: _why(N_("The wave was paused; no date moves on."), "warning"),
    WaveEventKind.STILL_PAUSED: _plain(N_("The wave is still paused. The office was told."), "warning"),
    WaveEventKind.EXPORTED: _with(
        N_("Results were exported ({what}, {format}), lines: {rows}."), "info", "what", "format", "rows"
    ),
    WaveEventKind.RESOLUTION_ASKED: _why(N_("Somebody who is named asked whose answer one of them is."), "warning"),
    WaveEventKind.RESOLUTION_CONFIRMED: _plain(N_("A second person agreed that the two find out."), "warning"),
    WaveEventKind.RESOLUTION_REFUSED: _why(N_("A second person refused."), "info"),
    WaveEventKind.RESOLUTION_WITHDRAWN: _plain(N_("The question whose answer it is was withdrawn.")),
    WaveEventKind.RESOLUTION_SEEN: _plain(N_("One of the two looked whose answer it is."), "warning"),
    WaveEventKind.TAKING_ASKED: _why(N_("Somebody asked to take single answers along."), "warning"),
    WaveEventKind.TAKING_CONFIRMED: _plain(
        N_("A second person agreed that single answers are taken along."), "warning"
    ),
    WaveEventKind.TAKING_REFUSED: _why(N_("A second person refused that single answers are taken along."), "info"),
    WaveEventKind.TAKING_WITHDRAWN: _plain(N_("The request for single answers was withdrawn.")),
    WaveEventKind.RESUMED: _plain(N_("The wave goes on; its dates moved by the working days that were lost."), "info"),
}
