"""When a review has what it needs: as soon as nothing that is outstanding can change what comes of it."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from math import ceil

from domain.asking.parts import Enough
from domain.asking.tally import Standing, Tally


class Result(StrEnum):
    """What comes of a review by its rule."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    STOPPED = "stopped"  # by a rejection that ends it


def result_of(enough: Enough, standing: Standing) -> Result | None:
    """What comes of it, or None while an answer may still change that, or somebody is to be found first."""
    whole = standing.whole
    if enough.rejection == "ends" and whole.rejections:
        return Result.STOPPED
    if enough.groups:
        return _together(_counted(n, enough.of, standing.groups[g]) for g, n in enough.groups.items())
    if enough.number is not None:
        return _counted(enough.number, enough.of, whole)
    if enough.percent is not None:
        return _share(enough.percent, enough.of, whole, standing.vacant)
    return _WHEN[enough.when or "everybody"](whole, standing.vacant)


def missing(enough: Enough, standing: Standing) -> int:
    """How many people the office has to find, so that the rule can be met at all."""
    if enough.groups:
        short = sum(max(0, n - standing.groups[g].seats) for g, n in enough.groups.items())
    else:
        short = max(0, (enough.number or 1) - standing.whole.seats)
    return max(short, standing.vacant)


def _together(results: Iterable[Result | None]) -> Result | None:
    found = list(results)
    if Result.NOT_REACHED in found:
        return Result.NOT_REACHED
    return None if None in found else Result.REACHED


def _counted(needed: int, of: str, tally: Tally) -> Result | None:
    if (tally.approvals if of == "approvals" else tally.answers) >= needed:
        return Result.REACHED
    out_of_reach = of == "approvals" and tally.approvals + tally.outstanding < needed <= tally.seats
    return Result.NOT_REACHED if out_of_reach else None


def _share(percent: int, of: str, tally: Tally, vacant: int) -> Result | None:
    outstanding = tally.outstanding + vacant
    if of == "answers":
        needed = ceil((tally.answers + outstanding) * percent / 100)
        return Result.REACHED if tally.answers >= max(needed, 1) else None
    voices = tally.approvals + tally.rejections + outstanding  # whoever abstains is not counted at all
    if voices == 0:
        return Result.NOT_REACHED if tally.abstentions else None
    if tally.approvals * 100 >= percent * voices:
        return Result.REACHED
    return Result.NOT_REACHED if (tally.approvals + outstanding) * 100 < percent * voices else None


def _any(tally: Tally, vacant: int) -> Result | None:
    return _counted(1, "approvals", tally) if not vacant or tally.approvals else None


def _all(tally: Tally, vacant: int) -> Result | None:
    if tally.rejections:
        return Result.NOT_REACHED
    return _share(100, "approvals", tally, vacant)


def _first(tally: Tally, vacant: int) -> Result | None:
    return _counted(1, "answers", tally)


def _everybody(tally: Tally, vacant: int) -> Result | None:
    return _share(100, "answers", tally, vacant)


_WHEN: Mapping[str, Callable[[Tally, int], Result | None]] = {
    "any": _any,
    "all": _all,
    "first": _first,
    "everybody": _everybody,
}
