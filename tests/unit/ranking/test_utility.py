"""Weighted utility of a field: by hand, knocked out, undefined, shared ranks."""

from domain.ranking import METHODS, rank
from domain.ranking.ranking import Ranking
from tests.unit.ranking.fields import a_criterion, criteria, rated


def order(ranking: Ranking) -> list[tuple[str, int]]:
    return [(place.idea, place.rank) for place in ranking.places]


def test_the_highest_utility_is_first() -> None:
    field = rated(criteria(k=40, l=35, m=25), {"b": [(5, 7, 4)], "a": [(8, 3, 5)], "c": [(5, 7, 4)]})
    ranking = rank("utility", field)
    assert [(place.idea, place.rank, place.value) for place in ranking.places] == [
        ("a", 1, 5.5),
        ("b", 2, 5.45),
        ("c", 2, 5.45),
    ]
    assert ranking.undetermined == ()


def test_what_fails_a_knock_out_criterion_has_no_rank_and_says_why() -> None:
    asked = (a_criterion("must", 50, knock_out_below=4), a_criterion("nice", 50))
    ranking = rank("utility", rated(asked, {"a": [(3, 10), (4, 10)], "b": [(4, 1)]}))
    assert order(ranking) == [("b", 1)]
    [out] = ranking.undetermined
    assert (out.idea, out.why.code) == ("a", "knocked_out")
    assert out.why.figures == {"criterion": "must", "mean": 3.5, "limit": 4}


def test_nothing_said_is_not_determined_and_never_nought() -> None:
    rows = {"a": [], "b": [(5, None)], "c": [(1, 1)], "d": [(9, 9), (9, 9)]}
    ranking = rank("utility", rated(criteria(k=50, l=50), rows, least_raters=1))
    assert order(ranking) == [("d", 1), ("c", 2)]
    assert [(one.idea, one.why.code) for one in ranking.undetermined] == [("a", "nobody_rated"), ("b", "unscored")]
    assert ranking.undetermined[1].why.figures == {"criterion": "l"}
    stricter = rank("utility", rated(criteria(k=50, l=50), rows, least_raters=2))
    assert order(stricter) == [("d", 1)]
    assert stricter.undetermined[2].why.figures == {"raters": 1, "least": 2}


def test_without_weights_nothing_is_determined() -> None:
    ranking = rank("utility", rated(criteria(k=0), {"a": [(3,)]}))
    assert ranking.undetermined[0].why.code == "no_weights"


def test_methods_go_by_their_names() -> None:
    assert all(name == method.name for name, method in METHODS.items())
