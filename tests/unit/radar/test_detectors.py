"""Every detector: it fires, it does not at its boundary, and it is silent again once its trigger is gone."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.definition import Criterion, Words
from domain.goals.tree import Goal, Wanted
from domain.radar.ages import Course, Span, Stay, percentile, stays, stays_long
from domain.radar.conflicts import disagreeing, pulled
from domain.radar.found import Found
from domain.radar.goals import unclear_goals
from domain.radar.people import asked_often, overloaded
from domain.radar.priorities import Ranked, Unranked, tied, unrated
from domain.radar.thresholds import DEFAULTS, Thresholds
from domain.radar.words import KIND_OF, Trigger
from domain.ranking.field import Field, Idea, Score
from domain.ranking.ranking import Place, Ranking

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def told(found: Iterable[Found]) -> dict[str, dict[str, object]]:
    """By key the numbers."""
    return {one.key: dict(one.facts) for one in found}


def test_every_trigger_is_of_a_kind() -> None:
    assert set(KIND_OF) == set(Trigger)


# People


@pytest.mark.parametrize(("tasks", "fires"), [(8, False), (9, True)])
def test_more_open_tasks_than_one_person_gets_done(tasks: int, fires: bool) -> None:
    found = told(overloaded({"rita": tasks, "rolf": 1}, DEFAULTS))
    assert found == ({"person_overloaded:rita": {"open": 9, "most": 8}} if fires else {})


@pytest.mark.parametrize(("times", "fires"), [(12, False), (13, True)])
def test_the_same_person_is_asked_too_often(times: int, fires: bool) -> None:
    found = told(asked_often({"rita": times}, DEFAULTS))
    assert found == ({"asked_often:rita": {"times": 13, "most": 12, "days": 28}} if fires else {})


# Priorities


@pytest.mark.parametrize(("days", "fires"), [(60, False), (60.9, False), (61, True)])
def test_an_idea_without_a_rank_after_so_many_days(days: float, fires: bool) -> None:
    found = told(unrated([Unranked("a", NOW - timedelta(days=days))], NOW, DEFAULTS))
    assert found == ({"unrated:a": {"days": 61, "most": 60}} if fires else {})


def ranking(*ranks: int) -> Ranking:
    """Ideas a, b, c … with these ranks."""
    return Ranking("utility", tuple(Place(chr(97 + n), rank, 5.0, ()) for n, rank in enumerate(ranks)), ())


@pytest.mark.parametrize(
    ("ranks", "take", "gone", "facts"),
    [
        ((1, 2, 2), 2, (), {"rank": 2, "tied": 2, "take": 2, "forward": 3}),
        ((1, 2, 2), 1, (), None),  # the tie lies below the cut
        ((1, 2, 2), 3, (), None),  # all of it above
        ((1, 1, 3), 1, ("a",), None),  # one of the two is gone: nothing is shared any more
        ((1, 1, 3), 0, (), None),  # no cut
    ],
)
def test_a_tie_at_the_cut(ranks: tuple[int, ...], take: int, gone: tuple[str, ...], facts: object) -> None:
    found = told(tied([Ranked("r", ranking(*ranks), take, frozenset(gone))]))
    assert found == ({"tied_at_cut:r": facts} if facts else {})


# Conflicts


@pytest.mark.parametrize(
    ("chosen", "facts"),
    [
        ([{"air": 2}, {"air": -1}, {"air": 0}], {"helping": 1, "against": 1}),
        ([{"air": 2}, {"air": 3}], None),
        ([{"air": -2}, {"air": 0}, {}], None),  # no difference, and unsaid, are no help
        ([{"air": 2}, {"other": -3}], None),
    ],
)
def test_chosen_ideas_pull_a_goal_both_ways(chosen: list[dict[str, int]], facts: object) -> None:
    found = list(pulled([Goal("air", Wanted("Luft", owner="olga"))], chosen))
    assert told(found) == ({"goal_pulled:air": facts} if facts else {})
    assert all(one.owner == "olga" for one in found)


SAID = Words(de="x", en="x")
BENEFIT = Criterion(id="benefit", title=SAID, question=SAID, lowest=SAID, highest=SAID, weight=100)


def scores(*values: float) -> Field:
    """One idea, each value from another rater."""
    given = tuple(Score(f"p{n}", "a", "benefit", value) for n, value in enumerate(values))
    return Field((Idea("a"),), (BENEFIT,), given)


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        ((0, 0, 10, 10), 50),  # as far apart as can be
        ((2, 2, 8, 8), None),  # a deviation of 3 on a scale of 10: the limit itself
        ((1, 2, 8, 9), 35),
        ((0, 10, 10), None),  # too few to say so
        ((5, 5, 5, 5), None),
    ],
)
def test_raters_who_see_an_idea_very_differently(values: tuple[float, ...], percent: int | None) -> None:
    found = told(disagreeing("r", scores(*values), DEFAULTS))
    assert [facts["percent"] for facts in found.values()] == ([percent] if percent else [])
    assert set(found) <= {"raters_disagree:a:r.benefit"}


# Goals

CLEAR = Wanted("Luft", indicator="NO2", target="20 µg", due_on=date(2030, 12, 31), owner="olga")


def test_a_goal_is_unclear_without_any_of_four_things() -> None:
    vague = Goal("vague", Wanted("Lebenswert", indicator="Umfrage", owner="olga"))
    found = list(unclear_goals([Goal("clear", CLEAR), vague]))
    assert told(found) == {"goal_unclear:vague": {"lacks": ["target", "date"]}}
    assert found[0].owner == "olga"


# Age


def finished(*days: int) -> list[Stay]:
    return [Stay(f"old{n}", "review", many, True) for n, many in enumerate(days)]


@pytest.mark.parametrize(
    ("ended", "days", "fires"),
    [
        (finished(*range(1, 21)), 18, True),  # of 1 to 20 days, 85 of 100 are through after 17
        (finished(*range(1, 21)), 17, False),
        (finished(*range(1, 20)), 99, False),  # 19 are too few
        (finished(*[1] * 20), 10, False),  # others are quick, but ten days are not long
        (finished(*[1] * 20), 11, True),
    ],
)
def test_a_stay_longer_than_most(ended: list[Stay], days: int, fires: bool) -> None:
    now = Stay("a", "review", days, False)
    elsewhere = Stay("b", "decision", 999, False)
    found = told(stays_long([*ended, now, elsewhere], DEFAULTS))
    assert set(found) == ({"stays_long:a:review"} if fires else set())
    assert all(facts["days"] == days for facts in found.values())


@pytest.mark.parametrize(("values", "limit"), [((7,), 7), (tuple(range(1, 101)), 85), ((1, 2, 3, 4), 4)])
def test_the_percentile_is_a_value_that_occurred(values: tuple[int, ...], limit: int) -> None:
    assert percentile(values, 85) == limit


def test_stays_follow_from_tasks_and_sleep_does_not_count() -> None:
    day = timedelta(days=1)
    begin = NOW - 100 * day
    tasks = [
        (begin, "intake"),
        (begin + 3 * day, "review"),
        (begin + 5 * day, "review"),  # a second task of the same stage
        (begin + 20 * day, "prioritisation"),
    ]
    asleep = [Span(begin + 30 * day, begin + 60 * day), Span(begin + 90 * day)]
    found = list(stays(Course("a", tasks, None, asleep), NOW))
    assert [(one.stage, one.days, one.over) for one in found] == [
        ("intake", 3, True),
        ("review", 17, True),
        ("prioritisation", 40, False),
    ]
    closed = list(stays(Course("a", tasks, begin + 25 * day), NOW))
    assert [(one.days, one.over) for one in closed] == [(3, True), (17, True), (5, True)]


def test_thresholds_can_be_set_as_data() -> None:
    known = Thresholds.model_validate({"open_tasks": 2})
    assert set(told(overloaded({"rita": 3}, known))) == {"person_overloaded:rita"}
