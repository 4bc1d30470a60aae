"""How long something may take, and what happens around its end."""

from typing import Annotated, Literal

from pydantic import Field

from domain.part import Part
from domain.words import Silence

Days = Annotated[int, Field(ge=1, le=400)]
Before = Annotated[int, Field(ge=1, le=200)]
After = Annotated[int, Field(ge=-200, le=200)]  # below nought is refused with a sentence of its own
UNITS = ("working_days", "minutes", "hours", "days", "weeks", "months")


class Escalation(Part):
    """Who is told when nothing has come that many working days after the end."""

    after: After
    to: Literal["office", "superior", "reviewer", "decider", "owner"]


class Deadline(Part):
    """One length, and the ladder around its end: reminders, deputy, escalation, and what silence means."""

    working_days: Days | None = None  # in the region's calendar
    minutes: Annotated[int, Field(ge=1, le=100_000)] | None = None
    hours: Annotated[int, Field(ge=1, le=10_000)] | None = None
    days: Days | None = None
    weeks: Annotated[int, Field(ge=1, le=200)] | None = None
    months: Annotated[int, Field(ge=1, le=60)] | None = None
    starts: Literal["asked", "complete"] = "asked"  # when somebody is asked, or once the documents are complete
    next_working_day: bool = True  # an end on a closed day moves (§ 193 BGB)
    remind_before: Before | tuple[Before, ...] | None = None  # working days before the end
    remind_after: Before | tuple[Before, ...] | None = None  # working days after it
    deputy_after: After | None = None  # working days after it
    escalate: Escalation | None = None
    silence: Silence | None = None  # what it means that somebody says nothing
    silence_after: Annotated[int, Field(ge=0, le=200)] = 0  # working days after the end at which it counts
    extend_at_most: Annotated[int, Field(ge=0, le=250)] = 60  # working days after the first date

    @property
    def lengths(self) -> tuple[tuple[str, int], ...]:
        """The units it is given in; one, once it is checked."""
        return tuple((unit, count) for unit in UNITS if (count := getattr(self, unit)) is not None)

    @property
    def length(self) -> tuple[str, int]:
        """Its unit, and how many of it."""
        return self.lengths[0]

    @property
    def reminders_before(self) -> tuple[int, ...]:
        """Working days before the end."""
        return _several(self.remind_before)

    @property
    def reminders_after(self) -> tuple[int, ...]:
        """Working days after the end."""
        return _several(self.remind_after)


def _several(given: int | tuple[int, ...] | None) -> tuple[int, ...]:
    return (given,) if isinstance(given, int) else given or ()
