"""The inbox: every happening is one row, recorded exactly once, sent until its verdict is known to have arrived."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, text, update

from contracts.messenger import Letter
from domain.case import Case
from domain.happenings import Happening
from domain.rounds.happenings import RoundHappening
from domain.survey.wave_happenings import WaveHappening
from domain.words import Source
from storage import sql
from storage.mapping import add_case
from storage.session import Session
from storage.tables import InboxRow

BATCH = 200
REFUSED_KEPT = timedelta(days=90)  # as long as a link without a due date opens
PARK_AT = 12  # attempts
LONGEST = 3600.0  # seconds between two attempts
OWN_TRY = timedelta(seconds=10)  # whoever put the row sends it first

I = sql.table(InboxRow)  # noqa: E741 - one letter per table, as elsewhere
_VERDICT = select(I.c.verdict).where(I.c.id == bindparam("this"))
_UNACKNOWLEDGED = (I.c.id == bindparam("this"), I.c.verdict.is_not(None), I.c.acked_at.is_(None))
_ACKNOWLEDGED = update(I).where(*_UNACKNOWLEDGED).returning(I.c.verdict)
_UNDELIVERED = (I.c.acked_at.is_(None), I.c.parked_at.is_(None))
_CLAIM = select(I.c.id).where(*_UNDELIVERED, I.c.next_try <= bindparam("now")).order_by(I.c.next_try)
_DUE = (
    select(I.c.id, I.c.case_id, I.c.wave, I.c.round, I.c.kind, I.c.attempts)
    .where(I.c.id.in_(_CLAIM.limit(bindparam("limit")).with_for_update(skip_locked=True)))
    .order_by(I.c.received_at)
)
_CLAIMED = (
    update(I)
    .where(I.c.id == bindparam("this"))
    .values(attempts=bindparam("n"), next_try=bindparam("then"), parked_at=bindparam("parked"))
)


@dataclass(frozen=True, slots=True)
class Parked:
    """A row nobody sends any more, or that a bug holds: for the operator's page."""

    id: str
    case_id: str | None
    wave: str | None
    round: str | None
    kind: str
    received_at: datetime
    attempts: int
    parked_at: datetime | None
    verdict: str | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A happening that was refused when its sender no longer looked: to be told by mail."""

    id: str
    case_id: str  # empty for one of a wave or a round
    wave: str  # empty for one of a case or a round
    round: str
    kind: str
    by: str
    via: str
    code: str
    facts: dict[str, Any]


# In


async def put(session: Session, case_id: str, happening: Happening) -> Letter:
    """Keeps a happening with its content; accepted once this transaction is committed."""
    await sql.insert(session, InboxRow, [_accepted(happening) | {"case_id": case_id}])
    return Letter(happening.id, case_id, happening.kind)


async def put_of_wave(session: Session, wave_id: str, happening: WaveHappening) -> Letter:
    """The same for what happens to a wave."""
    await sql.insert(session, InboxRow, [_accepted(happening) | {"wave": wave_id}])
    return Letter(happening.id, "", happening.kind, wave=wave_id)


async def put_of_round(session: Session, round_id: str, happening: RoundHappening) -> Letter:
    """The same for what happens to a round."""
    await sql.insert(session, InboxRow, [_accepted(happening) | {"round": round_id}])
    return Letter(happening.id, "", happening.kind, round=round_id)


def _accepted(happening: Happening | WaveHappening | RoundHappening) -> dict[str, Any]:
    return {
        "id": happening.id,
        "kind": happening.kind,
        "by": happening.by,
        "via": happening.via.value,
        "received_at": happening.at,
        "content": happening.model_dump_json(),
        "attempts": 0,
        "next_try": happening.at + OWN_TRY,
    }


async def open_case(
    session: Session, case_id: str, *, process: str, submitter: str, source: Source, at: datetime, year: int
) -> Case:
    """An empty case with the next number of its year; its first happening goes into the inbox beside it."""
    number = f"{year}-{await sql.next_number(session, f'cases:{year}'):04d}"
    case = Case(case_id, number, process, submitter, source, opened_at=at, last_at=at)
    await add_case(session, case)
    return case


# Sending


async def due(session: Session, now: datetime, limit: int = BATCH) -> list[Letter]:
    """Claims rows whose next try is due: each is put back by its wait, or parked after the last."""
    found = (await session.execute(_DUE, {"now": now, "limit": limit})).all()
    letters = [
        Letter(r.id, r.case_id or "", r.kind, r.attempts + 1, wave=r.wave or "", round=r.round or "") for r in found
    ]
    if letters:
        await session.execute(_CLAIMED, [_next(letter, now) for letter in letters])
    return [letter for letter in letters if letter.attempts <= PARK_AT]


def _next(letter: Letter, now: datetime) -> dict[str, Any]:
    """What the claim writes: the next wait, twice as long as the last; or that nobody tries any more."""
    n = min(letter.attempts, PARK_AT)
    wait = timedelta(seconds=min(LONGEST, 2.0**n))
    return {"this": letter.inbox_id, "n": n, "then": now + wait, "parked": now if letter.attempts > PARK_AT else None}


async def put_back(session: Session, inbox_id: str, at: datetime) -> None:
    """Temporal was away: this says nothing against the row, so the attempt does not count towards parking."""
    mine = (I.c.id == inbox_id, I.c.acked_at.is_(None), I.c.attempts > 1)
    await session.execute(update(I).where(*mine).values(attempts=I.c.attempts - 1, next_try=at))


async def acknowledge(session: Session, inbox_id: str, now: datetime) -> str | None:
    """Marks that the verdict has arrived, and gives it; None when there is none: then nothing is marked."""
    marked = await session.execute(_ACKNOWLEDGED, {"this": inbox_id, "acked_at": now})
    return marked.scalar_one_or_none() or await verdict_of(session, inbox_id)


async def verdict_of(session: Session, inbox_id: str) -> str | None:
    """What was recorded for this row; None as long as nothing was."""
    return (await session.execute(_VERDICT, {"this": inbox_id})).scalar_one_or_none()


async def error_of(session: Session, inbox_id: str) -> dict[str, Any] | None:
    """The facts of a refusal: ids, numbers and dates for its sentence."""
    return (await session.execute(select(I.c.error).where(I.c.id == inbox_id))).scalar_one_or_none()


async def exists(session: Session, inbox_id: str) -> bool:
    """Whether this happening was accepted."""
    return (await session.execute(select(I.c.id).where(I.c.id == inbox_id))).first() is not None


async def content_of(session: Session, inbox_id: str) -> str | None:
    """What was sent in, as JSON: so that a refused text can be sent again, changed."""
    return (await session.execute(select(I.c.content).where(I.c.id == inbox_id))).scalar_one_or_none()


# Care


async def parked(session: Session, limit: int = 100) -> list[Parked]:
    """Rows that need somebody: parked, or held by a bug."""
    columns = [getattr(I.c, name) for name in Parked.__slots__]
    found = await session.execute(
        select(*columns).where(I.c.parked_at.is_not(None)).order_by(I.c.received_at).limit(limit)
    )
    return [Parked(**row) for row in found.mappings()]


async def send_again(session: Session, inbox_id: str, now: datetime) -> bool:
    """Takes a parked or stuck row up again, at once; False for one that is neither."""
    needs = (I.c.id == inbox_id, I.c.parked_at.is_not(None))
    fresh = {"verdict": None, "error": None, "acked_at": None, "parked_at": None, "attempts": 1, "next_try": now}
    return await sql.changed(session, update(I).where(*needs).values(**fresh)) == 1


async def send_all_again(session: Session, now: datetime) -> int:
    """Takes up every parked row that has no verdict, as after a long outage; what a bug holds stays."""
    parked_ = (I.c.parked_at.is_not(None), I.c.verdict.is_(None))
    fresh = {"parked_at": None, "attempts": 1, "next_try": now}
    return await sql.changed(session, update(I).where(*parked_).values(**fresh))


async def untold(session: Session, limit: int = 50) -> list[Refusal]:
    """Refusals that came after their sender had gone: acknowledged by the redelivery, told to nobody yet."""
    refused = (I.c.acked_at.is_not(None), I.c.verdict.like("refused:%"))
    late = (text("attempts > 0"), I.c.told_at.is_(None), *refused)
    columns = (I.c.id, I.c.case_id, I.c.wave, I.c.round, I.c.kind, I.c.by, I.c.via, I.c.verdict, I.c.error)
    found = await session.execute(select(*columns).where(*late).order_by(I.c.received_at).limit(limit))
    return [
        Refusal(
            id=r.id,
            case_id=r.case_id or "",
            wave=r.wave or "",
            round=r.round or "",
            kind=r.kind,
            by=r.by,
            via=r.via,
            code=r.verdict.removeprefix("refused:"),
            facts=dict(r.error or {}),
        )
        for r in found
    ]


async def refused(session: Session, inbox_id: str) -> tuple[str, datetime, str] | None:
    """Kind, time and code of a happening that was refused; its words may be gone."""
    found = await session.execute(select(I.c.kind, I.c.received_at, I.c.verdict).where(I.c.id == inbox_id))
    row = found.one_or_none()
    refused_ = row is not None and (row.verdict or "").startswith("refused:")
    return (row.kind, row.received_at, row.verdict.removeprefix("refused:")) if row is not None and refused_ else None


async def told(session: Session, inbox_id: str, now: datetime) -> None:
    """The sender of a refused happening knows."""
    await session.execute(update(I).where(I.c.id == inbox_id).values(told_at=now))


async def waiting(session: Session) -> int:
    """How many happenings are accepted and not yet acknowledged."""
    found = await session.execute(select(I.c.id).where(*_UNDELIVERED).limit(10_000))
    return len(found.all())


async def blank(session: Session, case_id: str, *, at: datetime) -> int:
    """Blanks at once what was sent in for this case and is recorded: something in it had to go."""
    recorded = (I.c.case_id == case_id, I.c.wiped_at.is_(None), I.c.verdict.is_not(None))
    return await sql.changed(session, update(I).where(*recorded).values(content="", wiped_at=at))


async def wipe(session: Session, before: datetime, now: datetime) -> int:
    """Blanks what was sent in, once it is recorded and known; what was refused is kept longer, to be sent again."""
    done = and_(I.c.verdict == "done", I.c.acked_at < before)
    refused = and_(I.c.verdict.like("refused:%"), I.c.acked_at < before - REFUSED_KEPT)
    old = (I.c.wiped_at.is_(None), or_(done, refused))
    return await sql.changed(session, update(I).where(*old).values(content="", wiped_at=now))
