"""Objection: in its time it undoes an answer, after it the office is told; what cannot be taken back waits."""

from datetime import timedelta

import pytest

from domain.asking.back import open_points
from tests.builders import AnIdea, a_definition, an_idea, with_objection

RULES = with_objection(a_definition(decision={"assurance": "L0"}), hours=4)
DIFFERING = with_objection(a_definition(review={"disagreement": {"more_than": 4}}), hours=4)


def reviewed() -> AnIdea:
    """All have approved, and may still take it back."""
    idea = an_idea(RULES).in_review()
    while idea.asked:
        idea.answered(idea.asked[0])
    return idea


def decided(outcome: str = "accepted") -> AnIdea:
    return reviewed().clock_rings().put_forward().decided(outcome=outcome)


def test_without_a_period_nothing_waits() -> None:
    idea = an_idea(a_definition()).in_review().answered("ana")

    assert idea.case.answers[0].objection_until is None
    assert an_idea(a_definition(decision={"assurance": "L0"})).planning().case.held_until is None


def test_complete_reviews_count_at_once_and_wait_in_their_stage() -> None:
    idea = reviewed()

    assert idea.kinds == ["answered", "held"]
    assert (idea.case.stage, idea.waiting) == ("review", ["review"])
    assert idea.case.wake == idea.case.held_until == idea.case.answers[-1].objection_until
    assert idea.clock_rings().kinds == ["review_done"]
    assert (idea.case.stage, idea.case.held_until) == ("prioritisation", None)


def test_an_objection_in_time_undoes_the_review_and_asks_again() -> None:
    idea = reviewed()
    first, words = idea.case.answers[0], idea.case.answers[0].reason
    idea.objected(first.by)

    assert idea.kinds == ["objected", "review_asked"]
    assert ("objection_note", "olga") in idea.told
    assert ("review_asked", first.by) in idea.told
    marked = idea.case.answers[0]
    assert (marked.objected_at, marked.reason) == (idea.now, words)
    assert (idea.asked, idea.case.held_until) == ([first.by], None)
    assert [a.state for a in idea.case.assignments if a.person == first.by] == ["objected", "open"]
    idea.answered(first.by, "reject")
    assert idea.kinds == ["answered", "held"]
    assert [a.verdict for a in idea.case.said if a.by == first.by] == ["reject"]


def test_a_request_for_changes_that_was_taken_back_asks_the_office_no_more() -> None:
    idea = an_idea(RULES).in_review().answered("ana", "changes")
    assert "changes" in idea.waiting

    idea.objected("ana")
    assert idea.waiting == ["review"]
    assert "ana" in idea.asked


@pytest.mark.parametrize("outcome", ["accepted", "rejected"])
def test_a_decision_waits_before_anybody_outside_hears_of_it(outcome: str) -> None:
    idea = decided(outcome)

    assert idea.kinds == ["decided"]
    assert (idea.case.stage, idea.case.closed_at, idea.case.decision) == ("decision", None, None)
    assert "receipt" not in [mail for mail, _ in idea.told]
    assert ("decided_note", "olga") in idea.told
    assert idea.case.wake == idea.case.held_until

    idea.clock_rings()
    assert idea.kinds[0] == "took_effect"
    assert ("receipt", "sina") in idea.told
    assert idea.case.decision is not None
    assert idea.case.stage == ("follow_up" if outcome == "accepted" else "decision")
    assert (idea.case.closed_at is None) is (outcome == "accepted")


def test_an_objection_in_time_opens_the_decision_again() -> None:
    idea = decided("rejected").objected("dirk")

    assert idea.kinds == ["objected", "decision_asked"]
    assert (idea.asked, idea.waiting, idea.case.held_until) == (["dirk"], ["decide"], None)
    assert idea.case.decided is None
    idea.decided(outcome="accepted").clock_rings()
    assert [(d.outcome, d.objected_at is None) for d in idea.case.decisions] == [
        ("rejected", False),
        ("accepted", True),
    ]
    assert idea.case.stage == "follow_up"


