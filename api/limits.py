"""How much one network, one address or one link may ask for; counted in memory, per process."""

import ipaddress
import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass

from api.errors import TooMany
from domain.comments.comment import MOST_PER_HOUR

MINUTE, HOUR = 60, 3600
TIDY_EVERY = 1000  # requests


@dataclass(frozen=True)
class Budget:
    """So many in any window of so many seconds."""

    most: int
    seconds: int


BUDGETS = {
    "submit.network": Budget(20, HOUR),
    "submit.address": Budget(5, HOUR),
    "enter.network": Budget(60, HOUR),
    "enter.address": Budget(5, HOUR),
    "confirm.address": Budget(3, HOUR),
    "signin.network": Budget(30, HOUR),
    "signin.address": Budget(5, HOUR),
    "code.try": Budget(5, 10 * MINUTE),  # as many and as long as a code has
    "report.network": Budget(10, HOUR),
    "form.network": Budget(240, HOUR),
    "link.unknown.network": Budget(60, MINUTE),
    "link.unknown.all": Budget(600, MINUTE),
    "link.act": Budget(30, MINUTE),
    "comment.write": Budget(MOST_PER_HOUR, HOUR),
    "round.rate": Budget(120, MINUTE),
    "link.renew": Budget(3, HOUR),
    "desk.code": Budget(5, HOUR),
    "answer.code": Budget(5, HOUR),
    "api.token": Budget(600, MINUTE),
    "api.unknown.network": Budget(30, MINUTE),
}


class Limits:
    """Counts by budget and key; raises TooMany with the seconds to wait.

    Own code: the memory storage of the library `limits` walks over all keys at each request, a thread for each of them.
    """

    def __init__(self, budgets: dict[str, Budget] | None = None) -> None:
        self._budgets = BUDGETS | (budgets or {})
        self._spent: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._requests = 0

    async def spend(self, budget: str, key: str = "") -> None:
        """Counts one; raises TooMany when the budget is used up."""
        await self.check(budget, key)
        self._spent[budget, key].append(time.time())
        self._requests += 1
        if self._requests % TIDY_EVERY == 0:
            self._tidy()

    async def check(self, budget: str, key: str = "") -> None:
        """Raises TooMany when the budget is used up; counts nothing."""
        given, spent = self._budgets[budget], self._spent[budget, key]
        begins = time.time() - given.seconds
        while spent and spent[0] <= begins:
            spent.popleft()
        if len(spent) >= given.most:
            raise TooMany(max(1, math.ceil(spent[0] - begins)))

    def _tidy(self) -> None:
        """Forgets whoever has not asked for as long as their window lasts."""
        now = time.time()
        for (budget, key), spent in list(self._spent.items()):
            if not spent or spent[-1] <= now - self._budgets[budget].seconds:
                del self._spent[budget, key]


def network_of(address: str) -> str:
    """The network an address belongs to: /24 for IPv4, /56 for IPv6; people behind one router share a budget."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped  # as a proxy that speaks both writes people who speak the older
    width = 24 if parsed.version == 4 else 56
    return str(ipaddress.ip_network(f"{parsed}/{width}", strict=False))
