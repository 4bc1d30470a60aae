"""What it means that somebody says nothing: counted as declared, and never written as if they had said it."""

import pytest

from domain.hearing import Tally, heard, tally
from domain.words import Silence
from tests.builders import AnIdea, a_definition, an_idea


def asked(meaning: str, **review: int) -> AnIdea:
    rules = {"deadline": {"working_days": 10, "silence": meaning}, **review}
    return an_idea(a_definition(review=rules)).in_review()


@pytest.mark.parametrize(
    ("meaning", "answers", "approvals"),
    [("consent", 2, 2), ("no_objection", 2, 1), ("abstention", 1, 1), ("declined", 2, 1)],
)
def test_silence_completes_the_review_as_what_it_was_declared_to_mean(
    meaning: str, answers: int, approvals: int
) -> None:
    idea = asked(meaning).answered("ana").clock_rings()

    assert idea.kinds == ["silence", "review_done"]
    silence = idea.steps[-1].events[0].facts
    assert (silence["person"], silence["meaning"]) == ("ben", meaning)
    assert {k: idea.events[-1].facts[k] for k in ("answers", "approvals")} == {
        "answers": answers,
        "approvals": approvals,
    }
    assert idea.case.stage == "prioritisation"
    assert idea.put_forward().decided().case.stage == "follow_up"


@pytest.mark.parametrize("meaning", list(Silence))
def test_nothing_is_written_in_the_name_of_who_was_silent(meaning: Silence) -> None:
    idea = asked(meaning).clock_rings()

    assert idea.case.answers == ()
    assert {(a.state.value, a.silence) for a in idea.case.assignments} == {("silent", meaning.value)}
    assert ("silence", "ana") in idea.told
    assert ("silence", "ben") in idea.told


def test_blocked_stops_the_review_until_the_office_names_somebody() -> None:
    idea = asked("blocked").answered("ana").clock_rings()

    assert idea.kinds == ["silence", "nobody_to_ask"]
    assert (idea.case.stage, idea.waiting, idea.asked) == ("review", ["review", "staff"], [])
    assert ("nobody_to_ask", "olga") in idea.told
    assert idea.case.wake is not None
    assert idea.case.wake > idea.now
    assert idea.reviewer_named("cem").answered("cem").case.stage == "prioritisation"


def test_who_was_silent_may_be_named_again_and_is_then_heard_once() -> None:
    idea = asked("consent", ask=3, quorum=3)
    third = idea.asked[2]
    idea.answered("ana", "changes").clock_rings().clock_rings()
    assert idea.case.stage == "review"
    review = idea.task("review")
    assert heard(idea.case, review.id) == {"ben", third}

    idea.reviewer_named("ben")
    assert heard(idea.case, review.id) == {third}
    idea.answered("ben", "reject")
    assert tally(idea.case, review.id) == Tally(answers=2, approvals=1, silent=1)


def test_changes_that_were_asked_for_are_seen_to_before_silence_completes_a_review() -> None:
    idea = asked("consent").answered("ana", "changes").clock_rings().clock_rings()

    assert idea.kinds == ["silence"]
    idea.edited().reviewed_again()
    assert idea.answered("ana").case.stage == "prioritisation"


def test_what_comes_in_time_but_is_taken_late_counts_and_not_the_silence() -> None:
    """The answer was received before the clock rang: storage hands it over first."""
    idea = asked("declined").answered("ana").later(days=30).answered("ben", at=asked("declined").now)

    assert idea.case.stage == "prioritisation"
    assert [a.late for a in idea.case.answers] == [False, False]


def test_silence_counts_only_after_the_last_step_of_the_ladder() -> None:
    ladder = {"working_days": 10, "remind_after": 2, "silence": "consent", "silence_after": 3}
    idea = an_idea(a_definition(review={"deadline": ladder})).in_review()

    assert [idea.clock_rings().kinds for _ in range(3)] == [
        ["overdue"],
        ["reminded", "reminded"],
        ["silence", "silence", "review_done"],
    ]
    assert idea.now.date().isoformat() == "2026-11-19"


def test_more_time_moves_the_silence_too() -> None:
    idea = asked("consent").extended(until="2026-11-20").clock_rings()

    assert idea.kinds == ["silence", "silence", "review_done"]
    assert idea.now.date().isoformat() == "2026-11-20"


def test_a_decider_s_silence_gives_the_idea_back_to_the_office() -> None:
    rules = a_definition(decision={"deadline": {"working_days": 20, "silence": "blocked"}})
    idea = an_idea(rules).deciding().clock_rings()

    assert (idea.kinds, idea.told) == (["silence"], [("silence", "dirk"), ("silence_note", "olga")])
    assert idea.case.decisions == ()
    assert (idea.waiting, idea.task("decide").role) == (["decide"], "office")
    assert idea.put_forward("dana").asked == ["dana"]


def test_an_owner_s_silence_leaves_the_question_to_the_office() -> None:
    rules = a_definition(follow_up={"answer": {"working_days": 5, "silence": "blocked"}})
    idea = an_idea(rules).committed().clock_rings().clock_rings()

    assert (idea.kinds, idea.task("commitment").role) == (["silence"], "office")
    assert idea.task("commitment").about == idea.promise().id
    assert idea.settled(by="olga").case.state == "settled"


def test_a_submitter_s_silence_lets_the_office_go_on_without_the_reply() -> None:
    rules = a_definition(intake={"reply": {"working_days": 10, "silence": "abstention"}})
    idea = an_idea(rules).submitted().question_asked().clock_rings()

    assert (idea.kinds, idea.waiting) == (["silence"], ["triage"])
    assert ("silence_note", "olga") in idea.told
    assert idea.accepted().case.stage == "review"


def test_without_a_meaning_silence_means_nothing() -> None:
    idea = an_idea().in_review().later(days=400).woken()

    assert idea.asked[:2] == ["ana", "ben"]
    assert "silence" not in idea.kinds
