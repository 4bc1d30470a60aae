"""Waiting for what comes about sooner or later: on a busy machine it takes its time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

PATIENCE = 120.0  # seconds; whatever comes at all comes long before, even on a machine that does much else
PAUSE = 0.1  # seconds between two looks

Found = TypeVar("Found")


async def until(look: Callable[[], Awaitable[Found]], otherwise: Callable[[], object]) -> Found:
    """What `look` finds as soon as it finds something; after so long the test fails and says what is there instead."""
    deadline = time.monotonic() + PATIENCE
    while not (found := await look()):
        if time.monotonic() > deadline:
            raise AssertionError(otherwise())
        await asyncio.sleep(PAUSE)
    return found
