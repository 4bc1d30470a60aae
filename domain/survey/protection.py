"""What may be shown of a survey: never so that fewer people than the threshold stand out, by any subtraction.

S6: a group below the threshold is hidden, and so many more, smallest first, that what is hidden reaches it together.
S7: figures change only when enough new answers came, or never again. "Nobody" is shown as hidden, not as 0.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from domain.errors import RuleBroken
from domain.survey.isolation import Group, Sizes, isolating

Name = TypeVar("Name", bound=Hashable)
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


def visible(groups: Mapping[Name, Group], sizes: Sizes, least: int, before: Collection[Group] = ()) -> frozenset[Name]:
    """Which figures may be shown together, after those shown before; smallest ones are given up first.

    For filters and cross-tables, whose groups overlap. Cells are the finest groups that occur, over time too.
    """
    people = {name: sum(sizes[cell] for cell in group) for name, group in groups.items()}
    shown = sorted((n for n in groups if people[n] >= least), key=lambda n: (people[n], repr(n)))
    earlier = list(before)
    while leak := isolating([*earlier, *(groups[name] for name in shown)], sizes, least):
        taking_part = [n - len(earlier) for n in leak.groups if n >= len(earlier)]
        if not taking_part:
            return frozenset()
        del shown[min(taking_part)]
    return frozenset(shown)


def may_show(groups: Collection[Group], sizes: Sizes, least: int, before: Collection[Group] = ()) -> bool:
    """Whether all these figures may be shown, given what was shown before."""
    wanted = list(groups)
    if any(sum(sizes[cell] for cell in group) < least for group in wanted):
        return False
    return isolating([*before, *wanted], sizes, least) is None


def visible_table(counts: Mapping[tuple[str, str], int], least: int) -> frozenset[tuple[str, str]]:
    """Of a cross-table the cells, and with "" for the row or the column the sums, that may be shown."""
    groups: dict[tuple[str, str], set[Hashable]] = {}
    for row, column in counts:
        for name in ((row, column), (row, ""), ("", column), ("", "")):
            groups.setdefault(name, set()).add((row, column))
    return visible({name: frozenset(cells) for name, cells in groups.items()}, counts, least)


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
