"""Days that repeat, as a calendar says it: against dateutil, and bounded whatever the rule says."""

import time
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.repeating import DAYS, NotUnderstood, Rule, repeated

FIRST, LAST = date(2026, 11, 2), date(2027, 11, 2)


def parts(rule: str) -> dict[str, list[Any]]:
    return {name: value.split(",") for name, value in (one.split("=") for one in rule.split(";"))}


def days(rule: str, first: date = FIRST, last: date = LAST) -> list[str]:
    return [day.isoformat() for day in repeated(Rule.read(parts(rule)), first, last)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;COUNT=3", ["2026-11-02", "2026-11-09", "2026-11-16"]),
        ("FREQ=WEEKLY;BYDAY=FR;UNTIL=2026-11-14", ["2026-11-06", "2026-11-13"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=4", ["2026-11-02", "2026-11-06", "2026-11-16", "2026-11-20"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["2026-11-27", "2026-12-25"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", ["2026-12-31", "2027-01-31"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["2026-11-30", "2026-12-31"]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24,31", ["2026-12-24", "2026-12-31"]),
        ("FREQ=DAILY;INTERVAL=10;UNTIL=2026-11-30", ["2026-11-02", "2026-11-12", "2026-11-22"]),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", []),
    ],
)
def test_days_of_a_rule(rule: str, expected: list[str]) -> None:
    assert days(rule) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=SOMETIMES",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=2MO",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=DAILY;UNTIL=never",
        "INTERVAL=2",
    ],
)
def test_what_is_not_understood_is_said(rule: str) -> None:
    with pytest.raises(NotUnderstood):
        days(rule)


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;COUNT=4000000"])
def test_a_rule_of_many_years_ends_soon(rule: str) -> None:
    began = time.monotonic()
    with pytest.raises(NotUnderstood):
        days(rule, date(1, 1, 1), date(2027, 11, 2))
    assert time.monotonic() - began < 20


MONTH_DAYS = st.lists(st.integers(-28, 28).filter(bool), max_size=3, unique=True)
NTH = st.sampled_from(["1", "2", "-1", "-2"])


@st.composite
def rules(draw: st.DrawFn) -> str:
    """None that never comes true, for which dateutil looks up to the year 9999, and none that mixes `FR` and `2TH`,
    of which it finds no day at all.
    """
    every = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    found = {"FREQ": every, "INTERVAL": str(draw(st.integers(1, 5)))}
    ordinal = NTH if every in ("MONTHLY", "YEARLY") and draw(st.booleans()) else st.just("")
    if weekdays := draw(st.lists(st.sampled_from(DAYS), max_size=3, unique=True)):
        found["BYDAY"] = ",".join(f"{draw(ordinal)}{one}" for one in weekdays)
    if months := draw(st.lists(st.integers(1, 12), max_size=3, unique=True)):
        found["BYMONTH"] = ",".join(map(str, months))
    if every != "WEEKLY" and (numbers := draw(MONTH_DAYS)) and "BYDAY" not in found:
        found["BYMONTHDAY"] = ",".join(map(str, numbers))
    if every in ("MONTHLY", "YEARLY") and len(found) > 2 and draw(st.booleans()):
        found["BYSETPOS"] = str(draw(st.sampled_from([1, -1])))
    if draw(st.booleans()):
        found["COUNT"] = str(draw(st.integers(1, 12)))
    elif draw(st.booleans()):
        found["UNTIL"] = (FIRST + timedelta(days=draw(st.integers(0, 400)))).isoformat().replace("-", "")
    return ";".join(f"{name}={value}" for name, value in found.items())


@given(rules(), st.dates(date(2024, 1, 1), date(2027, 1, 1)))
@settings(max_examples=200, deadline=None)
def test_it_is_what_dateutil_says(rule: str, first: date) -> None:
    start = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - whole days have no zone
    known = rrulestr(rule, dtstart=start)
    last = datetime(2028, 1, 1)  # noqa: DTZ001 - likewise
    expected = [one.date().isoformat() for one in known.between(start, last, inc=True)]
    given_parts = parts(rule)
    if "UNTIL" in given_parts:
        given_parts["UNTIL"] = [date.fromisoformat(given_parts["UNTIL"][0])]

    rule_read, since = Rule.read(given_parts), FIRST

    assert [day.isoformat() for day in repeated(rule_read, first, last.date())] == expected
    late = [day.isoformat() for day in repeated(rule_read, first, last.date(), since)]
    assert [day for day in late if day >= since.isoformat()] == [day for day in expected if day >= since.isoformat()]
