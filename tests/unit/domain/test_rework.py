"""Rework: the idea goes back to its submitter with all the points, is edited, handed in, and asked about again."""

from datetime import date
from typing import Any

import pytest

from domain.errors import RuleBroken
from tests.builders import PEOPLE, AnIdea, a_definition, an_idea

POINTS = ["<script>Kosten nennen</script>", "<script>Ort nennen</script>"]
HOUSE = {k: p for k, p in PEOPLE.items() if k != "box"}
LADDER = {"working_days": 10, "remind_before": 3, "silence": "abstention", "silence_after": 3}


def in_review(again: str = "those_who_asked", deadline: dict[str, Any] | None = None, **review: Any) -> AnIdea:
    rework = {"deadline": deadline or LADDER, "again": again}
    return an_idea(a_definition(review={"ask": 3, "quorum": 2, "rework": rework} | review), HOUSE).in_review()


def test_the_submitter_gets_the_points_of_all_who_asked() -> None:
    idea = in_review().answered("ana", "changes", points=POINTS, reason="")
    first = idea.told
    idea.answered("ben", "changes", points=["<script>Kürzen</script>"])

    assert first == idea.told == [("rework_asked", "sina")]
    assert [point.text for point in idea.case.points] == [*POINTS, "<script>Kürzen</script>"]
    assert idea.waiting == ["review", "rework"]
    assert idea.case.state == "changes"
    assert idea.case.editable


def test_without_the_rule_the_office_has_it_with_the_points() -> None:
    idea = an_idea().in_review().answered("ana", "changes", points=POINTS)

    assert idea.waiting == ["review", "changes"]
    assert [point.text for point in idea.case.points] == POINTS


def test_a_submitter_who_has_left_changes_nothing_so_the_office_has_it() -> None:
    idea = in_review().without("sina").answered("ana", "changes", points=POINTS)

    assert idea.waiting == ["review", "changes"]


def test_handing_in_keeps_what_was_done_and_both_versions() -> None:
    idea = in_review().answered("ana", "changes", points=POINTS).edited(title="Neu")
    one, two = idea.case.points
    idea.handed_in(done={one.id: "<script>12 000 €</script>", two.id: ""})

    assert [(p.done, p.in_version) for p in idea.case.points] == [("<script>12 000 €</script>", 2), ("", 2)]
    assert [t.version for t in idea.case.texts] == [1, 2]
    assert idea.case.answers[0].text_version == 1
    assert idea.kinds == ["handed_in", "review_asked"]
    assert not idea.case.editable


@pytest.mark.parametrize(
    ("again", "asked"),
    [
        ("nobody", ["cem"]),
        ("those_who_asked", ["cem", "ana"]),
        ("all", ["cem", "ana", "ben"]),
    ],
)
def test_who_is_asked_about_what_was_changed(again: str, asked: list[str]) -> None:
    idea = in_review(again, quorum=3).answered("ana", "changes", points=POINTS).answered("ben")
    idea.edited(title="Neu").handed_in()

    assert idea.asked == asked


def test_with_nobody_asked_again_and_too_few_answers_the_office_names_somebody() -> None:
    idea = in_review("nobody", ask=2, quorum=2).answered("ana", "changes", points=POINTS).answered("ben").handed_in()

    assert idea.waiting == ["review", "staff"]


def test_enough_answers_do_not_end_the_review_while_changes_are_open() -> None:
    idea = in_review().answered("ana", "changes", points=POINTS).answered("ben").answered("cem")

    assert idea.case.stage == "review"
    assert idea.handed_in().answered("ana").case.stage == "prioritisation"


def test_rework_that_is_not_handed_in_has_a_ladder_of_its_own() -> None:
    idea = in_review(ask=1, quorum=1).answered("ana", "changes", points=POINTS)
    rework = idea.task("rework")
    while idea.case.open_tasks(rework.kind):
        idea.clock_rings()
    about = [e.kind for e in idea.events if e.facts.get("task") == rework.id]

    assert about == ["rework_asked", "reminded", "overdue", "silence"]
    assert idea.waiting == ["review", "changes"]
    assert ("silence_note", "olga") in idea.told


def test_the_submitter_withdraws_instead() -> None:
    idea = in_review().answered("ana", "changes", points=POINTS).withdrawn()

    assert (idea.case.state, idea.waiting) == ("withdrawn", [])


@pytest.mark.parametrize("act", ["reviewed_again", "declined"])
def test_the_office_may_act_without_waiting(act: str) -> None:
    idea = in_review().answered("ana", "changes", points=POINTS)
    getattr(idea, act)()

    assert "rework" not in idea.waiting


def test_what_the_office_sends_back_has_no_open_points() -> None:
    idea = an_idea().in_review().answered("ana", "changes", points=POINTS).edited(by="olga").reviewed_again()

    assert [(p.done, p.in_version) for p in idea.case.points] == [("", 2), ("", 2)]


def test_points_of_a_second_round_stand_beside_those_of_the_first() -> None:
    idea = in_review(ask=1, quorum=1).answered("ana", "changes", points=POINTS).handed_in()
    idea.answered("ana", "changes", points=["<script>Noch eins</script>"]).handed_in().answered("ana")

    assert [p.text for p in idea.case.points] == [*POINTS, "<script>Noch eins</script>"]
    assert idea.case.stage == "prioritisation"


def test_a_sentence_of_a_point_can_be_blanked() -> None:
    idea = in_review().answered("ana", "changes", points=POINTS)
    idea.redacted(idea.case.points[0].id)

    assert idea.case.points[0].text == "█"


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (lambda i: i.handed_in().handed_in(), "rework.not_asked"),
        (lambda i: i.edited().handed_in(on_version=1), "rework.text_changed"),
        (lambda i: i.handed_in(done={}), "rework.more_points"),
        (lambda i: i.handed_in(done={p.id: "" for p in i.case.points} | {"other": ""}), "rework.point_unknown"),
        (lambda i: i.handed_in(by="ben"), "not_allowed"),
        (lambda i: i.paused().handed_in(), "case.paused"),
        (lambda i: i.edited(on_version=0), "edit.stale"),
        (lambda i: i.answered("ben", points=["x"]), "review.points_without_changes"),
        (lambda i: i.answered("ben", "changes", reason="", points=[]), "review.reason_required"),
        (lambda i: i.answered("ben", "changes"), "review.points_required"),
        (lambda i: i.withdrawn().handed_in(), "case.closed"),
    ],
)
def test_what_does_not_fit_is_refused(what: Any, code: str) -> None:
    idea = in_review().answered("ana", "changes", points=POINTS)

    with pytest.raises(RuleBroken, match=code):
        what(idea)


@pytest.mark.parametrize("answered", [True, False])
def test_who_asked_back_has_the_new_time_of_the_review_too(answered: bool) -> None:
    idea = in_review(deadline={"working_days": 20}, questions={"working_days": 15})
    idea.asked_back("ana").answered("ben", "changes", points=POINTS).later(days=7)
    if answered:
        idea.replied()
    idea.edited().handed_in()

    assert idea.task("own_time").due_on == idea.task("review").due_on == date(2026, 11, 23)
    if not answered:
        assert idea.later(days=1).replied().task("own_time").due_on == date(2026, 11, 24)
