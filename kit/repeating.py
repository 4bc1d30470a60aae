"""Days on which something repeats (RRULE of RFC 5545, as far as whole days go), never further than a last day.

Counted period by period from the first day on, so that a rule which never comes true ends as soon as one that does.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UNDERSTOOD = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"})
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
MOST_STEPS = 5_000  # periods that are looked at of one rule


class NotUnderstood(ValueError):  # noqa: N818 - reads as what it is
    """The rule is broken, or of a kind that whole days seldom have."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How often, how long, and on which days of a period."""

    every: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    months: frozenset[int] = frozenset()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()  # ordinal (0: each) and day of the week
    positions: tuple[int, ...] = ()
    week_start: int = 0

    @classmethod
    def read(cls, parts: dict[str, list[Any]]) -> "Rule":
        """From the parts of an RRULE. Raises NotUnderstood."""
        given = {name.upper(): several for name, several in parts.items()}
        if given.keys() - UNDERSTOOD:
            raise NotUnderstood
        try:
            rule = cls(
                every=str(given["FREQ"][0]).upper(),
                interval=int(_one(given, "INTERVAL", 1)),
                count=None if "COUNT" not in given else int(given["COUNT"][0]),
                until=None if "UNTIL" not in given else _day(given["UNTIL"][0]),
                months=frozenset(int(one) for one in given.get("BYMONTH", ())),
                month_days=tuple(int(one) for one in given.get("BYMONTHDAY", ())),
                weekdays=tuple(_weekday(str(one)) for one in given.get("BYDAY", ())),
                positions=tuple(int(one) for one in given.get("BYSETPOS", ())),
                week_start=DAYS.index(str(_one(given, "WKST", "MO")).upper()),
            )
        except (KeyError, ValueError, IndexError, TypeError) as broken:
            raise NotUnderstood from broken
        if rule.every not in FREQUENCIES or rule.interval < 1 or (rule.count or 1) < 1:
            raise NotUnderstood
        if rule.every in ("DAILY", "WEEKLY") and any(nth for nth, _ in rule.weekdays):
            raise NotUnderstood
        return rule


def _one(given: dict[str, list[Any]], name: str, otherwise: Any) -> Any:
    return given[name][0] if given.get(name) else otherwise


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else date.fromisoformat(str(value))


def _weekday(text: str) -> tuple[int, int]:
    nth = text[:-2]
    return (int(nth) if nth else 0, DAYS.index(text[-2:].upper()))


def repeated(rule: Rule, first: date, last: date, since: date = date.min) -> Iterator[date]:
    """First days, in order, from the first on and not after the last; those before `since` may be left out.

    Raises NotUnderstood where that takes too long to count.
    """
    left = rule.count
    end = last if rule.until is None else min(last, rule.until)
    for step, period in enumerate(_periods(rule, first, end, since if left is None else date.min)):
        if step >= MOST_STEPS:
            raise NotUnderstood
        for day in _chosen(rule, sorted(set(period))):
            if day < first:
                continue
            if day > end or left == 0:
                return
            yield day
            left = None if left is None else left - 1


def _periods(rule: Rule, first: date, end: date, since: date) -> Iterator[list[date]]:
    """The days of each period that may be meant, before positions are chosen; none that ends before `since`."""
    gone = max(0, (since - first).days)
    if rule.every == "DAILY":
        yield from (
            _kept(rule, first, [day]) for day in _from(_later(first, gone, rule.interval), end, rule.interval * ONE_DAY)
        )
    elif rule.every == "WEEKLY":
        monday = first - timedelta(days=(first.weekday() - rule.week_start) % 7)
        for start in _from(_later(monday, gone, 7 * rule.interval), end, rule.interval * ONE_WEEK):
            yield _kept(rule, first, [start + n * ONE_DAY for n in range(7) if start <= date.max - n * ONE_DAY])
    elif rule.every == "MONTHLY":
        months = first.year * 12 + first.month - 1
        months += gone // 31 // rule.interval * rule.interval
        for month in range(months, end.year * 12 + end.month, rule.interval):
            yield _of_month(rule, first, month // 12, month % 12 + 1)
    else:
        years = gone // 366 // rule.interval * rule.interval
        for year in range(first.year + years, end.year + 1, rule.interval):
            yield _of_year(rule, first, year)


def _later(first: date, gone: int, step: int) -> date:
    """The start of the last period that began so many days after the first, or earlier."""
    return first + gone // step * step * ONE_DAY


def _from(first: date, end: date, step: timedelta) -> Iterator[date]:
    day = first
    while day <= end:
        yield day
        if date.max - day < step:
            return
        day += step


def _kept(rule: Rule, first: date, days: list[date]) -> list[date]:
    """Of days or weeks: the days that no part of the rule leaves out."""
    wanted = {weekday for _, weekday in rule.weekdays}
    if not wanted and rule.every == "WEEKLY":
        wanted = {first.weekday()}
    return [day for day in days if (not wanted or day.weekday() in wanted) and _in_month(rule, day)]


def _in_month(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    from_end = day.day - monthrange(day.year, day.month)[1] - 1
    return not rule.month_days or day.day in rule.month_days or from_end in rule.month_days


def _of_month(rule: Rule, first: date, year: int, month: int) -> list[date]:
    days = [date(year, month, n) for n in range(1, monthrange(year, month)[1] + 1)]
    if not rule.month_days and not rule.weekdays:
        days = [day for day in days if day.day == first.day]
    return [day for day in _nth(rule, days) if _in_month(rule, day)]


def _of_year(rule: Rule, first: date, year: int) -> list[date]:
    """With weekdays and no months, they are counted in the year; else in each month that is meant."""
    if rule.weekdays and not rule.months and not rule.month_days:
        start = date(year, 1, 1)
        return list(_nth(rule, [start + n * ONE_DAY for n in range((date(year, 12, 31) - start).days + 1)]))
    alone = not rule.months and not rule.month_days
    months = sorted(rule.months) if rule.months else [first.month] if alone else range(1, 13)
    return [day for month in months for day in _of_month(rule, first, year, month)]


def _nth(rule: Rule, days: list[date]) -> Iterator[date]:
    """The days of the week that are meant, each or the n-th of these days."""
    if not rule.weekdays:
        yield from days
        return
    for nth, weekday in rule.weekdays:
        of_week = [day for day in days if day.weekday() == weekday]
        if nth == 0:
            yield from of_week
        elif abs(nth) <= len(of_week):
            yield of_week[nth - 1 if nth > 0 else nth]


def _chosen(rule: Rule, days: list[date]) -> Iterable[date]:
    """Some positions of a period, where the rule names them."""
    if not rule.positions:
        return days
    return sorted({days[at - 1 if at > 0 else at] for at in rule.positions if at and abs(at) <= len(days)})
