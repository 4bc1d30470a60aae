"""Weighted utility of a field: by hand, knocked out, undefined, shared ranks, and why each rank is so."""

from fractions import Fraction

from domain.ranking import rank
from domain.ranking.leaving_out import ranks_without
from domain.ranking.ranking import Ranking, Reason, Undetermined
from domain.ranking.switching import switch_point
from tests.unit.ranking.fields import a_criterion, criteria, rated

BY_HAND = {"b": [(5, 7, 4)], "a": [(8, 3, 5)], "c": [(5, 7, 4)]}


def order(ranking: Ranking) -> list[tuple[str, int]]:
    return [(place.idea, place.rank) for place in ranking.places]


def test_the_highest_utility_is_first_and_equals_share_a_rank() -> None:
    rows = {**BY_HAND, "d": [(1, 1, 1)]}
    ranking = rank("utility", rated(criteria(k=40, l=35, m=25), rows))
    assert order(ranking) == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]
    assert [place.value for place in ranking.places] == [5.5, 5.45, 5.45, 1.0]
    assert ranking.undetermined == ()


def test_every_rank_says_what_carries_it_and_when_it_would_be_lost() -> None:
    first, second, third = rank("utility", rated(criteria(k=40, l=35, m=25), BY_HAND)).places
    assert first.why == (
        Reason("utility", {"value": 5.5, "raters": 1}),
        Reason("carried_by", {"criterion": "k", "mean": 8.0, "points": 3.2}),
        Reason("loses_by", {"criterion": "l", "mean": 3.0, "points": 2.45}),
        Reason("ahead", {"idea": "b", "gap": 0.05}),
        Reason("swaps", {"criterion": "l", "percent": 35.8, "now": 35.0, "idea": "b"}),
    )
    assert second.why[-1] == Reason("level", {"idea": "c"})
    assert [one.code for one in third.why] == ["utility", "carried_by", "loses_by"]


def test_the_switch_point_is_exact() -> None:
    weights, a, b = {"1": 40, "2": 35, "3": 25}, {"1": 8, "2": 3, "3": 5}, {"1": 5, "2": 7, "3": 4}
    point = switch_point(weights, a, b, "1")
    assert point == Fraction(23, 59)
    assert round(float(point), 5) == 0.38983
    rest = 1 - point
    at_the_point = [point * e["1"] + rest * (35 * e["2"] + 25 * e["3"]) / Fraction(60) for e in (a, b)]
    assert at_the_point[0] == at_the_point[1]


def test_of_a_dominated_idea_no_weight_makes_a_rival() -> None:
    weights = {"1": 40, "2": 60}
    assert switch_point(weights, {"1": 8, "2": 8}, {"1": 7, "2": 7}, "1") is None
    assert switch_point(weights, {"1": 8, "2": 8}, {"1": 8, "2": 8}, "1") is None
    assert switch_point({"1": 100}, {"1": 8}, {"1": 7}, "1") is None
    ranking = rank("utility", rated(criteria(k=40, l=60), {"a": [(8, 8)], "b": [(7, 7)]}))
    assert ranking.places[0].why[-1] == Reason("never_swaps", {"idea": "b"})


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


def test_raters_of_one_criterion_do_not_stand_in_for_those_of_another() -> None:
    said = [(5.0, 10.0), *[(5.0, None)] * 9]
    field = rated(criteria(k=60, l=40), {"a": said, "b": [(4.0, 4.0)] * 4}, least_raters=3)
    ranking = rank("utility", field)
    assert [one.idea for one in ranking.places] == ["b"]
    assert ranking.undetermined == (
        Undetermined("a", Reason("too_few_by", {"criterion": "l", "raters": 1, "least": 3.0})),
    )


def test_without_one_of_just_enough_raters_of_a_criterion_there_is_no_rank() -> None:
    said = [*[(5.0, 10.0)] * 3, (5.0, None)]
    field = rated(criteria(k=60, l=40), {"a": said}, least_raters=3)
    assert rank("utility", field).ranks == {"a": 1}
    assert [dict(one) for one in ranks_without(field, ["a"])] == [{}, {}, {}, {"a": 1}]
