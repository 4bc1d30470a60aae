"""A field under the frame: limits, ties, what is unknown, and that more never selects less; by the page's own path."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.planning.choosing import Of, Setting, bounds
from domain.planning.committed import hold_of
from domain.planning.facts import Facts, Hold, Planned
from domain.planning.frame import Frame, Named
from domain.planning.quarters import Quarter
from domain.planning.scenario import setting_of
from domain.planning.trying import How, Trial, Tried, tried
from domain.portfolio.greedy import greedy
from domain.portfolio.problem import Portfolio
from domain.portfolio.selection import Selection
from domain.ranking.checking import Unfit
from kit.portfolio.optimum import optimum
from tests.unit.ranking.fields import criteria, rated

Q1, Q2, Q3 = Quarter(2027, 1), Quarter(2027, 2), Quarter(2027, 3)
TODAY = date(2026, 11, 28)
FIELD = rated(criteria(k=60, l=40), {"a": [(9, 2)], "b": [(2, 9)], "c": [(5, 5)], "silent": []})
FRAME = Frame(
    (Named("money", "Verkehr"),),
    (Named("plan", "Planung"),),
    {(2027, "money"): 60},
    {(Q1, "plan"): 10, (Q2, "plan"): 10},
)


def planned(name: str, cost: int = 0, days: int = 0, stage: str = "prioritisation", **more: object) -> Planned:
    facts = Facts({(2027, "money"): cost}, {"plan": days}, **more)  # type: ignore[arg-type]
    return Planned(name, name, name.upper(), stage, facts, hold=hold_of(stage, "", None, None, closed=False))


IDEAS = [planned("a", 60), planned("b", 50), planned("c", 40), planned("silent", 10)]


def trial(
    ideas: list[Planned] = IDEAS,
    frame: Frame = FRAME,
    places: int = 0,
    proposed: str = "a",
    today: date = TODAY,
    **more: object,
) -> Trial:
    return Trial(FIELD, ideas, frame, places, today, frozenset(proposed.split()), **more)  # type: ignore[arg-type]


def best(portfolio: Portfolio) -> Selection:
    return optimum(portfolio, 5)


def under(
    given_: Trial, fields: dict[str, int] | None = None, choose: Callable[[Portfolio], Selection] = best
) -> Tried:
    return tried(given_, setting_of(fields or {}), choose)


def why(found: Tried, idea: str) -> str:
    return next(one.why.code for one in found.then.selection.choices if one.idea == idea)


def test_who_enters_and_who_leaves_against_the_proposal_and_why() -> None:
    found = under(trial(), {"weight.k": 30, "weight.l": 70})
    assert [(one.idea, one.enters) for one in found.moves] == [("a", False), ("b", True)]
    assert found.moves[0].why[0].code == "rank_moved"
    assert found.moves[0].out.figures["limit"] == "budget.2027.money"
    assert found.how is How.BEST
    more = under(trial(), {"budget.2027.money": 100})
    assert [(one.idea, one.enters, one.why[0].code) for one in more.moves] == [("c", True, "limit_moved")]


def test_the_proposal_of_a_ranking_that_breaks_the_budget_is_said_to() -> None:
    found = under(trial(proposed="a b"))
    assert [one.names for one in found.now.selection.conflict] == [("budget.2027.money",)]
    assert found.then.selection.taken == ("a",)


def test_what_is_decided_already_is_taken_off_and_what_is_carried_out_takes_nobodys_days() -> None:
    running, done = planned("old", 20, 15, "follow_up"), planned("done", 10, 5, "follow_up")
    done = replace(done, hold=Hold.FINISHED)
    found = bounds([*IDEAS, running, done], frozenset("abc"), FRAME, Setting(), 0, TODAY)
    assert [(one.of, one.there, one.taken, one.free) for one in found] == [
        (Of.BUDGET, 60, 30, 30),
        (Of.CAPACITY, 20, 15, 5),
        (Of.PLACES, 3, 0, 3),
    ]


def test_what_may_not_begin_before_a_quarter_has_to_fit_into_those_from_there_on() -> None:
    ideas = [planned("a", 0, 8, earliest=Q2), planned("b", 0, 8, earliest=Q2), planned("c", 0, 8, earliest=Q1)]
    found = under(trial(ideas, proposed=""))
    assert {one.since: one.there for one in found.bounds if one.of is Of.CAPACITY} == {None: 20, Q2: 10}
    assert found.then.selection.taken == ("a", "c")  # 16 of 20 days, but b would be the second in the last 10
    wider = under(trial(ideas, proposed=""), {"capacity.plan": 40})
    assert wider.then.selection.taken == ("a", "b", "c")


@pytest.mark.parametrize(
    ("ideas", "code"),
    [
        ([planned("a", 1, 1), Planned("b", "b", "B", "x", Facts(effort={"plan": 1}))], "no_cost"),
        ([planned("a", 1, 1), Planned("b", "b", "B", "x", Facts({(2027, "money"): 1}))], "no_planned_effort"),
        ([planned("a", 1, 1)], "no_cost"),
        ([planned("a"), planned("b", needs=("far",)), planned("far", stage="review")], "needs_missing"),
        ([planned("a"), planned("b", needs=("gone",))], "needs_missing"),
        ([planned("a"), planned("b", excludes=("old",)), planned("old", stage="follow_up")], "excluded"),
        ([planned("a"), planned("b"), planned("old", stage="follow_up", excludes=("b",))], "excluded"),
    ],
)
def test_what_is_unknown_or_tied_outside_the_field_is_not_chosen_and_says_why(ideas: list[Planned], code: str) -> None:
    found = under(trial(ideas))
    assert "b" not in found.then.selection.taken
    assert why(found, "b") == code
    assert "a" in found.then.selection.taken


def test_a_need_that_is_accepted_already_is_there() -> None:
    ideas = [planned("a"), planned("b", needs=("old",)), planned("c"), planned("old", stage="follow_up")]
    assert "b" in under(trial(ideas)).then.selection.taken


def test_a_stopped_measure_is_no_accepted_one() -> None:
    stopped = replace(planned("old", 60, 20, "follow_up", excludes=("a",)), hold=Hold.STOPPED)
    ideas = [planned("a", 60), planned("b", 0, needs=("old",)), planned("c"), stopped]
    found = under(trial(ideas))
    assert [one.taken for one in found.bounds] == [0, 0, 0]
    assert "a" in found.then.selection.taken  # what was stopped rules out nobody
    assert why(found, "b") == "needs_missing"


def test_what_is_over_offers_nothing_and_what_runs_takes_the_days_that_are_left_of_it() -> None:
    frame = Frame(budget={(2026, "money"): 9, (2027, "money"): 60}, capacity={(Q1, "plan"): 100, (Q3, "plan"): 10})
    runs = replace(planned("old", 0, 40, "follow_up", length=4), since=Quarter(2026, 4))
    found = under(trial([*IDEAS, runs], frame, today=date(2027, 9, 30)))
    assert [(one.id, one.there, one.taken) for one in found.bounds] == [
        ("budget.2027.money", 60, 0),
        ("capacity.plan.", 10, 10),
        ("places", 4, 0),
    ]


def test_what_waits_for_its_decision_cannot_be_spent_twice_and_is_named_apart() -> None:
    found = under(trial([*IDEAS, planned("other", 20, 5, "decision")]))
    assert [(one.taken, one.awaiting, one.free) for one in found.bounds[:2]] == [(0, 20, 40), (0, 5, 15)]
    assert "a" not in found.then.selection.taken


def test_a_proposal_is_said_not_to_fit_only_where_it_breaks_something_and_by_the_right_name() -> None:
    ideas = [planned("a"), planned("b"), planned("c"), planned("old", stage="follow_up", excludes=("b",))]
    fits, broken = (under(trial(ideas, proposed=one)).now.selection.conflict for one in ("a", "a b"))
    assert fits == ()
    assert [one.names for one in broken] == [("b", "old")]


def test_without_a_frame_places_alone_bind_and_unknown_costs_do_not_matter() -> None:
    found = under(trial([], Frame(), places=2))
    assert found.then.selection.taken == ("a", "c")
    assert under(trial([], Frame(), places=2), {"places": 1}).then.selection.taken == ("a",)
    assert why(found, "silent") == "nobody_rated"


def test_what_cannot_be_kept_together_is_named() -> None:
    given_ = trial(gives={"a": {"green": 2}, "b": {"green": 1}})
    found = under(given_, {"goal.green": 3})
    assert found.how is How.IMPOSSIBLE
    assert [one.names for one in found.then.selection.conflict] == [("budget.2027.money",), ("green",)]
    assert under(given_, {"goal.green": 2}).then.selection.taken == ("a",)
    assert under(given_, {"goal.green": 1, "weight.k": 0, "weight.l": 100}).then.selection.taken == ("b",)


def test_greedy_says_that_it_is_and_unproven_by_how_much_it_may_be_off() -> None:
    assert under(trial(), choose=greedy).how is How.GREEDY
    cut_off = under(trial(), choose=lambda one: Selection(False, optimum(one).choices, 1.0, gap=0.5))
    assert cut_off.how is How.UNPROVEN


def test_weights_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(Unfit, match="weights_sum"):
        under(trial(), {"weight.k": 70})


AMOUNT = st.integers(0, 50)


@given(
    st.lists(st.tuples(AMOUNT, AMOUNT, st.sampled_from([None, Q1, Q2, Q3])), min_size=3, max_size=3),
    st.tuples(AMOUNT, AMOUNT, AMOUNT, AMOUNT),
    st.tuples(AMOUNT, AMOUNT, st.integers(0, 4)),
    st.integers(0, 100),
)
@settings(max_examples=40, deadline=None)
def test_more_budget_capacity_or_places_never_select_less(rows, there, more, weight) -> None:  # type: ignore[no-untyped-def]
    ideas = [planned(name, cost, days, earliest=when) for name, (cost, days, when) in zip("abc", rows, strict=True)]
    frame = Frame(
        FRAME.lines, FRAME.roles, {(2027, "money"): there[0]}, {(Q1, "plan"): there[1], (Q3, "plan"): there[2]}
    )
    given_ = trial(ideas, frame, proposed="")
    fields = {"weight.k": weight, "weight.l": 100 - weight, "budget.2027.money": there[0], "places": 1}
    fields |= {"capacity.plan": there[1] + there[2]}
    eased = {
        "budget.2027.money": there[0] + more[0],
        "capacity.plan": there[1] + there[2] + more[1],
        "places": 1 + more[2],
    }
    assert under(given_, fields | eased).then.selection.value >= under(given_, fields).then.selection.value
