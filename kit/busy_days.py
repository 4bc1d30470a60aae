"""Days on which a calendar file (iCalendar, RFC 5545) says that somebody is away; nothing else of it is kept."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

LONGEST = 2_000_000  # bytes
MOST = 5_000  # events
ONE_DAY = timedelta(days=1)
BUSY = "X-MICROSOFT-CDO-BUSYSTATUS"

Span = tuple[date, date]


class NoCalendar(ValueError):  # noqa: N818 - reads as what it is
    """The file is none, or not whole."""


def away_days(content: bytes, today: date) -> list[Span]:
    """First and last days from today on, in order; days that touch are one span. Raises NoCalendar.

    What counts are events of whole days that are marked as out of office, or, without such a mark, as busy.
    """
    from icalendar import Calendar  # slow to load, and seldom needed

    if len(content) > LONGEST:
        raise NoCalendar
    try:
        calendar = Calendar.from_ical(content)
        events = [event for event in calendar.walk("VEVENT") if _away(event)]
        spans = [span for event in events[:MOST] if (span := _span(event)) is not None]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as broken:
        raise NoCalendar from broken
    if getattr(calendar, "name", "") != "VCALENDAR":
        raise NoCalendar
    return list(_joined((max(first, today), last) for first, last in spans if last >= today))


def _away(event: Any) -> bool:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    if (status := str(event.get(BUSY, "")).upper()) != "":
        return status == "OOF"
    return str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT"


def _span(event: Any) -> Span | None:
    """The days of an event of whole days; its end is the day after, as the standard counts."""
    start = event["DTSTART"].dt
    if isinstance(start, datetime):
        return None
    if "DTEND" in event:
        end = event["DTEND"].dt
        last = (end.date() if isinstance(end, datetime) else end) - ONE_DAY
    else:
        last = start + (event["DURATION"].dt - ONE_DAY if "DURATION" in event else timedelta())
    return (start, max(start, last))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    current: Span | None = None
    for first, last in sorted(spans):
        if current is None:
            current = (first, last)
        elif first <= current[1] + ONE_DAY:
            current = (current[0], max(current[1], last))
        else:
            yield current
            current = (first, last)
    if current is not None:
        yield current
