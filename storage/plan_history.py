"""The history of the communication plan and of the map: who did what and when; lines are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from domain.communication.words import Did
from storage import sql
from storage.session import Session
from storage.tables import PlanHistoryRow

H = sql.table(PlanHistoryRow)


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `facts` are days, codes and ids before and after, and the names of texts that were changed."""

    number: int
    did: Did
    at: datetime
    by: str
    facts: Mapping[str, Any]


async def note(session: Session, subject: str, did: Did, *, at: datetime, by: str, **facts: Any) -> None:
    """Adds a line, in the transaction of what it tells; whoever calls holds the subject's row."""
    last = (await session.execute(select(func.max(H.c.number)).where(H.c.subject == subject))).scalar_one()
    row = {"id": uuid4().hex, "subject": subject, "number": (last or 0) + 1, "did": did.value}
    await sql.insert(session, PlanHistoryRow, [row | {"at": at, "by": by, "facts": facts}])


async def of(session: Session, subject: str) -> list[Line]:
    """What was done, the first first."""
    columns = (H.c.number, H.c.did, H.c.at, H.c.by, H.c.facts)
    found = await session.execute(select(*columns).where(H.c.subject == subject).order_by(H.c.number))
    return [Line(r.number, Did(r.did), r.at, r.by, r.facts) for r in found]


def changes(before: Mapping[str, Any], after: Mapping[str, Any], texts: frozenset[str]) -> dict[str, Any]:
    """What differs: values before and after, and of texts only that they do; they can be blanked, a line cannot."""
    different = [name for name in before if before[name] != after.get(name)]
    told = {name: [_plain(before[name]), _plain(after[name])] for name in different if name not in texts}
    return {"values": told, "texts": sorted(texts & set(different))}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)
