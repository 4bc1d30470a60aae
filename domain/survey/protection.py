"""What may be shown of a survey: never so that fewer people than the threshold stand out, by any subtraction.

S6: a group below the threshold is hidden, and so many more, smallest first, that what is hidden reaches it together.
S7: figures change only when enough new answers came, or never again. "Nobody" is shown as hidden, not as 0.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.errors import RuleBroken
from domain.survey.isolation import Group
from domain.survey.overlap import visible

FIGURES, FREE_TEXT = 5, 10


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The smallest number of people whose figures, and of texts that, may be shown."""

    figures: int = FIGURES
    free_text: int = FREE_TEXT


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the organisation as it was when the wave was sent; `own` answers are those of no unit below it."""

    id: str
    under: str | None
    own: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was shown at one time: own answers per unit then, and the units whose figures were visible."""

    own: Mapping[str, int]
    shown: frozenset[str]


def raised(now: Thresholds, figures: int | None = None, free_text: int | None = None) -> Thresholds:
    """The thresholds of one survey, only upwards. Raises `threshold.lowered`."""
    wanted = replace(now, figures=figures or now.figures, free_text=free_text or now.free_text)
    for name in ("figures", "free_text"):
        if getattr(wanted, name) < getattr(now, name):
            raise RuleBroken("threshold.lowered", kind=name, least=getattr(now, name), wanted=getattr(wanted, name))
    return wanted


def texts_visible(texts: int, thresholds: Thresholds) -> bool:
    """Whether free texts of a group may be read; `texts` counts those that were written, not those asked."""
    return texts >= max(thresholds.free_text, thresholds.figures)


def may_refresh(answered: int, shown: int | None, least: int, *, closed: bool) -> bool:
    """Whether figures may be computed anew; `shown` is the number of answers in the last ones, None where none were.

    At the close too: fewer than `least` answers more than were shown before would stand out, so they stay unseen.
    A survey that shows nothing before its close loses none.
    """
    if shown is None:
        return answered >= least
    return answered - shown >= least or (closed and answered == shown)


def visible_units(units: Iterable[Unit], least: int) -> frozenset[str]:
    """The units whose figures may be shown at once. Source of the rule: S6, hidden units together reach `least`."""
    tree = list(units)
    total = _totals(tree)
    found: set[str] = set()
    left = [unit.id for unit in tree if unit.under is None and total[unit.id] >= least]
    while left:
        unit = left.pop()
        found.add(unit)
        left += _visible_below(unit, tree, total, least)
    return frozenset(found)


def _visible_below(unit: str, tree: list[Unit], total: Mapping[str, int], least: int) -> list[str]:
    """Of the units directly below: as many as leave a remainder of nobody or enough."""
    below = sorted((u.id for u in tree if u.under == unit), key=lambda name: (total[name], name))
    shown = [name for name in below if total[name] >= least]
    hidden = total[unit] - sum(total[name] for name in shown)
    while shown and 0 < hidden < least:
        hidden += total[shown.pop(0)]
    return shown


def visible_units_after(units: Iterable[Unit], least: int, before: Sequence[Snapshot]) -> frozenset[str]:
    """The same where earlier figures of these units were shown: differences over time count as well."""
    tree = list(units)
    series = [*(snapshot.own for snapshot in before), {u.id: u.own for u in tree}]
    sizes: dict[Hashable, int] = {}
    for time, own in enumerate(series):
        earlier = series[time - 1] if time else {}
        sizes |= {(u.id, time): own.get(u.id, 0) - earlier.get(u.id, 0) for u in tree}
    if any(size < 0 for size in sizes.values()):
        return frozenset()  # answers went away: what is left could be told from what was
    below = _below(tree)

    def group(unit: str, until: int) -> Group:
        return frozenset((name, time) for name in below[unit] for time in range(until + 1))

    shown = [group(unit, time) for time, snapshot in enumerate(before) for unit in sorted(snapshot.shown)]
    candidates = visible_units(tree, least)
    return visible({unit: group(unit, len(before)) for unit in candidates}, sizes, least, shown)


def _totals(tree: list[Unit]) -> dict[str, int]:
    own = {unit.id: unit.own for unit in tree}
    return {unit: sum(own[name] for name in names) for unit, names in _below(tree).items()}


def _below(tree: list[Unit]) -> dict[str, set[str]]:
    """Every unit with all below it, itself included."""
    under = {unit.id: unit.under for unit in tree}
    found: dict[str, set[str]] = {unit.id: set() for unit in tree}
    for unit in tree:
        above: str | None = unit.id
        while above is not None and unit.id not in found[above]:
            found[above].add(unit.id)
            above = under.get(above)
    return found
