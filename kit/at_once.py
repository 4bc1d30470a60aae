"""Asks several parts at the same moment and waits for none of them longer than said."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

T = TypeVar("T")


async def all_at_once(
    asked: Mapping[str, Callable[[], Awaitable[T]]], seconds: float | None
) -> dict[str, T | Exception]:
    """What each part says or raises, by name and in the order asked; a TimeoutError for whoever is silent.

    Not `asyncio.wait_for`: that waits until a cancelled call has cleaned up, and a driver may try to say goodbye to a
    server that hears nothing.
    """
    tasks = {name: asyncio.ensure_future(_outcome(ask)) for name, ask in asked.items()}
    if tasks:
        await asyncio.wait(tasks.values(), timeout=seconds)
    late = [task for task in tasks.values() if not task.done()]
    for task in late:
        task.cancel()
    return {name: TimeoutError() if task in late else task.result() for name, task in tasks.items()}


async def _outcome(ask: Callable[[], Awaitable[T]]) -> T | Exception:
    try:
        return await ask()
    except Exception as error:
        return error
