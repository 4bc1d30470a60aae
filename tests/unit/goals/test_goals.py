"""Goals as a tree, what is missing around them, and coverage of catalogues; nothing said is never 0."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.definition import Words
from domain.errors import RuleBroken
from domain.goals.catalogue import Catalogue, check_catalogue, coverage
from domain.goals.contribution import Idea, Said, Sum, check, goals_without_measures, measures_without_goals, sums
from domain.goals.heard import Heard, Towards, towards
from domain.goals.taking_over import of_catalogue, of_process, was_cut
from domain.goals.tree import Goal, Wanted, lacks, may_remove, ordered, unclear, upwards
from domain.goals.tree import check as check_goal
from domain.goals.words import Lack, Unserved
from tests.builders import a_definition
from umlauf.reference_file import load_catalogue

EXAMPLE = Path(__file__).parents[3] / "examples" / "norderstedt" / "catalogues"
CLEAR: dict[str, Any] = {"indicator": "Anteil", "target": "80 %", "due_on": date(2030, 12, 31), "owner": "olga"}


def a_goal(goal_id: str, under: str = "", **said: Any) -> Goal:
    return Goal(goal_id, Wanted(f"Ziel {goal_id}", under=under, **said))


def an_idea(number: str, measure: bool = False, tags: tuple[str, ...] = (), theme: str = "", **values: int) -> Idea:
    return Idea(number, number, f"Idee {number}", theme, measure, Said(values, frozenset(tags)))


TREE = [a_goal("b", "a"), a_goal("a"), a_goal("c", "b"), a_goal("d")]


# Taken over

GERMAN = "Straßen " * 40


def test_a_title_that_is_too_long_for_a_goal_is_cut_and_known_to_be() -> None:
    process = a_definition()
    long = process.goals[0].model_copy(update={"title": Words(de=GERMAN, en="Streets")})
    (_, first), (_, second), *_ = of_process(process.model_copy(update={"goals": (long, *process.goals[1:])}))
    assert (len(first.title_de), first.title_de[-1], first.title_en) == (200, "…", "Streets")
    assert (was_cut(first), was_cut(second)) == (True, False)
    assert not was_cut(Wanted("x" * 200, ""))


# The tree


def test_goals_are_told_below_the_one_they_stand_under() -> None:
    assert [(goal.id, depth) for goal, depth in ordered(TREE)] == [("a", 0), ("b", 1), ("c", 2), ("d", 0)]


def test_a_goal_whose_parent_has_gone_stands_at_the_top() -> None:
    assert [(goal.id, depth) for goal, depth in ordered([a_goal("x", "gone")])] == [("x", 0)]


@pytest.mark.parametrize(
    ("goal", "under", "code"),
    [("a", "c", "goal.circle"), ("a", "a", "goal.circle"), ("a", "nothing", "goal.parent_unknown")],
)
def test_a_goal_stands_neither_under_itself_nor_under_nothing(goal: str, under: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_goal(goal, Wanted("x", under=under), TREE)
    assert refused.value.code == code


def test_a_goal_moves_to_another_branch() -> None:
    check_goal("c", Wanted("x", under="d"), TREE)


def test_a_goal_with_goals_below_is_not_removed() -> None:
    may_remove("c", TREE)
    with pytest.raises(RuleBroken, match=r"goal\.has_goals_below"):
        may_remove("b", TREE)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_whatever_is_moved_the_tree_stays_one(moves: list[tuple[int, int]]) -> None:
    goals = {str(n): a_goal(str(n)) for n in range(7)}
    for one, under in moves:
        wanted = Wanted("x", under=str(under))
        try:
            check_goal(str(one), wanted, list(goals.values()))
        except RuleBroken:
            continue
        goals[str(one)] = Goal(str(one), wanted)
    assert len(ordered(list(goals.values()))) == 7
    assert all(path[0] == one for one, path in upwards(goals.values()).items())


# Unclear goals


def test_a_clear_goal_has_an_indicator_a_value_a_date_and_an_owner() -> None:
    clear = a_goal("a", **CLEAR)
    assert lacks(clear) == ()
    assert unclear([clear, a_goal("b", **CLEAR | {"owner": "", "due_on": None})]) == (
        (a_goal("b", **CLEAR | {"owner": "", "due_on": None}), (Lack.DATE, Lack.OWNER)),
    )
    assert lacks(a_goal("c")) == tuple(Lack)


# Contributions


def test_what_was_not_said_is_not_nothing() -> None:
    ideas = [an_idea("1", a=0), an_idea("2", a=3), an_idea("3", a=-1), an_idea("4")]
    assert ideas[0].does("a") == 0
    assert ideas[3].does("a") is None
    assert sums([a_goal("a")], ideas) == (Sum("a", helping=1, against=1, neither=1, unsaid=1),)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said({"a": 4}), "contribution.off_scale"),
        (Said({"a": -4}), "contribution.off_scale"),
        (Said({"x": 1}), "contribution.goal_unknown"),
        (Said({}, frozenset({"sdg.99"})), "contribution.tag_unknown"),
    ],
)
def test_contributions_lie_on_the_scale_and_name_what_there_is(said: Said, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check(said, ["a"], ["sdg.sdg_01"])
    assert refused.value.code == code


def test_goals_without_measures_are_found_and_what_serves_a_goal_serves_those_above() -> None:
    ideas = [an_idea("1", measure=True, c=2, d=-3), an_idea("2", d=1), an_idea("3", measure=True, d=0)]
    assert [(goal.id, why) for goal, why in goals_without_measures(TREE, ideas)] == [("d", Unserved.IDEAS_ONLY)]
    stopped = [*ideas, Idea("s", "s", "s", stopped=True, said=Said({"d": 3}))]
    without = [replace(one, said=Said()) for one in stopped[:-1]] + stopped[-1:]
    assert ("d", Unserved.NOTHING) in [(goal.id, why) for goal, why in goals_without_measures(TREE, without)]
    assert [(goal.id, why) for goal, why in goals_without_measures(TREE, [])] == [
        (one, Unserved.NOTHING) for one in ("b", "a", "c", "d")
    ]


def test_measures_without_goals_are_found_and_whether_anybody_has_looked() -> None:
    ideas = [
        an_idea("1", measure=True),
        an_idea("2", measure=True, a=0, b=-2),
        an_idea("3", measure=True, a=1),
        an_idea("4"),
        an_idea("5", measure=True, gone=3),  # a goal that was removed serves nobody
    ]
    assert [(idea.number, why) for idea, why in measures_without_goals(TREE, ideas)] == [
        ("1", Unserved.NOTHING),
        ("2", Unserved.NOT_FOR),
        ("5", Unserved.NOTHING),
    ]


# Catalogues


def a_catalogue(held: str = "tags", **changes: Any) -> Catalogue:
    titles = {"de": "Titel", "en": "Title"}
    entries = [{"id": one, "title": titles} for one in ("one", "two", "three")]
    content = {"format": "umlauf.catalogue/1", "id": "cat", "title": titles, "source": titles, "held": held}
    return Catalogue.model_validate({**content, "entries": entries, **changes}, strict=False)


def test_an_entry_is_covered_by_tags_and_by_what_ideas_do_for_its_goals() -> None:
    goals = [a_goal("one"), a_goal("below", "one"), a_goal("other", serves=("cat.two",))]
    ideas = [
        an_idea("1", tags=("cat.three",)),
        an_idea("2", measure=True, below=1),
        an_idea("3", other=-2),
        an_idea("4", tags=("dog.three",), theme="three"),
        an_idea("5", other=0),
    ]
    found = coverage(a_catalogue(), goals, ideas)
    told = [(c.entry, [i.number for i in c.ideas], c.measures, [i.number for i in c.against]) for c in found]
    assert told == [("one", ["2"], 1, []), ("two", [], 0, ["3"]), ("three", ["1"], 0, [])]


def test_a_catalogue_of_themes_is_covered_by_the_theme_of_an_idea() -> None:
    found = coverage(a_catalogue("themes"), [], [an_idea("1", theme="two", measure=True)])
    assert [(c.entry, len(c.ideas), c.measures) for c in found] == [("one", 0, 0), ("two", 1, 1), ("three", 0, 0)]


def test_an_entry_that_stands_twice_is_found() -> None:
    titles = {"de": "T", "en": "T"}
    twice = a_catalogue(entries=[{"id": "one", "title": titles}, {"id": "one", "title": titles}])
    assert [finding.code for finding in check_catalogue(twice)] == ["entry_twice"]


@pytest.mark.parametrize(("name", "entries"), [("isek", 3), ("themes", 3), ("charta", 4), ("sdg", 17)])
def test_the_catalogues_of_the_example_work(name: str, entries: int) -> None:
    assert len(load_catalogue(EXAMPLE / f"{name}.yaml").entries) == entries


def test_goals_are_taken_over_from_the_process_and_from_catalogues_under_ids_that_fit_together() -> None:
    process = dict(of_process(a_definition()))
    assert process["innovation"].under == "isek"
    charta = dict(of_catalogue(load_catalogue(EXAMPLE / "charta.yaml")))
    assert set(charta) <= set(process)
    assert of_catalogue(a_catalogue(id="one"))[0][0] == "one_all"


def test_a_goal_that_was_removed_says_when() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    assert Goal("a", Wanted("A"), removed_at=at).removed_at == at


# What people said


def test_waves_count_towards_the_goal_of_their_idea_and_those_above_it() -> None:
    ideas = [an_idea("1", measure=True, b=2), an_idea("2", c=1), an_idea("3", a=-2), an_idea("4", d=3), an_idea("5")]
    asked = [
        Heard("1", "w1", "in_review"),
        Heard("1", "w2", "live", 90),
        Heard("1", "w3", "live", 365),
        Heard("2", "w4", "live", -30),
        Heard("3", "w5", "live", 30),  # against it
        Heard("gone", "w6"),
    ]
    told = towards("a", TREE, ideas, asked)
    assert ([one.id for one in told.ideas], told.asked, told.after) == (["1", "2"], 2, 1)
    assert [one.wave for one in told.heard] == ["w1", "w2", "w3", "w4"]
    assert towards("d", TREE, ideas, asked) == Towards((ideas[3],), 0, 0, ())
    assert towards("x", TREE, ideas, asked) == Towards((), 0, 0, ())
