"""A file for calendars: whole days, text that cannot break out of its line, and the same event every time."""

from datetime import UTC, date, datetime

import icalendar

from kit.calendar_file import Entry, as_ics

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
EVIL = "Bänke; Licht, \\ Strom\r\nEND:VEVENT\nBEGIN:VALARM " + "lang " * 30


def the_file(*entries: Entry) -> bytes:
    return as_ics(entries, name="Roadmap", at=AT)


def test_an_event_lasts_from_its_first_day_to_its_last() -> None:
    text = the_file(Entry("a@x", "Bänke", date(2027, 1, 1), date(2027, 3, 31), "Weil.", "https://x/1", ("kritisch",)))
    lines = text.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    for line in ("VERSION:2.0", "DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20270401", "UID:a@x"):
        assert line in lines
    assert {"DTSTAMP:20261128T120000Z", "SUMMARY:Bänke", "URL:https://x/1", "CATEGORIES:kritisch"} <= set(lines)
    assert "TRANSP:TRANSPARENT" in lines  # nobody is busy by it
    assert text == the_file(
        Entry("a@x", "Bänke", date(2027, 1, 1), date(2027, 3, 31), "Weil.", "https://x/1", ("kritisch",))
    )


def test_no_text_breaks_out_of_its_line_and_none_is_longer_than_the_standard_allows() -> None:
    text = the_file(Entry("a@x", EVIL, date(2027, 1, 1), date(2027, 1, 1), EVIL))
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert text.count(b"END:VEVENT\r\n") == 1
    calendar = icalendar.Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    assert calendar.walk("VALARM") == []
    assert str(event["summary"]).replace("\r\n", "\n") == EVIL.replace("\r\n", "\n")


def test_an_empty_roadmap_is_a_calendar_without_events() -> None:
    assert icalendar.Calendar.from_ical(the_file()).walk("VEVENT") == []
