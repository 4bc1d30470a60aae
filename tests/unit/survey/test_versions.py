"""What was sent stays; what changed is said before anybody draws a line through it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.errors import RuleBroken
from domain.survey.questionnaire import Questionnaire
from domain.survey.versions import Cause, Change, Version, check_unsent, compare, saved, sent, trend_breaks
from tests.unit.survey.forms import a_form, a_page, likert, multiple, number, options, question, single, ten, when

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 3, 9, tzinfo=UTC)
GERMAN = {"de": "Wie zufrieden sind Sie?"}


def one(asked: dict[str, Any], **page: Any) -> Questionnaire:
    return a_form(a_page("first", single("way")), a_page("page", asked, **page))


def causes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Cause, ...]:
    return compare(one(before), one(after))[1].causes


def test_what_was_not_sent_is_changed_in_place() -> None:
    first = saved(None, one(ten("a")))

    assert first.number == 1
    assert saved(first, one(ten("b"))).number == 1


def test_what_was_sent_becomes_a_new_version() -> None:
    first = sent(saved(None, one(ten("a"))), AT)
    second = saved(first, one(ten("b")))

    assert (second.number, second.sent_at) == (2, None)
    assert second.content_hash == one(ten("b")).content_hash
    assert saved(first, one(ten("a"))) == first, "the same content is the same version"


def test_the_first_sending_counts() -> None:
    assert sent(sent(Version(1, "x"), AT), LATER).sent_at == AT


def test_what_was_sent_is_not_taken_away() -> None:
    check_unsent(Version(3, "x"))
    with pytest.raises(RuleBroken) as refused:
        check_unsent(Version(3, "x", AT))

    assert (refused.value.code, refused.value.facts) == ("questionnaire.sent", {"version": 3})


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (ten("a"), ten("a"), ()),
        (ten("a"), likert("a"), (Cause.KIND,)),
        (ten("a"), ten("a") | {"text": GERMAN}, (Cause.WORDING,)),
        (ten("a"), ten("a", help=GERMAN), (Cause.WORDING,)),
        (ten("a"), ten("a") | {"lowest": GERMAN}, (Cause.WORDING,)),
        (ten("a") | {"text": GERMAN}, ten("a") | {"text": {**GERMAN, "en": "How satisfied are you?"}}, ()),
        (likert("a", 5), likert("a", 7), (Cause.SCALE,)),
        (likert("a"), likert("a", scale_from=0), (Cause.SCALE,)),
        (single("a", "x", "y"), single("a", "x", "y", "z"), (Cause.SCALE,)),
        (single("a", "x", "y"), single("a", "y", "x"), (Cause.SCALE,)),
        (single("a", "x", "y"), single("a") | {"options": [*options("x"), {"key": "y", "text": GERMAN}]}, ("wording",)),
        (multiple("a"), multiple("a", at_most=1), (Cause.SCALE,)),
        (number("a"), number("a", unit=GERMAN), (Cause.WORDING,)),
        (number("a"), number("a", maximum=99), (Cause.SCALE,)),
        (ten("a"), ten("a", when=when("way", "is", "a")), (Cause.CONDITION,)),
        (ten("a"), ten("a", demographic=True), ()),
        (question("date", "a"), question("date", "a", earliest="2026-01-01"), ()),
    ],
)
def test_a_trend_breaks_where_the_question_is_another(
    before: dict[str, Any], after: dict[str, Any], expected: tuple[Cause, ...]
) -> None:
    assert causes(before, after) == expected


def test_a_page_that_is_shown_to_others_breaks_the_trend() -> None:
    assert compare(one(ten("a")), one(ten("a"), when=when("way", "is", "a")))[1].causes == (Cause.CONDITION,)


def test_questions_come_and_go() -> None:
    told = [(c.key, c.change) for c in compare(one(ten("old")), one(ten("new")))]

    assert told == [("way", Change.SAME), ("new", Change.ADDED), ("old", Change.REMOVED)]


def test_a_line_is_cut_at_every_break_and_only_there() -> None:
    same, other = one(ten("a")), one(ten("a") | {"text": GERMAN})

    assert trend_breaks("a", [same, same, other, other, same]) == (2, 4)
    assert trend_breaks("a", [same, one(ten("b")), same]) == ()
    assert trend_breaks("a", [same, one(ten("b")), other]) == (2,)
    assert trend_breaks("nowhere", [same, same]) == ()
