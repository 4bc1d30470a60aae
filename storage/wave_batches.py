"""A wave's mail in batches: taken so that nobody else takes the same, and what became of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, false, func, or_, select, true, update

from domain.survey.contact import Purpose
from domain.survey.opening import ENTERED
from domain.survey.wave_nouns import Wave
from storage import sql
from storage.invitations import ASKED, WAITING, I, W
from storage.session import Session
from storage.tables import AbsenceRow, InvitationLinkRow, PersonRow, SurveyRow

P, S, AWAY = sql.table(PersonRow), sql.table(SurveyRow), sql.table(AbsenceRow)
BUDGET = "contact.budget"  # why somebody waits
REMEMBERED = timedelta(days=60)  # an answer to those asked that nobody sent for so long holds up nothing else

_REACHED = and_(I.c.left == "", P.c.active == true(), P.c.opted_out_at.is_(None))
_STILL = and_(ASKED, _REACHED)
_TOOK_PART = and_(I.c.state == sql.code(ENTERED), I.c.answered == true(), _REACHED)
# Who is still to get which mail of a wave.
DUE: Mapping[Purpose, ColumnElement[bool]] = {
    Purpose.INVITATION: WAITING,
    Purpose.REMINDER: and_(_STILL, I.c.answered == false(), I.c.reminders < W.c.reminded),
    Purpose.RESPONSE: and_(or_(_STILL, _TOOK_PART), I.c.response_told == false()),
}
_NOW = or_(I.c.again_at.is_(None), I.c.again_at <= bindparam("now"))
_FROM = I.join(W, W.c.id == I.c.wave).join(P, P.c.id == I.c.person_id)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Somebody who may be written to now, held until the transaction ends."""

    id: str  # of the invitation
    person: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mail that some wave would like to send now."""

    id: str  # of the invitation
    person: str
    purpose: Purpose
    priority: int
    closes_on: date | None
    since: datetime | date


async def next_batch(session: Session, wave_id: str, purpose: Purpose, now: datetime, most: int) -> list[Claimed]:
    """The next who are to get this mail; they and their invitations are ours until the transaction ends.

    Whom another batch holds, of this wave or another, is passed over: so nobody is counted twice in the budget.
    """
    columns = I.c.id, I.c.person_id.label("person"), P.c.name, P.c.language
    mine = select(*columns).select_from(_FROM).where(I.c.wave == wave_id, DUE[purpose], _NOW)
    held = mine.order_by(I.c.id).limit(most).with_for_update(key_share=True, skip_locked=True, of=[I, P])
    return [Claimed(**row) for row in (await session.execute(held, {"now": now})).mappings()]


async def next_time(session: Session, wave_id: str, purpose: Purpose, now: datetime) -> datetime | None:
    """When somebody is to get this mail, not later than now if another batch holds them; None if nobody is."""
    when = func.min(func.coalesce(I.c.again_at, bindparam("now"), type_=I.c.again_at.type), type_=I.c.again_at.type)
    mine = select(when).select_from(_FROM).where(I.c.wave == wave_id, DUE[purpose])
    return (await session.execute(mine, {"now": now})).scalar_one_or_none()


async def still_due(session: Session, wave_id: str, purpose: Purpose) -> int:
    """How many are still to get this mail, now or later."""
    mine = select(func.count()).select_from(_FROM).where(I.c.wave == wave_id, DUE[purpose])
    found: int = (await session.execute(mine)).scalar_one()
    return found


async def wanted(session: Session, people: Sequence[str], now: datetime) -> list[Wanted]:
    """Every mail that any wave would like to send to these people now: they share one budget."""
    asking = W.c.state.in_(("inviting", "open"))
    running = or_(
        and_(asking, DUE[Purpose.INVITATION]),
        and_(asking, DUE[Purpose.REMINDER]),
        and_(W.c.state == "done", W.c.done_at > now - REMEMBERED, DUE[Purpose.RESPONSE]),
    )
    columns = (I.c.id, I.c.person_id, I.c.state, W.c.state.label("wave_state"), W.c.closes_on, S.c.plan)
    times = (W.c.started_at, W.c.remind_on, W.c.reminded, W.c.done_at)
    query = select(*columns, *times).select_from(_FROM.join(S, S.c.id == W.c.survey))
    found = query.where(I.c.person_id.in_(people), W.c.paused_at.is_(None), _NOW, running)
    return [_wanted(row, now) for row in await session.execute(found, {"now": now})]


def _wanted(row: Any, now: datetime) -> Wanted:
    if row.wave_state == "done":
        purpose, since = Purpose.RESPONSE, row.done_at
    elif row.state == "waiting":
        purpose, since = Purpose.INVITATION, row.started_at or now
    else:
        purpose, since = Purpose.REMINDER, date.fromisoformat(row.remind_on[row.reminded - 1])
    closes = None if purpose is Purpose.RESPONSE else row.closes_on
    return Wanted(row.id, row.person_id, purpose, int(row.plan.get("priority", 5)), closes, since)


async def back_on(session: Session, people: Sequence[str], today: date) -> dict[str, date]:
    """The first day after their absence, of those who are absent today."""
    away = AWAY.c.person_id.in_(people), AWAY.c.first_day <= today, AWAY.c.last_day >= today
    columns = AWAY.c.person_id, func.max(AWAY.c.last_day)
    found = await session.execute(select(*columns).where(*away).group_by(AWAY.c.person_id))
    return {person: last + timedelta(days=1) for person, last in found}


async def written(session: Session, wave: Wave, purpose: Purpose, invitations: Sequence[str]) -> None:
    """These get their mail now. Whoever is invited late is not reminded of dates that were before."""
    changes: Mapping[Purpose, Mapping[str, Any]] = {
        Purpose.INVITATION: {"state": "invited", "left": "", "reminders": wave.reminded},
        Purpose.REMINDER: {"reminders": wave.reminded},
        Purpose.RESPONSE: {"response_told": True},
    }
    these = update(I).where(I.c.id.in_(invitations))
    await session.execute(these.values({**changes[purpose], "again_at": None}))


async def postponed(session: Session, until: Mapping[str, datetime]) -> None:
    """These wait until then; whoever was never written to is noted to wait for the budget."""
    rows = [{"this": one, "at": at} for one, at in until.items()]
    if rows:
        await session.execute(_POSTPONE, rows)
        await session.execute(update(I).where(I.c.id.in_(list(until)), WAITING).values(left=BUDGET))


_POSTPONE = update(I).where(I.c.id == bindparam("this")).values(again_at=bindparam("at"))


async def add_links(session: Session, links: Iterable[tuple[str, str]]) -> None:
    """Keeps these hashes of links, each with its invitation."""
    rows = [{"hash": hash_, "invitation": invitation} for hash_, invitation in links]
    await sql.insert(session, InvitationLinkRow, rows)
