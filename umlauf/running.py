"""Runs what is asynchronous from a command, so that its exit code is the truth and stopping is asked for politely."""

import asyncio
import contextlib
import gc
import signal
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_async(main: Coroutine[Any, Any, T]) -> T:
    """Like asyncio.run, but leaves Temporal's threads the moment they need.

    Without it the interpreter crashes at its exit now and then, after all work is done: a thread of the SDK gives
    Python objects back while the interpreter is being taken down.
    """
    try:
        return asyncio.run(main)
    finally:
        gc.collect()
        time.sleep(0.1)


def stop_on_signals() -> asyncio.Event:
    """An event that is set by Ctrl-C or SIGTERM, so that work in hand is finished."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # Windows, or not the main thread
            loop.add_signal_handler(name, stop.set)
    return stop
