"""Asked anew, in the same place: for whom somebody stands in is not forgotten, nor whom their answer had spared."""

import pytest

from domain.definition import ProcessDefinition
from tests.builders import AnIdea, a_definition, an_idea, with_objection

WEEK = ("2026-11-02", "2026-11-06")
BESIDE = {"working_days": 5, "deputy_after": 0}


def rules(**review: object) -> ProcessDefinition:
    stages = {"review": {"ask": 2, "quorum": 2, **review}, "decision": {"deadline": BESIDE, "assurance": "L0"}}
    return with_objection(a_definition(**stages), hours=4)


def places(idea: AnIdea) -> list[tuple[str, str, bool]]:
    """Who is asked, for whom, and whether it goes back."""
    return [(a.person, a.for_person, a.until_back) for a in idea.case.open_assignments()]


def asked_beside(idea: AnIdea, deputy: str) -> AnIdea:
    while deputy not in idea.asked:
        idea.clock_rings()
    return idea


@pytest.mark.parametrize("by", ["cem", "ana"])
def test_after_an_objection_both_are_asked_again(by: str) -> None:
    idea = asked_beside(an_idea(rules(deadline=BESIDE)).deputised("ana", "cem").in_review(), "cem")
    idea.answered(by).objected(by)

    assert sorted(places(idea)) == [("ana", "", False), ("ben", "", False), ("cem", "ana", False)]
    idea.answered("cem").answered("ben")
    assert idea.asked == []


def test_whoever_stands_in_until_somebody_is_back_still_does() -> None:
    idea = an_idea(rules()).deputised("ana", "cem").away("ana", *WEEK).in_review().answered("cem").objected("cem")

    assert places(idea) == [("ben", "", False), ("cem", "ana", True)]
    idea.here("ana").absence_noted("ana")
    assert idea.asked == ["ben", "ana"]


@pytest.mark.parametrize("by", ["ole", "dirk"])
def test_a_decision_that_was_taken_back_is_asked_of_both(by: str) -> None:
    idea = an_idea(rules()).deputised("dirk", "ole", role="decider").reviewed().put_forward("dirk")
    asked_beside(idea, "ole").decided(by).objected(by)

    assert sorted(places(idea)) == [("dirk", "", False), ("ole", "dirk", False)]


def test_whoever_has_left_is_not_asked_again() -> None:
    idea = asked_beside(an_idea(rules(deadline=BESIDE)).deputised("ana", "cem").in_review(), "cem")
    idea.answered("cem").without("ana").objected("cem")

    assert places(idea) == [("ben", "", False), ("cem", "ana", False)]


@pytest.mark.parametrize("deputy", ["cem", pytest.param("dana", id="who reviews in no role of their own")])
def test_whoever_is_asked_about_the_new_text_stands_in_as_before(deputy: str) -> None:
    idea = an_idea(rules(rework={"deadline": {"working_days": 20}})).deputised("ana", deputy).away("ana", *WEEK)
    idea.in_review().answered(deputy, "changes", points=["<script>Länge</script>"]).edited().handed_in()

    assert (deputy, "ana", True) in places(idea)


def test_a_deputy_who_is_away_by_then_is_stood_in_for_in_the_same_place() -> None:
    idea = an_idea(rules()).deputised("ana", "cem", "box").deputised("cem", "box").away("ana", *WEEK).in_review()
    idea.answered("cem").away("cem", *WEEK).objected("cem")

    assert places(idea) == [("ben", "", False), ("box", "ana", True)]
