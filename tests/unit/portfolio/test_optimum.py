"""The optimum under budgets: published knapsacks, brute force, equals, conflicts, prices; and what greedy admits."""

from collections.abc import Iterator
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.portfolio.greedy import greedy
from domain.portfolio.problem import Constraint, Floor, Kind, Limit, Option, Portfolio
from kit.portfolio.optimum import optimum

# Burkardt's collection (people.sc.fsu.edu/~jburkardt/datasets/knapsack_01): p01 and p07, in the order of the files.
P01 = ([92, 57, 49, 68, 60, 43, 67, 84, 87, 72], [23, 31, 29, 44, 53, 38, 63, 85, 89, 82], 165)
P07 = (
    [135, 139, 149, 150, 156, 163, 173, 184, 192, 201, 210, 214, 221, 229, 240],
    [70, 73, 77, 80, 82, 87, 90, 94, 98, 106, 110, 113, 115, 118, 120],
    750,
)


def knapsack(values: list[int], weights: list[int], capacity: int) -> Portfolio:
    options = tuple(Option(f"{at}", v, at, {"b": w}) for at, (v, w) in enumerate(zip(values, weights, strict=True)))
    return Portfolio(options, (Limit("b", capacity),))


@pytest.mark.parametrize(
    ("problem", "value", "bits"), [(P01, 309, "1111010000"), (P07, 1458, "101010111000011")], ids=["p01", "p07"]
)
def test_published_knapsacks(problem: tuple[list[int], list[int], int], value: int, bits: str) -> None:
    found = optimum(knapsack(*problem))
    assert (found.value, "".join(str(int(one.taken)) for one in found.choices)) == (value, bits)
    assert found.exact
    assert greedy(knapsack(*problem)).value <= value


def a_portfolio(seed: int, many: int = 10) -> Portfolio:
    chance = Random(seed)
    names = [f"i{at}" for at in range(many)]

    def one(at: int) -> Option:
        needs = tuple(chance.sample(names[:at], 1)) if at and chance.random() < 0.3 else ()
        excludes = tuple(chance.sample([n for n in names if n != names[at]], 1)) if chance.random() < 0.2 else ()
        uses = {"2027": chance.randint(1, 40), "it": chance.randint(0, 100) / 10}
        return Option(names[at], chance.randint(0, 20), at, uses, {"goal": chance.randint(-3, 3)}, needs, excludes)

    floors = (Floor("goal", chance.randint(-2, 6)),)
    return Portfolio(tuple(map(one, range(many))), (Limit("2027", 80, 10), Limit("it", 20.5)), floors)


def allowed(problem: Portfolio) -> Iterator[tuple[str, ...]]:
    """Every choice, tried one by one, by rules written down here once more."""
    for size in range(len(problem.options) + 1):
        for chosen in combinations([one.id for one in problem.options], size):
            them = [problem.known[one] for one in chosen]
            if (
                all(need in chosen for one in them for need in one.needs)
                and not any(other in chosen for one in them for other in one.excludes)
                and all(sum(round(10 * o.uses[li.id]) for o in them) <= 10 * li.at_most for li in problem.limits)
                and all(sum(o.gives[fl.id] for o in them) >= fl.at_least for fl in problem.floors)
            ):
                yield chosen


@pytest.mark.parametrize("start", range(0, 200, 25))
def test_two_hundred_by_brute_force(start: int) -> None:
    infeasible = 0
    for seed in range(start, start + 25):
        problem = a_portfolio(seed, 9)
        every = list(allowed(problem))
        found = optimum(problem)
        if not every:
            infeasible += 1
            assert found.conflict
            assert not found.taken
            continue
        worth = {chosen: sum(problem.known[one].value for one in chosen) for chosen in every}
        assert found.value == max(worth.values())
        assert found.taken in [chosen for chosen, value in worth.items() if value == found.value]
    assert infeasible < 25


@pytest.mark.parametrize("seed", range(12))
def test_a_conflict_names_nothing_to_spare(seed: int) -> None:
    problem = a_portfolio(seed, 8)
    impossible = Portfolio(problem.options, problem.limits, (Floor("goal", 15), Floor("other", 0)))
    named = optimum(impossible).conflict
    rows = {row.of: row for row in impossible.rows}

    def possible(kept: tuple[Constraint, ...]) -> bool:
        every = [one.id for one in problem.options]
        choices = (c for size in range(len(every) + 1) for c in combinations(every, size))
        return any(all(rows[one].holds(c) for one in kept) for c in choices)

    assert Constraint(Kind.FLOOR, ("goal",)) in named
    assert not possible(named)
    assert all(possible(tuple(one for one in named if one is not left)) for left in named)


def test_a_decision_against_the_budget_is_named_as_the_conflict() -> None:
    options = (Option("a", 1, 1, {"b": 8}, must=True), Option("c", 1, 2, {"b": 7}, must=True), Option("d", 9, 3))
    found = optimum(Portfolio(options, (Limit("b", 10), Limit("other", 1))))
    assert found.conflict == (
        Constraint(Kind.MUST_IN, ("a",)),
        Constraint(Kind.MUST_IN, ("c",)),
        Constraint(Kind.LIMIT, ("b",)),
    )


