"""Days on which a calendar (iCalendar, RFC 5545) says that somebody is away; nothing else of it is kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kit.repeating import NotUnderstood, Rule, repeated

LONGEST = 2_000_000  # bytes
MOST = 5_000  # events
MOST_SERIES = 500  # of them that repeat
MOST_SPANS = 2_000  # with all repetitions
AHEAD = timedelta(days=366)  # how far what repeats is followed
ONE_DAY = timedelta(days=1)
BUSY = "X-MICROSOFT-CDO-BUSYSTATUS"

Span = tuple[date, date]


class NoCalendar(ValueError):  # noqa: N818 - reads as what it is
    """It is none, or not whole; `why` is "none", "large" or "full"."""

    def __init__(self, why: str = "none") -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class AwayDays:
    """First and last days, in order; and how many entries were left out, since they contradict themselves."""

    spans: tuple[Span, ...]
    left_out: int = 0


def away_days(content: bytes, today: date) -> AwayDays:
    """The days from today on; those that touch are one span. What repeats is followed for a year. Raises NoCalendar.

    What counts are events of whole days that are marked as out of office, or, without such a mark, as busy.
    """
    from icalendar import Calendar  # slow to load, and seldom needed

    if len(content) > LONGEST:
        raise NoCalendar("large")
    if content.count(b"BEGIN:VEVENT") > MOST:
        raise NoCalendar("full")
    try:
        calendar = Calendar.from_ical(content)
        if getattr(calendar, "name", "") != "VCALENDAR":
            raise NoCalendar
        found, left_out = _spans(list(calendar.walk("VEVENT")), today)
    except NoCalendar:
        raise
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as broken:
        raise NoCalendar from broken
    return AwayDays(tuple(_joined((max(first, today), last) for first, last in found)), left_out)


def _spans(events: list[Any], today: date) -> tuple[list[Span], int]:
    moved, found, left_out = _moved(events), list[Span](), 0
    if sum("RRULE" in event for event in events) > MOST_SERIES:
        raise NoCalendar("full")
    for event in events:
        if not _away(event):
            continue
        try:
            found += [span for span in _repeated(event, moved, today) if span[1] >= today]
        except (_Backwards, NotUnderstood, OverflowError):
            left_out += 1
        if len(found) > MOST_SPANS:
            raise NoCalendar("full")
    return found, left_out


def _moved(events: Iterable[Any]) -> Mapping[str, set[date]]:
    """Days of a series that have an entry of their own, or were called off by one."""
    found: dict[str, set[date]] = defaultdict(set)
    for event in events:
        if "RECURRENCE-ID" in event:
            found[str(event.get("UID", ""))].add(_day(event["RECURRENCE-ID"].dt))
    return found


def _away(event: Any) -> bool:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    if (status := str(event.get(BUSY, "")).upper()) != "":
        return status == "OOF"
    return str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT"


class _Backwards(Exception):  # noqa: N818 - reads as what it is
    """It ends before it begins."""


def _repeated(event: Any, moved: Mapping[str, set[date]], today: date) -> Iterator[Span]:
    """The event itself, or each of its repetitions that is not called off."""
    span = _span(event)
    if span is None:
        return
    first, length = span[0], span[1] - span[0]
    starts, since, horizon = {first}, today - length, today + AHEAD
    if "RECURRENCE-ID" not in event:
        for rule in _several(event.get("RRULE")):
            read = Rule.read({str(name): list(part) for name, part in rule.items()})
            starts |= set(repeated(read, first, horizon, since))
        starts |= {_day(one.dt) for given in _several(event.get("RDATE")) for one in given.dts}
        starts -= {_day(one.dt) for given in _several(event.get("EXDATE")) for one in given.dts}
        starts -= moved.get(str(event.get("UID", "")), set())
    once = len(starts) == 1
    yield from ((day, day + length) for day in sorted(starts) if once or day <= horizon)


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _day(value: Any) -> date:
    found = value[0] if isinstance(value, tuple) else value
    return found.date() if isinstance(found, datetime) else found


def _span(event: Any) -> Span | None:
    """The days of an event of whole days; its end is the day after, as the standard counts. Raises _Backwards."""
    start = event["DTSTART"].dt
    if isinstance(start, datetime):
        return None
    if "DTEND" in event:
        end = event["DTEND"].dt
        if _day(end) < start:
            raise _Backwards
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
