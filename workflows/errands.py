"""The runner beside the course of a wave or a round: carries out its errands one after another, until each is done."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol, TypeVar

from temporalio import workflow

from workflows.desk import AnyFacts, CourseT, Desk
from workflows.patience import LABORIOUS, PAUSE
from workflows.shown import name


class BusyFacts(AnyFacts, Protocol):
    """What the database says of something that has larger things carried out."""

    errands: list[str]


BusyT = TypeVar("BusyT", bound=BusyFacts)
Note = TypeVar("Note")


async def run_errands(
    desk: Desk[CourseT, BusyT], carry_out: Callable[[Note], Awaitable[str]], note: Callable[[str, float], Note]
) -> None:
    """The database strikes off what is done; the look afterwards tells what is left, and what is new.

    `note` says of an errand and an instant what the activity is asked.
    """
    last, ended = "", 0.0
    while True:
        await workflow.wait_condition(lambda: bool(desk.facts.errands))
        errand = desk.facts.errands[0]
        if name(errand) == last:
            await _rest(ended)
        now = workflow.now().timestamp()
        await workflow.execute_activity(carry_out, note(errand, now), summary=name(errand), **LABORIOUS)
        last, ended = name(errand), workflow.now().timestamp()
        await desk.put(kind=f"after {last}")


async def _rest(ended: float) -> None:
    """An errand that comes back at once must not spin."""
    left = ended + PAUSE - workflow.now().timestamp()
    if left > 0:
        await workflow.sleep(timedelta(seconds=left), summary="before the same errand again")
