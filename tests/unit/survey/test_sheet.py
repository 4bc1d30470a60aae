"""A sheet comes back as it was written, and none is longer than its questionnaire allows."""

from datetime import date

import pytest

from domain.survey.answering import fill
from domain.survey.questionnaire import Questionnaire
from domain.survey.sheet import UNIT, Sheet, longest, read, read_values, written, written_values
from tests.storage.asking import questionnaire

WIDEST = "\U0001f600"  # four bytes


def largest(form: Questionnaire) -> dict[str, object]:
    """Every question answered with as much as it takes."""
    found: dict[str, object] = {}
    for q in form.questions:
        match q.type:
            case "single":
                found[q.key] = max((option.key for option in q.options), key=len)
            case "multiple":
                found[q.key] = [option.key for option in q.options][: q.at_most]
            case "ranking":
                found[q.key] = [option.key for option in q.options]
            case "likert":
                found[q.key] = q.scale_from
            case "ten":
                found[q.key] = 10
            case "number":
                found[q.key] = q.maximum
            case "date":
                found[q.key] = (q.latest or date(2026, 12, 31)).isoformat()
            case "short_text" | "long_text":
                found[q.key] = WIDEST * q.at_most
            case "consent":
                found[q.key] = True
    return found


@pytest.mark.parametrize("name", ["pulse", "readiness"])
def test_the_longest_answers_fit(name: str) -> None:
    form = questionnaire(name)
    values = {**fill(form, largest(form)).values}
    sheet = Sheet("\U0001f600" * (UNIT // 4), values)
    assert len(written(sheet).encode()) <= longest(form)
    assert len(values) >= 5


def test_what_json_escapes_fits_as_well() -> None:
    form = questionnaire()
    values = fill(form, {"one_thing": '"\\\n\t'[:2] * 500}).values
    assert len(str(values["one_thing"])) == 1000
    assert len(written(Sheet("", values)).encode()) <= longest(form)


def test_a_sheet_comes_back_as_it_was_written() -> None:
    values = fill(questionnaire(), largest(questionnaire())).values
    assert read(written(Sheet("amt11", values))) == Sheet("amt11", values)
    assert read_values(written_values(values)) == values
    assert isinstance(values["first"], tuple)
