"""The days on which an administration is closed, from the table of a region; the only place that knows the library."""

from datetime import date
from functools import lru_cache
from importlib.metadata import version

from domain.world import ClosedDays

YEARS_BACK, YEARS_AHEAD = 2, 6


@lru_cache(maxsize=64)
def closed_days(region: str, year: int) -> ClosedDays:
    """Public holidays of a German state (ISO code such as "SH") around `year`; the version names table and years."""
    import holidays  # here, because it takes most of a second and only the worker needs it

    years = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
    days: frozenset[date] = frozenset(holidays.country_holidays("DE", subdiv=region, years=years))
    name = f"DE-{region}-{years.start}-{years[-1]}/holidays-{version('holidays')}"
    return ClosedDays(version=name, days=days, last_year=years[-1])
