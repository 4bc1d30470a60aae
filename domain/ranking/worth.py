"""What something is worth in euros over its years: present values, and the rule of WiBe for what does not pay off.

Sources: Federal Ministry of Finance, "Arbeitsanleitung Einführung in Wirtschaftlichkeitsuntersuchungen" (12 January
2011): each year's cash flow divided by (1 + i)^t with the rate of that term; WiBe 5.0 (2015): do what has a positive
net present value; what has not, only if its quality or its external effects reach more than 50 of 100.
"""

from collections.abc import Mapping
from math import fsum

ENOUGH = 50  # of 100 points: WiBe's threshold


def present_values(flows: Mapping[int, float], rates: Mapping[int, float]) -> dict[int, float]:
    """By year from now, the cash flow as it is worth today; `rates` are percent of the term of that many years."""
    return {year: flow / (1 + rates.get(year, 0.0) / 100) ** year for year, flow in flows.items()}


def net_present_value(flows: Mapping[int, float], rates: Mapping[int, float]) -> float | None:
    """All years together; None where no year is known, or a year to come has no rate."""
    if not flows or any(year and year not in rates for year in flows):
        return None
    return fsum(present_values(flows, rates).values())


def worth_doing(value: float | None, quality: float | None = None, effects: float | None = None) -> str | None:
    """By WiBe's rule "pays_off", "worth_it_anyway" or "not_worth_it"; None where the value is not determined."""
    if value is None:
        return None
    if value > 0:
        return "pays_off"
    points = [one for one in (quality, effects) if one is not None]
    return "worth_it_anyway" if any(one > ENOUGH for one in points) else "not_worth_it"
