"""What raters are asked, on which scales, what fits it, which pair comes next, and how firm ranks are."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from domain.errors import RuleBroken
from domain.ranking import rank
from domain.ranking.field import Ballot, Field, Idea, Pair, Score
from domain.ranking.one_by_one import firm_by_raters
from domain.ranking.ranking import Ranking
from domain.rounds.ballots import FITTING, SCALES, Ask, RoundCriterion, kept, on_scale, unfit
from domain.rounds.happenings import RoundPlan
from domain.rounds.queue import next_pair, possible_pairs
from tests.unit.rounds.rounds import ARound, a_plan, criterion

IDEAS = tuple(Idea(name, number) for number, name in enumerate("abcd"))


@pytest.mark.parametrize(("name", "points"), SCALES.items())
def test_a_criterion_on_a_scale_has_its_steps_and_knocks_out_nothing(name: str, points: tuple[int, ...]) -> None:
    strict = criterion().model_copy(update={"knock_out_below": 2})
    scaled = on_scale(strict, dict.fromkeys(points))
    assert scaled.points == points
    assert (scaled.scale_from, scaled.scale_to, scaled.knock_out_below) == (points[0], points[-1], None)
    plan = a_plan(criteria=(scaled,))
    assert RoundPlan.model_validate(plan.model_dump(mode="json")) == plan  # as the database keeps it


def test_steps_out_of_order_are_no_scale() -> None:
    wrong = dict(on_scale(criterion(), dict.fromkeys((1, 2, 3)))) | {"scale_to": 9}
    with pytest.raises(ValidationError):
        RoundCriterion(**wrong)


def test_scores_between_the_steps_of_fibonacci_have_no_bound() -> None:
    scaled = on_scale(criterion(), dict.fromkeys(SCALES["fibonacci"]))
    field = Field(IDEAS[:1], (scaled,), (Score("r", "a", "benefit", 4),), {"support": "benefit"})
    assert rank("lower_bound", field).undetermined[0].why.code == "between_steps"


def test_what_is_offered_fits_and_what_is_not_is_refused() -> None:
    settings: dict[str, float | str] = {"budget": 10, "value": "benefit", "support": "benefit"}
    settings |= {"reach": "benefit", "impact": "benefit", "confidence": "benefit", "complexity": "benefit"}
    for ask, methods in FITTING.items():
        criteria = () if ask is Ask.PAIRS else kept((criterion(),))
        for name in {one for several in FITTING.values() for one in several}:
            found = unfit(ask, name, criteria, settings)  # type: ignore[arg-type]
            scored = ask in (Ask.SCORES, Ask.VOTES) and name in FITTING[Ask.SCORES]
            assert bool(found) is not (name in methods or scored), (ask, name)


@pytest.mark.parametrize(
    ("code", "plan"),
    [
        ("round.method_misfit", {"method": "rice"}),
        ("round.method_misfit", {"beside": ("pairwise",)}),
        ("round.method_unknown", {"beside": ("utility",)}),  # twice
        ("round.method_unknown", {"method": "best"}),
        ("round.criteria_wrong", {"ask": Ask.PAIRS, "method": "pairwise"}),
        ("round.criteria_wrong", {"criteria": ()}),
    ],
)
def test_a_plan_whose_method_the_ballots_do_not_fit_is_refused(code: str, plan: dict[str, object]) -> None:
    with pytest.raises(RuleBroken, match=code):
        ARound().open(**plan)


def test_the_next_pair_was_never_asked_has_none_of_ones_own_and_runs_out() -> None:
    field = Field(IDEAS, (), (), pairs=(Pair("other", "a", "b"),))
    asked: set[frozenset[str]] = set()
    while (two := next_pair(field, "me", asked, own=("d",))) is not None:
        assert frozenset(two) not in asked
        assert "d" not in two
        asked.add(frozenset(two))
    assert len(asked) == possible_pairs(3) == 3


def test_the_next_pair_is_of_ideas_of_which_least_is_known() -> None:
    field = Field(IDEAS, (), (), pairs=(Pair("x", "a", "b"), Pair("y", "a", "b"), Pair("z", "a", "c")))
    first = next_pair(field, "me", ())
    assert first is not None
    assert "d" in first


def test_a_rank_that_rests_on_one_rater_is_not_firm() -> None:
    pairs = tuple(Pair(f"r{n}", "a", "b") for n in range(9))
    field = Field(IDEAS[:2], (), (), pairs=pairs)
    both = firm_by_raters(field, rank("pairwise", field), lambda one: rank("pairwise", one), cut=1)
    assert [one.firmness for one in both] == ["firm", "firm"]
    alone = replace(field, pairs=pairs[:1])
    (one, _) = firm_by_raters(alone, rank("pairwise", alone), lambda one: rank("pairwise", one), cut=1)
    assert (one.firmness, one.why.code) == ("toss_up", "rests_on")


@pytest.mark.parametrize(("method", "examined"), [("approvals", True), ("equal_shares", False)])
def test_what_would_count_for_minutes_without_each_rater_is_not_examined(method: str, examined: bool) -> None:
    """Equal Shares goes through the ballots once for each share at which something may change."""
    ideas = tuple(Idea(f"i{n}", n, cost=1_000 + n) for n in range(100))
    ballots = tuple(Ballot(f"v{n}", frozenset({ideas[n].id, ideas[n + 1].id})) for n in range(60))
    field = Field(ideas, (), (), {"budget": 10_000.0}, ballots=ballots)
    ranking = Ranking(method, (), ())
    runs: list[Field] = []
    firm_by_raters(field, ranking, lambda one: runs.append(one) or ranking)
    assert bool(runs) is examined


def test_a_deserted_panel_is_told_once() -> None:
    mine = ARound().open().happens("counted", "clock", missing=0, finished=0)
    assert mine.kinds[-1] == "panel_gone"
    assert mine.happens("counted", "clock", missing=0, finished=0).kinds.count("panel_gone") == 1
