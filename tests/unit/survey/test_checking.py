"""What cannot work is found when a questionnaire is saved."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from domain.survey.checking import check_questionnaire, hints
from domain.survey.questionnaire import Questionnaire
from domain.survey.staff import Approval, check_staff
from tests.unit.survey.forms import (
    a_form,
    a_page,
    likert,
    multiple,
    number,
    question,
    questionnaires,
    ranking,
    single,
    ten,
    when,
    words,
)


def codes(form: Questionnaire) -> list[str]:
    return [finding.code for finding in check_questionnaire(form)]


def test_a_questionnaire_that_works_has_nothing_to_say() -> None:
    form = a_form(
        a_page("one", single("way", "bus", "bike"), multiple("why")),
        a_page("two", ten("like", when=when("way", "is", "bus")), when=when("why", "contains", "a")),
    )

    assert check_questionnaire(form) == []


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (when("wy", "is", "bus"), "question_unknown"),
        (when("way", "is", "train"), "option_unknown"),
        (when("way", "one_of", ["bus", "train"]), "option_unknown"),
        (when("way", "one_of", "bus"), "value_misfit"),
        (when("way", "is", ["bus"]), "value_misfit"),
        (when("way", "is", 1), "value_misfit"),
        (when("way", "contains", "bus"), "operator_misfit"),
        (when("way", "at_least", 1), "operator_misfit"),
        (when("why", "is", "a"), "operator_misfit"),
        (when("old", "is", "30"), "value_misfit"),
        (when("old", "is", True), "value_misfit"),
        (when("say", "is", "x"), "operator_misfit"),
        (when("yes", "is", "x"), "value_misfit"),
        (when("yes", "known", 1), "value_misfit"),
        (when("read", "known", True), "operator_misfit"),
    ],
)
def test_a_condition_names_what_is_there(condition: dict[str, Any], code: str) -> None:
    first = (single("way", "bus", "bike"), multiple("why"), number("old"), question("short_text", "say"))
    more = (question("consent", "yes"), question("info", "read"))
    form = a_form(a_page("one", *first, *more), a_page("two", ten("like", when=condition)))

    assert codes(form)[0] == code


def test_a_misspelt_question_is_told_with_the_ones_there_are() -> None:
    form = a_form(a_page("one", single("way")), a_page("two", ten("like"), when={"all": [when("wy", "known", True)]}))

    (finding,) = (f for f in check_questionnaire(form) if f.code == "question_unknown")
    assert finding.where == ("pages", 1, "when", "all", 0, "field")
    assert (finding.wrong, set(finding.known)) == ("wy", {"way", "like"})


def test_branching_in_a_circle_is_told_once() -> None:
    form = a_form(
        a_page("one", single("a", when=when("c", "is", "a")), single("b", when=when("a", "is", "a"))),
        a_page("two", single("c", when=when("b", "is", "a")), single("d", when=when("c", "is", "a"))),
    )

    (finding,) = check_questionnaire(form)
    assert (finding.code, finding.facts) == ("branching_circle", {"names": "a, b, c"})


@pytest.mark.parametrize("where", ["question", "page"])
def test_a_question_on_itself_is_a_circle(where: str) -> None:
    itself = {"when": when("a", "is", "a")}
    form = a_form(a_page("one", single("a", **itself)) if where == "question" else a_page("one", single("a"), **itself))

    assert codes(form) == ["branching_circle"]


@pytest.mark.parametrize("where", ["question", "page"])
def test_a_condition_on_a_later_question_is_told(where: str) -> None:
    later = {"when": when("b", "is", "a")}
    first = a_page("one", single("a", **later)) if where == "question" else a_page("one", single("a"), **later)

    (finding,) = check_questionnaire(a_form(first, a_page("two", single("b"))))
    assert (finding.code, finding.facts) == ("condition_on_later", {"name": "b"})


A, B = when("way", "is", "a"), when("way", "is", "b")


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [A, B]},
        {"all": [A, {"not": A}]},
        {"any": []},
        {"not": {"any": [A, B, when("way", "known", False)]}},
        when("old", "at_least", 101),
        when("old", "less_than", 0),
        {"all": [when("old", "more_than", 4), when("old", "less_than", 5)]},
        when("mood", "is", 6),
        when("like", "more_than", 10),
        {"all": [when("why", "contains", "a"), when("why", "contains", "b")]},  # one at most
        when("gone", "known", True),
        when("since", "is", "2019-12-31"),
        {"all": [A, when("only_b", "known", True)]},  # that is shown to others
    ],
)
def test_a_question_nobody_can_be_shown_is_told(condition: dict[str, Any]) -> None:
    first = (single("way"), number("old"), likert("mood"), ten("like"), multiple("why", at_most=1))
    since = question("date", "since", earliest="2020-01-01")
    more = (single("gone", when={"all": [A, B]}), single("only_b", when=B), since)
    form = a_form(a_page("one", *first, *more), a_page("two", ten("dead", when=condition)))

    told = [f.facts["name"] for f in check_questionnaire(form) if f.code == "never_shown"]
    assert told == ["gone", "dead"]


@pytest.mark.parametrize(
    "condition",
    [
        {"any": [A, B]},
        {"not": A},
        when("old", "is", 100),
        {"all": [when("part", "more_than", 4), when("part", "less_than", 5)]},
        {"all": [when("why", "contains", "a"), when("why", "contains", "b")]},
        {"all": [when("rank", "contains", "a"), {"not": when("rank", "contains", "b")}]},
        when("since", "is", "2026-11-02"),
        {"all": [B, when("only_b", "known", False)]},
    ],
)
def test_a_question_somebody_can_be_shown_is_not(condition: dict[str, Any]) -> None:
    first = (single("way"), number("old"), number("part", whole=False), multiple("why"), ranking("rank"))
    more = (question("date", "since"), single("only_b", when=B))
    form = a_form(a_page("one", *first, *more), a_page("two", ten("alive", when=condition)))

    assert codes(form) == []


@pytest.mark.parametrize(
    ("pages", "code"),
    [
        ([a_page("one", single("a")), a_page("one", single("b"))], "page_twice"),
        ([a_page("one", single("a")), a_page("two", ten("a"))], "key_twice"),
        ([a_page("one", single("a", "x", "x"))], "option_twice"),
        ([a_page("one"), a_page("two", single("a"))], "page_empty"),
        ([a_page("one", question("info", "a"))], "nothing_asked"),
        ([a_page("one", number("a", 5, 4))], "bounds_upside_down"),
        ([a_page("one", number("a", 4.2, 4.8))], "bounds_upside_down"),
        ([a_page("one", question("date", "a", earliest="2026-01-02", latest="2026-01-01"))], "bounds_upside_down"),
        ([a_page("one", multiple("a", at_most=3))], "more_than_there_are"),
        ([a_page("one", single("a") | {"text": {}})], "text_missing"),
    ],
)
def test_what_else_cannot_work_is_told(pages: list[dict[str, Any]], code: str) -> None:
    assert codes(a_form(*pages)) == [code]


@settings(max_examples=40)
@given(questionnaires())
def test_conditions_on_earlier_questions_are_in_order(form: Questionnaire) -> None:
    assert set(codes(form)) <= {"never_shown", "nothing_asked"}


def test_hints_do_not_refuse() -> None:
    form = a_form(a_page("one", single("a") | {"text": {"de": "Weg"}}, ten("b", when=when("a", "is", "a"))))

    assert codes(form) == []
    assert [(f.code, f.where) for f in hints(form)] == [
        ("translation_missing", ("pages", 0, "questions", 0, "text", "en")),
        ("condition_on_same_page", ("pages", 0, "questions", 1, "when", "field")),
    ]


def test_twelve_cells_for_nine_people_are_pointed_out() -> None:
    form = a_form(a_page("one", single("sex", "f", "m", "d", demographic=True), likert("age", 4, demographic=True)))

    (finding,) = hints(form, invited=9)
    assert finding.code == "identifiable"
    assert finding.facts == {"cells": 12, "people": 9, "names": "sex, age", "least": 5, "needed": 60}


@pytest.mark.parametrize(
    ("invited", "unit", "told"),
    [
        (60, None, []),
        (59, None, ["identifiable"]),
        (59, 59, ["identifiable"]),
        (600, 59, ["identifiable_unit"]),
        (600, 60, []),
    ],
)
def test_the_smallest_unit_counts(invited: int, unit: int | None, told: list[str]) -> None:
    form = a_form(a_page("one", single("sex", "f", "m", "d", demographic=True), likert("age", 4, demographic=True)))

    assert [f.code for f in hints(form, invited, unit)] == told


def test_a_free_text_about_the_person_has_no_bound() -> None:
    form = a_form(a_page("one", question("short_text", "job", demographic=True)))

    assert [f.code for f in hints(form, invited=10_000)] == ["identifiable_freely"]


def test_without_questions_about_the_person_nobody_is_given_away() -> None:
    assert hints(a_form(a_page("one", single("a"))), invited=3) == []


NOTICE = {name: words() for name in ("voluntary", "purpose", "recipients", "evaluations")}
COUNCIL = "Personalrat <script>"


def test_a_survey_of_employees_needs_its_blocks_and_an_approval() -> None:
    form = a_form(a_page("one", single("a")), kind="staff", notice={"purpose": words()})

    told = [(f.code, f.facts.get("block")) for f in check_staff(form, None)]
    assert told == [
        ("staff_block_missing", "voluntary"),
        ("staff_block_missing", "recipients"),
        ("staff_block_missing", "evaluations"),
        ("approval_missing", None),
    ]


def test_an_approval_is_of_one_wording() -> None:
    form = a_form(a_page("one", single("a")), kind="staff", notice=NOTICE)
    other = a_form(a_page("one", single("b")), kind="staff", notice=NOTICE)
    approval = Approval(form.content_hash, COUNCIL, date(2026, 11, 2))

    assert check_staff(form, approval) == []
    assert [f.code for f in check_staff(other, approval)] == ["approval_of_other_wording"]


def test_others_need_none() -> None:
    assert check_staff(a_form(a_page("one", single("a"))), None) == []
