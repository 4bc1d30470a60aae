"""The communication plan as it is kept: entries, their proof, and what became of the mails of a wave."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import func, select, update

from domain.communication.plan import Entry, Group, MailCount, Planned, Proof, check, may_change, may_prove
from domain.communication.words import Channel, Did, GroupKind
from domain.errors import RuleBroken
from storage import audiences, plan_history, sql
from storage.session import Session
from storage.tables import InvitationRow, MailRow, MailState, PersonRow, PlanEntryRow, SurveyRow, WaveRow

E, P, W, S = sql.table(PlanEntryRow), sql.table(PersonRow), sql.table(WaveRow), sql.table(SurveyRow)
I, O = sql.table(InvitationRow), sql.table(MailRow)  # noqa: E741 - one letter per table, as elsewhere
INVITATION = "survey_invitation"
TEXTS = frozenset({"name", "message"})
RETURNED = (MailState.REFUSED, MailState.FAILED)
WAITING = (MailState.QUEUED, MailState.SENDING, MailState.UNKNOWN)
MANY = 500


# Reading


async def entries(session: Session) -> list[Entry]:
    """The whole plan, what is due first."""
    query = select(E).where(E.c.removed_at.is_(None)).order_by(E.c.due_on, E.c.id).limit(MANY)
    return [_entry(row) for row in (await session.execute(query)).mappings()]


async def entry(session: Session, entry_id: str) -> Entry | None:
    """One entry, also when it was removed: then without its texts."""
    row = (await session.execute(select(E).where(E.c.id == entry_id))).mappings().one_or_none()
    return None if row is None else _entry(row)


async def mail_counts(session: Session, waves: Iterable[str | None]) -> dict[str, MailCount]:
    """What became of the invitations of these waves, counted in the outbox and in the list of those invited."""
    these = sorted({wave for wave in waves if wave})
    if not these:
        return {}
    mine = (O.c.wave.in_(these), O.c.mail == INVITATION)
    mails = await session.execute(select(O.c.wave, O.c.state, func.count()).where(*mine).group_by(O.c.wave, O.c.state))
    states: dict[str, dict[str, int]] = defaultdict(dict)
    for wave, state, count in mails:
        states[wave][state] = count
    asked = (I.c.wave.in_(these), I.c.state == sql.code("invited"))
    found = await session.execute(select(I.c.wave, func.count()).where(*asked).group_by(I.c.wave))
    invited = {row[0]: row[1] for row in found}
    return {wave: _count(invited.get(wave, 0), states[wave]) for wave in these}


def _count(invited: int, states: Mapping[str, int]) -> MailCount:
    def of(these: Iterable[MailState]) -> int:
        return sum(states.get(state.value, 0) for state in these)

    return MailCount(invited, of((MailState.SENT,)), of(WAITING), of(RETURNED))


async def wave_audience(session: Session, wave: str | None) -> str | None:
    """Whom this wave asks; None where there is no such wave."""
    query = select(S.c.audience).join_from(W, S, S.c.id == W.c.survey).where(W.c.id == wave)
    audience: str | None = (await session.execute(query)).scalar_one_or_none()
    return audience


# Changing


async def add(session: Session, planned: Planned, *, at: datetime, by: str, entry_id: str = "") -> str:
    """A new entry. Raises RuleBroken where it names what is not there, or mails that prove nothing."""
    await _check(session, planned)
    new = entry_id or uuid4().hex
    await sql.insert(session, PlanEntryRow, [{"id": new, "revision": 0, **_columns(planned), **_UNPROVED}])
    await plan_history.note(session, new, Did.ADDED, at=at, by=by, due_on=planned.due_on.isoformat())
    return new


async def change(session: Session, entry_id: str, planned: Planned, *, revision: int, at: datetime, by: str) -> None:
    """The entry as wanted, as long as nothing was sent. Raises RuleBroken."""
    old = await _locked(session, entry_id)
    may_change(old, await _mails(session, old))
    if old.revision != revision:
        raise RuleBroken("plan.stale")
    await _check(session, planned)
    values, before = _columns(planned), _columns(old.planned)
    again = {} if (values["owner"], values["due_on"]) == (before["owner"], before["due_on"]) else {"reminded_for": None}
    await session.execute(update(E).where(E.c.id == entry_id).values(**values, **again, revision=revision + 1))
    told = plan_history.changes(before, values, TEXTS)
    await plan_history.note(session, entry_id, Did.CHANGED, at=at, by=by, **told)


async def prove(session: Session, entry_id: str, proof: Proof, *, today: date) -> None:
    """Somebody says that it was sent. Raises RuleBroken."""
    old = await _locked(session, entry_id)
    may_prove(old, await _mails(session, old), proof.on, today)
    values = {"proved_on": proof.on, "proved_by": proof.by, "proved_at": proof.at, "proof_note": proof.note}
    await session.execute(update(E).where(E.c.id == entry_id).values(**values, revision=old.revision + 1))
    await plan_history.note(session, entry_id, Did.PROVED, at=proof.at, by=proof.by, on=proof.on.isoformat())


async def reminded(session: Session, entry: Entry, *, at: datetime) -> bool:
    """Notes that the owner is reminded of this day; False when somebody else was faster."""
    due_on = entry.planned.due_on
    mine = (E.c.id == entry.id, E.c.revision == entry.revision, E.c.reminded_for.is_distinct_from(due_on))
    if not await sql.changed(session, update(E).where(*mine, E.c.removed_at.is_(None)).values(reminded_for=due_on)):
        return False
    facts = {"owner": entry.planned.owner, "due_on": due_on.isoformat()}
    await plan_history.note(session, entry.id, Did.REMINDED, at=at, by="clock", **facts)
    return True


async def remove(session: Session, entry_id: str, *, at: datetime, by: str) -> None:
    """It leaves the plan, and its texts go; that it was there stays in its history."""
    await _locked(session, entry_id)
    gone = {"removed_at": at, "message": "", "name": "", "proof_note": ""}
    await session.execute(update(E).where(E.c.id == entry_id).values(**gone))
    await plan_history.note(session, entry_id, Did.REMOVED, at=at, by=by)


async def _locked(session: Session, entry_id: str) -> Entry:
    """The entry, which nobody else changes until this transaction ends."""
    await session.execute(select(E.c.id).where(E.c.id == entry_id).with_for_update())
    found = await entry(session, entry_id)
    if found is None or found.removed_at is not None:
        raise RuleBroken("plan.unknown")
    return found


async def _mails(session: Session, entry: Entry) -> MailCount | None:
    wave = entry.planned.wave
    return (await mail_counts(session, [wave])).get(wave) if wave else None


async def _check(session: Session, planned: Planned) -> None:
    if planned.group.audience and await audiences.load(session, planned.group.audience) is None:
        raise RuleBroken("audience.unknown")
    active = (await session.execute(select(P.c.active).where(P.c.id == planned.owner))).scalar_one_or_none()
    if not active:
        raise RuleBroken("wave.owner_unknown", owner=planned.owner)
    check(planned, await wave_audience(session, planned.wave))


_UNPROVED: dict[str, Any] = {"proved_by": "", "proof_note": ""}


def _columns(planned: Planned) -> dict[str, Any]:
    group = planned.group
    given = {name: getattr(planned, name) for name in ("message", "due_on", "owner", "wave", "theme")}
    return given | {"kind": group.kind.value, "ref": group.ref, "name": group.name, "channel": planned.channel.value}


def _entry(row: Any) -> Entry:
    given = cast("Mapping[str, Any]", row)
    group = Group(GroupKind(given["kind"]), given["ref"], given["name"])
    plain = {name: given[name] for name in ("message", "due_on", "owner", "wave", "theme")}
    proof = None
    if given["proved_at"] is not None:
        proof = Proof(given["proved_on"], given["proved_by"], given["proved_at"], given["proof_note"])
    kept = {name: given[name] for name in ("reminded_for", "removed_at", "revision")}
    return Entry(given["id"], Planned(group=group, channel=Channel(given["channel"]), **plain), proof, **kept)
