"""The office takes back what it asked: of one, of all; what is then missing is the office's."""

import pytest

from domain.errors import RuleBroken
from tests.builders import an_idea


def test_one_part_is_taken_back_and_somebody_else_is_to_be_named() -> None:
    idea = an_idea().in_review()
    idea.taken_back(idea.assignment("ana").id)

    assert (idea.assignment("ana").state, idea.asked) == ("revoked", ["ben"])
    assert idea.kinds == ["taken_back", "nobody_to_ask"]
    assert idea.waiting == ["review", "staff"]
    assert ("taken_back", "ana") in idea.told
    assert idea.case.reasons[-1].internal == "<script>Doch nicht</script>"


def test_with_enough_answers_there_the_review_is_complete() -> None:
    idea = an_idea().in_review().reviewer_named("cem").answered("ana").answered("ben")
    assert idea.case.stage == "prioritisation"

    idea = an_idea().in_review().reviewer_named("cem").answered("ana")
    idea.taken_back(idea.assignment("cem").id)
    assert (idea.waiting, idea.asked) == (["review"], ["ben"])


def test_a_whole_task_is_taken_back() -> None:
    idea = an_idea().in_review()
    idea.taken_back(idea.task("review").id)

    assert idea.kinds == ["taken_back", "taken_back", "nobody_to_ask"]
    assert (idea.waiting, idea.asked) == (["review", "staff"], [])


def test_a_decision_that_is_taken_back_waits_for_another_name() -> None:
    idea = an_idea().deciding()
    idea.taken_back(idea.assignment("dirk").id)

    assert (idea.waiting, idea.asked, idea.task("decide").role) == (["decide"], [], "office")
    assert idea.put_forward("dana").asked == ["dana"]


def test_a_question_about_a_promise_that_is_taken_back_is_the_offices() -> None:
    idea = an_idea().committed().clock_rings()
    idea.taken_back(idea.assignment("ole").id)

    assert (idea.waiting, idea.task("commitment").role) == (["commitment"], "office")
    assert idea.settled("done", by="olga").case.state == "settled"


@pytest.mark.parametrize("by", ["ana", "nina", "clock"])
def test_nobody_else_takes_anything_back(by: str) -> None:
    idea = an_idea().in_review()

    with pytest.raises(RuleBroken, match="not_allowed"):
        idea.taken_back(idea.assignment("ana").id, by=by)


def test_what_is_over_or_unknown_cannot_be_taken_back() -> None:
    idea = an_idea().in_review().answered("ana")

    with pytest.raises(RuleBroken, match=r"task\.answered"):
        idea.taken_back(idea.assignment("ana").id)
    with pytest.raises(RuleBroken, match=r"task\.unknown"):
        idea.taken_back("elsewhere")
    with pytest.raises(RuleBroken, match=r"task\.unknown"):
        idea.taken_back(idea.case.tasks[0].id)  # triage is the office's own
    review = idea.task("review").id
    idea.answered("ben")
    with pytest.raises(RuleBroken, match=r"task\.closed"):
        idea.taken_back(review)


def test_whoever_was_taken_off_answers_a_second_later_in_vain() -> None:
    idea = an_idea().in_review()
    asked = idea.assignment("ana").id
    idea.taken_back(asked)

    with pytest.raises(RuleBroken, match=r"task\.closed"):
        idea.answered("ana", assignment=asked)
