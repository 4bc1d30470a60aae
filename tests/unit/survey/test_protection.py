"""Nobody stands out: not in a figure, not in the difference of two, not over time."""

from collections.abc import Hashable, Iterable
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import RuleBroken
from domain.survey.isolation import Group, isolating
from domain.survey.overlap import may_show, visible, visible_table
from domain.survey.protection import (
    Snapshot,
    Thresholds,
    Unit,
    may_refresh,
    raised,
    texts_visible,
    visible_units,
    visible_units_after,
)

K = 5


def town(**own: int) -> list[Unit]:
    return [Unit("town", None), *(Unit(name, "town", count) for name, count in own.items())]


# Thresholds


def test_thresholds_go_up_only() -> None:
    assert raised(Thresholds(), figures=8) == Thresholds(8, 10)
    assert raised(Thresholds()) == Thresholds(5, 10)
    with pytest.raises(RuleBroken) as refused:
        raised(Thresholds(), figures=4)
    assert refused.value.code == "threshold.lowered"
    assert refused.value.facts == {"kind": "figures", "least": 5, "wanted": 4}
    with pytest.raises(RuleBroken):
        raised(Thresholds(free_text=12), free_text=11)


@pytest.mark.parametrize(("texts", "visible_"), [(9, False), (10, True)])
def test_free_texts_need_more(texts: int, visible_: bool) -> None:
    assert texts_visible(texts, Thresholds()) is visible_
    assert not texts_visible(14, Thresholds(figures=15))


# Units


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ({"a": 8, "b": 7}, {"town", "a", "b"}),
        ({"a": 8, "b": 4, "c": 7}, {"town", "a"}),  # c hides b: 11 together
        ({"a": 8, "b": 4}, {"town"}),
        ({"a": 8, "b": 4, "c": 3}, {"town", "a"}),  # 7 hidden together
        ({"a": 8, "b": 0}, {"town", "a"}),  # nobody is nobody, and shown as hidden
        ({"a": 2, "b": 2}, set()),
        ({"a": 5, "b": 5, "c": 1}, {"town", "b"}),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}, {"town"}),
    ],
)
def test_what_is_hidden_reaches_the_threshold_together(own: dict[str, int], shown: set[str]) -> None:
    assert visible_units(town(**own), K) == shown


def test_answers_of_no_unit_below_count_as_hidden() -> None:
    tree = [Unit("town", None, own=2), Unit("a", "town", 9), Unit("b", "town", 6)]

    assert visible_units(tree, K) == {"town", "a"}


def test_what_is_below_a_hidden_unit_is_hidden() -> None:
    tree = [Unit("town", None), Unit("a", "town"), Unit("b", "town", 3), Unit("a1", "a", 6), Unit("a2", "a", 6)]

    assert visible_units(tree, K) == {"town"}


# Time


@pytest.mark.parametrize(
    ("answered", "shown", "closed", "may"),
    [
        (4, None, False, False),
        (4, None, True, False),
        (5, None, False, True),
        (9, 5, False, False),
        (10, 5, False, True),
        (9, 5, True, False),  # the last four would stand out
        (5, 5, True, True),
        (5, 5, False, False),
    ],
)
def test_figures_change_only_by_enough_answers(answered: int, shown: int | None, closed: bool, may: bool) -> None:
    assert may_refresh(answered, shown, K, closed=closed) is may


def test_polled_after_each_answer_no_two_figures_differ_by_a_few() -> None:
    shown: list[int] = []
    for answered in range(1, 43):
        if may_refresh(answered, shown[-1] if shown else None, K, closed=answered == 42):
            shown.append(answered)

    assert shown == [5, 10, 15, 20, 25, 30, 35, 40]


def test_a_unit_that_comes_into_sight_does_not_betray_who_was_there_before() -> None:
    """B had 4 hidden answers beside A's 8; five more in B, and B less the new ones would be those 4."""
    before = Snapshot({"town": 0, "a": 8, "b": 4}, frozenset({"town"}))

    assert visible_units(town(a=8, b=9), K) == {"town", "a", "b"}
    assert visible_units_after(town(a=8, b=9), K, [before]) == {"town"}


