"""Trends: the same question with the same scale, breaks marked, an arrow only where sure."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.survey.figures import UNIT, Part
from domain.survey.intervals import Arrow
from domain.survey.results import figures_for
from domain.survey.trend import Line, Look, trend
from tests.unit.survey.results import HEARD, JOIN, SIDE, TOWN, WHY, Said, gathered, place


def said(steps: list[int], unit: str = "") -> list[Said]:
    return [Said(f"a{unit}{n}", unit, {"heard": step}) for n, step in enumerate(steps)]


def look(number: int, steps: list[int], *questions: dict[str, Any], **more: Any) -> Look:
    given = gathered(said(steps, more.pop("unit", "")), *questions, **more)
    return Look(f"w{number}", number, date(2026, 1 + number, 1), given.questionnaire, figures_for(given))


def line(lines: tuple[Line, ...], key: str = "heard") -> Line:
    return next(one for one in lines if one.question.key == key)


LOW, HIGH = [1, 2, 1, 2, 1, 2, 1, 1], [5, 4, 5, 4, 5, 5, 5, 4]


def test_a_rise_that_is_sure_gets_an_arrow_and_one_that_is_not_gets_none() -> None:
    up = line(trend([look(0, LOW), look(1, HIGH), look(2, [5, 4, 5, 4, 4, 5, 5, 4])]))
    assert [[change.arrow for change in point.changes] for point in up.points] == [[], [Arrow.UP], [Arrow.NONE]]


def test_another_scale_breaks_the_line() -> None:
    shorter = replace_labels(HEARD, 4)
    told = line(trend([look(0, LOW), look(1, [1, 2, 3, 4, 1, 2]), look(2, [1, 2, 3, 4, 1, 2], SIDE, shorter)]))
    assert [point.broken for point in told.points] == [False, False, True]
    assert told.points[2].changes == ()


def replace_labels(question: dict[str, Any], count: int) -> dict[str, Any]:
    return question | {"labels": [{"de": str(n)} for n in range(1, count + 1)]}


def test_a_wave_without_the_question_leaves_a_gap_and_the_line_goes_on() -> None:
    told = line(trend([look(0, LOW), look(1, LOW, SIDE, JOIN), look(2, HIGH)]))
    assert [point.asked for point in told.points] == [True, False, True]
    assert [point.figure is None for point in told.points] == [False, True, False]
    assert [change.arrow for change in told.points[2].changes] == [Arrow.UP]


def test_a_wave_with_too_few_answers_shows_no_figure() -> None:
    told = line(trend([look(0, LOW), look(1, [5, 5]), look(2, HIGH)]))
    assert told.points[1].figure is None
    assert told.points[1].asked


def test_another_tree_of_units_changes_no_earlier_figure() -> None:
    before = look(0, LOW, unit="north", units=TOWN)
    moved = {"town": place("Stadt"), "north": place("Nord")}
    told = line(trend([before, look(1, HIGH, unit="north", units=moved)], Part(UNIT, "north")))
    alone = line(trend([before], Part(UNIT, "north")))
    assert told.points[0].figure == alone.points[0].figure
    assert told.points[0].figure is not None


def test_texts_have_no_line() -> None:
    assert [one.question.key for one in trend([replace(look(0, LOW, HEARD, WHY))])] == ["heard"]
