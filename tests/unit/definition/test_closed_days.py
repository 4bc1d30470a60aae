"""Closed days of a region."""

from datetime import date

from activities.calendar import closed_days


def test_schleswig_holstein_rests_on_reformation_day_and_works_at_corpus_christi() -> None:
    closed = closed_days("SH", 2026)

    assert date(2026, 10, 31) in closed.days
    assert date(2026, 6, 4) not in closed.days
    assert date(2026, 6, 4) in closed_days("NW", 2026).days


def test_the_table_reaches_years_ahead_and_says_what_it_is() -> None:
    closed = closed_days("SH", 2026)

    assert closed.last_year == 2032
    assert date(2032, 12, 25) in closed.days
    assert closed.version.startswith("DE-SH-2024-2032/holidays-")
