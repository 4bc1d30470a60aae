"""The other methods of scores and ballots, each against numbers from a published source or by hand."""

from itertools import permutations
from random import Random

import pytest

from domain.ballots.field import Field as Votes
from domain.ballots.field import Project
from domain.ballots.verdicts import by_equal_shares, by_votes
from domain.ranking import rank
from domain.ranking.field import Ballot, Field, Idea
from domain.ranking.lower_bound import lower_bound
from domain.ranking.wsjf import delay_cost
from tests.unit.ranking.fields import a_criterion, criteria, rated


def wide(*names: str) -> tuple:
    return tuple(a_criterion(name, scale_from=0, scale_to=100_000) for name in names)


def ranked(method: str, field: Field) -> list[tuple[str, float]]:
    return [(place.idea, place.value) for place in rank(method, field).places]


def test_benefit_against_complexity_goes_by_quadrants() -> None:
    asked = (a_criterion("gain"), a_criterion("work", better="lower"))
    rows = {"let": [(2, 9)], "aside": [(4, 1)], "plan": [(9, 8)], "first": [(6, 4)]}
    ranking = rank("quadrant", rated(asked, rows))
    assert [(one.idea, one.value, one.why[0].code) for one in ranking.places] == [
        ("first", 2.0, "do_first"),
        ("plan", 1.0, "plan_well"),
        ("aside", 3.0, "do_aside"),
        ("let", -7.0, "let_be"),
    ]
    assert ranking.places[0].why[0].figures == {"benefit": 6.0, "complexity": 4.0, "middle": 5}


def test_which_criteria_are_benefit_is_a_setting() -> None:
    asked = (a_criterion("gain", 60), a_criterion("joy", 40), a_criterion("work", better="lower"))
    field = rated(asked, {"a": [(10, 0, 0)]}, benefit="gain, joy")
    assert ranked("quadrant", field) == [("a", 6.0)]
    assert ranked("quadrant", rated(asked, {"a": [(10, 0, 0)]}, benefit="joy")) == [("a", 0.0)]
    nothing_hard = rank("quadrant", rated(asked[:2], {"a": [(10, 0)]}))
    assert nothing_hard.undetermined[0].why.code == "one_axis"


def test_cost_of_delay_by_duration() -> None:
    rows = {"slow": [(100, 50, 20, 10)], "quick": [(60, 30, 30, 5)]}
    settings = {"value": "v", "urgency": "u", "risk": "r", "duration": "d"}
    field = rated(wide("v", "u", "r", "d"), rows, **settings)
    assert ranked("wsjf", field) == [("quick", 24.0), ("slow", 17.0)]


def test_its_order_costs_least_and_the_reverse_most() -> None:
    jobs = {"a": (10, 1), "b": (3, 3), "c": (1, 10)}
    field = rated(wide("v", "d"), {name: [job] for name, job in jobs.items()}, value="v", duration="d")
    found = [jobs[idea] for idea, _ in ranked("wsjf", field)]
    costs = [delay_cost(order) for order in permutations(jobs.values())]
    assert delay_cost(found) == min(costs) == 7
    assert delay_cost(found[::-1]) == max(costs) == 160
    assert len(costs) == 6


def test_without_a_criterion_of_duration_the_effort_counts() -> None:
    asked = wide("v")
    scores = rated(asked, {"a": [(10,)], "b": [(10,)], "c": [(10,)]}).scores
    ideas = (Idea("a", 1, effort=4), Idea("b", 2), Idea("c", 3, effort=0))
    ranking = rank("wsjf", Field(ideas, asked, scores, {"value": "v"}))
    assert [(one.idea, one.value) for one in ranking.places] == [("a", 2.5)]
    assert [(one.idea, one.why.code) for one in ranking.undetermined] == [("b", "no_effort"), ("c", "no_duration")]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ({"a": (2000, 2, 80, 3), "b": (5000, 0.5, 100, 1)}, [("b", 2500.0), ("a", 1066.6667)]),
        ({"a": (5000, 2, 80, 2), "b": (10, 3, 100, 6)}, [("a", 4000.0), ("b", 5.0)]),
    ],
)
def test_rice(rows: dict[str, tuple[float, ...]], found: list[tuple[str, float]]) -> None:
    settings = {"reach": "r", "impact": "i", "confidence": "c", "rice_effort": "e"}
    field = rated(wide("r", "i", "c", "e"), {name: [row] for name, row in rows.items()}, **settings)
    assert ranked("rice", field) == found


