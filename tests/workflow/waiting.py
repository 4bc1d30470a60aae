"""Waiting for something to come about instead of sleeping."""

import asyncio
from collections.abc import Callable


async def eventually(holds: Callable[[], bool], within: float = 60) -> None:
    """Passes as soon as it holds."""
    for _ in range(int(within / 0.05)):
        if holds():
            return
        await asyncio.sleep(0.05)
    assert holds(), "it did not come about in time"
