"""How much one network, one address or one link may ask for; counted in memory, per process."""

import ipaddress
import time

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from api.errors import TooMany

RULES = {
    "submit.network": "20/hour",
    "submit.address": "5/hour",
    "confirm.address": "3/hour",
    "signin.network": "30/hour",
    "signin.address": "5/hour",
    "report.network": "10/hour",
    "link.unknown.network": "60/minute",
    "link.unknown.all": "600/minute",
    "link.act": "30/minute",
    "link.renew": "3/hour",
    "api.token": "600/minute",
    "api.unknown.network": "30/minute",
}


class Limits:
    """Counts by rule and key; raises TooMany with the seconds to wait."""

    def __init__(self, rules: dict[str, str] | None = None) -> None:
        self._rules: dict[str, RateLimitItem] = {name: parse(rule) for name, rule in {**RULES, **(rules or {})}.items()}
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def spend(self, rule: str, key: str = "") -> None:
        """Counts one; raises TooMany when the budget is used up."""
        if not await self._limiter.hit(self._rules[rule], rule, key):
            raise TooMany(await self._wait(rule, key))

    async def check(self, rule: str, key: str = "") -> None:
        """Raises TooMany when the budget is used up; counts nothing."""
        if not await self._limiter.test(self._rules[rule], rule, key):
            raise TooMany(await self._wait(rule, key))

    async def _wait(self, rule: str, key: str) -> int:
        stats = await self._limiter.get_window_stats(self._rules[rule], rule, key)
        return max(1, int(stats.reset_time - time.time()))


def network_of(address: str) -> str:
    """The network an address belongs to: /24 for IPv4, /56 for IPv6; people behind one router share a budget."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    width = 24 if parsed.version == 4 else 56
    return str(ipaddress.ip_network(f"{address}/{width}", strict=False))
