"""Open surveys: an address is given, confirmed by a link, and takes part once; then forgotten as early as can be.

Until it is confirmed it lies sealed, and leads to nobody. Confirming gives its owner an invitation of the wave, the one
they have or one of their own, and makes the link of the mail that invitation's link: answering goes as for all others.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, delete, exists, false, or_, select, update

from domain.consents import Consented
from domain.survey.modes import Mode
from domain.survey.opening import ENTERED, UNWANTED, WITHDRAWN
from domain.survey.wave_nouns import Wave
from domain.survey.wave_status import ASKING
from domain.survey.wave_words import WaveState
from storage import consents, people, sql
from storage.consents import Wording
from storage.invited import refusal_of
from storage.session import Session
from storage.supporters import supports
from storage.tables import (
    AddressRow,
    EntryRow,
    GuestRow,
    InvitationLinkRow,
    InvitationRow,
    PersonRow,
    PseudonymRow,
    SupportLinkRow,
    WaveRow,
)
from storage.waves import load_wave

E, G, L = sql.table(EntryRow), sql.table(GuestRow), sql.table(InvitationLinkRow)
I, W = sql.table(InvitationRow), sql.table(WaveRow)  # noqa: E741 - one letter per table, as elsewhere
P, A = sql.table(PersonRow), sql.table(AddressRow)
CODE = sql.table(PseudonymRow)
KEPT = timedelta(days=7)
REMEMBERED = timedelta(days=60)  # for the answer to them, where sending it fails again and again


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that waits to be confirmed, sealed."""

    id: str
    wave: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever confirms: their address, the language of mails to them, and whether they want the answer by mail."""

    address: str
    language: str
    tell: bool


async def open_waves(session: Session) -> list[Wave]:
    """Waves that anybody may take part in now, the one that closes first to the front."""
    asking = W.c.state.in_([sql.code(state) for state in sorted(ASKING)])
    public = W.c.plan["public"].as_boolean()
    found = await session.execute(select(W.c.id).where(asking, public).order_by(W.c.closes_on, W.c.id))
    loaded = [await load_wave(session, one) for one in found.scalars()]
    return [wave for wave in loaded if wave is not None]


async def add(session: Session, entry: Entry, token_hash: str, *, at: datetime) -> bool:
    """Keeps an address until it is confirmed, a week at most; False when it is there already."""
    row = {"id": entry.id, "hash": token_hash, "wave": entry.wave, "sealed": entry.sealed, "expires_at": at + KEPT}
    return await sql.insert_or_ignore(session, EntryRow, row)


async def waiting(session: Session, token_hash: str, now: datetime) -> Entry | None:
    """What this link confirms; None once it did, or came too late."""
    mine = select(E.c.id, E.c.wave, E.c.sealed).where(E.c.hash == token_hash, E.c.expires_at > now)
    row = (await session.execute(mine)).one_or_none()
    return None if row is None else Entry(row.id, row.wave, row.sealed)


async def invitation_of(session: Session, token_hash: str) -> str | None:
    """The invitation that this link opens."""
    return (await session.execute(select(L.c.invitation).where(L.c.hash == token_hash))).scalar_one_or_none()


async def enter(
    session: Session, entry: Entry, token_hash: str, guest: Guest, wording: Wording, *, at: datetime
) -> str:
    """The invitation of whoever confirms: theirs, or a new one; the address lies sealed no longer.

    That they consented is kept with the words they were shown, by the day.

    Nobody is chosen, and the wave takes no step, meanwhile. Empty where the wave takes no answers any more.
    """
    wave = await load_wave(session, entry.wave, lock=True)
    if wave is None or not wave.public or refusal(wave):
        return ""
    before = await invitation_of(session, token_hash)
    if before is not None:  # the same button, pressed twice
        return before
    person = await people.guest(session, guest.address, language=guest.language, at=at)
    await _invite(session, wave.id, person, tell=guest.tell)
    mine = select(I.c.id, I.c.state).where(I.c.wave == wave.id, I.c.person_id == person)
    invitation = (await session.execute(mine)).one()
    if invitation.state == ENTERED:  # whoever was asked personally needs no consent
        day = _day(at)
        await consents.note(session, person, Consented.SURVEY_ENTERED, wave.id, given=True, wording=wording, at=day)
    await sql.insert(session, InvitationLinkRow, [{"hash": token_hash, "invitation": invitation.id}])
    await session.execute(delete(E).where(E.c.id == entry.id))
    return str(invitation.id)


def refusal(wave: Wave) -> str:
    """Why a wave takes no answers, as a code; empty where it does."""
    return refusal_of(wave.state, paused=wave.paused_at is not None, cancelled=wave.cancelled_at is not None)


def _day(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


async def _invite(session: Session, wave: str, person: str, *, tell: bool) -> None:
    """Whoever has an invitation that left keeps it; whoever waits for one, or was left out, has come by themselves."""
    left = "" if tell else UNWANTED
    came = {"state": ENTERED, "left": left, "again_at": None}
    new = {"id": uuid4().hex, "wave": wave, "person_id": person, "unit": "", "reminders": 0, "answered": False}
    if await sql.insert_or_ignore(session, InvitationRow, new | {"response_told": False} | came):
        return
    mine = update(I).where(I.c.wave == wave, I.c.person_id == person)
    await session.execute(mine.where(I.c.state.in_(("waiting", "left"))).values(**came))
    if tell:
        await session.execute(mine.where(I.c.state == ENTERED, I.c.left == UNWANTED).values(left=""))


# Taking consent back


async def consented(session: Session, wave: str, person: str) -> bool:
    """Whether somebody takes part by their consent, and still does."""
    return bool(await consents.stands(session, person, Consented.SURVEY_ENTERED, wave))


async def take_back(
    session: Session, invitation_id: str, wave: str, person: str, wording: Wording, *, at: datetime
) -> bool:
    """Ends it for whoever consented: no answer is taken any more, no mail is written, a guest is forgotten.

    An answer that was given stays in the figures, as it must where some were shown already; its caller removes what
    leads from it to this person. False where there was no consent.
    """
    if not await consented(session, wave, person):
        return False
    await consents.note(session, person, Consented.SURVEY_ENTERED, wave, given=False, wording=wording, at=_day(at))
    gone = {"state": "left", "left": WITHDRAWN, "again_at": None}
    await session.execute(update(I).where(I.c.id == invitation_id).values(**gone))
    await forget_guests(session, at, only=person)
    return True


async def codes_of(session: Session, wave: str) -> dict[str, bytes]:
    """Codes of confidential answers, each with whose it is, sealed."""
    found = await session.execute(select(CODE.c.pseudonym, CODE.c.sealed).where(CODE.c.wave == wave))
    return {row.pseudonym: row.sealed for row in found}


async def unlink(session: Session, code: str) -> None:
    """From now on nobody can find out whose the answer with this code is."""
    await session.execute(delete(CODE).where(CODE.c.pseudonym == code))


# Forgetting


async def forget(session: Session, now: datetime) -> int:
    """Removes addresses that were never confirmed."""
    return await sql.changed(session, delete(E).where(E.c.expires_at < now))


async def forget_guests(session: Session, now: datetime, only: str = "") -> int:
    """Takes the address from guests whom no survey and no idea needs; that they took part stays, without who."""
    needed = exists().where(I.c.person_id == G.c.person_id, I.c.wave == W.c.id, ~_over(now))
    mine = [G.c.person_id == only] if only else []
    unneeded = select(G.c.person_id).where(~needed, ~supports(G.c.person_id), *mine)
    gone = list((await session.execute(unneeded)).scalars())
    for person in gone:
        await session.execute(delete(A).where(A.c.person_id == person))
        await session.execute(delete(SupportLinkRow).where(sql.table(SupportLinkRow).c.person_id == person))
        blank = {"name": "", "active": False, "redacted_at": now, "deactivated_at": now}
        await session.execute(update(P).where(P.c.id == person).values(**blank))
        await session.execute(delete(G).where(G.c.person_id == person))
    return len(gone)


def _over(now: datetime) -> ColumnElement[bool]:
    """Whether a wave needs no address any more: told, or nobody to be told, and nobody may have to be found."""
    state = W.c.state
    quiet = or_(I.c.left != "", I.c.answered == false())
    told = or_(quiet, I.c.response_told, W.c.done_at < now - REMEMBERED)
    ended = or_(state == WaveState.CANCELLED.value, and_(state == WaveState.DONE.value, told))
    closed = state.not_in([one.value for one in (WaveState.PLANNED, *sorted(ASKING))])
    unwanted = and_(closed, or_(I.c.answered == false(), and_(W.c.mode == Mode.ANONYMOUS.value, quiet)))
    withdrawn = and_(I.c.left == WITHDRAWN, or_(closed, I.c.answered == false()))  # else they could answer again
    return or_(ended, unwanted, withdrawn)
