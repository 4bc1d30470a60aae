"""Working days in Schleswig-Holstein, and the instants at which local days end."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import end_of, is_working_day, local_date, morning_of, working_days_after, working_days_before
from tests.builders import CLOSED, an_idea

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-12-22", 5, "2026-12-30"),  # Christmas; the Saturday holiday costs nothing more
        ("2026-12-30", 1, "2026-12-31"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-04-02", 1, "2026-04-07"),  # Good Friday to Easter Monday
        ("2026-04-30", 1, "2026-05-04"),  # Labour Day is a Friday
        ("2026-05-13", 2, "2026-05-18"),  # Ascension
        ("2027-05-14", 1, "2027-05-18"),  # Whit Monday
        ("2026-10-30", 1, "2026-11-02"),  # Reformation Day on a Saturday
        ("2026-11-07", 1, "2026-11-09"),  # from a Saturday
        ("2026-11-06", 10, "2026-11-20"),
        ("2026-11-02", 0, "2026-11-02"),
    ],
)
def test_the_day_itself_does_not_count_and_closed_days_do_not(start: str, count: int, due: str) -> None:
    assert working_days_after(date.fromisoformat(start), count, CLOSED) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("end", "count", "day"),
    [("2026-12-30", 2, "2026-12-28"), ("2027-01-04", 2, "2026-12-30"), ("2026-04-07", 1, "2026-04-02")],
)
def test_a_reminder_counts_working_days_back(end: str, count: int, day: str) -> None:
    assert working_days_before(date.fromisoformat(end), count, CLOSED) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "over"),
    [
        ("2026-03-28", "2026-03-28T23:00"),  # the day before the clocks go forward
        ("2026-03-29", "2026-03-29T22:00"),  # a day of 23 hours
        ("2026-10-24", "2026-10-24T22:00"),
        ("2026-10-25", "2026-10-25T23:00"),  # a day of 25 hours
        ("2026-12-31", "2026-12-31T23:00"),
    ],
)
def test_a_day_is_over_at_local_midnight(day: str, over: str) -> None:
    assert end_of(date.fromisoformat(day), BERLIN) == datetime.fromisoformat(over).replace(tzinfo=UTC)


def test_work_begins_at_eight_in_summer_and_in_winter() -> None:
    assert morning_of(date(2026, 7, 1), BERLIN) == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert morning_of(date(2026, 12, 1), BERLIN) == datetime(2026, 12, 1, 7, tzinfo=UTC)


def test_just_before_local_midnight_it_is_still_the_day_before() -> None:
    assert local_date(datetime(2026, 6, 30, 21, 59, tzinfo=UTC), BERLIN) == date(2026, 6, 30)
    assert local_date(datetime(2026, 6, 30, 22, 0, tzinfo=UTC), BERLIN) == date(2026, 7, 1)


@given(st.dates(date(2026, 1, 1), date(2028, 6, 30)), st.integers(1, 60))
def test_what_is_counted_forward_is_counted_back(start: date, count: int) -> None:
    due = working_days_after(start, count, CLOSED)

    assert is_working_day(due, CLOSED)
    assert (
        sum(is_working_day(date.fromordinal(n), CLOSED) for n in range(start.toordinal() + 1, due.toordinal() + 1))
        == count
    )
    if is_working_day(start, CLOSED):
        assert working_days_before(due, count, CLOSED) == start


def test_an_idea_before_christmas_is_triaged_by_the_thirtieth() -> None:
    idea = an_idea(now=datetime(2026, 12, 22, 22, 30, tzinfo=UTC)).submitted()

    task = idea.task("triage")
    assert (task.due_on, task.due_at) == (date(2026, 12, 30), datetime(2026, 12, 30, 23, tzinfo=UTC))
    assert task.remind_at == datetime(2026, 12, 28, 7, tzinfo=UTC)
    assert task.calendar == "SH-test"
