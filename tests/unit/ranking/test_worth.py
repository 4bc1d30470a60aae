"""Present values as the finance ministry's own table has them, and the rule for what does not pay off."""

import pytest

from domain.ranking.worth import net_present_value, present_values, worth_doing

FLOWS = dict(zip(range(8, 16), (-28000, -23000, -30000, -28000, -27500, -30000, 7000, 22000), strict=True))
RATES = dict(zip(range(8, 16), (3.11, 3.31, 3.49, 3.65, 3.78, 3.89, 3.98, 4.05), strict=True))
PUBLISHED = (-21916, -17157, -21288, -18875, -17618, -18267, 4053, 12128)


def test_the_ministrys_row() -> None:
    assert tuple(round(value) for value in present_values(FLOWS, RATES).values()) == PUBLISHED
    assert net_present_value(FLOWS, RATES) == pytest.approx(sum(PUBLISHED), abs=4)


def test_what_is_not_known_is_not_nought() -> None:
    assert net_present_value({}, RATES) is None
    assert net_present_value({0: 5, 3: 1}, {}) is None
    assert net_present_value({0: 5}, {}) == 5


@pytest.mark.parametrize(
    ("value", "quality", "effects", "said"),
    [
        (1, None, None, "pays_off"),
        (0, 50, 50, "not_worth_it"),
        (-1, 51, None, "worth_it_anyway"),
        (-1, 20, 51, "worth_it_anyway"),
        (-1, None, None, "not_worth_it"),
        (None, 90, 90, None),
    ],
)
def test_the_rule_of_wibe(value: float | None, quality: float | None, effects: float | None, said: str | None) -> None:
    assert worth_doing(value, quality, effects) == said
