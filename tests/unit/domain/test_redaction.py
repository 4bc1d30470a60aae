"""What must go is blanked where it stands; who wrote when stays, the record stays whole."""

from collections.abc import Callable

import pytest

from domain.chain import broken_at
from domain.errors import RuleBroken
from domain.rules.redaction import BLANK, SENTENCES
from domain.words import EventKind
from tests.builders import AnIdea, a_definition, an_idea
from tests.chains import a_chain, by, signing, signs


def test_every_sentence_of_an_answer_is_blanked_and_the_rest_stays() -> None:
    idea = an_idea().in_review().answered("ana", "reject")
    answer = idea.case.answers[0]
    after = idea.redacted(answer.id).case.answers[0]

    assert after.reason == BLANK
    assert (after.by, after.at, after.verdict, after.scores) == (answer.by, answer.at, answer.verdict, answer.scores)
    assert after.redacted_at is not None


def test_a_text_loses_its_title_and_its_benefits() -> None:
    idea = an_idea().submitted()
    text = idea.redacted(idea.case.text.id).case.text

    assert (text.title, text.benefits) == (BLANK, ())


def test_it_is_a_line_of_the_record_with_a_reason_of_its_own() -> None:
    idea = an_idea().submitted()
    idea.redacted(idea.case.text.id)

    assert idea.kinds[-1] == EventKind.REDACTED
    assert idea.case.reasons[-1].internal == "Name einer dritten Person"
    assert broken_at(idea.case, [event for step in idea.steps for event in step.events]) is None


def test_a_closed_case_can_be_blanked_too() -> None:
    idea = an_idea().submitted().declined()
    assert idea.redacted(idea.case.reasons[0].id).case.reasons[0].public == BLANK


def test_twice_or_nothing_is_refused() -> None:
    idea = an_idea().submitted()
    item = idea.case.text.id
    idea.redacted(item)
    for code, wanted in {"redact.already": item, "redact.unknown": "nothing"}.items():
        with pytest.raises(RuleBroken, match=code):
            idea.redacted(wanted)


def replied() -> AnIdea:
    return redacted(an_idea().submitted().question_asked(), "questions").replied()


def handed_in() -> AnIdea:
    rework = {"deadline": {"working_days": 10}}
    idea = an_idea(a_definition(review={"rework": rework})).in_review().answered("ana", "changes", points=["Ort"])
    idea.edited()
    return redacted(idea, "points").handed_in(done={idea.case.points[0].id: "<script>Nachbar</script>"})


def advised() -> AnIdea:
    return redacted(an_idea().in_review().advice_asked("ana", "cem"), "advice").advice_given("cem")


def signed() -> AnIdea:
    return signs(redacted(signing(a_chain(by("ella"))), "sign_steps"), "ella", said="remark")


def redacted(idea: AnIdea, collection: str) -> AnIdea:
    """The last of these is blank."""
    return idea.redacted(getattr(idea.case, collection)[-1].id)


@pytest.mark.parametrize(
    ("idea", "collection", "field"),
    [
        (replied, "questions", "reply"),
        (handed_in, "points", "done"),
        (advised, "advice", "text"),
        (signed, "sign_steps", "remark"),
    ],
)
def test_what_is_written_beside_it_later_can_be_blanked_too(
    idea: Callable[[], AnIdea], collection: str, field: str
) -> None:
    after = idea()
    item = getattr(after.case, collection)[-1]
    assert "<script>" in getattr(item, field)

    assert getattr(getattr(after.redacted(item.id).case, collection)[-1], field) == BLANK
    with pytest.raises(RuleBroken, match=r"redact\.already"):
        after.redacted(item.id)


def test_every_field_named_here_is_one() -> None:
    case = an_idea().committed().case
    for collection, names in SENTENCES.items():
        for item in getattr(case, collection):
            assert all(hasattr(item, name) for name in names)
