"""Nobody is written to more often than agreed, whatever the calendar; and nothing waits for ever."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.survey.contact import Budget, Plan, Purpose, Window, Wish, free_at, plan_contacts

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
ONE_A_WEEK = Budget(windows=(Window(most=1, days=7),))


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def wish(
    wish_id: str,
    priority: int = 5,
    since: float = 0,
    purpose: Purpose = Purpose.INVITATION,
    until: float | None = None,
) -> Wish:
    return Wish(wish_id, "ana", purpose, day(since), priority, None if until is None else day(until))


def sent(plan: Plan) -> list[str]:
    return [w.id for w in plan.sends]


def test_the_most_urgent_goes_first_and_the_other_is_planned_again() -> None:
    plan = plan_contacts([wish("low", 2), wish("high", 8)], {}, ONE_A_WEEK, day(0))

    assert sent(plan) == ["high"]
    (skip,) = plan.skips
    assert (skip.wish, skip.code, skip.again_at) == ("low", "contact.budget", day(7))


def test_a_window_rolls() -> None:
    contacts = {"ana": [day(0)]}

    assert sent(plan_contacts([wish("x")], contacts, ONE_A_WEEK, day(6.99))) == []
    assert sent(plan_contacts([wish("x")], contacts, ONE_A_WEEK, day(7))) == ["x"]


def test_every_window_holds() -> None:
    budget = Budget(windows=(Window(most=1, days=7), Window(most=3, days=90)))

    assert free_at([day(0), day(7), day(14)], budget, day(21)) == day(90)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_reminders_count_like_everything_else(purpose: Purpose) -> None:
    assert sent(plan_contacts([wish("x", purpose=purpose)], {"ana": [day(0)]}, ONE_A_WEEK, day(1))) == []


def test_others_have_a_budget_of_their_own() -> None:
    other = Wish("y", "ben", Purpose.REMINDER, day(0))

    assert sent(plan_contacts([wish("x"), other], {"ana": [day(0)]}, ONE_A_WEEK, day(1))) == ["y"]


def test_what_would_come_too_late_is_not_planned_again() -> None:
    plan = plan_contacts([wish("x", until=7), wish("y", until=7.01)], {"ana": [day(0)]}, ONE_A_WEEK, day(1))

    assert [(s.wish, s.code, s.again_at) for s in plan.skips] == [
        ("x", "contact.too_late", None),
        ("y", "contact.budget", day(7)),
    ]
    assert plan_contacts([wish("z", until=1)], {}, ONE_A_WEEK, day(1)).skips[0].code == "contact.too_late"


def test_without_windows_everything_is_sent() -> None:
    assert sent(plan_contacts([wish("a"), wish("b")], {}, Budget(windows=()), day(0))) == ["a", "b"]


def test_the_least_urgent_is_sent_some_day_though_more_urgent_ones_come_than_fit() -> None:
    """Two come each week and one is sent; those of the first nine weeks go first, later ones do not."""
    contacts: list[datetime] = []
    waiting = [wish("low", 0)]
    for week in range(40):
        waiting += [wish(f"high{week}{n}", 9, since=7 * week) for n in "ab"]
        plan = plan_contacts(waiting, {"ana": contacts}, ONE_A_WEEK, day(7 * week))
        contacts += [day(7 * week) for _ in plan.sends]
        waiting = [w for w in waiting if w not in plan.sends]
        if sent(plan) == ["low"]:
            assert week == 18
            return
    pytest.fail("it starved")


def test_with_urgent_ones_every_week_the_least_urgent_waits_ten_weeks() -> None:
    contacts: list[datetime] = []
    waiting = [wish("low", 0)]
    for week in range(30):
        waiting.append(wish(f"high{week}", 9, since=7 * week))
        plan = plan_contacts(waiting, {"ana": contacts}, ONE_A_WEEK, day(7 * week))
        contacts += [day(7 * week) for _ in plan.sends]
        waiting = [w for w in waiting if w not in plan.sends]
        if sent(plan) == ["low"]:
            assert week == 9
            return
    pytest.fail("it starved")


@settings(max_examples=80)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 40)), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 120), st.sampled_from("ab"), st.integers(0, 9)), max_size=40),
    st.lists(st.integers(1, 30), min_size=5, max_size=25),
)
def test_nobody_gets_more_than_agreed_in_any_window(
    windows: list[tuple[int, int]], calendar: list[tuple[int, str, int]], looks: list[int]
) -> None:
    budget = Budget(windows=tuple(Window(most=most, days=days) for most, days in windows))
    contacts: dict[str, list[datetime]] = defaultdict(list)
    wishes = [Wish(f"w{n}", p, Purpose.NOTICE, day(d), rank) for n, (d, p, rank) in enumerate(calendar)]
    now, done = 0, set[str]()
    for pause in looks:
        now += pause
        due = [w for w in wishes if w.since <= day(now) and w.id not in done]
        plan = plan_contacts(due, contacts, budget, day(now))
        assert {w.id for w in plan.sends} | {s.wish for s in plan.skips} == {w.id for w in due}
        for skip in plan.skips:
            assert skip.again_at is not None
            assert skip.again_at > day(now)
        for chosen in plan.sends:
            contacts[chosen.person].append(day(now))
            done.add(chosen.id)

    for times in contacts.values():
        for window in budget.windows:
            for first in times:
                assert sum(first <= t < first + window.span for t in times) <= window.most