@pytest.mark.parametrize(
    ("minutes_late", "kind"), [(-1, "objected"), (0, "objected"), (1, "objection_noted"), (600, "objection_noted")]
)
def test_it_is_judged_by_when_it_was_received(minutes_late: int, kind: str) -> None:
    idea = decided()
    until = idea.case.decisions[-1].objection_until
    assert until is not None
    idea.later(hours=2).objected("dirk", at=until + timedelta(minutes=minutes_late))

    assert kind in idea.kinds


def test_after_the_period_the_office_is_told_and_the_answer_stands() -> None:
    idea = decided("rejected").clock_rings()
    closed = idea.case.closed_at
    idea.objected("dirk")

    assert idea.kinds == ["objection_noted"]
    assert idea.told == [("objection_note", "olga")]
    assert (idea.case.closed_at, idea.case.decisions[-1].objected_at) == (closed, None)
    assert idea.case.reasons[-1].internal == "<script>Nicht ich</script>"


def test_an_objection_to_a_settlement_is_told_to_the_office() -> None:
    idea = decided().clock_rings().promised(due_on="2026-11-20")
    while not idea.asked:
        idea.clock_rings()
    idea.settled().objected("ole")

    assert idea.kinds == ["objection_noted"]
    assert idea.case.commitments[-1].state == "done"


def test_a_second_look_waits_and_can_be_taken_back() -> None:
    idea = an_idea(DIFFERING).in_review()
    one, two = idea.asked
    idea.answered(one, scores={"benefit": 9, "complexity": 3}).answered(two, scores={"benefit": 1, "complexity": 3})
    idea.clock_rings().reconsidered(one, scores={"benefit": 5}).reconsidered(two)
    assert idea.kinds == ["reconsidered", "held"]

    idea.objected(one)
    assert idea.kinds == ["objected", "reconsider_asked"]
    assert [a.scores["benefit"] for a in idea.case.said if a.by == one] == [9]
    idea.reconsidered(one, scores={"benefit": 6}).clock_rings()
    assert idea.kinds == ["review_done"]


def test_a_pause_makes_the_period_longer() -> None:
    idea = decided()
    held = idea.case.held_until
    assert held is not None
    idea.paused().later(days=3).resumed()

    assert idea.case.held_until is not None
    assert idea.case.held_until - held >= timedelta(days=3)
    assert idea.objected("dirk").kinds == ["objected", "decision_asked"]


def test_meanwhile_no_ladder_climbs() -> None:
    idea = an_idea(with_objection(a_definition(decision={"assurance": "L0"}), working_days=30)).in_review()
    while idea.asked:
        idea.answered(idea.asked[0])

    assert idea.clock_rings().kinds == ["review_done"]
    assert not {e.kind.value for e in idea.events} & {"reminded", "overdue", "escalated"}


def test_what_is_done_by_a_body_does_not_wait() -> None:
    idea = reviewed().clock_rings().put_forward("", "main_committee").decided_by()

    assert (idea.case.stage, idea.case.held_until) == ("follow_up", None)


def test_points_of_an_answer_that_was_taken_back_are_asked_of_nobody() -> None:
    rules = a_definition(review={"ask": 3, "quorum": 2, "rework": {"deadline": {"working_days": 10}}})
    idea = an_idea(with_objection(rules, hours=30)).in_review()
    idea.answered("ana", "changes", points=["Ort"]).answered("ben", "changes", points=["Zeit"])

    idea.objected("ana")
    assert "rework" in idea.waiting
    assert [point.text for point in open_points(idea.case)] == ["Zeit"]
    assert ("rework_over", "sina") not in idea.told
    assert "rework" not in idea.objected("ben").waiting
    assert ("rework_over", "sina") in idea.told
    assert open_points(idea.case) == ()
    assert sorted(idea.asked) == ["ana", "ben", "box"]
