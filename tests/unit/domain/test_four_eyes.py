"""Four eyes and bias: never the submitter, nobody twice, whoever is biased is replaced, and the office sees why."""

from typing import Any

import pytest

from domain.asking.choosing import candidates
from domain.asking.eligibility import may_review
from domain.asking.groups import groups_of
from domain.limits import Limits
from tests.builders import PEOPLE, AnIdea, a_definition, a_person, an_idea

WITHOUT_BOX = {k: p for k, p in PEOPLE.items() if k != "box"}


def in_review(**review: Any) -> AnIdea:
    return an_idea(a_definition(review=review) if review else a_definition(), WITHOUT_BOX).in_review()


def test_a_biased_reviewer_is_replaced_by_the_next_who_is_eligible() -> None:
    idea = in_review().biased("ana")

    assert idea.asked == ["ben", "cem"]
    assert idea.kinds == ["bias_declared", "review_asked"]
    assert idea.assignment("ana").state == "biased"
    assert ("review_asked", "cem") in idea.told
    assert not [mail for mail, to in idea.told if to == "olga"], "the office hears of it only if nobody is left"


def test_the_reason_is_internal_can_be_blanked_and_never_in_the_record() -> None:
    idea = in_review().biased("ana")
    reason = idea.case.reasons[-1]

    assert (reason.internal, reason.public) == ("<script>Verwandt</script>", "")
    assert "Verwandt" not in repr(idea.events)
    assert idea.redacted(reason.id).case.reasons[-2].internal == "█"


def test_no_reason_is_needed() -> None:
    idea = in_review().biased("ana", reason="")

    assert idea.case.reasons == ()
    assert "reason" not in idea.events[-2].facts


def test_where_nobody_is_left_the_office_gets_it_at_once() -> None:
    idea = in_review().biased("ana").biased("cem")

    assert idea.waiting == ["review", "staff"]
    assert ("nobody_to_ask", "olga") in idea.told


def test_who_is_biased_stays_so_as_long_as_the_case() -> None:
    idea = in_review().biased("ana").answered("ben").answered("cem").deferred(again="review").lifted()

    assert idea.asked == ["ben", "cem"]  # asked again, and not Ana


def test_bias_of_one_who_is_not_needed_ends_the_review_if_it_is_complete_without() -> None:
    group = {"id": "g", "title": {"de": "G", "en": "G"}, "people": ["ana", "ben"]}
    rules = {"who": [group], "enough": {"when": "everybody"}}

    assert in_review(**rules).answered("ben").biased("ana").case.stage == "prioritisation"


@pytest.mark.parametrize(
    ("happens", "person", "why"),
    [
        (lambda i: i.biased("ana"), "ana", "biased"),
        (lambda i: i.answered("ana", "not_my_field"), "ana", "not_my_field"),
        (lambda i: i, "ana", "asked"),
        (lambda i: i.answered("ana"), "ana", "answered"),
        (lambda i: i.handed_over("ana", "cem"), "ana", "handed_over"),
        (lambda i: i, "gone", "inactive"),
    ],
)
def test_the_office_sees_why_somebody_is_not_asked(happens: Any, person: str, why: str) -> None:
    idea = happens(in_review())
    review = idea.definition.stages.review
    assert review is not None
    found = candidates(groups_of(review)[0], idea.case, idea.world, idea.task("review").id)

    assert {c.person.id: c.why for c in found}[person] == why


@pytest.mark.parametrize(
    ("without", "person", "may"),
    [
        ({}, "cem", True),
        ({}, "dirk", False),  # does not review
        ({}, "sina", False),
        ({"same_department": True}, "cem", False),
        ({"people": ["cem"]}, "cem", False),
    ],
)
def test_what_holds_for_the_rules_holds_for_colleagues_and_the_office_too(
    without: dict[str, Any], person: str, may: bool
) -> None:
    idea = in_review(without=without)
    idea.people |= {"sina": a_person("sina", "reviewer", department="planning")}

    assert may_review(idea.people[person], idea.case, idea.world, "") is may


def test_whom_a_limit_spares_may_still_be_named() -> None:
    """Tasks beyond a limit are the office's to give, with a reason; the rules give none."""
    idea = in_review().limited(Limits(person=0))

    assert may_review(idea.people["cem"], idea.case, idea.world, "")