def test_enough_new_answers_in_every_visible_unit_are_shown() -> None:
    before = Snapshot({"a": 8, "b": 7}, frozenset({"town", "a", "b"}))

    assert visible_units_after(town(a=13, b=12), K, [before]) == {"town", "a", "b"}
    assert visible_units_after(town(a=13, b=7), K, [before]) == {"town", "a", "b"}
    assert visible_units_after(town(a=11, b=9), K, [before]) == {"town"}, "three and two more would stand out"
    assert visible_units_after(town(a=9, b=7), K, [before]) == {"b"}, "only what is the same as before"


def test_where_answers_went_away_nothing_is_shown() -> None:
    assert visible_units_after(town(a=7, b=20), K, [Snapshot({"a": 8, "b": 7}, frozenset({"town"}))]) == frozenset()


# Filters and cross-tables

SIZES: dict[Hashable, int] = {"women in a": 6, "men in a": 3, "women in b": 5, "men in b": 7}
ALL = frozenset(SIZES)
WOMEN, MEN = frozenset({"women in a", "women in b"}), frozenset({"men in a", "men in b"})
IN_A = frozenset({"women in a", "men in a"})
WOMEN_IN_A = frozenset({"women in a"})


def test_a_filter_is_refused_when_its_opposite_is_small() -> None:
    assert may_show([ALL, WOMEN, IN_A], SIZES, K)
    assert not may_show([frozenset({"men in a"})], SIZES, K)
    assert not may_show([IN_A, WOMEN_IN_A], SIZES, K)
    assert not may_show([WOMEN_IN_A], SIZES, K, before=[IN_A])
    assert may_show([WOMEN_IN_A], SIZES, K, before=[ALL, WOMEN])


def test_a_sum_by_a_detour_is_found() -> None:
    """All less women less b is men in a, though no two of them differ by so few."""
    in_b = frozenset({"women in b", "men in b"})

    assert may_show([ALL, WOMEN, in_b], SIZES, K)
    assert not may_show([ALL, WOMEN, in_b, frozenset({"men in b"})], SIZES, K)


def test_small_cells_that_are_only_told_together_hide_nothing() -> None:
    """Two and three are five, and no other figure comes between them."""
    sizes: dict[Hashable, int] = {"two": 2, "three": 3, "nine": 9}

    assert may_show([frozenset({"two", "three"}), frozenset({"three", "nine"})], sizes, K)
    assert not may_show([frozenset({"two", "three"}), frozenset({"three", "nine"}), frozenset({"nine"})], sizes, K)


def test_of_a_cross_table_one_hidden_cell_hides_three_more() -> None:
    counts = {("a", "w"): 6, ("a", "m"): 3, ("b", "w"): 5, ("b", "m"): 7}

    shown = visible_table(counts, K)
    assert shown >= {("", ""), ("a", ""), ("b", ""), ("", "w"), ("", "m")}
    assert shown.isdisjoint(counts)


def test_a_cross_table_without_small_cells_is_shown() -> None:
    counts = {(r, c): 5 for r in "abc" for c in "xyz"}

    assert len(visible_table(counts, K)) == 16


def test_a_large_table_is_done_in_time() -> None:
    counts = {(str(r), str(c)): (r * 7 + c * 3) % 11 for r in range(8) for c in range(6)}

    shown = visible_table(counts, K)
    assert ("", "") in shown
    assert all(counts[name] >= K for name in shown & counts.keys())


# All that an onlooker can compute


def seen_people(groups: Iterable[frozenset[int]]) -> Iterable[int]:
    """How many people each way to add and subtract some of the groups tells of."""
    few = list(groups)[:6]
    people = sorted(set().union(*few))
    for signs in product((-1, 0, 1), repeat=len(few)):
        told = [sum(sign for sign, group in zip(signs, few, strict=True) if person in group) for person in people]
        yield sum(number != 0 for number in told)


def unsafe(groups: Iterable[frozenset[int]]) -> bool:
    return any(0 < people < K for people in seen_people(groups))


@st.composite
def trees(draw: st.DrawFn) -> list[Unit]:
    units = [Unit("u0", None, draw(st.integers(0, 6)))]
    for number in range(1, draw(st.integers(2, 9))):
        units.append(Unit(f"u{number}", f"u{draw(st.integers(0, number - 1))}", draw(st.integers(0, 9))))
    return units


