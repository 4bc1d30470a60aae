"""The capital value of planning facts: every part of the formula, and what cannot be said."""

import pytest

from domain.planning.facts import Facts
from domain.planning.worth import worth

COSTS = {(2026, "a"): 60_000, (2026, "b"): 40_000, (2027, "a"): 0}
SAVINGS = {2027: 51_500, 2028: 53_046}


def test_each_year_is_worth_less_the_later_it_comes() -> None:
    found = worth(Facts(COSTS, savings=SAVINGS), 300, 2026)
    assert found is not None
    rows = [
        (one.year, one.saved, one.cost, one.flow, round(one.factor, 6), round(one.present, 2)) for one in found.years
    ]
    assert rows == [
        (2026, None, 100_000, -100_000, 1.0, -100_000.0),
        (2027, 51_500, 0, 51_500, 0.970874, 50_000.0),
        (2028, 53_046, None, 53_046, 0.942596, 50_000.94),
    ]
    assert (found.interest, round(found.total, 2), found.over, found.verdict) == (3.0, 0.94, False, "pays_off")


@pytest.mark.parametrize(
    ("facts", "interest", "year", "total", "verdict"),
    [
        (Facts(COSTS, savings={2027: 100_000}), 0, 2026, 0.0, "not_worth_it"),  # level is not above 0
        (Facts(COSTS), 300, 2026, -100_000.0, None),  # costs alone are no capital value
        (Facts(savings={2027: 103}), 300, 2026, 100.0, None),
        (Facts(COSTS, savings=SAVINGS), 300, 2028, 53_046.0, "pays_off"),  # what is over is left out
    ],
)
def test_what_follows(facts: Facts, interest: int, year: int, total: float, verdict: str | None) -> None:
    found = worth(facts, interest, year)
    assert found is not None
    assert (round(found.total, 6), found.verdict, found.over) == (total, verdict, year == 2028)


@pytest.mark.parametrize(
    ("facts", "interest", "year"),
    [(Facts(), 300, 2026), (Facts(COSTS, savings=SAVINGS), None, 2026), (Facts(COSTS), 300, 2030)],
)
def test_without_a_rate_or_an_amount_yet_to_come_there_is_none(facts: Facts, interest: int | None, year: int) -> None:
    assert worth(facts, interest, year) is None
