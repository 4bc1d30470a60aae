"""What if: who enters, who leaves, and which of the changes did it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.portfolio.greedy import greedy
from domain.portfolio.problem import Limit, Option, Portfolio
from domain.portfolio.selection import explained
from domain.portfolio.what_if import Outcome, Scenario, moves, outcome
from domain.ranking.checking import Unfit
from domain.ranking.field import Ballot, Pair
from domain.ranking.ranking import Reason
from kit.portfolio.optimum import optimum
from tests.unit.ranking.fields import criteria, rated

FIELD = rated(criteria(k=60, l=40), {"a": [(9, 2)], "b": [(2, 9)], "c": [(5, 5)], "silent": []})
PORTFOLIO = Portfolio(
    tuple(
        Option(name, 0, at, {"budget": cost})
        for at, (name, cost) in enumerate({"a": 6, "b": 5, "c": 4, "silent": 1}.items())
    ),
    (Limit("budget", 6),),
)


def under(**scenario: dict) -> Outcome:
    return outcome(FIELD, PORTFOLIO, Scenario(**scenario), lambda one: optimum(one, prices=False))


def test_other_weights_say_which_criterion_did_it() -> None:
    before, after = under(), under(weights={"k": 30, "l": 70})
    assert (before.selection.taken, after.selection.taken) == (("a",), ("b",))
    leaves, enters = moves(before, after)
    assert (leaves.idea, leaves.enters, enters.idea, enters.enters) == ("a", False, "b", True)
    assert leaves.why == (
        Reason("rank_moved", {"before": 1, "after": 3, "value_before": 6.2, "value_after": 4.1}),
        Reason("by_weight", {"criterion": "k", "points": -2.7}),
    )
    assert leaves.out == Reason("too_much", {"limit": "budget", "amount": 6, "spare": 1.0, "value": 4.1})
    assert enters.why[1] == Reason("by_weight", {"criterion": "l", "points": 2.7})


def test_more_budget_says_so_and_what_was_missing() -> None:
    before, after = under(), under(limits={"budget": 10})
    [enters] = moves(before, after)
    assert (enters.idea, enters.enters) == ("c", True)
    assert enters.why == (Reason("limit_moved", {"limit": "budget", "before": 6, "after": 10}),)
    assert enters.out == Reason("too_much", {"limit": "budget", "amount": 4, "spare": 0.0, "value": 5.0})


def test_what_takes_nothing_of_an_overdrawn_limit_is_not_kept_out_by_it() -> None:
    free, more = Option("free", 2, 2, {"gone": 0}), Option("more", 3, 3, {"gone": 1})
    chosen, left, lacks = explained(Portfolio((Option("a", 1, 1, {"gone": 9}), free, more), (Limit("gone", 5),)), ["a"])
    assert chosen.why.code == "chosen"
    assert left.why == Reason("left_over", {"value": 2})
    assert lacks.why == Reason("too_much", {"limit": "gone", "amount": 1, "spare": -4.0, "value": 3})


def test_what_has_no_rank_is_not_chosen_and_says_why() -> None:
    choices = {one.idea: one for one in under(limits={"budget": 100}).selection.choices}
    assert not choices["silent"].taken
    assert choices["silent"].why.code == "nobody_rated"
    assert choices["a"].taken


def test_weights_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(Unfit, match="weights_sum"):
        under(weights={"k": 70})


@given(st.integers(0, 100), st.integers(0, 16), st.sampled_from([greedy, optimum]))
@settings(max_examples=20, deadline=None)
def test_moves_are_the_whole_difference(weight: int, budget: int, choose) -> None:  # type: ignore[no-untyped-def]
    before = outcome(FIELD, PORTFOLIO, Scenario(), choose)
    scenario = Scenario({"k": weight, "l": 100 - weight}, {"budget": budget})
    after = outcome(FIELD, PORTFOLIO, scenario, choose)
    taken = set(before.selection.taken)
    for move in moves(before, after):
        assert move.out
        taken = taken | {move.idea} if move.enters else taken - {move.idea}
    assert taken == set(after.selection.taken)
    assert moves(after, after) == ()


def test_where_only_pairs_were_asked_the_comparisons_say_what_is_worth_choosing() -> None:
    pairs = (Pair("r1", "c", "a"), Pair("r1", "c", "b"), Pair("r1", "a", "b"))
    compared = replace(FIELD, criteria=(), scores=(), pairs=pairs)
    found = outcome(compared, PORTFOLIO, Scenario(), lambda one: optimum(one, prices=False))
    assert found.selection.taken == ("c",)
    assert {one.idea for one in found.ranking.undetermined} == {"silent"}
    assert moves(found, found) == ()


def test_where_approvals_were_asked_their_number_says_what_is_worth_choosing() -> None:
    """Costs are those of the plan here, so nothing lacks one because the idea's own text names none."""
    said = tuple(Ballot(f"v{n}", frozenset(ideas)) for n, ideas in enumerate([["a", "b"], ["b", "c"], ["b"], ["c"]]))
    approved = replace(FIELD, criteria=(), scores=(), settings={"budget": 5.0}, ballots=said)
    found = outcome(approved, PORTFOLIO, Scenario(), lambda one: optimum(one, prices=False))
    assert {one.idea: (one.rank, one.value) for one in found.ranking.places} == {
        "b": (1, 3.0),
        "c": (2, 2.0),
        "a": (3, 1.0),
        "silent": (4, 0.0),
    }
    assert found.selection.taken == ("b",)
    assert {one.idea: one.why.code for one in found.selection.choices}["silent"] == "brings_nothing"
