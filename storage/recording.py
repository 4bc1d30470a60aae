"""How a happening is recorded once and a clock is heard: alike for cases, waves and rounds.

The kinds differ in what a step reads and writes; what they share is that a row has one verdict, that a wake-up first
lets pass what was received before it, and that a bug in the rules stops no clock.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from domain.errors import RuleBroken
from storage.inbox_rows import Rows, Waiting, decide
from storage.judging import AFTER_A_BUG, Stuck, judged
from storage.session import Session

UNKNOWN_ROW = "refused:inbox.unknown"


class Desk(Protocol):
    """What one call works with."""

    session: Session
    at: datetime  # the course's time


class Subject(Protocol):
    """What things happen to."""

    @property
    def id(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def wake(self) -> datetime | None: ...


D = TypeVar("D", bound=Desk)
S = TypeVar("S", bound=Subject)


@dataclass(frozen=True, slots=True)
class Recording(Generic[D, S]):
    """One kind of subject: where its rows are, how a step is made, what a wake-up is, and how one is put off."""

    rows: Rows
    step: Callable[[D, S, Any], Awaitable[S]]  # content of a row, or a happening
    woken: Callable[[S, datetime], Any]
    put_off: Callable[[D, S, datetime], Awaitable[S]]

    async def take(self, desk: D, subject: S, inbox_id: str) -> tuple[str, S]:
        """One row: its verdict if it has one, else the step and its verdict."""
        row = await self.rows.one(desk.session, subject.id, inbox_id)
        if row is None:
            return UNKNOWN_ROW, subject
        if row.verdict is not None:
            return row.verdict, subject
        return await self._judge(desk, subject, row)

    async def ring(self, desk: D, subject: S) -> S:
        """A wake-up that is due: first what was received before it, then the clock, if it still rings."""
        due = subject.wake
        if due is None or due > desk.at:
            return subject
        for row in await self.rows.received_before(desk.session, subject.id, due):
            _, subject = await self._judge(desk, subject, row)
        if subject.wake is None or subject.wake > desk.at:
            return subject
        try:
            return await self.step(desk, subject, self.woken(subject, desk.at))
        except (RuleBroken, Stuck):
            return await self.put_off(desk, subject, desk.at + AFTER_A_BUG)

    async def _judge(self, desk: D, subject: S, row: Waiting) -> tuple[str, S]:
        verdict, error, subject = await judged(self.step(desk, subject, row.content), subject)
        await decide(desk.session, row.id, verdict, at=desk.at, error=error)
        return verdict, subject
