"""Budgets behind a proxy: each visitor has their own, and nobody gets a new one by inventing addresses."""

import httpx2
import pytest

from api.limits import Budget, Limits
from tests.api.apps import app_on
from tests.api.city import City
from umlauf.setting_values import read_networks

SEARCHED = "/a/" + "a" * 32
PROXY, STRANGER = "172.31.250.1", "198.51.100.7"


@pytest.fixture
def guarded(city: City) -> City:
    """A city behind a proxy that lets a network try two unknown links a minute."""
    city.services.trusted_proxies = read_networks(["172.31.250.0/24"])
    city.services.limits = Limits({"link.unknown.network": Budget(2, 60)})
    return city


async def asked(city: City, peer: str, *forwarded: str) -> int:
    transport = httpx2.ASGITransport(app=app_on(city.services), client=(peer, 50000))
    headers = [(b"X-Forwarded-For", one.encode("latin-1")) for one in forwarded]
    async with httpx2.AsyncClient(transport=transport, base_url=city.services.site.base_url) as browser:
        return (await browser.get(SEARCHED, headers=headers)).status_code


async def test_visitors_behind_one_proxy_have_budgets_of_their_own(guarded: City) -> None:
    assert [await asked(guarded, PROXY, "203.0.113.9") for _ in range(3)] == [404, 404, 429]
    assert await asked(guarded, PROXY, "192.0.2.9") == 404


async def test_invented_addresses_before_the_real_one_win_nothing(guarded: City) -> None:
    answers = [await asked(guarded, PROXY, f"192.0.{n}.1, 203.0.113.9") for n in range(3)]
    assert answers == [404, 404, 429]
    assert await asked(guarded, PROXY, "192.0.77.1", "203.0.113.9") == 429  # two lines are one list


async def test_whoever_is_no_proxy_of_ours_wins_nothing_either(guarded: City) -> None:
    assert [await asked(guarded, STRANGER, f"192.0.{n}.1") for n in range(3)] == [404, 404, 429]


@pytest.mark.parametrize("malformed", ["", ",", "unknown", "<script>", "1.2.3.4.5", "[::1", "\xff\xfe"])
async def test_a_malformed_header_counts_for_the_proxy_and_breaks_nothing(guarded: City, malformed: str) -> None:
    assert [await asked(guarded, PROXY, malformed) for _ in range(3)] == [404, 404, 429]
