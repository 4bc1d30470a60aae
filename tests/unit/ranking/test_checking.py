"""What cannot be ranked is refused before anything is computed; a method that does not fit determines nothing."""

import pytest

from domain.ranking import METHODS, rank
from domain.ranking.checking import Unfit, check, misfits
from domain.ranking.field import Field, Idea, Score
from domain.ranking.ranking import Reason
from tests.unit.ranking.fields import criteria, rated

FIELD = rated(criteria(k=100), {"a": [(1,)]})


def codes(field: Field, method: str = "utility") -> list[str]:
    return [one.code for one in [*check(field), *misfits(field, METHODS[method])]]


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
        ("quadrant", {"complexity": "k", "middle": 10}, []),
        ("quadrant", {"complexity": "k", "middle": 12}, ["off_the_range"]),
        ("pairwise", {}, ["no_pairs"]),
        ("approvals", {"budget": 5}, ["no_ballots"]),
        ("equal_shares", {"budget": 0}, ["no_ballots", "not_a_number"]),
        ("equal_shares", {}, ["no_ballots", "setting_missing"]),
    ],
)
def test_a_method_the_field_does_not_fit(method: str, settings: dict, found: list[str]) -> None:
    field = Field(FIELD.ideas, FIELD.criteria, FIELD.scores, settings)
    assert codes(field, method) == found
    ranking = rank(method, field)
    assert bool(ranking.undetermined) == bool(found)
    assert {one.why.code for one in ranking.undetermined} <= {"lacks_input", "lacks_setting"}


def test_what_is_missing_is_said_of_every_idea() -> None:
    assert rank("wsjf", FIELD).undetermined[0].why == Reason("lacks_setting", {"setting": "value"})
    assert rank("pairwise", FIELD).undetermined[0].why == Reason("lacks_input", {})


@pytest.mark.parametrize("method", METHODS)
def test_where_nobody_said_anything_nothing_is_determined_and_nothing_fails(method: str) -> None:
    settings = {"support": "k", "value": "k", "reach": "k", "impact": "k", "confidence": "k", "budget": 5}
    silent = Field((Idea("a", cost=1, effort=1),), FIELD.criteria, (), settings)
    ranking = rank(method, silent)
    assert not any(place.taken or place.value for place in ranking.places)
    assert len(ranking.places) + len(ranking.undetermined) == 1


def test_the_same_rater_scores_once() -> None:
    twice = Field(FIELD.ideas, FIELD.criteria, (*FIELD.scores, Score("rater1", "a", "k", 9)))
    assert codes(twice) == ["rated_twice"]
    with pytest.raises(Unfit, match="rated_twice"):
        rank("utility", twice)


def test_scores_of_ideas_that_are_not_in_the_field() -> None:
    assert codes(Field((Idea("b"),), FIELD.criteria, FIELD.scores)) == ["idea_unknown"]
