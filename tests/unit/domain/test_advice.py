"""Advice: a note into somebody's task, which counts nowhere and holds nothing up."""

import pytest

from domain.errors import RuleBroken
from tests.builders import an_idea
from tests.chains import signing, signs

QUESTION, SAID = "<script>Geht das?</script>", "<script>Ja, im Schatten</script>"


def test_a_colleague_is_asked_and_the_task_stays_with_whoever_has_it() -> None:
    idea = an_idea().in_review()
    before = (idea.asked, idea.task("review"))
    idea.advice_asked("ana", "ole")

    assert (idea.asked, idea.task("review")) == before
    assert (idea.kinds, idea.told) == (["advice_asked"], [("advice_asked", "ole")])
    assert idea.steps[-1].notices[0].assignment == idea.case.advice[0].id
    assert QUESTION not in repr(idea.events)


def test_what_they_say_is_a_note_and_no_answer() -> None:
    idea = an_idea().in_review().advice_asked("ana", "ole").advice_given("ole")

    assert (idea.kinds, idea.told) == (["advice_given"], [("advice_given", "ana")])
    assert idea.steps[-1].notices[0].assignment == idea.assignment("ana").id
    assert (idea.case.advice[0].text, idea.case.answers, idea.asked) == (SAID, (), ["ana", "ben"])
    assert idea.answered("ana").answered("ben").case.stage == "prioritisation"


@pytest.mark.parametrize(
    ("adviser", "code"),
    [
        ("ana", "advice.not_eligible"),  # themselves
        ("ben", "advice.not_eligible"),  # judges it, too
        ("sina", "advice.not_eligible"),  # submitted it
        ("gone", "advice.not_eligible"),
        ("nina", "advice.not_eligible"),  # not of the house
        ("box", "advice.not_eligible"),  # nobody in particular
        ("unknown", "advice.not_eligible"),
    ],
)
def test_who_cannot_be_asked(adviser: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        an_idea().in_review().advice_asked("ana", adviser)


def test_nobody_is_asked_twice_at_once_and_not_too_many() -> None:
    idea = an_idea().in_review().advice_asked("ana", "ole")
    with pytest.raises(RuleBroken, match=r"advice\.already_asked"):
        idea.advice_asked("ana", "ole")
    for other in ("ora", "dirk", "dana", "olga"):
        idea.advice_asked("ana", other)
    with pytest.raises(RuleBroken, match=r"advice\.enough"):
        idea.advice_asked("ana", "cem")
    assert idea.advice_given("ole", 0).advice_asked("ana", "cem").kinds == ["advice_asked"]


def test_nobody_else_asks_or_answers() -> None:
    idea = an_idea().in_review()
    with pytest.raises(RuleBroken, match="not_allowed"):
        idea.advice_asked("ana", "ole", by="ben")
    idea.advice_asked("ana", "ole")
    for other in ("ora", "ana", "olga", "ben"):
        with pytest.raises(RuleBroken, match="not_allowed"):
            idea.advice_given(other)
    idea.advice_given("ole")
    with pytest.raises(RuleBroken, match=r"advice\.given"):
        idea.advice_given("ole")


@pytest.mark.parametrize("how", ["answered", "handed over", "taken back", "biased"])
def test_once_the_task_is_gone_the_advice_is_not_needed(how: str) -> None:
    idea = an_idea().in_review().advice_asked("ana", "ole")
    match how:
        case "answered":
            idea.answered("ana")
        case "handed over":
            idea.handed_over("ana", "cem")
        case "taken back":
            idea.taken_back(idea.assignment("ana").id)
        case _:
            idea.biased("ana")

    with pytest.raises(RuleBroken, match=r"advice\.over"):
        idea.advice_given("ole")


def test_a_deputy_who_has_asked_for_advice_has_begun_and_keeps_the_task() -> None:
    idea = an_idea().deputised("ana", "cem").away("ana", "2026-11-02", "2026-11-06").in_review()
    idea.advice_asked("cem", "ole").here("ana").absence_noted("ana")

    assert idea.asked == ["cem", "ben"]
    assert idea.assignment("cem").for_person == "ana"


def test_advice_can_be_blanked() -> None:
    idea = an_idea().in_review().advice_asked("ana", "ole").advice_given("ole")
    idea.redacted(idea.case.advice[0].id)

    assert (idea.case.advice[0].question, idea.case.advice[0].text) == ("█", "█")


def test_in_a_pause_nobody_is_asked() -> None:
    with pytest.raises(RuleBroken, match=r"case\.paused"):
        an_idea().in_review().paused().advice_asked("ana", "ole")


def test_whoever_signs_asks_too_and_the_chain_waits_for_nobody_else() -> None:
    """Also somebody who signs later may be asked: to advise is to say nothing of one's own step."""
    idea = signing().advice_asked("ella", "greta").advice_given("greta")

    assert (idea.kinds, idea.told, idea.asked) == (["advice_given"], [("advice_given", "ella")], ["ella"])
    for person in ("ella", "fred", "greta"):
        signs(idea, person)
    assert idea.asked == ["otto"]
