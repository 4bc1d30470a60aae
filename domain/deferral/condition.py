"""What an idea that sleeps waits for: one of several conditions, whichever comes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.deferral.words import WakeKind


@dataclass(frozen=True, slots=True)
class Wish:
    """A condition as it was asked for, before it is measured from anything: what a round keeps for each idea."""

    kind: str
    about: str = ""
    number: int = 0
    lead: int | None = None
    aim: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that wakes it, with what it is measured from; plain values, so that it is kept as it is."""

    kind: str  # a WakeKind
    about: str = ""  # id of the goal, idea or document
    number: int = 0  # the budget year; how many supporters; the goal's version when it was put off
    on: str = ""  # the day on which the budget year wakes it; the day from which supporters are new
    base: int = 0  # supporters of that day who had come before
    lead: int = 0  # working days before the budget year
    aim: bool = False  # of a goal: only what it aims at, not how it is worded or who sees to it

    @property
    def day(self) -> date | None:
        """The day it stands for, where the calendar alone decides."""
        return date.fromisoformat(self.on) if self.kind == WakeKind.BUDGET_YEAR else None


def earliest(until: date, conditions: Iterable[Condition]) -> date:
    """The day on which the clock wakes it, whatever else happens."""
    return min([until, *(day for one in conditions if (day := one.day) is not None)])


def due_year(conditions: Iterable[Condition], today: date) -> Condition | None:
    """The budget year that has come, if one has."""
    return next((one for one in conditions if one.day is not None and one.day <= today), None)
