"""Objection where something else happens meanwhile: the idea ends, rests, or its time is over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.deferral.beside import Beside, OtherIdea
from domain.deferral.words import Standing
from domain.errors import RuleBroken
from domain.rules.objection import undone_by
from storage.queries.public import without_secrets
from tests.builders import AnIdea, a_definition, an_idea, with_objection

RULES = with_objection(a_definition(decision={"assurance": "L0"}), hours=4)
OTHERS = Beside(ideas={"2026-0007": OtherIdea("other", "2026-0007", Standing.OPEN)})


def reviewed() -> AnIdea:
    """All have approved, and may still take it back."""
    idea = an_idea(RULES).in_review()
    idea.beside = OTHERS
    while idea.asked:
        idea.answered(idea.asked[0])
    return idea


def decided(outcome: str = "rejected") -> AnIdea:
    return reviewed().clock_rings().put_forward().decided(outcome=outcome)


@pytest.mark.parametrize("outcome", ["accepted", "rejected"])
@pytest.mark.parametrize("end", ["merged", "withdrawn"])
def test_a_decision_that_waited_as_the_idea_ended_is_never_in_force(outcome: str, end: str) -> None:
    idea = getattr(decided(outcome), end)()

    assert idea.case.decision is None
    assert without_secrets(idea.case).decisions == ()


def test_nor_once_the_idea_goes_on_by_itself_and_is_decided_anew() -> None:
    idea = decided().merged().parted()
    assert (idea.case.decision, idea.waiting) == (None, ["decide"])
    assert idea.objected("dirk").kinds == ["objection_noted"]

    idea.decided_by()
    assert [d.outcome for d in without_secrets(idea.case).decisions] == ["accepted"]


@pytest.mark.parametrize("outcome", ["accepted", "rejected"])
def test_a_decision_that_took_effect_stays_in_force(outcome: str) -> None:
    idea = decided(outcome).clock_rings()

    assert idea.case.decision == idea.case.decisions[-1]
    assert [d.outcome for d in without_secrets(idea.case).decisions] == [outcome]


SILENT = {"deadline": {"working_days": 2, "silence": "abstention"}}
THURSDAY = datetime(2026, 11, 12, 9, tzinfo=UTC)


def test_a_part_that_opens_again_after_its_time_has_time() -> None:
    idea = an_idea(with_objection(a_definition(review=SILENT), working_days=10)).in_review()
    first = idea.asked[0]
    while idea.asked:
        idea.answered(idea.asked[0])
    idea.at(THURSDAY).objected(first)
    assert idea.task("review").due_on == date(2026, 11, 16)

    idea.clock_rings()
    assert idea.now.date() == date(2026, 11, 16)
    assert "silence" in idea.kinds


def test_whoever_else_is_asked_is_told_of_the_new_day() -> None:
    rules = a_definition(review={"ask": 2, "quorum": 2, "deadline": {"working_days": 4}})
    idea = an_idea(with_objection(rules, working_days=10)).in_review().answered("ana")
    idea.at(datetime(2026, 11, 4, 9, tzinfo=UTC)).objected("ana")

    assert idea.kinds == ["objected", "extended", "review_asked"]
    line = idea.events[-2]
    assert (line.facts["before"], line.facts["due"]) == ("2026-11-06", "2026-11-10")
    told = [told for told in idea.told if told[0] in ("extended", "review_asked")]
    assert told == [("extended", "ben"), ("review_asked", "ana")]


def test_nobody_is_told_of_a_day_that_stays_or_that_nobody_else_waits_for() -> None:
    rules = a_definition(review={"ask": 2, "quorum": 2, "deadline": {"working_days": 4}})
    same_day = an_idea(with_objection(rules, working_days=10)).in_review().answered("ana").objected("ana")
    assert same_day.kinds == ["objected", "review_asked"]

    alone = an_idea(with_objection(rules, working_days=10)).in_review().answered("ana").answered("ben")
    assert alone.at(datetime(2026, 11, 4, 9, tzinfo=UTC)).objected("ana").kinds == ["objected", "review_asked"]


def test_more_time_that_was_given_stays() -> None:
    idea = an_idea(with_objection(a_definition(review=SILENT | {"ask": 2, "quorum": 2}), working_days=10)).in_review()
    idea.extended(until="2026-11-06").answered("ana").objected("ana")

    assert (idea.task("review").due_on, idea.task("review").first_due_on) == (date(2026, 11, 6), date(2026, 11, 4))


def test_a_second_look_that_opens_again_has_time() -> None:
    idea = differing(working_days=10).reconsidered("ana").reconsidered("ben")
    idea.at(datetime(2026, 11, 24, 9, tzinfo=UTC)).objected("ana")

    assert idea.task("reconsider").due_on == date(2026, 11, 26)
    assert idea.task("reconsider").silent_at is None
    assert idea.clock_rings().kinds == ["reconsider_over", "held"]
    assert idea.now.date() == date(2026, 11, 26)


def differing(**length: int) -> AnIdea:
    """Ana and Ben differ, and have the scores back."""
    rules = a_definition(review=SILENT | {"disagreement": {"more_than": 4}})
    idea = an_idea(with_objection(rules, **length)).in_review()
    idea.answered("ana", scores={"benefit": 9, "complexity": 3}).answered("ben", scores={"benefit": 1, "complexity": 3})
    return idea.clock_rings()


def test_a_second_look_that_ends_by_its_date_waits_for_objections_too() -> None:
    idea = differing(hours=30)
    due = idea.task("reconsider").due_at
    assert due is not None
    idea.at(due - timedelta(hours=1)).reconsidered("ana").clock_rings()
    assert (idea.kinds, idea.asked, idea.case.stage) == (["reconsider_over", "held"], [], "review")

    assert idea.clock_rings().kinds == ["review_done"]


def test_a_second_look_that_ends_by_its_date_can_be_taken_back_meanwhile() -> None:
    idea = differing(hours=30)
    due = idea.task("reconsider").due_at
    assert due is not None
    idea.at(due - timedelta(hours=1)).reconsidered("ana").clock_rings().objected("ana")

    assert (idea.kinds, idea.asked) == (["objected", "reconsider_asked"], ["ana"])


def test_a_pause_moves_the_end_of_every_period_that_was_still_open() -> None:
    idea = an_idea(with_objection(a_definition(review={"ask": 3, "quorum": 2}), hours=24)).in_review()
    idea.answered("ana").answered("ben")
    held = idea.case.held_until
    assert held is not None
    idea.paused().later(days=3).resumed()

    assert idea.case.held_until == idea.case.answers[-1].objection_until == held + timedelta(days=3, minutes=1)
    idea.taken_back(idea.assignment("box").id)
    assert (idea.case.stage, idea.case.held_until) == ("review", held + timedelta(days=3, minutes=1))
    assert idea.objected("ana").kinds == ["objected", "review_asked"]


def test_a_pause_opens_no_period_that_was_over() -> None:
    idea = decided("accepted").clock_rings().paused().later(days=3).resumed()

    assert idea.objected("dirk").kinds == ["objection_noted"]


def test_in_a_pause_nobody_is_asked_again_but_after_it_there_is_time() -> None:
    idea = decided().paused().later(days=3)
    with pytest.raises(RuleBroken, match=r"objection\.paused"):
        idea.objected("dirk")

    assert idea.resumed().later(hours=3).objected("dirk").kinds == ["objected", "decision_asked"]


def test_in_a_pause_what_came_too_late_is_told_to_the_office() -> None:
    idea = decided("accepted").clock_rings().paused()

    assert idea.objected("dirk").kinds == ["objection_noted"]


def test_points_that_nobody_wants_any_more_do_not_hinder_handing_in() -> None:
    rules = a_definition(review={"ask": 3, "quorum": 2, "rework": {"deadline": {"working_days": 10}}})
    idea = an_idea(with_objection(rules, hours=30)).in_review()
    idea.answered("ana", "changes", points=["Ort"]).answered("ben", "changes", points=["Zeit"])
    done = {point.id: "Erledigt" for point in idea.case.points}
    idea.edited().objected("ana").handed_in(done=done)

    assert [point.done for point in idea.case.points] == ["", "Erledigt"]


def test_only_what_waits_can_be_undone() -> None:
    idea = decided()
    review, decision = idea.case.answers[-1], idea.case.decisions[-1]
    soon = replace(idea.case, answers=(replace(review, objection_until=idea.now + timedelta(hours=1)),))

    assert undone_by(soon, review.assignment, idea.now) is None
    assert undone_by(idea.case, decision.assignment, idea.now) == decision
    assert undone_by(idea.withdrawn().case, decision.assignment, idea.now) is None
    assert undone_by(idea.case, "none", idea.now) is None


def test_seats_that_are_filled_again_end_the_search_for_somebody() -> None:
    rules = with_objection(a_definition(review={"ask": 4, "quorum": 4}), hours=30)
    idea = an_idea(rules).in_review().answered("ana", "not_my_field")
    assert "staff" in idea.waiting

    idea.objected("ana")
    assert "staff" not in idea.waiting
    assert "ana" in idea.asked


def test_an_older_answer_that_was_not_theirs_asks_nobody_whose_newer_one_stands() -> None:
    rework = {"deadline": {"working_days": 10}}
    rules = with_objection(a_definition(review={"ask": 2, "quorum": 2, "rework": rework}), working_days=10)
    idea = an_idea(rules).in_review().answered("ana", "changes", points=["Ort"]).edited().handed_in()
    old = idea.case.answers[0].assignment
    assert idea.objected("ana", assignment=old).kinds == ["objected"]
    assert sorted(idea.asked) == ["ana", "ben"]

    idea = an_idea(rules).in_review().answered("ana", "changes", points=["Ort"]).edited().handed_in().answered("ana")
    assert idea.objected("ana", assignment=old).kinds == ["objected"]
    assert idea.asked == ["ben"]
    assert idea.answered("ben").kinds == ["answered", "held"]
