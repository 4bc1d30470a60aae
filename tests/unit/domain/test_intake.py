"""Intake and the submitter's own: versions, questions, withdrawal, and what becomes public."""

import pytest

from domain.errors import RuleBroken
from tests.builders import TITLE, AnIdea, an_idea


def test_every_edit_is_a_version_and_none_is_lost() -> None:
    idea = an_idea().submitted().edited(title="Zweite <script>").edited(by="olga", title="Dritte <script>")

    assert [(t.version, t.title, t.by) for t in idea.case.texts] == [
        (1, TITLE, "sina"),
        (2, "Zweite <script>", "sina"),
        (3, "Dritte <script>", "olga"),
    ]
    assert idea.case.text.version == 3


@pytest.mark.parametrize(
    "given",
    [
        lambda: an_idea().submitted(),
        lambda: an_idea().submitted().question_asked(),
        lambda: an_idea().in_review().answered("ana", "changes"),
        lambda: an_idea().in_review().answered("ana", "changes").question_asked(),
    ],
)
def test_the_text_may_change_while_somebody_asks_for_it(given: object) -> None:
    idea: AnIdea = given()  # type: ignore[operator]

    assert idea.case.editable
    assert idea.edited().case.version == 2


@pytest.mark.parametrize(
    "given",
    [
        lambda: an_idea().in_review(),
        lambda: an_idea().in_review().answered("ana", "changes").reviewed_again(),
        lambda: an_idea().reviewed(),
        lambda: an_idea().deciding(),
        lambda: an_idea().committed(),
    ],
)
def test_it_may_not_once_people_rely_on_it(given: object) -> None:
    idea: AnIdea = given()  # type: ignore[operator]

    assert not idea.case.editable
    with pytest.raises(RuleBroken, match=r"edit\.too_late"):
        idea.edited()


def test_an_edit_of_an_old_version_is_refused_with_the_newest() -> None:
    idea = an_idea().submitted().edited()

    with pytest.raises(RuleBroken) as refused:
        idea.edited(on_version=1)
    assert (refused.value.code, refused.value.facts) == ("edit.stale", {"version": 2})


def test_the_office_may_reply_for_a_submitter_who_called() -> None:
    idea = an_idea().submitted().question_asked().replied(by="olga")

    assert idea.case.questions[0].reply == "<script>Am Ring</script>"
    assert idea.assignment("sina").state == "revoked"
    assert idea.case.state == "triage"


def test_an_idea_entered_by_the_office_is_its_submitter_s() -> None:
    idea = an_idea().submitted(by="olga", via="office")

    assert idea.case.submitter == "sina"
    assert (idea.case.text.by, idea.events[0].by) == ("olga", "olga")
    assert idea.told == [("idea_received", "sina")]


def test_withdrawing_ends_everybody_s_part_and_the_public_page() -> None:
    idea = an_idea().in_review().answered("ana", "changes").question_asked().withdrawn()

    assert [(a.person, a.state) for a in idea.case.assignments] == [
        ("ana", "answered"),
        ("ben", "revoked"),
        ("sina", "revoked"),
    ]
    assert not idea.case.public
    assert idea.case.wake is None
    assert idea.case.due_on is None
    assert [(r.kind, r.public, r.internal) for r in idea.case.reasons] == [
        ("withdrawn", "", "<script>Erledigt</script>")
    ]


def test_published_and_internal_reasons_are_apart() -> None:
    reason = an_idea().submitted().declined().case.reasons[0]

    assert (reason.public, reason.internal) == ("<script>Schon geplant</script>", "<script>intern</script>")


def test_the_office_decides_what_is_public_and_may_change_its_mind() -> None:
    idea = an_idea().submitted().accepted(public=False)

    assert not idea.case.public
    assert idea.published().case.public
    assert not idea.hidden().case.public
    assert idea.told == [("hidden", "sina")]


def test_a_rejected_idea_may_stay_public_with_its_reasons() -> None:
    idea = an_idea().deciding().decided(outcome="rejected")

    assert idea.case.public
    assert idea.hidden().published().case.public


def test_to_be_named_is_the_submitter_s_own_choice() -> None:
    assert not an_idea().submitted().case.named
    assert an_idea().submitted(named=True).case.named


def test_no_line_of_the_record_holds_what_somebody_wrote() -> None:
    idea = an_idea().submitted().question_asked().replied().accepted().answered("ana", "changes").reviewed_again()
    idea.answered("ana", "reject").handed_over("ben", "cem").answered("cem").deferred().put_forward().decided()
    idea.promised().settled("late", new_due_on="2027-06-01").settled("dropped")

    assert idea.case.state == "settled"
    assert not [event for event in idea.events if "<script>" in repr(event)]
    assert not [notice for notice in idea.notices if "<script>" in repr(notice)]
