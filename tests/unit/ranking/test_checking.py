"""What a method cannot work with is refused before anything is computed."""

import pytest

from domain.ranking import METHODS, rank
from domain.ranking.checking import Unfit, check
from domain.ranking.field import Field, Idea, Score
from tests.unit.ranking.fields import criteria, rated

FIELD = rated(criteria(k=100), {"a": [(1,)]})


def codes(field: Field, method: str) -> list[str]:
    return [one.code for one in check(field, METHODS[method])]


@pytest.mark.parametrize(
    ("method", "settings", "found"),
    [
        ("utility", {}, []),
        ("utility", {"least_raters": "two"}, ["not_a_number"]),
        ("utility", {"least_raters": -1}, ["not_a_number"]),
        ("wsjf", {}, ["setting_missing"]),
        ("wsjf", {"value": "x"}, ["criterion_unknown"]),
        ("wsjf", {"value": "k, k"}, ["one_criterion"]),
        ("lower_bound", {"support": "k"}, []),
        ("pairwise", {}, ["no_pairs"]),
        ("approvals", {"budget": 5}, ["no_ballots"]),
        ("equal_shares", {"budget": 0}, ["no_ballots", "not_a_number"]),
        ("equal_shares", {}, ["no_ballots", "setting_missing"]),
    ],
)
def test_a_method_the_field_does_not_fit(method: str, settings: dict, found: list[str]) -> None:
    field = Field(FIELD.ideas, FIELD.criteria, FIELD.scores, settings)
    assert codes(field, method) == found
    if found:
        with pytest.raises(Unfit) as unfit:
            rank(method, field)
        assert [one.code for one in unfit.value.findings] == found


def test_the_same_rater_scores_once() -> None:
    twice = Field(FIELD.ideas, FIELD.criteria, (*FIELD.scores, Score("rater1", "a", "k", 9)))
    assert codes(twice, "utility") == ["rated_twice"]


def test_scores_of_ideas_that_are_not_in_the_field() -> None:
    assert codes(Field((Idea("b"),), FIELD.criteria, FIELD.scores), "utility") == ["idea_unknown"]
