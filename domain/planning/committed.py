"""What is spoken for already: money of a line and year, days of a role; counted one way by whoever counts it."""

from math import ceil
from typing import Protocol

from domain.planning.facts import Facts, Hold
from domain.planning.quarters import Quarter
from domain.words import MeasureState, Outcome, Stage, State

LOST = frozenset({Outcome.DECLINED, Outcome.REJECTED, Outcome.WITHDRAWN, Outcome.MERGED})
FINISHED = frozenset({MeasureState.LIVE, MeasureState.DONE})


class Holding(Protocol):
    """An idea of which is known what it holds, costs and takes."""

    @property
    def facts(self) -> Facts:
        """What is planned of it."""

    @property
    def hold(self) -> Hold:
        """What it has of the frame."""


def hold_of(stage: str, state: str, measure: str | None, outcome: str | None, closed: bool) -> Hold:
    """By where it stands. What sleeps is asked about anew once it wakes, and holds nothing until then."""
    if outcome in LOST or stage not in (Stage.DECISION, Stage.FOLLOW_UP):
        return Hold.NOTHING
    if stage == Stage.DECISION:
        return Hold.NOTHING if closed or state == State.DEFERRED else Hold.AWAITING
    if measure == MeasureState.STOPPED:
        return Hold.STOPPED
    return Hold.FINISHED if closed or measure in FINISHED else Hold.ACCEPTED


def money(one: Holding, year: int, line: str, this_year: int) -> int:
    """Euros of this line and year that are spent on it, or promised to it."""
    if one.hold is Hold.NOTHING or (one.hold is Hold.STOPPED and year > this_year):
        return 0
    return one.facts.costs.get((year, line), 0)


def days(one: Holding, role: str, now: Quarter, began: Quarter | None = None) -> int:
    """Person days of this role it takes from now on: of what runs, the share of the quarters that are left of it."""
    if one.hold not in (Hold.AWAITING, Hold.ACCEPTED):
        return 0
    entire, length = one.facts.effort.get(role, 0), one.facts.length
    if began is None or began >= now or not length:
        return entire
    left = max(1, length - began.until(now))  # what is late goes on as before
    return ceil(entire * left / length)
