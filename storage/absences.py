"""Days on which somebody is away, as local dates, both counted; steps read them, and surveys.

Whatever changes them tells the cases it may change something for, in the same transaction.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import delete, or_, select

from domain.absence import Absence, Source, apart
from domain.errors import RuleBroken
from domain.happenings import AbsenceNoted
from domain.words import AssignmentState, Via
from storage import counters, inbox, sql
from storage.session import Session
from storage.tables import AbsenceRow, AssignmentRow, DeputyRow, PersonRow

A, P = sql.table(AbsenceRow), sql.table(PersonRow)
S, D = sql.table(AssignmentRow), sql.table(DeputyRow)


async def since(session: Session, today: date) -> dict[str, tuple[Absence, ...]]:
    """Everybody's absences of now and to come."""
    found: dict[str, tuple[Absence, ...]] = {}
    for row in await session.execute(select(A).where(A.c.last_day >= today).order_by(A.c.person_id, A.c.first_day)):
        found[row.person_id] = (*found.get(row.person_id, ()), Absence(row.first_day, row.last_day))
    return found


async def add(
    session: Session, person_id: str, first_day: date, last_day: date, *, at: datetime, source: Source = Source.OFFICE
) -> None:
    """Somebody is away from the first to the last day. Raises `absence.overlaps` for days that are known already."""
    await _lock(session, person_id)  # two at once do not overlap
    same = (A.c.person_id == person_id, A.c.first_day <= last_day, A.c.last_day >= first_day)
    if (await session.execute(select(A.c.first_day).where(*same).limit(1))).first() is not None:
        raise RuleBroken("absence.overlaps")
    await _insert(session, person_id, [Absence(first_day, last_day)], source)
    await noted(session, person_id, at=at)


async def remove(session: Session, person_id: str, first_day: date, *, at: datetime) -> bool:
    """They are there after all; False where none begins on this day, or a calendar goes on saying so."""
    this = (A.c.person_id == person_id, A.c.first_day == first_day, A.c.source != Source.FEED.value)
    gone = await sql.changed(session, delete(A).where(*this)) == 1
    if gone:
        await noted(session, person_id, at=at)
    return gone


async def take_in(session: Session, person_id: str, found: Iterable[Absence], *, at: datetime) -> int:
    """What a calendar says besides what is known: how many are new.

    Days that are known stay as they are, and nothing goes because a calendar no longer has it: it may be broken.
    """
    await _lock(session, person_id)
    rows = await session.execute(select(A.c.first_day, A.c.last_day).where(A.c.person_id == person_id))
    known = [Absence(row.first_day, row.last_day) for row in rows]
    new = [one for one in found if not any(one.first <= k.last and one.last >= k.first for k in known)]
    await _insert(session, person_id, new, Source.CALENDAR)
    if new:
        await noted(session, person_id, at=at)
    return len(new)


async def of(session: Session, person_id: str, today: date) -> list[tuple[Absence, Source]]:
    """This person's absences of now and to come, and who said so."""
    mine = (A.c.person_id == person_id, A.c.last_day >= today)
    rows = await session.execute(select(A).where(*mine).order_by(A.c.first_day))
    return [(Absence(row.first_day, row.last_day), Source(row.source)) for row in rows]


async def noted(session: Session, person_id: str, *, at: datetime) -> None:
    """The cases in which this person is asked, stands in, or is stood in for look at it; so do those whom they may
    help now, where nobody did.
    """
    await sql.next_number(session, counters.PEOPLE)
    theirs = select(D.c.person_id).where(D.c.deputy_id == person_id)
    alone = S.c.alone_until.is_not(None) & or_(S.c.person.in_(theirs), S.c.for_person.in_(theirs))
    touched = or_(S.c.person == person_id, S.c.for_person == person_id, alone)
    cases = select(S.c.case_id).where(S.c.state == sql.code(AssignmentState.OPEN), touched).distinct()
    for case_id in (await session.execute(cases.order_by(S.c.case_id))).scalars().all():
        happening = AbsenceNoted(id=f"away-{uuid4().hex}", by="clock", via=Via.CLOCK, at=at, person=person_id)
        await inbox.put(session, case_id, happening)


async def said_by_feed(
    session: Session, person_id: str, found: Iterable[Absence], today: date, *, at: datetime
) -> bool:
    """What a calendar at an address says now replaces what it said before; whether anything is otherwise.

    Days somebody entered stay theirs. What is under way keeps its first day, which a calendar of today does not tell.
    """
    await _lock(session, person_id)
    rows = (await session.execute(select(A).where(A.c.person_id == person_id, A.c.last_day >= today))).all()
    known = [(Absence(row.first_day, row.last_day), row.source == Source.FEED.value) for row in rows]
    before = {one for one, fed in known if fed}
    under_way = min((one.first for one in before if one.first < today), default=None)
    wanted = {
        replace(one, first=under_way) if under_way is not None and one.first == today else one
        for one in apart(found, (one for one, fed in known if not fed))
    }
    if wanted == before:
        return False
    of_feed = (A.c.person_id == person_id, A.c.last_day >= today, A.c.source == Source.FEED.value)
    await session.execute(delete(A).where(*of_feed))
    await _insert(session, person_id, sorted(wanted, key=lambda one: one.first), Source.FEED)
    await noted(session, person_id, at=at)
    return True


async def _lock(session: Session, person_id: str) -> None:
    await session.execute(select(P.c.id).where(P.c.id == person_id).with_for_update())


async def _insert(session: Session, person_id: str, found: Iterable[Absence], source: Source) -> None:
    rows = [
        {"person_id": person_id, "first_day": one.first, "last_day": one.last, "source": source.value} for one in found
    ]
    await sql.insert(session, AbsenceRow, rows)
