"""What an idea is worth in euros today by its planning facts: the capital value with every part of its formula.

KW = Σ CF_t / (1 + i)^t: what each year saves or takes in less what it costs, t years from now, at one rate of interest.
"""

from dataclasses import dataclass

from domain.planning.facts import Facts
from domain.ranking.worth import net_present_value, present_values, worth_doing

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class YearOfWorth:
    """One year of the formula."""

    year: int
    saved: int | None  # None where nobody has said, which counts nothing
    cost: int | None
    factor: float  # 1 / (1 + i)^t
    present: float

    @property
    def flow(self) -> int:
        """What it brings, less what it costs."""
        return (self.saved or 0) - (self.cost or 0)


@dataclass(frozen=True, slots=True)
class Worth:
    """From this year on; what is over is spent whatever is decided, and left out.

    `verdict` is that of WiBe's rule, None where one side is not known: costs alone are no capital value.
    """

    interest: float  # percent
    years: tuple[YearOfWorth, ...]
    total: float
    over: bool  # whether years before this one were left out
    verdict: str | None


def worth(facts: Facts, interest: int | None, this_year: int) -> Worth | None:
    """None without a rate, or where no amount is said for this year or a later one."""
    said = {year for year, _ in facts.costs} | set(facts.savings)
    years = sorted(year for year in said if year >= this_year)
    if interest is None or not years:
        return None
    costs: dict[int, int] = {}
    for (year, _), euros in facts.costs.items():
        costs[year] = costs.get(year, 0) + euros
    flows = {year - this_year: facts.savings.get(year, 0) - costs.get(year, 0) for year in years}
    rates = {t: interest / HUNDREDTHS for t in flows if t}
    factors, present = present_values(dict.fromkeys(flows, 1), rates), present_values(flows, rates)
    rows = tuple(
        YearOfWorth(
            year, facts.savings.get(year), costs.get(year), factors[year - this_year], present[year - this_year]
        )
        for year in years
    )
    total = net_present_value(flows, rates) or 0.0
    whole = facts.costed and bool(facts.savings)
    verdict = worth_doing(total) if whole else None
    return Worth(interest / HUNDREDTHS, rows, total, len(years) < len(said), verdict)
