"""Asks the database: first quickly, inside the task, then patiently, where retries cost no history."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from temporalio import workflow
from temporalio.exceptions import FailureError

from workflows.patience import PATIENT, QUICK

Given = TypeVar("Given")
Told = TypeVar("Told")


async def asked(record: Callable[[Given], Awaitable[Told]], note: Given, what: str) -> Told:
    """Its answer, however long it is away."""
    try:
        return await workflow.execute_local_activity(record, note, summary=what, **QUICK)
    except FailureError:  # a bare ApplicationError or an ActivityError
        return await workflow.execute_activity(record, note, summary=f"{what}: the database is away", **PATIENT)
