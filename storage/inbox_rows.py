"""What a step takes from the inbox: rows of one case, one wave or one round, found alike for all three."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, bindparam, or_, select, update

from storage import sql
from storage.session import Session
from storage.tables import InboxRow

I = sql.table(InboxRow)  # noqa: E741 - one letter per table, as elsewhere
_DECIDED = update(I).where(I.c.id == bindparam("this"), I.c.verdict.is_(None))


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row as `record` takes it."""

    id: str
    content: str
    verdict: str | None


class Rows:
    """The rows of one kind of owner, by the column that names it."""

    def __init__(self, owner: Column[Any]) -> None:
        columns = select(I.c.id, I.c.content, I.c.verdict).where(owner == bindparam("owner"))
        self._one = columns.where(I.c.id == bindparam("this"))
        undecided = columns.where(I.c.verdict.is_(None), I.c.received_at <= bindparam("at"))
        self._before = undecided.order_by(I.c.received_at, I.c.id)
        open_ = or_(I.c.verdict.is_(None), I.c.verdict.like("stuck:%"))
        self._pending = select(I.c.id).where(owner == bindparam("owner"), I.c.kind == bindparam("kind"), open_)

    async def one(self, session: Session, owner: str, inbox_id: str) -> Waiting | None:
        """The row of this owner with this id; one of another is none."""
        found = await session.execute(self._one, {"owner": owner, "this": inbox_id})
        row = found.mappings().one_or_none()
        return None if row is None else Waiting(**row)

    async def received_before(self, session: Session, owner: str, at: datetime) -> Sequence[Waiting]:
        """What a wake-up of this instant has to let pass first, in the order it was received."""
        found = await session.execute(self._before, {"owner": owner, "at": at})
        return [Waiting(**row) for row in found.mappings()]

    async def pending(self, session: Session, owner: str, kind: str) -> bool:
        """Whether a happening of this kind is accepted and has come to nothing: not yet taken, or held by a bug."""
        return (await session.execute(self._pending, {"owner": owner, "kind": kind})).first() is not None


OF_CASES, OF_WAVES, OF_ROUNDS = Rows(I.c.case_id), Rows(I.c.wave), Rows(I.c.round)


async def decide(
    session: Session, inbox_id: str, verdict: str, *, at: datetime, error: dict[str, Any] | None = None
) -> None:
    """Writes the verdict; it is never written twice. What a bug holds is parked until somebody sends it again."""
    parked_at = at if verdict.startswith("stuck:") else None
    given = {"this": inbox_id, "verdict": verdict, "error": error, "parked_at": parked_at}
    await session.execute(_DECIDED, given)
