"""A questionnaire is data: strict, canonical, and honest about what is not translated."""

import json

import pytest
from pydantic import ValidationError

from domain.survey.questionnaire import Questionnaire, missing_translations
from domain.survey.questions import Text
from tests.unit.survey.forms import a_form, a_page, likert, question, single, ten, when, words


def test_a_questionnaire_is_read_from_what_it_writes() -> None:
    form = a_form(
        a_page("one", single("way", "bus", "bike"), question("date", "since", earliest="2020-01-01")),
        a_page("two", likert("calm", when={"not": when("way", "is", "bus")}), when=when("way", "known", True)),
    )

    assert Questionnaire.from_text(form.text) == form
    assert Questionnaire.from_text(form.text).content_hash == form.content_hash


def test_another_word_is_another_questionnaire() -> None:
    assert a_form(a_page("one", ten("q"))).content_hash != a_form(a_page("one", ten("r"))).content_hash


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "matrix"},
        {"required": True},  # only a consent can be required
        {"options": [{"key": "a", "text": words()}]},  # no choice at all
        {"key": "<script>"},
        {"unknown": 1},
        {"when": {"field": "x", "operator": "about", "value": 1}},
        {"text": {"de": "a\x00b"}},
    ],
)
def test_nothing_unknown_is_taken(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        a_form(a_page("one", single("way") | wrong))


def test_a_number_without_end_is_no_bound() -> None:
    text = a_form(a_page("one", question("number", "n", minimum=0, maximum=1))).text

    with pytest.raises(ValidationError):
        Questionnaire.from_text(text.replace('"maximum":1', '"maximum":Infinity'))


def test_what_is_not_translated_is_listed() -> None:
    data = json.loads(a_form(a_page("one", single("way", "bus", "bike"))).text)
    del data["title"]["en"]
    data["pages"][0]["questions"][0]["options"][1]["text"]["de"] = ""
    form = Questionnaire.from_text(json.dumps(data))

    assert missing_translations(form, "en") == (("title",),)
    assert missing_translations(form, "de") == (("pages", 0, "questions", 0, "options", 1, "text"),)


def test_a_gap_shows_the_other_language() -> None:
    assert Text(de="Ja").in_("en") == "Ja"
    assert Text(en="Yes").in_("de") == "Yes"
    assert Text(de="Ja", en="Yes").in_("en") == "Yes"


def test_steps_of_a_scale_are_numbered_from_where_it_says() -> None:
    (rated,) = a_form(a_page("one", likert("rated", scale_from=-2))).questions

    assert (rated.scale_from, rated.scale_to) == (-2, 2)  # type: ignore[union-attr]