def people_of(tree: list[Unit], start: int = 0) -> dict[str, frozenset[int]]:
    """Everybody by number, each unit with all those below it."""
    own, following = {}, start
    for unit in tree:
        own[unit.id] = set(range(following, following + unit.own))
        following += unit.own
    return {unit.id: frozenset().union(*(own[n] for n in _inside(tree, unit.id))) for unit in tree}


def _inside(tree: list[Unit], unit: str) -> list[str]:
    below = [u.id for u in tree if u.under == unit]
    return [unit, *(name for child in below for name in _inside(tree, child))]


@settings(max_examples=100)
@given(trees())
def test_no_difference_of_visible_units_isolates_a_few(tree: list[Unit]) -> None:
    shown, people = visible_units(tree, K), people_of(tree)

    for one, other in product(shown, shown):
        assert len(people[one] ^ people[other]) not in range(1, K)
    for unit in shown:
        below = [people[u.id] for u in tree if u.under == unit and u.id in shown]
        assert len(people[unit].difference(*below)) not in range(1, K)
    assert isolating([people[u] for u in shown], dict.fromkeys(people["u0"], 1), K) is None


@settings(max_examples=60)
@given(trees())
def test_no_more_is_hidden_than_must_be(tree: list[Unit]) -> None:
    """Every hidden unit that is large enough, under a visible one, would leave too few hidden."""
    shown, people = visible_units(tree, K), people_of(tree)

    for unit in (u for u in tree if u.id not in shown and u.under in shown and len(people[u.id]) >= K):
        beside = [people[u.id] for u in tree if u.under == unit.under and u.id in shown]
        assert len(people[str(unit.under)].difference(*beside, people[unit.id])) in range(1, K)


@settings(max_examples=30)
@given(trees(), st.data())
def test_nor_do_differences_over_time(tree: list[Unit], data: st.DataObject) -> None:
    snapshots: list[Snapshot] = []
    groups: list[frozenset[Any]] = []
    members: dict[str, set[tuple[str, int]]] = {u.id: set() for u in tree}
    for _ in range(3):
        for unit in tree:
            grown = len(members[unit.id]) + data.draw(st.sampled_from([0, 0, 1, 3, 6]))
            members[unit.id] |= {(unit.id, n) for n in range(grown)}
        now = [Unit(u.id, u.under, len(members[u.id])) for u in tree]
        shown = visible_units_after(now, K, snapshots)
        snapshots.append(Snapshot({u.id: u.own for u in now}, shown))
        groups += [frozenset().union(*(members[n] for n in _inside(tree, unit))) for unit in sorted(shown)]

    for one, other in product(groups, groups):
        assert len(one ^ other) not in range(1, K)
    everybody = dict.fromkeys(frozenset().union(*groups), 1)
    assert isolating(groups, everybody, K) is None
    assert not unsafe(frozenset(hash(p) for p in g) for g in groups)


@settings(max_examples=80)
@given(st.lists(st.frozensets(st.integers(0, 24), min_size=1), min_size=1, max_size=5))
def test_what_adding_and_subtracting_finds_is_found(groups: list[frozenset[int]]) -> None:
    sizes: dict[Hashable, int] = dict.fromkeys(range(25), 1)

    if unsafe(groups):
        assert isolating([frozenset(g) for g in groups], sizes, K) is not None


@settings(max_examples=60)
@given(st.dictionaries(st.integers(0, 5), st.frozensets(st.integers(0, 7), min_size=1), min_size=1), st.data())
def test_of_any_groups_those_that_are_shown_are_safe_together(
    groups: dict[int, frozenset[int]], data: st.DataObject
) -> None:
    counts = {cell: data.draw(st.integers(0, 7)) for cell in range(8)}
    sizes: dict[Hashable, int] = dict(counts)
    asked: dict[int, Group] = {name: frozenset(group) for name, group in groups.items()}

    shown = visible(asked, sizes, K)

    people = {n: frozenset(10 * c + i for c in groups[n] for i in range(counts[c])) for n in shown}
    assert not unsafe(people.values())
    assert all(len(group) >= K for group in people.values())
    assert may_show([asked[n] for n in shown], sizes, K)
    assert visible(asked, sizes, K, before=[asked[n] for n in shown]) >= shown
