"""A quick proof that figures are safe together, for the usual case of many people.

Groups are vectors over cells, as in `isolation`. If the cells can be put into `least` disjoint sets, each of which
tells all combinations of the groups apart from nought, then every combination touches a cell of every set, hence
at least `least` people. Whoever finds no such sets has proved nothing, and asks `isolation`.

Ranks are counted modulo a prime larger than any determinant of noughts and ones of up to 60 rows (Hadamard's bound,
4·10³⁶), so that they are the ranks over the fractions.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from domain.survey.isolation import Group, Sizes
from domain.survey.overlap import visible

PRIME = (1 << 127) - 1
FEW = 12  # groups that are looked through one by one
MOST = 60  # groups, as the bound says
Name = TypeVar("Name", bound=Hashable)
Vector = list[int]
Column = tuple[int, ...]  # the groups that hold a cell, by index


def safe_together(
    groups: Mapping[Name, Group], sizes: Sizes, least: int, before: Sequence[Group] = ()
) -> frozenset[Name]:
    """As `overlap.visible`, in bounded time: where many groups overlap, what cannot be proved quickly stays hidden.

    Every group holds `least` people; the largest ones are kept.
    """
    if far_apart([*before, *groups.values()], sizes, least):
        return frozenset(groups)
    if len(groups) + len(before) <= FEW or len(before) >= FEW or not far_apart(before, sizes, least):
        return visible(groups, sizes, least, before)
    largest = sorted(groups, key=lambda n: (-sum(sizes[cell] for cell in groups[n]), repr(n)))
    kept: list[Name] = []
    for name in largest:
        if far_apart([*before, *(groups[one] for one in (*kept, name))], sizes, least):
            kept.append(name)
    looked = visible({name: groups[name] for name in largest[: FEW - len(before)]}, sizes, least, before)
    return max(frozenset(kept), looked, key=len)


def far_apart(groups: Sequence[Group], sizes: Sizes, least: int) -> bool:
    """Whether it is proved that no combination of these groups touches 1 to `least` − 1 people."""
    if len(groups) > MOST:
        return False
    people = list(_people(groups, sizes, least))
    vanishing, chosen = _basis(len(groups), people)
    for _ in range(least - 1):
        people = [column for index, column in enumerate(people) if index not in chosen]
        left, chosen = _basis(len(groups), people, len(vanishing))
        if len(left) > len(vanishing):
            return False
    return True


def _people(groups: Sequence[Group], sizes: Sizes, least: int) -> Iterator[Column]:
    """One column per person of each cell, as many as could ever be needed; in turn, so that sets get one of each."""
    cells: dict[Column, int] = {}
    for cell, size in sizes.items():
        column = tuple(n for n, group in enumerate(groups) if cell in group)
        cells[column] = cells.get(column, 0) + size
    cells.pop((), None)
    for n in range(least):
        yield from (column for column, size in cells.items() if size > n)


def _basis(count: int, columns: Iterable[Column], enough: int = 0) -> tuple[list[Vector], set[int]]:
    """Columns that are independent, by index, until only `enough` combinations of groups vanish on all of them."""
    vanishing = [[int(n == m) for m in range(count)] for n in range(count)]
    chosen: set[int] = set()
    for index, column in enumerate(columns):
        if len(vanishing) <= enough:
            break
        values = [sum(vector[n] for n in column) % PRIME for vector in vanishing]
        pivot = next((n for n, value in enumerate(values) if value), None)
        if pivot is not None:
            chosen.add(index)
            vanishing = _eliminated(vanishing, values, pivot)
    return vanishing, chosen


def _eliminated(vectors: list[Vector], values: list[int], pivot: int) -> list[Vector]:
    """Combinations of these that vanish on the column as well: one fewer."""
    gone, inverse = vectors[pivot], pow(values[pivot], -1, PRIME)
    kept = []
    for n, vector in enumerate(vectors):
        if n != pivot:
            factor = values[n] * inverse % PRIME
            kept.append([(a - factor * b) % PRIME for a, b in zip(vector, gone, strict=True)] if factor else vector)
    return kept
