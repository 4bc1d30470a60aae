"""Asking back before a decision or a signature: the time of the task itself stands, the answer lets it go on."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.errors import RuleBroken
from tests.builders import AnIdea, a_definition, an_idea
from tests.chains import HOUSE, signing, signs

QUESTIONS = {"working_days": 5, "remind_before": 2, "silence": "abstention", "silence_after": 2}
LADDER = {"working_days": 10, "remind_before": 3}
STEPS = [{"id": p, "title": {"de": p, "en": p}, "people": [p]} for p in ("ella", "fred")]


def rules(**decision: Any) -> Any:
    given = {"deadline": LADDER, "questions": QUESTIONS, "sign_off": {"deadline": LADDER, "steps": STEPS}}
    return a_definition(decision=given | decision)


def deciding(**decision: Any) -> AnIdea:
    return an_idea(rules(**decision), HOUSE).deciding()


def co_signing(**decision: Any) -> AnIdea:
    return signing(rules(**decision))


BOTH = pytest.mark.parametrize(
    ("given", "person", "kind"), [(deciding, "dirk", "decide"), (co_signing, "ella", "sign")]
)


@BOTH
@pytest.mark.parametrize(
    ("to", "asked", "role", "told"),
    [("submitter", ["sina"], "", ("asked_back", "sina")), ("office", [], "office", ("asked_back_office", "olga"))],
)
def test_who_is_asked_and_told(
    given: Any, person: str, kind: str, to: str, asked: list[str], role: str, told: tuple[str, str]
) -> None:
    idea = given().asked_back(person, to)

    question = idea.task("question")
    assert [a.person for a in idea.case.open_assignments(question.id)] == asked
    assert (question.role, question.stage, idea.told) == (role, "decision", [told])
    assert idea.case.questions[-1].assignment == idea.assignment(person).id


@BOTH
def test_the_time_of_the_task_stands_until_the_answer(given: Any, person: str, kind: str) -> None:
    idea = given()
    due, reminder = idea.task(kind).due_on, idea.task(kind).remind_at
    idea.asked_back(person)
    assert idea.case.due_on == idea.task("question").due_on
    idea.later(days=3).replied()

    later = idea.task(kind)
    assert (due, later.due_on) == (date(2026, 11, 16), date(2026, 11, 19))
    assert later.remind_at - reminder > timedelta(days=2)
    assert ("answered_back", person) in idea.told
    assert [t.kind for t in idea.case.open_tasks()] == [kind]


@BOTH
def test_without_an_answer_the_office_knows_and_it_goes_on(given: Any, person: str, kind: str) -> None:
    idea = given().asked_back(person)
    seen = []
    while "unanswered" not in idea.kinds:
        assert idea.case.wake < idea.now + timedelta(days=20)
        idea.clock_rings()
        seen += idea.told

    assert ("reminder", "sina") in seen
    assert ("overdue", "olga") in seen
    assert ("unanswered", person) in seen
    assert ("reminder", person) not in seen
    assert idea.task(kind).due_on > date(2026, 11, 16)
    assert idea.case.wake > idea.now


@BOTH
def test_a_late_answer_still_reaches_whoever_asked_but_moves_nothing(given: Any, person: str, kind: str) -> None:
    idea = given().asked_back(person)
    while "unanswered" not in idea.kinds:
        idea.clock_rings()
    due = idea.task(kind).due_on
    idea.later(days=1).replied()

    assert ("answered_back", person) in idea.told
    assert idea.task(kind).due_on == due


def test_whoever_decides_all_the_same_ends_the_question() -> None:
    idea = deciding(assurance="L0").asked_back("dirk").decided()

    assert "question" not in idea.waiting
    assert idea.case.questions[-1].ended_at == idea.now
    with pytest.raises(RuleBroken, match=r"question\.over"):
        idea.replied()


def test_whoever_signs_all_the_same_ends_the_question_and_the_next_may_ask() -> None:
    idea = signs(co_signing().asked_back("ella"), "ella")
    assert idea.waiting == ["sign"]

    assert idea.asked_back("fred").case.questions[-1].by == "fred"


@BOTH
def test_whoever_takes_it_over_has_the_time_that_was_left(given: Any, person: str, kind: str) -> None:
    to = {"dirk": "dana", "ella": "emil"}[person]
    idea = given().asked_back(person).later(days=3).handed_over(person, to)

    assert idea.asked == [to]
    assert idea.task(kind).due_on == date(2026, 11, 19)
    assert "question" not in idea.waiting


@BOTH
def test_a_pause_meanwhile_counts_once(given: Any, person: str, kind: str) -> None:
    idea = given().asked_back(person).later(days=1).paused().later(days=1).resumed().later(days=1).replied()

    assert idea.task(kind).due_on == date(2026, 11, 19)


@BOTH
def test_one_at_a_time_and_no_more_than_the_process_allows(given: Any, person: str, kind: str) -> None:
    idea = given(questions_at_most=2).asked_back(person)
    with pytest.raises(RuleBroken, match=r"question\.waiting"):
        idea.asked_back(person, "office")
    idea.replied().asked_back(person).replied()

    with pytest.raises(RuleBroken, match=r"question\.enough"):
        idea.asked_back(person)


@BOTH
def test_a_process_without_questions_offers_none(given: Any, person: str, kind: str) -> None:
    with pytest.raises(RuleBroken, match=r"question\.not_offered"):
        given(questions=None).asked_back(person)


def both() -> tuple[AnIdea, str]:
    """A decision that somebody else was asked for beside whoever is late; who."""
    idea = deciding(deadline={"working_days": 3, "escalate": {"after": 1, "to": "decider"}})
    for _ in range(5):
        idea.clock_rings()
        if len(idea.asked) > 1:
            return idea, next(p for p in idea.asked if p != "dirk")
    raise AssertionError("nobody was asked beside them")


def test_somebody_asked_beside_waits_with_whoever_asked() -> None:
    idea, beside = both()
    idea.asked_back(beside)

    with pytest.raises(RuleBroken, match=r"question\.waiting"):
        idea.asked_back("dirk")
    assert idea.case.due_on == idea.task("question").due_on


def test_what_the_office_takes_back_of_whoever_asked_lets_the_time_of_the_other_go_on() -> None:
    idea, beside = both()
    look = idea.task("decide").look_at
    idea.asked_back(beside).later(days=2)
    idea.taken_back(idea.assignment(beside).id)

    assert idea.asked == ["dirk"]
    assert idea.task("decide").look_at > look
    assert "question" not in idea.waiting
