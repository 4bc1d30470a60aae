"""How firm ranks are: known chances, the plain and the fast way the same, one rater less, methods compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ranking import rank
from domain.ranking.acceptability import count_ranks
from domain.ranking.agreement import agreements, tau_b
from domain.ranking.field import Field
from domain.ranking.leaving_out import ranks_without
from domain.ranking.robustness import Firmness, robustness
from domain.ranking.weightings import Draws, weightings
from kit.i18n import Catalogues
from kit.portfolio.ranks import count_ranks as count_fast
from kit.ranking_sentences import FIRMNESS, spelt
from tests.architecture.catalogues import ROOT
from tests.unit.ranking.fields import criteria, rated
from tests.unit.ranking.test_properties import fields

ANY = Draws(2_000, spread=1)


def test_a_dominated_idea_is_never_first() -> None:
    counts = count_ranks([(8, 8, 8), (8, 7, 7), (2, 9, 3)], (0.5, 0.3, 0.2), ANY)
    assert 1 not in counts[1]
    assert counts[0][1] + counts[2][1] == 2_000


@pytest.mark.parametrize("spread", [0.3, 1])
def test_a_symmetric_pair_is_first_equally_often(spread: float) -> None:
    counts = count_ranks([(8, 2), (2, 8)], (0.5, 0.5), Draws(1_000, spread))
    assert [dict(one) for one in counts] == [{1: 500, 2: 500}] * 2


def test_chances_are_those_of_a_flat_choice_of_weights() -> None:
    """a beats b where w₁ > 1/4 of all; with three criteria an idea that leads in one of them is first in a third."""
    [a, _] = count_ranks([(9, 0), (0, 3)], (0.5, 0.5), Draws(20_000, 1))
    assert a[1] / 20_000 == pytest.approx(0.75, abs=0.01)
    three = count_ranks([(9, 0, 0), (0, 9, 0), (0, 0, 9)], (1 / 3,) * 3, Draws(20_000, 1))
    assert [one[1] / 20_000 for one in three] == pytest.approx([1 / 3] * 3, abs=0.01)


def test_weightings_add_up_stay_near_and_are_the_same_for_everybody() -> None:
    found = list(weightings((0.7, 0.2, 0.1), Draws(101, 0.25)))
    assert len(found) == 101
    assert all(sum(one) == pytest.approx(1, abs=1e-12) and min(one) >= 0 for one in found)
    assert all(0.525 <= one[0] <= 0.775 + 1e-12 for one in found)
    assert [round(part, 6) for part in found[0]] == [0.535367, 0.313823, 0.15081]
    assert set(weightings((0.7, 0.2, 0.1), Draws(5, 0))) == {(0.7, 0.2, 0.1)}


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from([0, 0.5, 1]),
    st.integers(1, 300),
)
@settings(max_examples=40, deadline=None)
def test_the_fast_way_counts_the_same_ties_and_all(rows: list[list[int]], spread: float, many: int) -> None:
    draws = Draws(many, spread)
    assert count_fast(rows, (0.5, 0.3, 0.2), draws) == count_ranks(rows, (0.5, 0.3, 0.2), draws)


@given(fields())
@settings(max_examples=25, deadline=None)
def test_one_rater_less_is_as_if_that_rater_had_said_nothing(field: Field) -> None:
    ideas = [place.idea for place in rank("utility", field).places]
    raters = sorted({score.rater for score in field.scores if score.idea in ideas})
    for rater, found in zip(raters, ranks_without(field, ideas), strict=True):
        scores = tuple(one for one in field.scores if one.rater != rater and one.idea in ideas)
        kept = tuple(one for one in field.ideas if one.id in ideas)
        assert dict(found) == rank("utility", Field(kept, field.criteria, scores)).ranks


def test_far_ahead_is_firm_close_by_is_a_toss_up() -> None:
    rows = {"top": [(9, 9)] * 4, "x": [(8, 2)] * 4, "y": [(2, 8)] * 4, "z": [(4, 5.5)] * 4, "low": [(0, 1)] * 4}
    found = robustness(rated(criteria(k=50, l=50), rows), Draws(1_000, 1), cut=2)
    firmness = {one.idea: one.firmness for one in found.standings}
    assert firmness["top"] == firmness["low"] == Firmness.FIRM
    assert firmness["x"] == firmness["y"] == Firmness.TOSS_UP
    top = found.standings[0]
    assert (top.idea, top.first, top.best, top.worst, top.depends) == ("top", 1.0, 1, 1, 0)
    assert sum(found.acceptability["x"].values()) == 1_000


def test_a_rank_that_rests_on_one_rater_is_not_firm() -> None:
    rows = {"a": [(10,), (5,), (5,)], "b": [(6,)] * 3, "c": [(0,)] * 3, "d": [(1,)]}
    found = robustness(rated(criteria(k=100), rows), Draws(100), cut=1)
    standings = {one.idea: one for one in found.standings}
    assert (standings["a"].depends, standings["a"].held, standings["a"].firmness) == (1, 1.0, Firmness.LEANING)
    assert standings["d"].depends == 1
    assert (standings["c"].depends, standings["c"].firmness) == (0, Firmness.FIRM)
    assert standings["a"].why.code == "stays_but_for_raters"
    told = spelt(standings["a"].why, Catalogues(ROOT / "locales").of("de"), {})
    assert told == (
        "Bleibt in 100 % der Gewichtungen auf ihrer Seite des Schnitts; in neun von zehn ist der Rang 1 bis 1."
        " Bewertende, ohne die (jeweils eine Person weniger) sie die Seite wechselt: 1."
    )


def test_of_an_empty_field_nothing_is_said() -> None:
    field = rated(criteria(k=0), {"a": [(1,)]})
    assert robustness(field).standings == ()


@pytest.mark.parametrize(
    ("one", "other", "tau"),
    [
        ("1234", "1234", 1.0),
        ("1234", "4321", -1.0),
        ("1234", "1243", 4 / 6),
        ("1224", "1234", 5 / (5 * 6) ** 0.5),
        ("1111", "1234", None),
        ("1", "1", None),
    ],
)
def test_kendalls_tau(one: str, other: str, tau: float | None) -> None:
    def ranks(text: str) -> dict[str, int]:
        return {name: int(rank) for name, rank in zip("abcd", text, strict=False)}

    found = tau_b(ranks(one), {**ranks(other), "elsewhere": 9})
    assert found == (pytest.approx(tau) if tau is not None else None)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=12))
@settings(max_examples=60, deadline=None)
def test_tau_agrees_with_scipy(ranks: list[tuple[int, int]]) -> None:
    from scipy.stats import kendalltau

    one, other = ({str(at): pair[side] for at, pair in enumerate(ranks)} for side in (0, 1))
    found = tau_b(one, other)
    expected = kendalltau(list(one.values()), list(other.values())).statistic
    assert (found is None) if expected != expected else found == pytest.approx(expected)


def test_every_two_methods_are_compared() -> None:
    field = rated(criteria(k=100), {"a": [(1,)], "b": [(2,)]}, support="k")
    assert agreements([rank("utility", field), rank("lower_bound", field)]) == {("utility", "lower_bound"): 1.0}


def test_every_firmness_has_a_word() -> None:
    assert set(FIRMNESS) == set(Firmness)
