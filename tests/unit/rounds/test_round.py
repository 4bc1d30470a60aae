"""The life of a round: what follows from what happens, and what may not happen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.errors import RuleBroken
from domain.ranking import rank
from domain.ranking.field import Ballot, Field, Idea
from domain.rounds.proposal import proposed, tied_at_the_cut
from domain.rounds.words import Fate, RoundState
from tests.unit.rounds.rounds import PEOPLE, ARound, a_plan, a_ranking, choices, criterion

DECISION: dict[str, Any] = {"result": 1, "choices": choices(a="put_forward", b="leave", c="leave"), "body": "council"}


def test_a_round_that_opens_today_freezes_its_field_and_asks_its_panel_at_once() -> None:
    mine = ARound().open()

    assert mine.kinds == ["announced", "opened"]
    assert [one.case_id for one in mine.round.entries] == ["a", "b", "c"]
    assert [one.person for one in mine.round.raters] == ["ana", "ben"]  # no mailbox, and nobody who has left
    assert mine.errands == ["ask"]


def test_what_comes_later_is_not_in_the_field() -> None:
    mine = ARound().open()
    mine.world = replace(mine.world, waiting=(*mine.world.waiting, mine.world.waiting[0]))

    mine.rings()

    assert len(mine.round.entries) == 3


def test_a_chosen_field_is_what_of_it_still_waits_when_it_opens() -> None:
    mine = ARound().open(opens_on=date(2026, 3, 4), ideas=("a", "b", "c"))
    mine.world = replace(mine.world, waiting=mine.world.waiting[:2])

    mine.rings()

    assert [one.case_id for one in mine.round.entries] == ["a", "b"]
    assert mine.steps[-1].events[0].facts["left"] == 1


def test_what_another_round_has_is_left_out_of_all_that_waits() -> None:
    assert [one.case_id for one in ARound("a", "b", "c", taken=["b"]).open().round.entries] == ["a", "c"]


@pytest.mark.parametrize(("waiting", "kind"), [((), "nothing_to_rate"), (None, "nobody_to_ask")])
def test_a_round_that_nobody_or_nothing_is_left_for_ends_and_the_office_is_told(waiting: Any, kind: str) -> None:
    mine = ARound().open(opens_on=date(2026, 3, 4))
    empty = {"waiting": ()} if waiting == () else {"people": {"olga": PEOPLE["olga"]}}
    mine.world = replace(mine.world, **empty)

    mine.rings()

    assert mine.kinds[-1] == kind
    assert mine.round.state is RoundState.CANCELLED
    assert [notice.to for notice in mine.steps[-1].notices] == ["olga"]


def test_it_reminds_on_its_day_and_closes_at_the_end_of_the_last() -> None:
    mine = ARound().open().rings()

    assert (mine.kinds[-1], mine.errands) == ("reminded", ["remind"])

    mine.rings()

    assert mine.round.state is RoundState.CLOSED
    assert mine.errands == ["compute", "late"]


def test_reminders_an_outage_left_behind_are_one_mail_and_none_after_the_close() -> None:
    mine = ARound().open(remind_after=(1, 2, 3)).later(6).happens("woken", "clock")

    assert mine.kinds.count("reminded") == 1

    late = ARound().open(remind_after=(1, 2, 3)).later(30).happens("woken", "clock")

    assert late.kinds == ["announced", "opened", "closed"]


@pytest.mark.parametrize(("when_complete", "state"), [(True, RoundState.CLOSED), (False, RoundState.OPEN)])
def test_it_closes_when_nobody_is_missing_if_it_is_to(when_complete: bool, state: RoundState) -> None:
    mine = ARound().open(when_complete=when_complete).happens("counted", "clock", missing=1)
    assert mine.round.state is RoundState.OPEN

    mine.happens("counted", "clock", missing=0)

    assert mine.round.state is state


def test_a_panel_that_has_left_has_not_finished_and_whoever_is_left_must_be_there() -> None:
    mine = ARound().open().happens("counted", "clock", missing=0, finished=0)
    assert mine.round.state is RoundState.OPEN

    mine.world = replace(mine.world, people=PEOPLE | {"ben": replace(PEOPLE["ben"], active=False)})
    with pytest.raises(RuleBroken, match=r"round\.last_rater"):
        mine.happens("rater_removed", person="ana", reason="x")


def test_a_field_of_all_that_wait_holds_no_more_than_can_be_decided_on() -> None:
    mine = ARound(*(f"idea{n:04}" for n in range(1_002))).open()

    assert [one.case_id for one in mine.round.entries][-1] == "idea0999"
    assert len(mine.round.entries) == 1_000
    assert mine.steps[-1].events[-1].facts["left"] == 2


def test_a_round_that_lasts_longer_reminds_on_the_days_that_are_before_its_close_now() -> None:
    mine = ARound().open(remind_after=(5, 12, 30))
    assert mine.round.remind_on == (date(2026, 3, 9),)

    mine.happens("extended", closes_on=date(2026, 3, 20))
    assert mine.round.remind_on == (date(2026, 3, 9), date(2026, 3, 18))

    early = (
        ARound().open(opens_on=date(2026, 3, 4), remind_after=(10,)).happens("extended", closes_on=date(2026, 3, 27))
    )
    assert early.rings().round.remind_on == (date(2026, 3, 18),)


def test_a_rater_who_is_taken_off_counts_or_not_as_was_said_and_the_record_keeps_it() -> None:
    mine = ARound().open().happens("rater_removed", person="ana", counts=False, reason="Wechselt das Amt.")

    assert [(one.person, one.counts, one.removed_at is None) for one in mine.round.raters] == [
        ("ana", False, False),
        ("ben", True, True),
    ]
    assert mine.steps[-1].events[0].facts["counts"] == 0


def test_somebody_who_is_asked_as_well_is_waited_for_and_written_to_alone() -> None:
    mine = (
        ARound().open().happens("counted", "clock", missing=2).happens("rater_added", person="dana", reason="Fachlich.")
    )

    assert [one.person for one in mine.round.raters] == ["ana", "ben", "dana"]
    assert (mine.round.missing, mine.errands) == (3, ["ask_added"])
    assert mine.steps[-1].events[0].facts["person"] == "dana"
    assert mine.round.reasons[-1].internal == "Fachlich."
    assert mine.whole()


def test_whoever_was_taken_off_can_be_asked_again_and_counts_again() -> None:
    mine = ARound().open().happens("rater_removed", person="ana", counts=False, reason="Weg.")
    (before,) = [one for one in mine.round.raters if one.person == "ana"]

    mine.happens("rater_added", person="ana")

    assert [one for one in mine.round.raters if one.person == "ana"] == [replace(before, removed_at=None, counts=True)]


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("ana", "round.rater_there"),
        ("box", "round.rater_unable"),
        ("gone", "round.rater_unable"),
        ("nobody", "round.rater_unable"),
    ],
)
def test_who_is_there_or_cannot_be_asked_is_not_added(person: str, code: str) -> None:
    mine = ARound().open()

    with pytest.raises(RuleBroken) as refused:
        mine.happens("rater_added", person=person)
    assert refused.value.code == code

    with pytest.raises(RuleBroken) as closed:
        mine.happens("closed_early").happens("rater_added", person="dana")
    assert closed.value.code == "round.not_open"


def test_a_reopened_round_keeps_its_result_and_makes_another() -> None:
    mine = ARound().computed().happens("reopened", closes_on=date(2026, 3, 20), reason="Zwei fehlten.")

    assert (mine.round.state, mine.round.result, mine.errands) == (RoundState.OPEN, 1, ["ask"])

    mine.happens("closed_early").made()

    assert mine.round.result == 2


def test_a_decision_gives_every_idea_its_fate_and_tells_all() -> None:
    said = choices(a="put_forward", b=("defer", ""), c=("put_forward", "Der Rat wünscht es."))
    mine = (
        ARound()
        .computed()
        .happens("decided", result=1, choices=said, decider="dana", until=date(2027, 1, 4), reason="Haushalt")
    )

    found = {one.case_id: (one.fate, one.reason, one.deviates, one.rank) for one in mine.round.entries}
    assert found == {
        "a": (Fate.PUT_FORWARD, "", False, 1),
        "b": (Fate.DEFER, "Haushalt", True, 2),
        "c": (Fate.PUT_FORWARD, "Der Rat wünscht es.", True, 3),
    }
    assert mine.errands == ["tell", "late"]
    assert mine.round.wake is None


REFUSED: list[tuple[str, Callable[[], ARound], Callable[[ARound], Any]]] = [
    ("round.exists", lambda: ARound().open(), lambda r: r.open()),
    ("round.too_early", ARound, lambda r: r.happens("closed_early")),
    ("round.ended", lambda: ARound().open().happens("cancelled", reason="x"), lambda r: r.happens("closed_early")),
    ("not_allowed", ARound, lambda r: r.happens("announced", "ana", plan=a_plan())),
    ("not_allowed", lambda: ARound().open(), lambda r: r.happens("counted", "olga", missing=0)),
    ("round.opens_in_the_past", ARound, lambda r: r.open(opens_on=date(2026, 3, 1))),
    ("round.closes_in_the_past", ARound, lambda r: r.open(closes_on=date(2026, 3, 1))),
    ("date.too_far", ARound, lambda r: r.open(closes_on=date(2090, 1, 1))),
    ("round.method_unknown", ARound, lambda r: r.open(method="dice")),
    ("round.weights", ARound, lambda r: r.open(criteria=(criterion(weight=99),))),
    ("round.too_few_ideas", ARound, lambda r: r.open(ideas=("a", "a"))),
    ("round.idea_not_waiting", ARound, lambda r: r.open(ideas=("a", "z"))),
    ("round.idea_taken", lambda: ARound("a", "b", taken=["b"]), lambda r: r.open(ideas=("a", "b"))),
    ("round.nobody_to_ask", ARound, lambda r: r.open(roles=("owner",))),
    ("round.not_later", lambda: ARound().open(), lambda r: r.happens("extended", closes_on=date(2026, 3, 13))),
    ("round.not_open", lambda: ARound().computed(), lambda r: r.happens("reminded_now")),
    ("round.not_closed", lambda: ARound().open(), lambda r: r.made()),
    ("round.no_such_rater", lambda: ARound().open(), lambda r: r.happens("rater_removed", person="box", reason="x")),
    (
        "round.last_rater",
        lambda: ARound().open().happens("rater_removed", person="ana", reason="x"),
        lambda r: r.happens("rater_removed", person="ben", reason="x"),
    ),
    (
        "round.not_reopenable",
        lambda: ARound().open(),
        lambda r: r.happens("reopened", closes_on=date(2026, 4, 1), reason="x"),
    ),
    ("round.not_computed", lambda: ARound().open(), lambda r: r.happens("decided", **DECISION)),
    ("round.result_stale", lambda: ARound().computed(), lambda r: r.happens("decided", **DECISION | {"result": 2})),
    (
        "round.choices_incomplete",
        lambda: ARound().computed(),
        lambda r: r.happens("decided", **DECISION | {"choices": choices(a="put_forward")}),
    ),
    (
        "decider.one_needed",
        lambda: ARound().computed(),
        lambda r: r.happens("decided", **DECISION | {"decider": "dana"}),
    ),
    ("decider.body_unknown", lambda: ARound().computed(), lambda r: r.happens("decided", **DECISION | {"body": "x"})),
    (
        "decider.not_eligible",
        lambda: ARound().computed(),
        lambda r: r.happens("decided", **DECISION | {"decider": "ana", "body": ""}),
    ),
    (
        "round.reason_required",
        lambda: ARound().computed(),
        lambda r: r.happens("decided", **DECISION | {"choices": choices(a="leave", b="leave", c="leave")}),
    ),
    (
        "round.until_missing",
        lambda: ARound().computed(),
        lambda r: r.happens("decided", **DECISION | {"choices": choices(a="put_forward", b=("defer", "x"), c="leave")}),
    ),
    (
        "deferral.not_in_future",
        lambda: ARound().computed(),
        lambda r: r.happens(
            "decided",
            **DECISION | {"until": date(2026, 3, 2), "choices": choices(a="put_forward", b=("defer", "x"), c="leave")},
        ),
    ),
]


@pytest.mark.parametrize(("code", "given", "act"), REFUSED, ids=[f"{n}-{row[0]}" for n, row in enumerate(REFUSED)])
def test_what_may_not_happen_is_refused_and_changes_nothing(code: str, given: Any, act: Any) -> None:
    mine = given()
    before = mine.round

    with pytest.raises(RuleBroken) as refused:
        act(mine)

    assert refused.value.code == code
    assert mine.round == before


def test_what_waits_no_longer_needs_no_reason_and_leaves_its_place_to_the_next() -> None:
    mine = ARound().computed()
    mine.world = replace(mine.world, waiting=mine.world.waiting[1:])

    mine.happens("decided", **DECISION | {"choices": choices(a="put_forward", b="put_forward", c="leave")})

    assert [(one.fate, one.deviates) for one in mine.round.entries] == [
        (Fate.LEAVE, False),
        (Fate.PUT_FORWARD, False),
        (Fate.LEAVE, False),
    ]
    assert mine.steps[-1].events[0].facts["forward"] == 1


def test_a_proposal_never_takes_what_has_no_rank_and_says_where_a_tie_makes_it_take_more() -> None:
    ranking = a_ranking("a", "b", without=["c"])
    tied = replace(ranking, places=tuple(replace(one, rank=1) for one in ranking.places))

    assert proposed(ranking, 3) == {"a": Fate.PUT_FORWARD, "b": Fate.PUT_FORWARD, "c": Fate.LEAVE}
    assert [tied_at_the_cut(ranking, 1), tied_at_the_cut(tied, 1), tied_at_the_cut(tied, 0)] == [False, True, False]


@pytest.mark.parametrize(("method", "take"), [("equal_shares", 0), ("equal_shares", 3), ("approvals", 1)])
def test_where_a_budget_is_spent_the_proposal_is_what_it_bought_and_no_place_counts(method: str, take: int) -> None:
    ideas = tuple(Idea(name, n, cost=cost) for n, (name, cost) in enumerate([("a", 60), ("b", 50), ("c", 40)], 1))
    ballots = tuple(Ballot(f"v{n}", frozenset(said)) for n, said in enumerate(["a", "a", "ab", "b", "c", "c"]))
    ranking = rank(method, Field(ideas, (), (), {"budget": 100.0}, ballots=ballots))
    ranks = {place.idea: (place.rank, place.taken) for place in ranking.places}

    assert (ranks["a"][1], ranks["b"][1], ranks["c"][1]) == (True, False, True)
    assert proposed(ranking, take) == {"a": Fate.PUT_FORWARD, "b": Fate.LEAVE, "c": Fate.PUT_FORWARD}
    assert proposed(ranking, take, frozenset("a"))["b"] is Fate.LEAVE
    assert not tied_at_the_cut(ranking, take)


def test_a_round_without_reminders_is_extended_too() -> None:
    mine = ARound().open(remind_after=())
    mine.happens("extended", closes_on=date(2026, 3, 20))
    assert (mine.round.closes_on, mine.round.remind_on) == (date(2026, 3, 20), ())
