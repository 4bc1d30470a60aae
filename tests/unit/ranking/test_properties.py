"""What holds for every method and every field: order of raters and scores, dominated ideas, scales."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ranking import METHODS, rank
from domain.ranking.field import Ballot, Field, Idea, Pair, Score
from kit.i18n import LANGUAGES, Catalogues
from kit.ranking_sentences import NOTES, SETTINGS, TITLES, spelt
from tests.architecture.catalogues import ROOT
from tests.unit.ranking.fields import a_criterion

SCALES = {"gain": {}, "joy": {"scale_from": -2, "scale_to": 2}, "work": {"better": "lower"}, "sure": {"scale_to": 100}}
ASKED = tuple(a_criterion(name, 25, **changes) for name, changes in SCALES.items())
ROLES = "benefit=gain complexity=work value=gain duration=work support=joy reach=gain impact=gain confidence=sure"
SETTINGS_GIVEN: dict[str, float | str] = {
    **dict(one.split("=") for one in ROLES.split()),
    "rice_effort": "work",
    "budget": 100,
}
IDEAS = "abcde"
CATALOGUES = Catalogues(ROOT / "locales")
BY_SCORES = [name for name, method in METHODS.items() if "scores" in method.needs]


def a_field(seed: int) -> Field:
    """Any field, with gaps; made by chance from a seed, as drawing every score would take minutes."""
    chance = Random(seed)
    scores = tuple(
        Score(rater, idea, one.id, chance.randint(one.scale_from, one.scale_to))
        for idea in IDEAS
        for rater in "rstu"
        for one in ASKED
        if chance.random() < 0.9
    )
    pairs = tuple(Pair(rater, *chance.sample(IDEAS, 2), chance.random() < 0.3) for rater in "rrrssttu")
    ballots = tuple(Ballot(str(at), frozenset(chance.sample(IDEAS, chance.randint(0, 5)))) for at in range(6))
    ideas = tuple(Idea(name, at, chance.randint(1, 60), 1) for at, name in enumerate(IDEAS))
    return Field(ideas, ASKED, scores, SETTINGS_GIVEN, pairs, ballots)


def fields() -> st.SearchStrategy[Field]:
    return st.integers(0, 10**9).map(a_field)


@pytest.mark.parametrize("method", METHODS)
@given(field=fields(), chance=st.integers())
@settings(max_examples=40, deadline=None)
def test_the_order_in_which_things_were_said_changes_nothing(method: str, field: Field, chance: int) -> None:
    def shuffled(many: tuple) -> tuple:
        return tuple(Random(chance).sample(many, len(many)))

    mixed = replace(
        field,
        ideas=shuffled(field.ideas),
        scores=shuffled(field.scores),
        pairs=shuffled(field.pairs),
        ballots=shuffled(field.ballots),
    )
    assert rank(method, mixed) == rank(method, field)


@pytest.mark.parametrize("method", METHODS)
@given(field=fields(), chance=st.integers())
@settings(max_examples=40, deadline=None)
def test_which_rater_said_what_changes_nothing(method: str, field: Field, chance: int) -> None:
    """Everybody says what somebody else has said."""
    raters = sorted({one.rater for one in (*field.scores, *field.pairs)})
    other = dict(zip(raters, Random(chance).sample(raters, len(raters)), strict=True))
    voters = [one.voter for one in field.ballots]
    voted = dict(zip(voters, Random(chance).sample(voters, len(voters)), strict=True))
    swapped = replace(
        field,
        scores=tuple(replace(one, rater=other[one.rater]) for one in field.scores),
        pairs=tuple(replace(one, rater=other[one.rater]) for one in field.pairs),
        ballots=tuple(replace(one, voter=voted[one.voter]) for one in field.ballots),
    )
    assert rank(method, swapped) == rank(method, field)


@pytest.mark.parametrize("method", METHODS)
@given(field=fields())
@settings(max_examples=40, deadline=None)
def test_everything_is_placed_or_undetermined_and_says_why_in_both_languages(method: str, field: Field) -> None:
    ranking = rank(method, field)
    assert sorted([one.idea for one in ranking.places] + [one.idea for one in ranking.undetermined]) == list(IDEAS)
    for at, place in enumerate(ranking.places):
        assert place.why
        assert place.rank == at + 1 or place.rank == ranking.places[at - 1].rank
    said = [one for place in ranking.places for one in place.why] + [one.why for one in ranking.undetermined]
    for language in LANGUAGES:
        assert all("{" not in spelt(one, CATALOGUES.of(language), {"gain": "Nutzen"}) for one in said)


@pytest.mark.parametrize("method", BY_SCORES)
@given(field=fields(), other=st.sampled_from(IDEAS[1:]))
@settings(max_examples=40, deadline=None)
def test_a_dominated_idea_is_never_before_the_one_that_dominates_it(method: str, field: Field, other: str) -> None:
    """Every rater who scores it gives it a step less than the other on every criterion."""
    worse = {"gain": -1, "joy": -1, "work": 1, "sure": -1}
    kept = [one for one in field.scores if one.idea not in ("a", other)]
    mine = [Score(r, "a", c.id, max(1, c.scale_from + 1)) for r in "rst" for c in ASKED]
    theirs = [replace(one, idea=other, value=one.value + worse[one.criterion]) for one in mine]
    ranks = rank(method, replace(field, scores=tuple(kept + mine + theirs))).ranks
    assert ranks["a"] < ranks[other]
    assert ranks[other] > 1


@given(field=fields(), factor=st.integers(2, 9), shift=st.integers(-50, 50))
@settings(max_examples=60, deadline=None)
def test_another_scale_for_the_same_opinions_changes_no_utility(field: Field, factor: int, shift: int) -> None:
    wider = tuple(
        one.model_copy(
            update={"scale_from": one.scale_from * factor + shift, "scale_to": one.scale_to * factor + shift}
        )
        for one in ASKED
    )
    scores = tuple(replace(one, value=one.value * factor + shift) for one in field.scores)
    before, after = rank("utility", field), rank("utility", replace(field, criteria=wider, scores=scores))
    assert after.ranks == before.ranks or _nearly(before.places, after.places)
    assert [one.value for one in after.places] == pytest.approx([one.value for one in before.places], abs=2e-4)


def _nearly(before: tuple, after: tuple) -> bool:
    """Ideas that a rounding parts or joins lie within it."""
    values = {place.idea: place.value for place in before}
    return all(abs(values[place.idea] - place.value) <= 2e-4 for place in after)


def test_every_method_and_setting_is_spoken_of_as_it_is_named() -> None:
    assert {name: method.title for name, method in METHODS.items()} == dict(TITLES)
    assert {name: method.note for name, method in METHODS.items()} == dict(NOTES)
    assert {one.name: one.title for method in METHODS.values() for one in method.settings} == dict(SETTINGS)
    assert all(name == method.name for name, method in METHODS.items())
