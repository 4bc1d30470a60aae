"""What the board leaves out: by goal, theme, field, level, department and kind."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement

from domain.words import State
from storage.queries import narrowing
from storage.queries.lines import C
from storage.queries.office import OPEN

AWAKE = (OPEN, C.c.state != State.DEFERRED.value)
ASLEEP = (OPEN, C.c.state == State.DEFERRED.value)


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the board shows; empty fields leave nothing out."""

    goal: str = ""
    theme: str = ""
    tag: str = ""  # "catalogue.entry"
    level: str = ""
    department: str = ""
    themes_of_department: tuple[str, ...] = ()
    kind: str = ""  # "idea" or "project"

    def __bool__(self) -> bool:
        return any((self.goal, self.theme, self.tag, self.level, self.department, self.kind))


def conditions(wanted: BoardFilter) -> list[ColumnElement[bool]]:
    """The filter as conditions on the case alone, so that they fit counts and lists alike."""
    found: list[ColumnElement[bool]] = []
    if wanted.theme:
        found.append(C.c.theme == wanted.theme)
    if wanted.level:
        found.append(narrowing.of_level(wanted.level))
    if wanted.goal:
        found.append(narrowing.helps_goal(wanted.goal))
    if wanted.tag:
        found.append(narrowing.tagged(wanted.tag))
    if wanted.department:
        found.append(narrowing.of_department(wanted.department, wanted.themes_of_department))
    if wanted.kind:
        found.append(C.c.project.is_not(None) if wanted.kind == "project" else C.c.project.is_(None))
    return found
