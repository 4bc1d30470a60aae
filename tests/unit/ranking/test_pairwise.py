"""Pairwise comparison: known strengths, undefeated ideas, islands, and which pair to ask next."""

import pytest

from domain.ranking import rank
from domain.ranking.field import Field, Idea, Pair
from domain.ranking.pairwise import met_in, strengths, telling_pairs


def compared(*pairs: str, ideas: str = "abcd") -> Field:
    """ "ab" puts a before b, "a=b" says neither; each is another rater's."""
    said = tuple(Pair(f"r{at}", one[0], one[-1], "=" in one) for at, one in enumerate(pairs))
    return Field(tuple(Idea(name, at) for at, name in enumerate(ideas)), (), (), pairs=said)


@pytest.mark.parametrize("pairs", [("ab", "ba"), ("a=b",), ("ab", "ba", "a=b")])
def test_a_symmetric_pair_is_fifty_fifty(pairs: tuple[str, ...]) -> None:
    ranking = rank("pairwise", compared(*pairs, ideas="ab"))
    assert [(one.rank, one.value) for one in ranking.places] == [(1, 0.5), (1, 0.5)]


def test_two_ideas_by_hand() -> None:
    # a won once against b: with one draw against an average idea each, a·b = 1 and 1.5 = a/(a+b) + a/(a+1).
    found = strengths(met_in([Pair("r", "a", "b")]))
    assert found["a"] * found["b"] == pytest.approx(1)
    assert found["a"] / (found["a"] + found["b"]) + found["a"] / (found["a"] + 1) == pytest.approx(1.5)


def test_the_fit_satisfies_its_own_equations() -> None:
    met = met_in(compared("ab", "ab", "bc", "ca", "cd", "da", "a=d").pairs)
    found = strengths(met)
    for one, faced in met.together.items():
        expected = sum(times * found[one] / (found[one] + found[other]) for other, times in faced.items())
        assert met.won[one] + 0.5 == pytest.approx(expected + found[one] / (found[one] + 1), abs=1e-9)


def test_who_wins_against_the_strong_is_stronger_than_who_wins_against_the_weak() -> None:
    ranking = rank("pairwise", compared("ab", "ab", "ac", "bc", "bc", "da", "ec", ideas="abcde"))
    ranks = ranking.ranks
    assert ranks["d"] < ranks["e"]
    assert 0 < ranking.places[-1].value < ranking.places[0].value < 1


def test_across_islands_nothing_is_said() -> None:
    ranking = rank("pairwise", compared("ab", "bc", "de", ideas="abcdef"))
    assert [one.idea for one in ranking.places] == ["a", "b", "c"]
    assert {one.idea: one.why.code for one in ranking.undetermined} == {
        "d": "not_linked",
        "e": "not_linked",
        "f": "not_compared",
    }


def test_the_queue_asks_what_is_open_of_whom_little_is_known_and_nothing_twice() -> None:
    field = compared("ab", "ab", "ab", "ac", "bc", ideas="abcd")
    queue = telling_pairs(field, "r0")
    assert "d" in queue[0]
    assert ("a", "b") not in queue
    assert len(queue) == 5
    assert all("d" not in pair for pair in telling_pairs(field, "r9", without={"d"}))
    assert telling_pairs(field, "r9", many=2) == telling_pairs(field, "r9", many=5)[:2]


def test_the_queue_does_not_ask_of_one_idea_only() -> None:
    queue = telling_pairs(compared(ideas="abcdef"), "r", many=3)
    assert sorted("".join(one + other for one, other in queue)) == list("abcdef")
