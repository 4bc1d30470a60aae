"""Review: who is asked, who counts, and changes → question → reply → asked again."""

from datetime import date, timedelta

import pytest

from domain.asking.choosing import choose
from domain.asking.groups import groups_of
from domain.errors import RuleBroken
from tests.builders import PEOPLE, AnIdea, a_definition, a_person, an_idea

REVIEWERS = groups_of(a_definition().stages.review)[0]  # type: ignore[arg-type]  # the example has a review
THREE_TWO = a_definition(review={"ask": 3, "quorum": 2})


def three_asked() -> AnIdea:
    """Ana, Ben and Cem are asked, two of them suffice."""
    return an_idea(THREE_TWO, {k: p for k, p in PEOPLE.items() if k != "box"}).in_review()


def chosen(*people: object, count: int = 2, load: dict[str, int] | None = None, theme: str = "mobility") -> list[str]:
    idea = an_idea(people={p.id: p for p in [PEOPLE["olga"], *people]}).submitted(theme=theme)  # type: ignore[attr-defined]
    idea.load = load or {}
    return [p.id for p in choose(REVIEWERS, idea.case, idea.world, "", count)]


def r(person_id: str, department: str, *themes: str, **fields: object) -> object:
    return a_person(person_id, "reviewer", department=department, themes=frozenset(themes), **fields)


@pytest.mark.parametrize(
    ("people", "load", "expected"),
    [
        pytest.param([r("a", "central"), r("b", "mobility")], {}, ["b", "a"], id="the department of the theme first"),
        pytest.param([r("a", "central"), r("b", "schools", "mobility")], {}, ["b", "a"], id="or who has the theme"),
        pytest.param(
            [r("a", "mobility"), r("b", "mobility"), r("c", "central")],
            {"a": 5, "b": 1},
            ["b", "a"],
            id="knowing the theme weighs more than another department",
        ),
        pytest.param(
            [r("a", "central"), r("b", "central"), r("c", "schools")],
            {"c": 9},
            ["a", "c"],
            id="another department weighs more than the load",
        ),
        pytest.param([r("a", "central"), r("b", "schools")], {"a": 2, "b": 1}, ["b", "a"], id="least loaded"),
        pytest.param([r("b", "central"), r("a", "schools")], {}, ["a", "b"], id="else in a stable order"),
        pytest.param([r("sina", "mobility"), r("b", "central")], {}, ["b"], id="never the submitter"),
        pytest.param([r("a", "mobility", active=False), r("b", "central")], {}, ["b"], id="never who has left"),
        pytest.param([a_person("a", "decider")], {}, [], id="nobody but reviewers"),
    ],
)
def test_who_is_asked(people: list[object], load: dict[str, int], expected: list[str]) -> None:
    assert chosen(*people, load=load) == expected


def test_an_idea_without_theme_goes_to_the_least_loaded() -> None:
    assert chosen(r("a", "mobility"), r("b", "central"), load={"a": 1}, theme="", count=1) == ["b"]


def test_with_nobody_to_ask_the_office_is_to_name_somebody() -> None:
    idea = an_idea(people={k: PEOPLE[k] for k in ("sina", "olga", "ana")}).submitted().accepted()

    assert idea.asked == ["ana"]
    assert idea.waiting == ["review", "staff"]
    assert idea.kinds == ["accepted", "review_asked", "nobody_to_ask"]
    assert idea.events[-1].facts["missing"] == 1


def test_naming_enough_reviewers_ends_the_search() -> None:
    idea = an_idea(people={k: PEOPLE[k] for k in ("sina", "olga")}).submitted().accepted()
    idea.people |= {k: PEOPLE[k] for k in ("ben", "cem")}

    assert idea.reviewer_named("ben").waiting == ["review", "staff"]
    assert idea.reviewer_named("cem").waiting == ["review"]


def test_the_third_of_three_need_not_answer_once_two_have() -> None:
    idea = three_asked().answered("ana").answered("ben")

    assert idea.case.stage == "prioritisation"
    assert [a.state for a in idea.case.assignments] == ["answered", "answered", "revoked"]
    assert idea.case.reviews_needed == 2


def test_one_request_for_changes_holds_up_the_review() -> None:
    idea = three_asked().answered("ana", "changes").answered("ben").answered("cem")

    assert idea.case.state == "changes"


def test_who_asked_for_changes_is_asked_again_even_if_the_others_would_suffice() -> None:
    idea = three_asked().answered("ana", "changes").answered("ben").answered("cem").reviewed_again()

    assert (idea.asked, idea.case.state) == (["ana"], "reviewing")
    assert idea.told == [("review_asked", "ana")]
    assert idea.answered("ana").kinds == ["answered", "review_done"]


