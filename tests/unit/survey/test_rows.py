"""Single answers leave only where nobody can be told by who they say they are."""

from typing import Any

import pytest

from domain.errors import RuleBroken
from domain.survey.modes import Mode
from domain.survey.rows import columns_of, rows_of
from tests.unit.survey.results import TOWN, Said, form, gathered, many


def refused(answers: list[Said], **more: Any) -> str:
    with pytest.raises(RuleBroken) as broken:
        rows_of(gathered(answers, units=TOWN, **more))
    return broken.value.code


def test_enough_people_of_each_kind_may_leave() -> None:
    answers = [*many(6, "north", side="inside", heard=3), *many(5, "south", side="outside", heard=4)]
    assert len(rows_of(gathered(answers, units=TOWN))) == 11


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.CONFIDENTIAL])
def test_a_group_of_three_holds_all_back(mode: Mode) -> None:
    answers = [*many(6, "north", side="inside"), *many(3, "north", first=6, side="outside")]
    assert refused(answers, mode=mode) == "export.too_small"


def test_with_names_whoever_may_read_them_may_read_all() -> None:
    answers = [*many(6, "north", side="inside"), *many(3, "north", first=6, side="outside")]
    assert len(rows_of(gathered(answers, units=TOWN, mode=Mode.NAMED))) == 9


def test_three_who_left_a_question_out_are_a_group_too() -> None:
    assert refused([*many(6, side="inside"), *many(3, first=6)]) == "export.too_small"


def test_nobody_is_too_few() -> None:
    assert refused([]) == "export.too_small"


def test_before_the_close_nothing_leaves() -> None:
    assert refused(many(20, side="inside"), closed=False) == "export.too_early"


def test_the_order_of_rows_says_nothing_of_the_order_of_answers() -> None:
    answers = [Said(f"a{n}", "", {"side": "inside", "heard": 1 + n % 5}) for n in range(20)]
    assert [a.values for a in rows_of(gathered(answers))] == [a.values for a in rows_of(gathered(answers[::-1]))]


def test_texts_stand_with_other_answers_only_where_the_name_does() -> None:
    assert "why" not in [q.key for q in columns_of(form(), Mode.ANONYMOUS)]
    assert "why" in [q.key for q in columns_of(form(), Mode.NAMED)]
