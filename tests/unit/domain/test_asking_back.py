"""Asking back: a reviewer asks, their time stands, the answer or its end lets it go on; the others' time goes on."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.errors import RuleBroken
from tests.builders import PEOPLE, AnIdea, a_definition, an_idea

QUESTIONS = {"working_days": 5, "remind_before": 2, "silence": "abstention", "silence_after": 2}
LADDER = {"working_days": 10, "remind_before": 3}


def rules(**review: Any) -> Any:
    return a_definition(review={"deadline": LADDER, "questions": QUESTIONS} | review)


ALONE = {"ask": 1, "quorum": 1}


def in_review(**review: Any) -> AnIdea:
    return an_idea(rules(**review)).in_review()


@pytest.mark.parametrize(
    ("to", "asked", "role", "told"),
    [
        ("submitter", ["sina"], "", [("asked_back", "sina")]),
        ("office", [], "office", [("asked_back_office", "olga")]),
    ],
)
def test_who_is_asked_and_told(to: str, asked: list[str], role: str, told: list[tuple[str, str]]) -> None:
    idea = in_review(**ALONE).asked_back("ana", to)

    question = idea.task("question")
    assert [a.person for a in idea.case.open_assignments(question.id)] == asked
    assert (question.role, question.due_on) == (role, date(2026, 11, 9))
    assert idea.told == told
    assert idea.kinds == ["asked_back"]
    assert (idea.case.state, idea.case.editable) == ("reviewing", False)


def test_a_submitter_who_has_left_is_not_asked_but_the_office() -> None:
    idea = in_review(**ALONE).without("sina").asked_back("ana")

    assert idea.told == [("asked_back_office", "olga")]
    assert idea.case.questions[0].whom == "office"


def test_the_time_of_whoever_asked_stands_until_the_answer() -> None:
    idea = in_review(**ALONE)
    due, reminder = idea.task("review").due_on, idea.task("review").remind_at
    idea.asked_back("ana").later(days=3).replied()  # three working days later

    review = idea.task("review")
    assert (due, review.due_on) == (date(2026, 11, 16), date(2026, 11, 19))
    assert reminder is not None
    assert review.remind_at is not None
    assert (reminder.date(), review.remind_at.date()) == (date(2026, 11, 11), date(2026, 11, 16))
    assert idea.waiting == ["review"]
    assert idea.told == [("answered_back", "ana")]
    assert idea.steps[-1].notices[0].assignment == idea.assignment("ana").id


def test_the_time_of_the_others_goes_on() -> None:
    idea = in_review()
    idea.asked_back("ana").later(days=9).clock_rings()  # the question's end
    while idea.case.questions[0].ended_at is None:
        idea.clock_rings()
    reminded = [(e.facts["person"], e.at.date()) for e in idea.events if e.kind == "reminded"]

    assert ("ben", date(2026, 11, 11)) in reminded
    assert "ana" not in [person for person, _ in reminded]
    assert idea.task("review").due_on == date(2026, 11, 16)
    assert idea.task("own_time").due_on == date(2026, 11, 26)


def test_nobody_is_reminded_or_late_while_they_wait_for_an_answer() -> None:
    idea = in_review(questions={"working_days": 30}, **ALONE).asked_back("ana")
    idea.later(days=25).woken()

    assert [e.kind for e in idea.events if e.kind in ("reminded", "overdue", "silence")] == []
    assert idea.case.due_on == idea.task("question").due_on


def test_a_question_without_an_answer_has_a_ladder_of_its_own() -> None:
    idea = in_review(**ALONE).asked_back("ana")
    told: list[tuple[str, list[tuple[str, str]]]] = []
    while idea.waiting != ["review"]:
        idea.clock_rings()
        told += [(str(idea.now.date()), idea.told)]

    assert told == [
        ("2026-11-05", [("reminder", "sina")]),
        ("2026-11-09", [("overdue", "olga")]),
        ("2026-11-11", [("unanswered", "ana")]),
    ]
    assert idea.task("review").due_on == date(2026, 11, 26)  # it ended with the eleventh
    assert idea.case.questions[0].ended_at is not None


def test_without_a_declared_silence_it_ends_with_its_date_and_the_office_knows() -> None:
    idea = in_review(questions={"working_days": 5}, **ALONE).asked_back("ana").clock_rings()

    assert idea.told == [("overdue", "olga"), ("unanswered", "ana")]


def test_a_late_answer_still_reaches_whoever_asked_but_moves_nothing() -> None:
    idea = in_review(questions={"working_days": 5}, **ALONE).asked_back("ana").clock_rings()
    due = idea.task("review").due_on
    idea.later(days=1).replied()

    assert idea.told == [("answered_back", "ana")]
    assert idea.task("review").due_on == due
    assert idea.events[-1].facts["late"] == 1


def test_whoever_asks_after_their_time_is_late_at_once_when_nobody_answers() -> None:
    idea = in_review(questions={"working_days": 5}, **ALONE).later(days=20).asked_back("ana").clock_rings()

    assert idea.kinds == ["overdue", "unanswered", "overdue"]  # of the question, then of the review
    assert idea.case.wake is not None
    assert idea.case.wake > idea.now


def test_asking_twice_moves_the_time_twice() -> None:
    idea = in_review(**ALONE)
    idea.asked_back("ana").later(days=1).replied()
    idea.asked_back("ana", "office").later(days=1).replied(by="olga")

    assert idea.task("review").due_on == date(2026, 11, 18)


def test_an_answer_to_the_task_ends_the_question() -> None:
    idea = in_review(ask=2, quorum=2).asked_back("ana").answered("ana")

    assert idea.waiting == ["review"]
    assert idea.case.questions[0].ended_at is not None
    assert idea.asked == ["ben"]


def test_whoever_takes_it_over_has_the_time_that_was_left() -> None:
    idea = in_review(**ALONE).asked_back("ana").later(days=3).handed_over("ana", "cem")

    assert idea.task("own_time").due_on == date(2026, 11, 19)
    assert idea.case.due_on == date(2026, 11, 19)
    assert idea.asked == ["cem"]


def test_a_pause_meanwhile_counts_once() -> None:
    idea = in_review(**ALONE).asked_back("ana").later(days=1).paused().later(days=1).resumed().later(days=1).replied()

    assert idea.task("review").due_on == date(2026, 11, 19)


def test_silence_after_the_answer_counts_from_the_moved_date() -> None:
    silent = {**LADDER, "silence": "consent"}
    idea = in_review(deadline=silent, ask=2, quorum=2).asked_back("ana").later(days=3).replied()
    idea.answered("ben")
    while idea.case.stage == "review":
        idea.clock_rings()

    assert idea.now.date() == date(2026, 11, 19)
    assert [e.facts["person"] for e in idea.events if e.kind == "silence"] == ["ana"]


def test_the_office_extends_the_time_of_one_who_asked() -> None:
    idea = in_review(ask=2, quorum=2).asked_back("ana").later(days=3).replied()
    idea.extended("own_time", until="2026-11-25")

    assert idea.task("own_time").due_on == date(2026, 11, 25)
    assert idea.told == [("extended", "ana")]


def test_a_day_the_office_names_while_somebody_waits_holds() -> None:
    idea = in_review(ask=2, quorum=2).asked_back("ana").extended("own_time", until="2026-11-25")
    idea.later(days=7).replied()

    assert idea.task("own_time").due_on == date(2026, 11, 25)


def test_a_named_day_that_is_over_before_the_answer_leaves_the_time_that_was_left() -> None:
    long = QUESTIONS | {"working_days": 40}
    idea = in_review(ask=2, quorum=2, questions=long).asked_back("ana").extended("own_time", until="2026-11-25")
    idea.later(days=28).replied()

    assert idea.task("own_time").due_on == date(2026, 12, 23)


def test_a_pause_moves_a_day_that_was_named() -> None:
    idea = in_review(ask=2, quorum=2).asked_back("ana").extended("own_time", until="2026-11-25")
    idea.paused().later(days=7).resumed().replied()

    assert idea.task("own_time").due_on == date(2026, 12, 2)


@pytest.mark.parametrize("answered", [True, False])
def test_more_time_for_the_review_is_more_time_for_whoever_asked(answered: bool) -> None:
    idea = in_review(ask=2, quorum=2).asked_back("ana")
    if answered:
        idea.later(days=1).replied()
    idea.extended("review", until="2026-11-25").later(days=1)
    if not answered:
        idea.replied()

    assert idea.task("own_time").due_on == date(2026, 11, 25)
    assert idea.assignment("ana").state == "open"


@pytest.mark.parametrize(("until", "ends"), [("2026-11-12", date(2026, 11, 16)), ("2026-11-13", date(2026, 11, 17))])
def test_a_question_that_has_more_time_ends_all_the_same(until: str, ends: date) -> None:
    idea = in_review(**ALONE).asked_back("ana").extended("question", until=until)
    while "unanswered" not in idea.kinds:
        idea.clock_rings()

    assert idea.now.date() == ends


def test_so_does_one_without_a_declared_silence() -> None:
    idea = in_review(**ALONE, questions={"working_days": 5}).asked_back("ana")
    idea.extended("question", until="2026-11-12").clock_rings()

    assert idea.kinds == ["overdue", "unanswered"]
    assert idea.now.date() == date(2026, 11, 12)


def test_the_office_has_more_time_for_a_question_and_it_ends() -> None:
    idea = in_review(**ALONE).asked_back("ana", "office").extended("question", until="2026-11-12")

    assert idea.task("question").silent_at is not None


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (lambda i: i.asked_back("ana"), "question.waiting"),
        (lambda i: i.asked_back("ben", by="ana"), "not_allowed"),
        (lambda i: i.paused().asked_back("ben"), "case.paused"),
        (lambda i: i.answered("ben").asked_back("ben"), "task.answered"),
        (lambda i: i.answered("ana").replied(), "question.over"),
        (lambda i: i.replied().replied(), "question.replied"),
        (lambda i: i.replied(by="ben"), "not_allowed"),
        (lambda i: i.replied().asked_back("ana", "office").replied(), "not_allowed"),
        (lambda i: i.asked_back("ana", by="olga"), "not_allowed"),
    ],
)
def test_what_does_not_fit_is_refused(what: Any, code: str) -> None:
    idea = in_review().asked_back("ana")

    with pytest.raises(RuleBroken, match=code):
        what(idea)


def test_a_process_without_questions_offers_none() -> None:
    with pytest.raises(RuleBroken, match=r"question\.not_offered"):
        in_review(questions=None).asked_back("ana")


def test_a_reviewer_who_leaves_the_house_is_no_hindrance() -> None:
    idea = in_review(**ALONE).asked_back("ana").without("ana").replied()

    assert PEOPLE["ana"].id in idea.asked
    assert idea.told == []


def test_whoever_it_is_escalated_to_has_the_time_of_those_whose_own_was_over() -> None:
    """Ana has asked and gone away: her deputy has her time, and nobody is left on the review's own clock."""
    escalating = {"deadline": LADDER | {"escalate": {"after": 2, "to": "decider"}}}
    idea = in_review(**ALONE, **escalating).deputised("ana", "cem").asked_back("ana")
    idea.away("ana", "2026-11-03", "2027-02-26").absence_noted("ana")
    while "escalated" not in idea.kinds:
        idea.clock_rings()

    assert idea.asked == ["cem", "box"]  # one of the deciders
    assert idea.case.wake is not None
    assert idea.case.wake > idea.now