def test_changes_are_asked_about_replied_to_and_reviewed_again_with_a_new_date() -> None:
    idea = an_idea().in_review().answered("ana", "changes")
    first_due = idea.task("review").due_on
    idea.later(days=3).question_asked().edited(summary="mit Karte").replied()

    assert idea.case.state == "reviewing"
    assert (first_due, idea.task("review").due_on) == (date(2026, 11, 16), date(2026, 11, 19))
    assert idea.assignment("ana").text_version == 2
    assert idea.answered("ana").answered("ben").case.stage == "prioritisation"
    assert [(a.by, a.verdict, a.text_version) for a in idea.case.answers] == [
        ("ana", "changes", 1),
        ("ana", "approve", 2),
        ("ben", "approve", 2),
    ]


def test_who_is_being_asked_again_is_not_asked_twice() -> None:
    idea = three_asked().answered("ana", "changes").reviewed_again()
    idea.answered("ben", "changes").reviewed_again()

    assert sorted(idea.asked) == ["ana", "ben", "cem"]


def test_who_handed_over_is_not_asked_again() -> None:
    idea = an_idea().in_review().answered("ana", "changes").reviewed_again().handed_over("ana", "cem")
    idea.answered("cem", "changes").reviewed_again()

    assert sorted(idea.asked) == ["ben", "cem"]


def test_for_somebody_who_asked_for_changes_and_left_the_office_names_another() -> None:
    idea = an_idea().in_review().answered("ana", "changes").without("ana").reviewed_again()

    assert idea.asked == ["ben"]
    assert idea.waiting == ["review", "staff"]
    assert idea.reviewer_named("cem").waiting == ["review"]


def test_without_those_who_left_a_quorum_that_has_answered_suffices() -> None:
    idea = three_asked().answered("ana", "changes").answered("ben").answered("cem")

    assert idea.without("ana").reviewed_again().kinds == ["review_done"]


def test_a_reply_nobody_waits_for_any_more_is_kept_and_moves_nothing() -> None:
    idea = an_idea().submitted().question_asked().accepted()
    review = idea.task("review")
    idea.later(days=2).replied()

    assert idea.kinds == ["replied"]
    assert idea.case.questions[0].reply
    assert idea.task("review") == review
    assert idea.told == [("reply_arrived", "olga")]


def test_a_late_reply_to_the_office_s_question_asks_nobody_twice() -> None:
    idea = an_idea().in_review().answered("ana", "changes").question_asked().reviewed_again().replied()

    assert sorted(idea.asked) == ["ana", "ben"]


def test_an_answer_after_the_due_instant_counts_and_is_marked_late() -> None:
    idea = an_idea().in_review()
    due = idea.task("review").due_at
    assert due is not None
    idea.at(due).answered("ana", at=due)
    idea.answered("ben", at=due + timedelta(seconds=1))

    assert [a.late for a in idea.case.answers] == [False, True]
    assert idea.case.stage == "prioritisation"


def test_the_time_of_receipt_counts_also_after_an_outage() -> None:
    idea = an_idea().in_review()
    received = idea.now
    idea.later(days=60).answered("ana", at=received)

    assert not idea.case.answers[0].late


def test_a_handed_over_task_is_answered_by_the_one_who_got_it() -> None:
    idea = an_idea().in_review().handed_over("ana", "cem")

    assert idea.told == [("handed_over", "ana"), ("review_asked", "cem")]
    assert idea.assignment("ana").handed_to == "cem"
    assert idea.answered("cem").answered("ben").case.stage == "prioritisation"


def test_the_office_hands_over_for_somebody_who_is_away() -> None:
    idea = an_idea().in_review().handed_over("ana", "cem", by="olga")

    assert sorted(idea.asked) == ["ben", "cem"]


def test_who_has_left_the_office_no_longer_acts_for_it() -> None:
    people = {**PEOPLE, "eve": a_person("eve", "reviewer", "office", department="central")}
    idea = an_idea(people=people).in_review().reviewer_named("eve").without("eve")

    with pytest.raises(RuleBroken, match="not_allowed"):
        idea.handed_over("ana", "cem", by="eve")


def test_somebody_is_asked_only_once_by_name() -> None:
    idea = three_asked().answered("ana")

    with pytest.raises(RuleBroken, match=r"handover\.already_asked"):
        idea.reviewer_named("ana")
