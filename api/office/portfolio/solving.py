"""Choosing beside the pages: in a thread, in few seconds, and few at a time, so that nobody else waits for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from api.errors import Refused
from domain.portfolio.greedy import greedy
from domain.portfolio.problem import Portfolio
from domain.portfolio.selection import Selection
from kit.portfolio import EXACT

T = TypeVar("T")
SECONDS = 1.0  # for each of two solves
WITHIN = 3.0  # and for prices
AT_ONCE = 2
WAITING = 6


class Bench:
    """So many choices are made at once, so many more wait for their turn; who comes then is asked to come again."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="choice")
        self._most, self._there = at_once + waiting, 0

    async def run(self, work: Callable[[], T]) -> T:
        """What the work gives. Raises Refused("what_if.busy") where too many wait."""
        if self._there >= self._most:
            raise Refused("what_if.busy")
        self._there += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._there -= 1


BENCH = Bench()


def best(portfolio: Portfolio) -> Selection:
    """The best choice where the extra is installed and its time is enough for any, else a greedy one."""
    if not EXACT:
        return greedy(portfolio)
    from kit.portfolio.optimum import optimum
    from kit.portfolio.solver import Unsolved

    try:
        return optimum(portfolio, SECONDS, within=WITHIN)
    except Unsolved:
        return greedy(portfolio)