def test_a_confidence_of_eight_on_a_scale_to_ten_is_eight_of_ten_and_no_percent() -> None:
    settings = {"reach": "r", "impact": "i", "confidence": "c", "rice_effort": "e"}
    [place] = rank("rice", rated(criteria(r=25, i=25, c=25, e=25), {"a": [(8, 8, 8, 8)]}, **settings)).places
    assert place.value == 6.4
    assert place.why[0].code == "rice_of_scale"
    assert (place.why[0].figures["confidence"], place.why[0].figures["top"]) == (8, 10)


def test_the_lower_bound_by_hand() -> None:
    # Two scores of +2 on five steps: shares 3/7, 1/7 … of +2, +1, 0, −1, −2; mean 4/7, Σ s²q = 18/7.
    expected = 4 / 7 - 1.6448536269514722 * ((18 / 7 - 16 / 49) / 8) ** 0.5
    assert lower_bound([2, 2], range(-2, 3)) == pytest.approx(expected, abs=1e-12)


def test_few_enthusiasts_do_not_beat_many_who_nearly_all_agree() -> None:
    asked = (a_criterion("s", scale_from=-2, scale_to=2),)
    rows = {"few": [(2,)] * 3, "many": [(2,)] * 27 + [(1,)] * 3, "split": [(2,), (-2,)] * 15}
    assert [idea for idea, _ in ranked("lower_bound", rated(asked, rows, support="s"))] == ["many", "few", "split"]


def test_where_lower_is_better_the_bound_lies_above_the_mean() -> None:
    asked = (a_criterion("s", scale_from=-2, scale_to=2, better="lower"),)
    [(best, bound), (worst, _)] = ranked(
        "lower_bound", rated(asked, {"bad": [(2,)] * 9, "good": [(-2,)] * 9}, support="s")
    )
    assert (best, worst) == ("good", "bad")
    assert -2 < bound < 0


def test_a_score_between_steps_has_no_bound() -> None:
    asked = (a_criterion("s", scale_from=-2, scale_to=2),)
    ranking = rank("lower_bound", rated(asked, {"a": [(0.5,)]}, support="s"))
    assert ranking.undetermined[0].why.code == "between_steps"


def approvals(budget: float, costs: dict[str, float | None], *ballots: str) -> Field:
    ideas = tuple(Idea(name, at, cost) for at, (name, cost) in enumerate(costs.items()))
    cast = tuple(Ballot(str(at), frozenset(one)) for at, one in enumerate(ballots))
    return Field(ideas, (), (), {"budget": budget}, ballots=cast)


def test_most_approvals_first_says_why_it_skips() -> None:
    costs = {"a": 100, "b": 200, "c": 250, "d": 150, "e": 80, "free": 0, "unknown": None}
    ballots = ["a"] * 180 + ["b"] * 150 + ["c"] * 140 + ["d"] * 120 + ["e"] * 90
    ranking = rank("approvals", approvals(500, costs, *ballots))
    assert "".join(one.idea for one in ranking.places if one.taken) == "abd"
    assert [(one.idea, one.rank) for one in ranking.places] == [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)]
    assert (ranking.places[2].why[0].code, ranking.places[2].why[0].figures["spare"]) == ("too_dear", 200)
    assert [(one.idea, one.why.code) for one in ranking.undetermined] == [
        ("free", "costs_nothing"),
        ("unknown", "no_cost"),
    ]


@pytest.mark.parametrize("seed", range(20))
def test_ballots_are_counted_as_elsewhere(seed: int) -> None:
    chance = Random(seed)
    costs: dict[str, float | None] = {name: chance.randint(5, 40) for name in "abcdefg"}
    ballots = ["".join(chance.sample("abcdefg", chance.randint(0, 5))) for _ in range(9)]
    votes = Votes(
        100, tuple(Project(one, int(cost or 0)) for one, cost in costs.items()), tuple(map(frozenset, ballots))
    )
    for method, count in {"equal_shares": by_equal_shares, "approvals": by_votes}.items():
        places = rank(method, approvals(100, costs, *ballots)).places
        assert [(one.idea, one.taken) for one in places] == [(one.project, one.taken) for one in count(votes)]
