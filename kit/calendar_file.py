"""A file of whole days for calendars (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

PRODUCT = "-//Umlauf//Roadmap//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that lasts from one day to another, both included."""

    uid: str  # stays the same, so that a calendar that knows it already moves it
    title: str
    first: date
    last: date
    text: str = ""
    url: str = ""
    kinds: tuple[str, ...] = ()


def as_ics(entries: Iterable[Entry], *, name: str, at: datetime) -> bytes:
    """One event each, which makes nobody busy."""
    from icalendar import Calendar, Event  # slow to load, and seldom needed

    calendar = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", "PUBLISH"), ("x-wr-calname", name)):
        calendar.add(key, value)
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", at)
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + timedelta(days=1))  # the day after, as the standard counts
        event.add("summary", entry.title)
        event.add("transp", "TRANSPARENT")
        for key, text in (("description", entry.text), ("url", entry.url)):
            if text:
                event.add(key, text)
        if entry.kinds:
            event.add("categories", list(entry.kinds))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
