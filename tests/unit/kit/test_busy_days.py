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

    assert [(first.isoformat(), last.isoformat()) for first, last in found] == days


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
