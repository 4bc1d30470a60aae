"""The clock beside a course: one timer for the next wake-up."""

from datetime import timedelta

from temporalio import workflow

from workflows.desk import CourseT, Desk, FactsT
from workflows.patience import PAUSE
from workflows.shown import minute


async def ring(desk: Desk[CourseT, FactsT]) -> None:
    """Takes a look when the next wake-up is due; set anew only when one comes earlier than the one that runs."""
    while True:
        await workflow.wait_condition(lambda: desk.facts.wake is not None)
        armed = _due(desk)
        if await _passes(desk, armed) and _due(desk) <= armed:
            desk.rung = armed
            await desk.put(kind="wake-up")


async def _passes(desk: Desk[CourseT, FactsT], armed: float) -> bool:
    """True when the time has come, False when an earlier wake-up has come up."""
    left = max(0.0, armed - workflow.now().timestamp())
    try:
        await workflow.wait_condition(
            lambda: _due(desk) < armed,
            timeout=timedelta(seconds=left),
            timeout_summary=f"{desk.facts.stage}: next wake-up {minute(armed)}",
        )
    except TimeoutError:
        return True
    return False


def _due(desk: Desk[CourseT, FactsT]) -> float:
    return float("inf") if desk.facts.wake is None else max(desk.facts.wake, desk.rung + PAUSE)
