"""How long deadlines are, against the numbers of the law and the traps of this state's calendar."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import calendar, periods
from domain.definition import UNITS, Deadline
from tests.builders import CLOSED

ZONE = ZoneInfo("Europe/Berlin")
# Schleswig-Holstein in 2021 and 2024, besides weekends: 31 October has been a holiday there since 2018.
HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in """
    2021-01-01 2021-04-02 2021-04-05 2021-05-01 2021-05-13 2021-05-24 2021-10-03 2021-10-31 2021-12-25 2021-12-26
    2024-01-01 2024-03-29 2024-04-01 2024-05-01 2024-05-09 2024-05-20 2024-10-03 2024-10-31 2024-12-25 2024-12-26
    """.split()
)


def noon(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=ZONE)


def ends(start: datetime, closed: frozenset[date] = HOLIDAYS, **length: int | bool) -> periods.End:
    return periods.end_of(Deadline(**length), start, ZONE, closed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        # § 188 (2) and § 193: the third of March is a Sunday
        ("2024-02-03", {"months": 1}, "2024-03-04"),
        # § 187 (1): the first itself does not count
        ("2021-09-01", {"days": 14}, "2021-09-15"),
        ("2021-09-01", {"weeks": 2}, "2021-09-15"),
        # § 188 (3): no 31st of February; the 28th is a Sunday
        ("2021-01-31", {"months": 1}, "2021-03-01"),
        ("2024-01-31", {"months": 1}, "2024-02-29"),
        # the 30th is a Saturday, the 31st Reformationstag: only in the north a Monday in November
        ("2021-09-30", {"months": 1}, "2021-11-01"),
        ("2024-09-30", {"months": 1}, "2024-10-30"),
        ("2024-10-24", {"weeks": 1}, "2024-11-01"),
        ("2023-12-31", {"months": 14}, "2025-02-28"),
        # working days leave out the same days one by one
        ("2021-10-28", {"working_days": 1}, "2021-10-29"),
        ("2021-10-29", {"working_days": 1}, "2021-11-01"),
        ("2024-10-30", {"working_days": 1}, "2024-11-01"),
    ],
)
def test_a_deadline_ends_as_the_law_reckons(start: str, length: dict[str, int], due: str) -> None:
    end = ends(noon(start), **length)

    assert end.on == date.fromisoformat(due)
    assert end.at == calendar.end_of(end.on, ZONE)


def test_the_same_month_ends_on_saturday_where_the_definition_lets_it_stand() -> None:
    assert ends(noon("2021-09-30"), months=1, next_working_day=False).on == date(2021, 10, 30)


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        # the night in which the clocks go back has 25 hours, the one in which they go forward 23
        ("2021-10-30T15:00+02:00", {"hours": 24, "next_working_day": False}, "2021-10-31T14:00+01:00"),
        ("2021-03-27T15:00+01:00", {"hours": 24, "next_working_day": False}, "2021-03-28T16:00+02:00"),
        ("2021-03-26T15:00+01:00", {"minutes": 90}, "2021-03-26T16:30+01:00"),
        # Friday at three and a day: Monday at three; the weekend does not count, whatever it did to the clocks
        ("2021-03-26T15:00+01:00", {"hours": 24}, "2021-03-29T15:00+02:00"),
        ("2021-10-29T15:00+02:00", {"hours": 24}, "2021-11-01T15:00+01:00"),
        ("2021-10-30T15:00+02:00", {"hours": 2}, "2021-11-01T02:00+01:00"),
    ],
)
def test_hours_are_hours_also_when_the_clocks_change(start: str, length: dict[str, int], due: str) -> None:
    assert ends(datetime.fromisoformat(start), **length).at == datetime.fromisoformat(due)


@pytest.mark.parametrize("start", ["2021-03-26T23:30+01:00", "2021-10-29T23:30+02:00"])
def test_a_day_ends_at_midnight_of_the_town_also_on_weekends_that_change_the_clocks(start: str) -> None:
    end = ends(datetime.fromisoformat(start), days=3)

    assert (end.at - timedelta(microseconds=1)).astimezone(ZONE).date() == end.on
    assert end.at.astimezone(ZONE).hour == 0


minutes = st.integers(0, 500 * 24 * 60)
starts = minutes.map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
lengths = st.sampled_from(UNITS).flatmap(
    lambda unit: st.integers(1, 6 if unit == "months" else 40).map(lambda n: {unit: n})
)


@given(start=starts, length=lengths)
def test_nothing_is_ever_due_on_a_closed_day_or_before_it_began(start: datetime, length: dict[str, int]) -> None:
    end = ends(start, CLOSED, **length)

    assert calendar.is_working_day(end.on, CLOSED)
    assert end.at > start
    assert end.on in {end.at.astimezone(ZONE).date(), (end.at - timedelta(microseconds=1)).astimezone(ZONE).date()}


@given(start=starts, length=lengths, more=st.integers(1, 3))
def test_a_longer_deadline_never_ends_before_a_shorter_one(start: datetime, length: dict[str, int], more: int) -> None:
    longer = {unit: count + more for unit, count in length.items()}

    assert ends(start, CLOSED, **longer).at >= ends(start, CLOSED, **length).at


days = st.dates(date(2026, 1, 1), date(2027, 6, 30))
few = st.integers(0, 30)


@given(day=days, first=few, second=few)
def test_adding_and_pausing_commute(day: date, first: int, second: int) -> None:
    """Ten days more and then five of rest end on the day on which five of rest and then ten more end."""
    after: Callable[[date, int], date] = lambda start, count: calendar.working_days_after(start, count, CLOSED)  # noqa: E731
    day = periods.next_open(day, CLOSED)

    assert after(after(day, first), second) == after(after(day, second), first) == after(day, first + second)


@given(day=days, rest=st.integers(0, 120), until=st.integers(0, 120))
def test_what_has_passed_adds_up_whenever_the_rest_is_cut(day: date, rest: int, until: int) -> None:
    middle, end = day + timedelta(days=rest), day + timedelta(days=rest + until)

    assert periods.passed(day, middle, CLOSED) + periods.passed(middle, end, CLOSED) == periods.passed(day, end, CLOSED)
    due = calendar.working_days_after(periods.next_open(day, CLOSED), periods.passed(day, end, CLOSED), CLOSED)
    assert due == periods.next_open(end, CLOSED), "what was due as the rest began is due as it ends"
