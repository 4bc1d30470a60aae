"""Which days of a calendar file somebody is away, and what is no calendar."""

from datetime import date

import pytest

from kit.busy_days import NoCalendar, away_days

TODAY = date(2026, 11, 2)
OOF, BUSY, FREE = (f"X-MICROSOFT-CDO-BUSYSTATUS:{word}" for word in ("OOF", "BUSY", "FREE"))


def event(first: str, end: str = "", *more: str) -> str:
    lines = [f"DTSTART;VALUE=DATE:{first}", *([f"DTEND;VALUE=DATE:{end}"] if end else []), *more]
    return "\r\n".join(["BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""]).encode()


@pytest.mark.parametrize(
    ("events", "days"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([event("20261109", "20261114")], [("2026-11-09", "2026-11-13")], id="the end is the day after"),
        pytest.param([event("20261109")], [("2026-11-09", "2026-11-09")], id="one day without an end"),
        pytest.param([event("20261109", "", "DURATION:P3D")], [("2026-11-09", "2026-11-11")], id="a duration"),
        pytest.param([event("20261026", "20261105")], [("2026-11-02", "2026-11-04")], id="under way"),
        pytest.param([event("20261001", "20261005")], [], id="over"),
        pytest.param([event("20261109", "20261114", "TRANSP:TRANSPARENT")], [], id="a birthday"),
        pytest.param([event("20261109", "20261114", "STATUS:CANCELLED")], [], id="cancelled"),
        pytest.param(
            [event("20261109", "20261110", BUSY), event("20261116", "20261117", OOF)],
            [("2026-11-16", "2026-11-16")],
            id="busy is not out of office, where that is told apart",
        ),
        pytest.param([event("20261109", "20261110", FREE)], [], id="free"),
        pytest.param(
            [event("20261112", "20261114"), event("20261109", "20261112")],
            [("2026-11-09", "2026-11-13")],
            id="days that touch",
        ),
        pytest.param(
            ["BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261109T080000Z\r\nDTEND:20261109T100000Z\r\nEND:VEVENT"],
            [],
            id="a meeting",
        ),
    ],
)
def test_days_away(events: list[str], days: list[tuple[str, str]]) -> None:
    found = away_days(calendar(*events), TODAY)

    assert [(first.isoformat(), last.isoformat()) for first, last in found.spans] == days
    assert found.left_out == 0


@pytest.mark.parametrize(
    ("events", "days"),
    [
        pytest.param(
            [event("20261106", "20261107", "RRULE:FREQ=WEEKLY;COUNT=3")],
            ["2026-11-06", "2026-11-13", "2026-11-20"],
            id="every Friday",
        ),
        pytest.param(
            [event("20261106", "20261107", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20261113")],
            ["2026-11-06", "2026-11-20"],
            id="but not on this one",
        ),
        pytest.param(
            [event("20261106", "20261107", "RDATE;VALUE=DATE:20261201,20261203")],
            ["2026-11-06", "2026-12-01", "2026-12-03"],
            id="days by name",
        ),
        pytest.param(
            [
                event("20261106", "20261107", "RRULE:FREQ=WEEKLY;COUNT=3"),
                event("20261116", "20261117", "RECURRENCE-ID;VALUE=DATE:20261113"),
            ],
            ["2026-11-06", "2026-11-16", "2026-11-20"],
            id="one was moved",
        ),
        pytest.param(
            [
                event("20261106", "20261107", "RRULE:FREQ=WEEKLY;COUNT=2"),
                event("20261113", "20261114", "RECURRENCE-ID;VALUE=DATE:20261113", "STATUS:CANCELLED"),
            ],
            ["2026-11-06"],
            id="one was called off",
        ),
        pytest.param(
            [event("20200103", "20200104", "RRULE:FREQ=WEEKLY;UNTIL=20261115T000000Z")],
            ["2026-11-06", "2026-11-13"],
            id="for years",
        ),
    ],
)
def test_what_repeats_is_unfolded(events: list[str], days: list[str]) -> None:
    assert [first.isoformat() for first, _ in away_days(calendar(*events), TODAY).spans] == days


def test_what_repeats_for_ever_is_followed_for_a_year() -> None:
    found = away_days(calendar(event("20261106", "20261107", "RRULE:FREQ=WEEKLY")), TODAY).spans

    assert len(found) == 52
    assert found[-1][0] <= date(2027, 11, 3)


@pytest.mark.parametrize(
    "lie",
    [
        event("20261109", "20261101"),
        event("20261109", "20261110", "RRULE:FREQ=SECONDLY"),
        event("20261109", "20261110", "RRULE:FREQ=YEARLY;BYWEEKNO=20"),
    ],
)
def test_an_entry_that_cannot_be_is_left_out_and_counted(lie: str) -> None:
    found = away_days(calendar(lie, event("20261116")), TODAY)

    assert ([first.isoformat() for first, _ in found.spans], found.left_out) == (["2026-11-16"], 1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (calendar(*[event("20261109")] * 30_000), "full"),
        (calendar(*[event("20261102", "20261103", "RRULE:FREQ=DAILY;INTERVAL=2")] * 20), "full"),
        (b"X" * 50_000_000, "large"),
        (b"<html>Sign in</html>", "none"),
    ],
)
def test_what_is_too_much_is_told_from_what_is_no_calendar(content: bytes, why: str) -> None:
    with pytest.raises(NoCalendar) as refused:
        away_days(content, TODAY)
    assert refused.value.why == why


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Sign in</html>",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        calendar(event("20261109"))[:70],
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nEND:VCARD\r\n",
        calendar("BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT"),
        b"BEGIN:VCALENDAR\r\n" + b"X" * 2_000_001,
    ],
)
def test_what_is_no_calendar(content: bytes) -> None:
    with pytest.raises(NoCalendar):
        away_days(content, TODAY)
