"""Fills what only mails about an absence have, and whether somebody is asked once more."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from domain.case import Assignment, Case
from domain.step import Notice
from domain.words import AssignmentState, EventKind
from domain.world import World

SAID = (AssignmentState.ANSWERED, AssignmentState.OBJECTED)


class Told(Protocol):
    """What of a notice is needed here."""

    @property
    def notice(self) -> Notice: ...
    @property
    def case(self) -> Case: ...
    @property
    def world(self) -> World: ...


def _about(told: Told) -> Assignment | None:
    return told.case.assignment(told.notice.assignment or str(told.notice.facts.get("assignment") or ""))


def _name(told: Told, person_id: str) -> str:
    person = told.world.people.get(person_id)
    return "" if person is None else person.name


def _away(told: Told) -> str:
    asked = _about(told)
    return "" if asked is None else _name(told, asked.person)


def _to(kind: EventKind) -> Callable[[Told], str]:
    return lambda told: _name(told, str(told.notice.facts.get("to") or "")) if told.notice.event is kind else ""


def _comes_back(told: Told) -> bool:
    """To whoever stood in for somebody else it does not."""
    asked = _about(told)
    return asked is not None and not asked.until_back


def _again(told: Told) -> bool:
    """Whether they have said something of this kind about the idea before."""
    asked = _about(told)
    if asked is None:
        return False
    kinds = {task.id: task.kind for task in told.case.tasks}
    mine = (a for a in told.case.assignments if a.person == asked.person and a.state in SAID)
    return any(kinds.get(a.task) == kinds.get(asked.task) for a in mine)


ABSENCE_FILLED: Mapping[str, Callable[[Any], Any]] = {
    "away": _away,
    "deputy": _to(EventKind.DEPUTISED),
    "returned_to": _to(EventKind.GIVEN_BACK),
    "comes_back": _comes_back,
    "again": _again,
}
