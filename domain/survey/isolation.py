"""Whether figures of overlapping groups, added and subtracted in any way, would tell of a few people alone.

Groups are unions of cells, cells are disjoint and have a size. What an onlooker can compute is the span of the groups'
indicator vectors. They are safe if no vector of it but nought touches fewer than `least` people. The basis is chosen
greedily by size (largest cells first), so that a row whose own cell is large needs no further look: every combination
with it touches that cell.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice
from typing import Any

ENOUGH = 20_000  # sets of rows looked at; what needs more counts as not safe

Group = frozenset[Hashable]
Sizes = Mapping[Any, int]  # people per cell, whatever names the cells
Row = dict[int, Fraction]  # what is not nought: columns by their number, then the groups it is made of


@dataclass(frozen=True, slots=True)
class Leak:
    """Which groups, by index, give fewer than `least` people away together."""

    groups: tuple[int, ...]


def isolating(groups: Sequence[Group], sizes: Sizes, least: int) -> Leak | None:
    """A combination of groups that tells of 1 to `least` − 1 people, or None: there is none."""
    columns = _columns(groups, sizes)
    people = [size for _, size in columns]
    small = {pivot: row for pivot, row in _reduced(groups, columns).items() if people[pivot] < least}
    sets = _few(small, people, least)
    for rows in islice(sets, ENOUGH):
        told = _telling(rows, people, least)
        if told is not None:
            return Leak(tuple(sorted(key - len(columns) for key in told if key >= len(columns))))
    return Leak(tuple(range(len(groups)))) if next(sets, None) is not None else None


def _columns(groups: Sequence[Group], sizes: Sizes) -> list[tuple[tuple[int, ...], int]]:
    """Cells that no group tells apart are one; empty ones are none. Largest first."""
    merged: Counter[tuple[int, ...]] = Counter()
    for cell, size in sizes.items():
        inside = tuple(n for n, group in enumerate(groups) if cell in group)
        if inside and size:
            merged[inside] += size
    return sorted(merged.items(), key=lambda column: (-column[1], column[0]))


def _reduced(groups: Sequence[Group], columns: list[tuple[tuple[int, ...], int]]) -> dict[int, Row]:
    """The reduced row echelon form, by the column that is each row's own."""
    wide, one = len(columns), Fraction(1)
    left: list[Row] = [{wide + n: one} for n in range(len(groups))]
    for number, (inside, _) in enumerate(columns):
        for n in inside:
            left[n][number] = one
    rows: dict[int, Row] = {}
    for column in range(wide):
        pivot = next((row for row in left if column in row), None)
        if pivot is not None:
            left.remove(pivot)
            pivot = {key: value / pivot[column] for key, value in pivot.items()}
            left = [_without(row, pivot, column) for row in left]
            rows = {own: _without(row, pivot, column) for own, row in rows.items()} | {column: pivot}
    return rows


def _without(row: Row, pivot: Row, column: int) -> Row:
    factor = row.get(column)
    if factor is None:
        return row
    result = dict(row)
    for key, value in pivot.items():
        result[key] = result.get(key, Fraction(0)) - factor * value
        if not result[key]:
            del result[key]
    return result


def _few(small: dict[int, Row], people: list[int], least: int) -> Iterator[list[Row]]:
    """Every set of rows whose own cells hold fewer than `least` people together."""
    for count in range(1, least):
        for chosen in combinations(sorted(small), count):
            if sum(people[own] for own in chosen) < least:
                yield [small[own] for own in chosen]


def _telling(rows: list[Row], people: list[int], least: int) -> Row | None:
    """A combination of all these rows that touches fewer than `least` people; None where there is none.

    A cell that one of the rows alone touches cannot be cancelled by the others; only what several touch can.
    """
    touched = Counter(column for row in rows for column in row if column < len(people))
    alone = [column for column, times in touched.items() if times == 1]
    room = least - 1 - sum(people[column] for column in alone)
    if room < 0:
        return None
    several = [column for column, times in touched.items() if times > 1]
    small = [column for column in several if people[column] <= room]
    for count in range(len(small) + 1):
        sets = [kept for kept in combinations(small, count) if sum(people[column] for column in kept) <= room]
        for kept in sets:
            told = _cancelled(rows, [column for column in several if column not in kept])
            if told is not None:
                return told
        if not sets:
            break
    return None


def _cancelled(rows: list[Row], columns: list[int]) -> Row | None:
    """A combination that touches none of these columns."""
    for column in columns:
        pivot = next((row for row in rows if column in row), None)
        if pivot is not None:
            scaled = {key: value / pivot[column] for key, value in pivot.items()}
            rows = [_without(row, scaled, column) for row in rows if row is not pivot]
    return next((row for row in rows if row), None)
