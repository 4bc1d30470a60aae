"""Advice: a note into somebody's task, which counts nowhere and holds nothing up."""

import pytest

from domain.errors import RuleBroken
from tests.builders import AnIdea, an_idea

QUESTION, SAID = "<script>Geht das?</script>", "<script>Ja, mit Schatten</script>"


def asks(idea: AnIdea, person: str, adviser: str, **given: str) -> AnIdea:
    fields = {"assignment": idea.assignment(person).id, "adviser": adviser, "question": QUESTION} | given
    return idea.happens("advice_asked", given.pop("by", person), "link", **fields)


def says(idea: AnIdea, adviser: str, number: int = -1) -> AnIdea:
    return idea.happens("advice_given", adviser, "link", advice=idea.case.advice[number].id, text=SAID)


def test_a_colleague_is_asked_and_the_task_stays_with_whoever_has_it() -> None:
    idea = an_idea().in_review()
    before = (idea.asked, idea.task("review"))
    asks(idea, "ana", "ole")

    assert (idea.asked, idea.task("review")) == before
    assert (idea.kinds, idea.told) == (["advice_asked"], [("advice_asked", "ole")])
    assert idea.steps[-1].notices[0].assignment == idea.case.advice[0].id
    assert QUESTION not in repr(idea.events)


def test_what_they_say_is_a_note_and_no_answer() -> None:
    idea = says(asks(an_idea().in_review(), "ana", "ole"), "ole")

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
        asks(an_idea().in_review(), "ana", adviser)


def test_nobody_is_asked_twice_at_once_and_not_too_many() -> None:
    idea = asks(an_idea().in_review(), "ana", "ole")
    with pytest.raises(RuleBroken, match=r"advice\.already_asked"):
        asks(idea, "ana", "ole")
    for other in ("ora", "dirk", "dana", "olga"):
        asks(idea, "ana", other)
    with pytest.raises(RuleBroken, match=r"advice\.enough"):
        asks(idea, "ana", "cem")
    assert asks(says(idea, "ole", 0), "ana", "cem").kinds == ["advice_asked"]


def test_nobody_else_asks_or_answers() -> None:
    idea = an_idea().in_review()
    with pytest.raises(RuleBroken, match="not_allowed"):
        idea.happens(
            "advice_asked", "ben", "link", assignment=idea.assignment("ana").id, adviser="ole", question=QUESTION
        )
    asks(idea, "ana", "ole")
    for other in ("ora", "ana", "olga", "ben"):
        with pytest.raises(RuleBroken, match="not_allowed"):
            says(idea, other)
    says(idea, "ole")
    with pytest.raises(RuleBroken, match=r"advice\.given"):
        says(idea, "ole")


@pytest.mark.parametrize("how", ["answered", "handed over", "taken back", "biased"])
def test_once_the_task_is_gone_the_advice_is_not_needed(how: str) -> None:
    idea = asks(an_idea().in_review(), "ana", "ole")
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
        says(idea, "ole")


def test_a_deputy_who_has_asked_for_advice_has_begun_and_keeps_the_task() -> None:
    idea = an_idea().deputised("ana", "cem").away("ana", "2026-11-02", "2026-11-06").in_review()
    asks(idea, "cem", "ole").here("ana").absence_noted("ana")

    assert idea.asked == ["cem", "ben"]
    assert idea.assignment("cem").for_person == "ana"


def test_advice_can_be_blanked() -> None:
    idea = says(asks(an_idea().in_review(), "ana", "ole"), "ole")
    idea.redacted(idea.case.advice[0].id)

    assert (idea.case.advice[0].question, idea.case.advice[0].text) == ("█", "█")


def test_in_a_pause_nobody_is_asked() -> None:
    with pytest.raises(RuleBroken, match=r"case\.paused"):
        asks(an_idea().in_review().paused(), "ana", "ole")
