"""Lines about time: the ladder of a task, more time, none for now, and the documents it waits for."""

from collections.abc import Mapping

from api.office import words
from api.office.telling import about_task, day_of, reasoned, task_of, text_of, with_reason
from api.office.told import Code, Name, Teller, Told, Value
from domain.case import Case
from domain.step import Event
from domain.words import EventKind
from kit.i18n import N_


def _reminded(event: Event, case: Case) -> Told:
    if text_of(event, "person"):
        facts: dict[str, Value] = {"person": Name(text_of(event, "person")), "task": task_of(event)}
        return Told(N_("{person} was reminded: {task}."), facts)
    return Told(N_("The office was reminded: {task}."), {"task": task_of(event)})


def _still_waiting(event: Event, _: Case) -> Told:
    if not text_of(event, "task"):
        return Told(N_("The idea is still paused."), {}, "warning")
    return Told(N_("This still waits: {task}."), {"task": task_of(event)}, "warning")


def _escalated(event: Event, _: Case) -> Told:
    task = task_of(event)
    if not text_of(event, "person"):
        return Told(N_("The office was told that this is missing: {task}."), {"task": task}, "warning")
    facts: dict[str, Value] = {"person": Name(text_of(event, "person")), "task": task}
    return Told(N_("{person} was told that this is missing: {task}."), facts, "warning")


def _silence(event: Event, _: Case) -> Told:
    meaning = Code(words.word(words.SILENCES, text_of(event, "meaning")))
    facts: dict[str, Value] = {"person": Name(text_of(event, "person")), "task": task_of(event), "meaning": meaning}
    said = N_("Silence: {person} said nothing to “{task}” in time. By the rules of the process that means: {meaning}.")
    return Told(said, facts, "warning")


def _extended(event: Event, case: Case) -> Told:
    facts: dict[str, Value] = {"task": task_of(event), "due": day_of(event, "due"), "before": day_of(event, "before")}
    return reasoned(
        event, case, N_("There is more time for “{task}”: until {due} instead of {before}."), "info", **facts
    )


def _clock_began(event: Event, _: Case) -> Told:
    facts: dict[str, Value] = {"task": task_of(event), "due": day_of(event, "due")}
    return Told(N_("The clock of “{task}” began: it is due on {due}."), facts, "info")


CLOCK: Mapping[EventKind, Teller] = {
    EventKind.REMINDED: _reminded,
    EventKind.OVERDUE: about_task(N_("The deadline has passed: {task}. The office was told."), "warning"),
    EventKind.STILL_WAITING: _still_waiting,
    EventKind.ESCALATED: _escalated,
    EventKind.SILENCE: _silence,
    EventKind.EXTENDED: _extended,
    EventKind.COMPLETE: with_reason(N_("The documents are complete."), "info"),
    EventKind.CLOCK_BEGAN: _clock_began,
    EventKind.PAUSED: with_reason(N_("The idea was paused. All clocks stand still."), "warning"),
    EventKind.RESUMED: with_reason(
        N_("The idea goes on. Every open date moved by the working days that had passed."), "info"
    ),
}
