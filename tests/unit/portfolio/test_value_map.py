"""The map: hand-computed places, and undefined where something is not scored."""

from datetime import UTC, datetime

import pytest

from domain.case import Answer
from domain.portfolio.value_map import standing
from domain.words import Verdict, Via
from tests.builders import DEFINITION

AT = datetime(2026, 3, 2, tzinfo=UTC)


def answers(*scores: dict[str, int | None]) -> list[Answer]:
    given = enumerate(scores)
    return [Answer(f"a{n}", "x", "t", f"p{n}", AT, Via.LINK, 1, Verdict.APPROVE, one) for n, one in given]


@pytest.mark.parametrize(
    ("scores", "value", "complexity", "quadrant"),
    [
        ([{"benefit": 8, "complexity": 3}], 8.0, 3.0, "do_first"),
        ([{"benefit": 8, "complexity": 3}, {"benefit": 9, "complexity": 8}], 8.5, 5.5, "plan_well"),
        ([{"benefit": 2, "complexity": 0}], 2.0, 0.0, "do_aside"),
        ([{"benefit": 0, "complexity": 10}, {"benefit": None, "complexity": None}], 0.0, 10.0, "let_be"),
    ],
)
def test_an_idea_stands_where_its_mean_scores_put_it(
    scores: list[dict[str, int | None]], value: float, complexity: float, quadrant: str
) -> None:
    found = standing(DEFINITION.criteria, answers(*scores))

    assert found is not None
    assert (found.value, found.complexity, found.quadrant) == (value, complexity, quadrant)


@pytest.mark.parametrize("scores", [[], [{"benefit": 8, "complexity": None}], [{"complexity": 1}]])
def test_what_is_not_scored_has_no_place(scores: list[dict[str, int | None]]) -> None:
    assert standing(DEFINITION.criteria, answers(*scores)) is None


def test_without_criteria_of_both_kinds_there_is_no_map() -> None:
    only_benefit = [c for c in DEFINITION.criteria if c.better == "higher"]
    assert standing(only_benefit, answers({"benefit": 8})) is None