TO_SUPERIOR = {"working_days": 10, "escalate": {"after": 2, "to": "superior"}}


@pytest.mark.parametrize(
    ("deadline", "last"),
    [
        ({"hours": 30, "silence": "blocked"}, "nobody_to_ask"),
        (TO_SUPERIOR, "escalated"),
    ],
)
def test_once_the_time_of_the_last_is_over_the_clock_of_the_others_does_not_ring_for_nobody(
    deadline: dict[str, Any], last: str
) -> None:
    superior = {p.id: replace(p, superior="cem") if p.id == "ben" else p for p in PEOPLE.values()}
    idea = an_idea(rules(deadline=deadline), superior).in_review().asked_back("ben").replied().answered("ana")
    while last not in idea.kinds:
        idea.clock_rings()
        assert idea.case.wake is not None
        assert idea.case.wake > idea.now

    assert idea.task("review").silent_at is None


def test_whoever_is_asked_beside_somebody_with_time_of_their_own_shares_it() -> None:
    superior = {p.id: replace(p, superior="cem") if p.id == "ben" else p for p in PEOPLE.values()}
    idea = an_idea(rules(deadline=TO_SUPERIOR), superior).in_review().asked_back("ben").replied().answered("ana")
    while "cem" not in idea.asked:
        idea.clock_rings()

    times = {t.about: t for t in idea.case.open_tasks() if t.kind == "own_time"}
    assert times.keys() == {a.id for a in idea.case.open_assignments() if a.person in ("ben", "cem")}
    assert len({t.due_at for t in times.values()}) == 1
