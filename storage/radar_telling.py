"""Whom findings of the radar are told to, each once; how many there are for whoever has a mail of the day anyway."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from domain.radar.life import Finding
from domain.radar.words import About, Did, State
from storage import sql
from storage.radar import CLOCK, COLUMNS, HERE, F, finding_of, line_of, loud
from storage.session import Session
from storage.tables import FindingLineRow, RadarToldRow

D = sql.table(RadarToldRow)
MANY = 2_000  # told at once; the rest the next day


async def anything_new(session: Session, today: date) -> bool:
    """Whether there is anything to tell."""
    return (await session.execute(select(F.c.id).where(*_new(today)).limit(1))).first() is not None


async def untold(session: Session, today: date) -> list[Finding]:
    """Findings that nobody was told of yet, the oldest first, held until the transaction ends."""
    query = select(*COLUMNS).where(*_new(today)).order_by(F.c.since, F.c.key).limit(MANY).with_for_update()
    return [finding_of(row) for row in (await session.execute(query)).mappings()]


def _new(today: date) -> list[ColumnElement[bool]]:
    return [F.c.told_at.is_(None), HERE, loud(today)]


async def to_see_to(session: Session, person: str, *, office: bool, today: date) -> int:
    """How many findings are here for this person: their own, and what belongs to nobody for the office."""
    mine = F.c.owner.in_([person, ""] if office else [person])
    query = select(func.count()).where(mine, HERE, loud(today))
    return int((await session.execute(query)).scalar_one())


async def told_on(session: Session, day: date) -> set[str]:
    """Who had their mail of this day."""
    return set((await session.execute(select(D.c.person_id).where(D.c.on == day))).scalars())


async def note_told(session: Session, persons: Iterable[str], day: date) -> None:
    """They have their mail of this day."""
    await sql.insert(session, RadarToldRow, [{"person_id": one, "on": day} for one in sorted(persons)])


async def forget_told(session: Session, before: date) -> int:
    """Removes what no day asks for any more."""
    return await sql.changed(session, delete(D).where(D.c.on < before))


async def told(session: Session, findings: Sequence[Finding], at: datetime) -> None:
    """They were told of, each with a line in its history."""
    if not findings:
        return
    values = {"told_at": at, "number": F.c.number + 1}
    await session.execute(update(F).where(F.c.id.in_([one.id for one in findings])).values(**values))
    lines = [line_of(one.id, one.number + 1, Did.TOLD, at, CLOCK, {}) for one in findings]
    await sql.insert(session, FindingLineRow, lines)


async def forget_people(session: Session, before: datetime) -> int:
    """Takes whom it was about from what was cured that long ago; that it was found stays."""
    long_cured = (F.c.about == About.PERSON.value, F.c.state == State.CURED.value, F.c.cured_at < before)
    nobody = update(F).where(*long_cured, F.c.subject != "").values(subject="", key=F.c.id)
    return await sql.changed(session, nobody)
