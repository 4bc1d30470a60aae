"""Counting approval ballots: two real elections, a count by hand, and an oracle that does it the long way."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ballots import equal_shares as counting
from domain.ballots import pabulib
from domain.ballots.equal_shares import Count, equal_shares, with_share
from domain.ballots.field import Field, Project, UnfitBallots
from domain.ballots.verdicts import METHODS, by_equal_shares, by_votes
from domain.errors import ImportBroken
from tests.elections import ASSEN, SWIECIE, chosen, published, there
from umlauf.cli.ballots import SENTENCES, Method

ELECTION = """META
key;value
description;Made up for the tests
budget;100000
vote_type;approval
PROJECTS
project_id;cost;name
1;20000;Bänke
2;10000;Bäume
3;90000;Brücke
VOTES
voter_id;vote
a;1,2
b;2,3
"""


def field_of(budget: int, costs: dict[str, int], *ballots: str) -> Field:
    """Projects are single letters, a ballot is a word of them."""
    return Field(budget, tuple(Project(one, cost) for one, cost in costs.items()), tuple(map(frozenset, ballots)))


@there
@pytest.mark.parametrize(("name", "projects", "cost"), [(ASSEN, 9, 76_700), (SWIECIE, 17, 1_040_337)])
def test_an_election_comes_out_as_it_did(name: str, projects: int, cost: int) -> None:
    text = published(name)
    field = pabulib.read(text)
    bought = {one.project for one in equal_shares(field).bought}
    assert bought == chosen(text)
    assert (len(bought), field.cost_of(bought)) == (projects, cost)


@there
@pytest.mark.parametrize(
    ("name", "method", "projects", "cost"),
    [
        (ASSEN, "plain", 7, 60_700),
        (ASSEN, "votes", 7, 99_200),
        (SWIECIE, "plain", 13, 647_787),
        (SWIECIE, "votes", 9, 1_067_287),
    ],
)
def test_other_methods_come_out_as_published(name: str, method: str, projects: int, cost: int) -> None:
    field = pabulib.read(published(name))
    if method == "plain":
        taken = [one.project for one in with_share(field, Fraction(field.budget, len(field.ballots))).bought]
    else:
        taken = [one.project for one in by_votes(field) if one.taken]
    assert (len(taken), field.cost_of(taken)) == (projects, cost)


def test_most_approvals_first_skips_what_does_not_fit_and_goes_on() -> None:
    costs = {"a": 100, "b": 200, "c": 250, "d": 150, "e": 80}
    ballots = ["a"] * 180 + ["b"] * 150 + ["c"] * 140 + ["d"] * 120 + ["e"] * 90
    found = by_votes(field_of(500, costs, *ballots))
    assert "".join(one.project for one in found if one.taken) == "abd"
    assert found[2].facts == {"votes": 140, "cost": 250, "spare": 200}


def test_a_minority_gets_its_share_where_most_approvals_first_gives_it_nothing() -> None:
    field = field_of(100, {"a": 40, "b": 40, "m": 20}, *["ab"] * 8, *["m"] * 2)
    assert [one.project for one in by_equal_shares(field) if one.taken] == ["a", "b", "m"]
    poorer = field_of(80, {"a": 40, "b": 40, "m": 16}, *["ab"] * 8, *["m"] * 2)
    assert [one.project for one in by_votes(poorer) if one.taken] == ["a", "b"]
    assert [one.project for one in by_equal_shares(poorer) if one.taken] == ["a", "m"]


def test_who_is_out_is_told_what_its_supporters_had_left() -> None:
    found = {one.project: one for one in by_equal_shares(field_of(10, {"a": 6, "b": 9, "z": 5}, "ab", "b"))}
    assert not found["z"].taken
    assert found["z"].code == "no_votes"
    assert found["b"].taken
    assert found["b"].facts == {"supporters": 2, "price": 5, "share": 5}
    assert found["a"].code == "not_enough_left"
    assert found["a"].facts["cost"] == 6


@pytest.mark.parametrize(
    ("budget", "costs", "ballot"), [(0, {"a": 1}, "a"), (5, {"a": 0}, "a"), (5, {"a": -3}, "a"), (5, {"a": 1}, "b")]
)
def test_what_no_method_can_count_is_refused(budget: int, costs: dict[str, int], ballot: str) -> None:
    with pytest.raises(UnfitBallots):
        field_of(budget, costs, ballot)


def test_nobody_votes_and_nothing_is_bought() -> None:
    assert not any(one.taken for method in METHODS.values() for one in method(field_of(5, {"a": 1}, "")))


FIELDS = st.builds(
    lambda budget, costs, ballots: field_of(budget, dict(zip("abcdef", costs, strict=False)), *ballots),
    st.integers(10, 60),
    st.lists(st.integers(1, 40), min_size=6, max_size=6),
    st.lists(st.text("abcdef", max_size=5), min_size=1, max_size=8),
)


def the_long_way(field: Field, share: Fraction) -> list[str]:
    """Equal Shares as the paper says it: all voters, all projects, every part of a cost tried in each round."""
    money = [share] * len(field.ballots)
    bought: list[str] = []
    while True:
        offers = []
        for place, project in enumerate(field.ranked):
            supporters = [n for n, ballot in enumerate(field.ballots) if project.id in ballot]
            if project.id in bought or not supporters or sum(money[n] for n in supporters) < project.cost:
                continue
            poor = sorted(money[n] for n in supporters)
            price = next(
                q
                for k in range(len(poor))
                if sum(min(m, q := (project.cost - sum(poor[:k])) / Fraction(len(poor) - k)) for m in poor)
                == project.cost
            )
            offers.append((price / project.cost, place, price, project.id, supporters))
        if not offers:
            return bought
        _, _, price, one, supporters = min(offers)
        bought.append(one)
        for n in supporters:
            money[n] -= min(money[n], price)


@given(FIELDS)
@settings(max_examples=150, deadline=None)
def test_the_quick_way_buys_what_the_long_way_buys(field: Field) -> None:
    share = Fraction(field.budget, len(field.ballots))
    assert [one.project for one in with_share(field, share).bought] == the_long_way(field, share)


def unit_by_unit(field: Field) -> Count:
    """The completion add1 as equalshares.net says it: every unit is tried."""
    count = with_share(field, Fraction(field.budget, len(field.ballots)))
    while True:
        spare = field.budget - field.cost_of(one.project for one in count.bought)
        if not any(field.known[one].cost <= spare and field.votes[one] for one in count.left):
            return count
        more = with_share(field, count.share + 1)
        if field.cost_of(one.project for one in more.bought) > field.budget:
            return count
        count = more


@given(FIELDS, st.sampled_from([1, 7, 40]))
@settings(max_examples=200, deadline=None)
def test_leaving_out_units_at_which_nothing_changes_comes_out_as_trying_every_unit(field: Field, times: int) -> None:
    projects = tuple(Project(one.id, one.cost * times + n) for n, one in enumerate(field.projects))
    dearer = Field(field.budget * times, projects, field.ballots)
    assert equal_shares(dearer) == unit_by_unit(dearer)


def test_sums_as_large_as_those_of_a_town_are_counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(1)
    projects = tuple(Project(f"p{n:02}", chance.randrange(20_000, 300_000)) for n in range(40))
    ballots = tuple(frozenset(one.id for one in projects if chance.random() < 0.05) for _ in range(20))
    runs: list[Fraction] = []
    monkeypatch.setattr(counting, "with_share", lambda field, share: runs.append(share) or with_share(field, share))
    count = equal_shares(Field(2_000_000, projects, ballots))
    assert (len(count.bought), float(count.share)) == (15, 151_098.0)  # 51,098 units more than at first
    assert len(runs) < 100


@given(FIELDS, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_budget_holds_and_the_order_of_voters_and_projects_changes_nothing(field: Field, chance: object) -> None:
    projects, ballots = list(field.projects), list(field.ballots)
    chance.shuffle(projects)  # type: ignore[attr-defined]
    chance.shuffle(ballots)  # type: ignore[attr-defined]
    shuffled = Field(field.budget, tuple(projects), tuple(ballots))
    for method in METHODS.values():
        found = method(field)
        assert field.cost_of(one.project for one in found if one.taken) <= field.budget
        assert {one.project for one in found} == set(field.known)
        assert [one for one in method(shuffled) if one.taken] == [one for one in found if one.taken]


@given(FIELDS)
@settings(max_examples=60, deadline=None)
def test_every_verdict_has_its_sentence(field: Field) -> None:
    for method in METHODS.values():
        for one in method(field):
            assert SENTENCES[one.code].format(**one.facts)


def test_the_command_knows_every_method() -> None:
    assert {method.value for method in Method} == set(METHODS)


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("2;10000;", "2;10k;"), 9, "'2' is not a whole number"),
        (("vote_type;approval", "vote_type;ordinal"), 1, "approval"),
        (("budget;100000", "budget;much"), 1, "the budget"),
        (("voter_id;vote\n", "voter_id;vote\nx;77, 3\n"), 13, "no project '77'"),
        (("2;10000;", ";10000;"), 9, "no project_id"),
    ],
)
def test_a_file_that_cannot_be_counted_says_where_and_why(change: tuple[str, str], line: int, words: str) -> None:
    assert change[0] in ELECTION
    with pytest.raises(ImportBroken) as broken:
        pabulib.read(ELECTION.replace(*change), "votes.pb")
    assert any(problem.startswith(f"votes.pb:{line}: ") and words in problem for problem in broken.value.problems)
