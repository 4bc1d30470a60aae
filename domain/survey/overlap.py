"""What may be shown of groups that overlap (filters, cross-tables, earlier figures), with the remainder rule of S6."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from domain.survey.isolation import Group, Sizes, isolating

Name = TypeVar("Name", bound=Hashable)


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
