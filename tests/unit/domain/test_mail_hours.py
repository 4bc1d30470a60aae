"""Mails to people in the house leave in office hours, by the clock of the town; to everybody else at once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import calendar
from domain.definition import MailHours
from domain.mail_hours import not_before, opens_at
from tests.builders import CLOSED, DEFINITION, PEOPLE, an_idea

ZONE = ZoneInfo("Europe/Berlin")
HOURS = MailHours.model_validate({"from": "07:00", "to": "19:00"})


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        ("2026-11-02T07:00+01:00", None),
        ("2026-11-02T18:59+01:00", None),
        ("2026-11-02T06:59+01:00", "2026-11-02T07:00+01:00"),
        ("2026-11-02T19:00+01:00", "2026-11-03T07:00+01:00"),
        # Friday evening before Christmas: the holidays and the weekend after
        ("2026-12-24T23:30+01:00", "2026-12-28T07:00+01:00"),
        ("2026-10-31T12:00+01:00", "2026-11-02T07:00+01:00"),
        # the night in which the clocks change: seven by the clock that hangs on the wall then
        ("2027-03-27T12:00+01:00", "2027-03-30T07:00+02:00"),
        ("2026-10-24T20:00+02:00", "2026-10-26T07:00+01:00"),
    ],
)
def test_what_is_written_at_night_leaves_in_the_morning_of_a_working_day(written: str, leaves: str | None) -> None:
    expected = None if leaves is None else datetime.fromisoformat(leaves)

    assert opens_at(datetime.fromisoformat(written), HOURS, ZONE, CLOSED) == expected


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 11, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - its zone is given
def test_whenever_it_leaves_somebody_is_there(now: datetime) -> None:
    leaves = opens_at(now, HOURS, ZONE, CLOSED) or now

    assert leaves >= now
    assert calendar.is_working_day(leaves.astimezone(ZONE).date(), CLOSED)
    assert 7 <= leaves.astimezone(ZONE).hour < 19
    assert opens_at(leaves, HOURS, ZONE, CLOSED) is None


def test_citizens_read_when_they_like_and_without_hours_everybody_does() -> None:
    idea = an_idea(DEFINITION.model_copy(update={"mail_hours": HOURS})).at(datetime(2026, 11, 2, 22, tzinfo=UTC))

    assert not_before(PEOPLE["ana"], idea.world) == datetime(2026, 11, 3, 6, tzinfo=UTC)
    assert not_before(PEOPLE["sina"], idea.world) is None
    assert not_before(PEOPLE["ana"], an_idea().at(idea.now).world) is None
