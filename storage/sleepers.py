"""Ideas that sleep: what each waits for, and a happening of its own for each whose waiting is over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import select

from contracts.messenger import Letter
from domain.case import Deferral
from domain.deferral.beside import Beside
from domain.deferral.progress import first_met
from domain.deferral.words import WakeKind
from domain.happenings import CameAbout
from domain.words import Via
from storage import beside, inbox, sql
from storage.beside import ASLEEP, Wanted
from storage.mapping import from_values
from storage.session import Session
from storage.tables import CaseRow, DeferralRow, InboxRow

C, OFF, IN = sql.table(CaseRow), sql.table(DeferralRow), sql.table(InboxRow)
BATCH = 200  # happenings in one transaction
LOCK = "sleepers"  # two workers may sweep at once
News = tuple[str, CameAbout]  # of which case


@dataclass(frozen=True, slots=True)
class Sleeper:
    """One idea that sleeps."""

    case_id: str
    deferral: Deferral


async def asleep(session: Session, limit: int | None = None, *, paused: bool = True) -> list[Sleeper]:
    """All of them, whoever the clock wakes first first; those that are paused only where they are meant."""
    query = select(OFF).join(C, C.c.id == OFF.c.case_id).where(*ASLEEP).order_by(OFF.c.wake_at, OFF.c.case_id)
    query = query if paused else query.where(C.c.paused_at.is_(None))
    found = await session.execute(query if limit is None else query.limit(limit))
    rows = [cast("Mapping[str, Any]", row) for row in found.mappings()]
    return [Sleeper(row["case_id"], from_values(Deferral, row)) for row in rows]


async def beside_of(session: Session, sleepers: Iterable[Sleeper]) -> Beside:
    """What these wait for, as it is now."""
    return await beside.read(session, Wanted.by((one.case_id, one.deferral.conditions) for one in sleepers))


async def come_about(session: Session, now: datetime, today: date) -> list[News]:
    """A happening for each whose waiting is over and that has not been told so, some at a time. Changes nothing.

    What the calendar alone decides, the clock of the idea sees to.
    """
    waiting = [one for one in await asleep(session, paused=False) if _waits_for_facts(one)]
    if not waiting:
        return []
    around = await beside_of(session, waiting)
    news = [(one.case_id, found) for one in waiting if (found := _news(one, around, now, today)) is not None]
    return (await _fresh(session, news))[:BATCH]


async def bring(session: Session, news: Sequence[News]) -> list[Letter]:
    """Puts them into the inbox, each once, whoever else sweeps; the letters are for the messenger."""
    await sql.next_number(session, LOCK)
    return [await inbox.put(session, case_id, happening) for case_id, happening in await _fresh(session, news)]


def _waits_for_facts(one: Sleeper) -> bool:
    return any(condition.kind != WakeKind.BUDGET_YEAR for condition in one.deferral.conditions)


def _news(one: Sleeper, around: Beside, now: datetime, today: date) -> CameAbout | None:
    found = first_met(one.deferral.conditions, one.case_id, around, today)
    if found is None:
        return None
    condition, far = found
    return CameAbout(
        id=came_id(one.deferral),
        by="clock",
        via=Via.CLOCK,
        at=now,
        deferral=one.deferral.id,
        why=WakeKind(condition.kind),
        about=condition.about,
        number=far.have,
    )


def came_id(deferral: Deferral) -> str:
    """The happening that ends this deferral because of what it waited for: there is one, whoever sweeps how often."""
    return f"came:{deferral.id}"


async def _fresh(session: Session, news: Sequence[News]) -> list[News]:
    """Those that are not in the inbox."""
    known: set[str] = set()
    for start in range(0, len(news), beside.AT_ONCE):
        part = [happening.id for _, happening in news[start : start + beside.AT_ONCE]]
        known |= set((await session.execute(select(IN.c.id).where(IN.c.id.in_(part)))).scalars())
    return [one for one in news if one[1].id not in known]
