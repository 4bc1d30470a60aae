"""Budgets: so many in any window, whoever else asks."""

from datetime import timedelta

import pytest
import time_machine

from api.errors import TooMany
from api.limits import Budget, Limits, network_of

THREE = {"report.network": Budget(3, 60)}


async def test_a_budget_is_used_up_and_comes_back_as_its_window_moves_on() -> None:
    limits = Limits(THREE)
    with time_machine.travel(0, tick=False) as clock:
        for _ in range(3):
            await limits.spend("report.network", "a")
            clock.shift(timedelta(seconds=10))
        with pytest.raises(TooMany) as refused:
            await limits.spend("report.network", "a")
        assert refused.value.wait == 30
        clock.shift(timedelta(seconds=30))
        await limits.spend("report.network", "a")
        with pytest.raises(TooMany):
            await limits.check("report.network", "a")


async def test_what_is_refused_is_not_counted_and_others_are_not_held_up() -> None:
    limits = Limits(THREE)
    with time_machine.travel(0, tick=False) as clock:
        for _ in range(3):
            await limits.spend("report.network", "a")
        for _ in range(50):
            with pytest.raises(TooMany):
                await limits.spend("report.network", "a")
        await limits.spend("report.network", "b")
        clock.shift(timedelta(seconds=61))
        await limits.spend("report.network", "a")


async def test_whoever_asks_no_more_is_forgotten() -> None:
    limits = Limits({"report.network": Budget(3, 60), "link.act": Budget(10_000, 60)})
    with time_machine.travel(0, tick=False) as clock:
        for n in range(300):
            await limits.spend("report.network", str(n))
        clock.shift(timedelta(seconds=61))
        for _ in range(1000):
            await limits.spend("link.act", "one")
    assert len(limits._spent) == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff::7", "2001:db8:1:200::/56"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("no address", "unknown"),
        ("", "unknown"),
    ],
)
def test_people_behind_one_router_share_a_budget(address: str, network: str) -> None:
    assert network_of(address) == network
