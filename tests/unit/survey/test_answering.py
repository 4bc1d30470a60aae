"""What is shown, what is said, what is wrong with it: one code for all three."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.survey.answering import fill
from domain.survey.branching import places
from domain.survey.pages import first_page, from_form, merged, next_page, previous_page
from domain.survey.questionnaire import Questionnaire
from tests.unit.survey.forms import (
    EVIL,
    a_form,
    a_page,
    answers_to,
    likert,
    multiple,
    number,
    question,
    questionnaires,
    ranking,
    single,
    ten,
    when,
)

FORM = a_form(
    a_page("way", single("way", "bus", "bike"), multiple("why", "fast", "cheap", "green", at_most=2)),
    a_page("bus", likert("calm"), ten("tell"), when=when("way", "is", "bus")),
    a_page(
        "you",
        number("old", 0, 120),
        number("km", 0, 50, whole=False),
        question("date", "since", earliest="2020-01-01", latest="2026-12-31"),
        question("short_text", "job", at_most=40),
        question("long_text", "say", at_most=300),
        ranking("rank", "x", "y", "z"),
        question("info", "read"),
        question("consent", "agree", required=True),
    ),
)
MINUS = "\u2212"


def value_of(key: str, raw: object) -> object:
    """The value, or the code of what is wrong."""
    filled = fill(FORM, {"way": "bus", key: raw})
    return filled.errors[key].code if key in filled.errors else filled.values.get(key)


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("way", "bus", "bus"),
        ("way", ["bike"], "bike"),
        ("way", "train", "answer.not_an_option"),
        ("way", 1, "answer.not_an_option"),
        ("way", ["bus", "bike"], "answer.not_an_option"),
        ("way", "", None),
        ("why", ["green", "fast"], ("fast", "green")),
        ("why", "cheap", ("cheap",)),
        ("why", ["cheap", "cheap", ""], ("cheap",)),
        ("why", [], None),
        ("why", [""], None),
        ("why", ["fast", "x"], "answer.not_an_option"),
        ("why", {"fast": True}, "answer.not_an_option"),
        ("why", ["fast", "cheap", "green"], "answer.too_many"),
        ("calm", "3", 3),
        ("calm", 5, 5),
        ("calm", "0", "answer.not_a_step"),
        ("calm", True, "answer.not_a_step"),
        ("calm", 3.0, "answer.not_a_step"),
        ("tell", "0", 0),
        ("tell", 10, 10),
        ("tell", 11, "answer.not_a_step"),
        ("tell", "٣", "answer.not_a_step"),
        ("old", " 37 ", 37),
        ("old", "37,5", "answer.not_a_whole_number"),
        ("old", "-1", "answer.too_small"),
        ("old", MINUS + "1", "answer.too_small"),
        ("old", 121, "answer.too_large"),
        ("old", "9" * 400, "answer.not_a_whole_number"),
        ("km", "3,5", 3.5),
        ("km", "3.5", 3.5),
        ("km", "3", 3),
        ("km", "1.000,5", "answer.not_a_number"),
        ("km", float("nan"), "answer.not_a_number"),
        ("km", "1e3", "answer.not_a_number"),
        ("since", "2026-11-02", "2026-11-02"),
        ("since", "2.11.2026", "2026-11-02"),
        ("since", "2,11,2026", "2026-11-02"),
        ("since", "02. 11. 2026", "2026-11-02"),
        ("since", "2,11.26", "answer.not_a_date"),
        ("since", "2026-02-30", "answer.not_a_date"),
        ("since", "30.2.2026", "answer.not_a_date"),
        ("since", 20261102, "answer.not_a_date"),
        ("since", "2019-12-31", "answer.too_early"),
        ("since", "2027-01-01", "answer.too_late"),
        ("job", f"  {EVIL[:30]} ", EVIL[:30].strip()),
        ("job", "a\nb", "answer.one_line"),
        ("job", "x" * 41, "answer.too_long"),
        ("job", 3, "answer.not_a_text"),
        ("say", "one\r\ntwo", "one\ntwo"),
        ("say", "a\x00b", "answer.control_characters"),
        ("say", "a\u202eb", "answer.control_characters"),
        ("say", "x" * 20_000, "answer.too_long"),
        ("say", "   ", None),
        ("rank", ["y", "x"], ("y", "x")),
        ("rank", {"x": "2", "y": "1", "z": ""}, ("y", "x")),
        ("rank", {"x": 1}, ("x",)),
        ("rank", {"x": "1", "y": "1"}, "answer.place_twice"),
        ("rank", {"x": "1", "y": "3"}, "answer.place_missing"),
        ("rank", {"x": "first"}, "answer.not_a_place"),
        ("rank", {"q": "1"}, "answer.not_an_option"),
        ("rank", ["x", "x"], "answer.place_twice"),
        ("rank", {}, None),
        ("agree", "on", True),
        ("agree", True, True),
        ("agree", "off", "answer.consent_needed"),
        ("agree", None, "answer.consent_needed"),
        ("agree", "perhaps", "answer.not_yes_or_no"),
        ("read", "x", "answer.not_asked"),
        ("no_such", "x", "answer.question_unknown"),
    ],
)
def test_an_answer_is_read_or_refused(key: str, raw: object, value: object) -> None:
    assert value_of(key, raw) == value


def test_only_a_consent_is_required() -> None:
    assert {key: error.code for key, error in fill(FORM, {}).errors.items()} == {"agree": "answer.consent_needed"}
    assert fill(FORM, {"agree": "on"}).complete


def test_what_is_wrong_is_told_page_by_page() -> None:
    filled = fill(FORM, {"way": "train", "old": "x"})

    assert list(filled.errors_on(FORM.pages[0])) == ["way"]
    assert list(filled.errors_on(FORM.pages[2])) == ["old", "agree"]


def test_answers_to_what_is_not_shown_any_more_are_dropped() -> None:
    filled = fill(FORM, {"way": "bike", "calm": "3", "tell": "", "agree": "on"})

    assert dict(filled.values) == {"way": "bike", "agree": True}
    assert filled.dropped == {"calm"}
    assert filled.pages == ("way", "you")
    assert "calm" not in filled.questions


def test_a_dropped_answer_leads_nowhere() -> None:
    form = a_form(
        a_page("one", single("a")),
        a_page("two", single("b"), when=when("a", "is", "a")),
        a_page("three", single("c", when=when("b", "is", "a")), single("d", when=when("b", "known", False))),
    )

    assert fill(form, {"a": "b", "b": "a", "c": "a"}).questions == ("a", "d")


def test_a_wrong_answer_leads_nowhere() -> None:
    assert fill(FORM, {"way": "train"}).pages == ("way", "you")


def test_pages_without_anything_to_show_are_left_out() -> None:
    on, back = fill(FORM, {"way": "bus"}), fill(FORM, {})

    assert first_page(on) == "way"
    assert [next_page(FORM, on, p) for p in ("way", "bus", "you")] == ["bus", "you", None]
    assert [next_page(FORM, back, p) for p in ("way", "bus")] == ["you", "you"]
    assert [previous_page(FORM, on, p) for p in ("way", "bus", "you")] == [None, "way", "bus"]
    assert previous_page(FORM, back, "you") == "way"


def test_where_nothing_is_shown_there_is_no_page() -> None:
    form = a_form(a_page("one", single("a", when={"any": []})))

    assert first_page(fill(form, {})) is None


def test_a_page_comes_again_when_its_answer_opens_a_question() -> None:
    form = a_form(a_page("one", single("a"), ten("b", when=when("a", "is", "a"))), a_page("two", ten("c")))
    filled = fill(form, {"a": "a"})

    assert next_page(form, filled, "one", shown={"a"}) == "one"
    assert next_page(form, filled, "one", shown={"a", "b"}) == "two"


def test_a_form_sends_texts() -> None:
    sent = [("page", "you"), ("why", "fast"), ("why", "green"), ("rank.x", "2"), ("rank.y", "1"), ("rank.z", "")]

    assert from_form(FORM, [*sent, ("read", "x"), ("way", "bus"), ("way.x", "y")]) == {
        "why": ["fast", "green"],
        "rank": {"x": "2", "y": "1", "z": ""},
        "way": "bus",
    }


def test_boxes_without_a_tick_take_an_older_answer_back() -> None:
    page = FORM.pages[0]
    before = {"way": "bus", "why": ("fast",), "calm": 3}

    assert merged(before, page, {"way": "bike", "calm": "9"}) == {"calm": 3, "way": "bike"}
    assert merged(before, page, {"way": "bike"}, shown={"way"}) == {"calm": 3, "why": ("fast",), "way": "bike"}


@settings(max_examples=100)
@given(st.data())
def test_no_answer_to_what_is_not_shown_is_ever_kept(data: st.DataObject) -> None:
    form: Questionnaire = data.draw(questionnaires())
    raw: dict[str, Any] = data.draw(answers_to(form))

    filled = fill(form, raw)

    assert filled.values.keys() <= set(filled.questions)
    assert not filled.values.keys() & filled.errors.keys()
    shown = {p.question.key for p in places(form) if p.shown(filled.values)}
    assert set(filled.questions) == shown, "what is shown follows from what is kept, and from nothing else"
    again = fill(form, filled.values)
    assert dict(again.values) == dict(filled.values), "cleaning twice changes nothing"
    assert again.questions == filled.questions
    assert not again.dropped
    assert {e.code for e in again.errors.values()} <= {"answer.consent_needed"}


@settings(max_examples=60)
@given(st.data())
def test_the_order_of_answers_makes_no_difference(data: st.DataObject) -> None:
    form: Questionnaire = data.draw(questionnaires())
    raw: dict[str, Any] = data.draw(answers_to(form))

    assert fill(form, raw) == fill(form, dict(data.draw(st.permutations(list(raw.items())))))


@settings(max_examples=60)
@given(st.data())
def test_pages_lead_from_the_first_to_the_last_and_back(data: st.DataObject) -> None:
    form: Questionnaire = data.draw(questionnaires())
    filled = fill(form, data.draw(answers_to(form)))

    page, gone = first_page(filled), []
    while page is not None:
        gone.append(page)
        page = next_page(form, filled, page)
    assert tuple(gone) == filled.pages
    assert [previous_page(form, filled, p) for p in gone] == [None, *gone][: len(gone)]