def test_of_equals_the_lower_numbers_are_taken_in_whatever_order_they_come() -> None:
    options = [Option(f"i{at}", 5, at, {"b": 10}) for at in range(12)]
    for seed in range(5):
        mixed = tuple(Random(seed).sample(options, len(options)))
        assert optimum(Portfolio(mixed, (Limit("b", 45),))).taken == ("i0", "i1", "i2", "i3")


def test_decimals_are_taken_as_they_are_written() -> None:
    thirds = tuple(Option(f"i{at}", 1, at, {"b": 0.1}) for at in range(4))
    assert len(optimum(Portfolio(thirds, (Limit("b", 0.3),))).taken) == 3
    assert len(greedy(Portfolio(thirds, (Limit("b", 0.3),))).taken) == 3
    euros = (Option("a", 2, 1, {"b": 9_999_999.99}), Option("c", 1, 2, {"b": 0.02}))
    assert optimum(Portfolio(euros, (Limit("b", 10_000_000),))).taken == ("a",)


def test_the_price_of_a_limit_is_what_a_step_more_brings() -> None:
    options = (Option("a", 5, 1, {"b": 6, "it": 1}), Option("c", 4, 2, {"b": 5, "it": 1}), Option("d", 7, 3, {"b": 9}))
    found = optimum(Portfolio(options, (Limit("b", 10, step=1), Limit("it", 2, step=1))))
    assert found.taken == ("d",)
    money, people = found.prices
    assert (money.gain, money.enter, money.leave) == (2.0, ("a", "c"), ("d",))
    assert (people.gain, people.enter, people.leave) == (0.0, (), ())


def test_the_price_of_a_goal_is_what_it_costs_elsewhere() -> None:
    options = (Option("good", 1, 1, {"b": 5}, {"g": 2}), Option("dear", 9, 2, {"b": 6}))
    found = optimum(Portfolio(options, (Limit("b", 10),), (Floor("g", 2, step=2),)))
    assert found.taken == ("good",)
    assert (found.prices[1].gain, found.prices[1].enter) == (8.0, ("dear",))


def test_every_idea_says_why_it_is_in_or_out() -> None:
    options = (
        Option("base", 0, 1, {"b": 2}),
        Option("top", 9, 2, {"b": 2}, needs=("base",)),
        Option("rival", 3, 3, {"b": 1}, excludes=("top",)),
        Option("dear", 8, 4, {"b": 9}),
        Option("no", 50, 5, must=False),
        Option("orphan", 2, 6, needs=("dear",)),
        Option("idle", 0, 7),
        Option("fixed", 1, 8, {"b": 1}, must=True),
        Option("harm", 3, 9, gives={"g": -1}),
        Option("uncosted", 99, 10, costed=False),
    )
    found = optimum(Portfolio(options, (Limit("b", 6),), (Floor("g", 0),)))
    assert {one.idea: one.why.code for one in found.choices} == {
        "base": "chosen_for",
        "top": "chosen",
        "rival": "excluded",
        "dear": "too_much",
        "no": "must_out",
        "orphan": "needs_missing",
        "idle": "brings_nothing",
        "fixed": "must_in",
        "harm": "harms_goal",
        "uncosted": "no_cost",
    }
    assert found.choices[3].why.figures == {"limit": "b", "amount": 9, "spare": 1.0, "value": 8}


@given(st.integers(0, 10**6), st.integers(0, 60))
@settings(max_examples=20, deadline=None)
def test_more_budget_never_selects_less_value(seed: int, more: int) -> None:
    problem = a_portfolio(seed)
    richer = Portfolio(problem.options, (Limit("2027", 80 + more), problem.limits[1]), problem.floors)
    before, after = optimum(problem), optimum(richer)
    assert after.value >= before.value
    assert before.conflict or not after.conflict


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_greedy_says_so_keeps_everything_and_is_never_better(seed: int) -> None:
    problem = a_portfolio(seed)
    found, best = greedy(problem), optimum(problem)
    assert not found.exact
    assert {one.kind for one in problem.broken(found.taken)} <= {Kind.FLOOR}
    assert set(found.conflict) == set(problem.broken(found.taken))
    if not found.conflict:
        assert found.value <= best.value


def test_out_of_time_it_says_how_much_better_a_choice_might_be() -> None:
    large = a_portfolio(1, 400)
    roomy = Portfolio(large.options, (Limit("2027", 2_500), Limit("it", 700)), ())
    found = optimum(roomy, seconds=0.3)
    assert found.taken
    assert not roomy.broken(found.taken)
    assert found.exact or (found.gap > 0 and not found.prices)


@given(st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_the_order_of_options_changes_nothing(seed: int) -> None:
    problem = a_portfolio(seed)
    mixed = Portfolio(tuple(Random(seed).sample(problem.options, 10)), problem.limits, problem.floors)
    assert optimum(mixed) == optimum(problem)
    assert greedy(mixed) == greedy(problem)
