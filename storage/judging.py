"""What a step leaves as its verdict: done, refused by a rule, or stuck on a bug in them. Alike for cases and waves."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter

from domain.errors import RuleBroken

AFTER_A_BUG = timedelta(hours=1)  # a wake-up that a bug spoilt is tried again then

T = TypeVar("T")

# Named as before it was shared with waves: operators search their logs for it.
log = logging.getLogger("storage.record")


class Stuck(Exception):  # noqa: N818 - reads as what happened
    """A bug in the rules, named by its type only."""


async def judged(step: Awaitable[T], before: T) -> tuple[str, dict[str, Any] | None, T]:
    """Verdict, facts of a refusal, and what came of it: what was there before, unless it was done."""
    try:
        return "done", None, await step
    except RuleBroken as refused:
        return f"refused:{refused.code}", dict(refused.facts), before
    except Stuck as stuck:
        return f"stuck:{stuck}", None, before


def decided(decide: Callable[[], T], about: str) -> T:
    """Only this is wrapped: a bug here is a verdict, a database that is away is not."""
    try:
        return decide()
    except RuleBroken:
        raise
    except Exception as bug:
        raise _stuck(about, bug) from None


def parsed(content: str | T, adapter: TypeAdapter[T], about: str) -> T:
    """A happening as it was kept; what can no longer be read is a bug."""
    if not isinstance(content, str):
        return content
    try:
        return adapter.validate_json(content)
    except ValueError as broken:
        raise _stuck(about, broken) from None


def _stuck(about: str, bug: Exception) -> Stuck:
    """Logged by type and place: messages and values may hold what somebody wrote."""
    trace = bug.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"
    log.error("rules.stuck %s type=%s place=%s", about, type(bug).__name__, place)
    return Stuck(type(bug).__name__)
