"""Consents, as rows that stay: a yes with the words it was said to, or that it was taken back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import bindparam, func, select

from domain.case import Case
from domain.consents import Consented
from domain.words import Via
from storage import sql
from storage.columns import CONSENT
from storage.session import Session
from storage.tables import ConsentRow, ConsentWordingRow

C, WORDS = sql.table(ConsentRow), sql.table(ConsentWordingRow)
_MINE = [getattr(C.c, name) == bindparam(name) for name in ("person_id", "purpose", "ref")]
_LAST = select(C.c.number, C.c.given).where(
    *_MINE, C.c.number == select(func.max(C.c.number)).where(*_MINE).scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody was shown beside the box they ticked, or the button they pressed."""

    text: str
    language: str

    @property
    def version(self) -> str:
        """A name for these words."""
        return hashlib.sha256(f"{self.language}\n{self.text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Consent:
    """One row, with its words."""

    person: str
    ref: str
    given: bool
    at: datetime
    via: str
    text: str
    basis: str


async def note(
    session: Session,
    person: str,
    purpose: Consented,
    ref: str,
    *,
    given: bool,
    wording: Wording,
    at: datetime,
    via: Via = Via.LINK,
) -> None:
    """Adds a row, unless the newest one says the same already."""
    last = await _newest(session, person, purpose, ref)
    if last is not None and last[1] == given:
        return
    shown = {"version": wording.version, "language": wording.language, "text": wording.text}
    await sql.insert_or_ignore(session, ConsentWordingRow, shown)
    row = {"id": uuid4().hex, "person_id": person, "purpose": purpose.value, "ref": ref, "given": given, "at": at}
    number = 0 if last is None else last[0] + 1
    row |= {"via": via.value, "wording": wording.version, "basis": CONSENT}
    await sql.insert_or_ignore(session, ConsentRow, row | {"number": number})  # the same button, pressed twice at once


async def stands(session: Session, person: str, purpose: Consented, ref: str) -> bool | None:
    """Whether it was given and not taken back; None where no row says anything."""
    last = await _newest(session, person, purpose, ref)
    return None if last is None else last[1]


async def as_consented(session: Session, case: Case) -> Case:
    """The case, with its submitter named only as long as they consent."""
    if not case.submitter:
        return case
    said = await stands(session, case.submitter, Consented.NAME_SHOWN, case.id)
    return case if said is None or said == case.named else replace(case, named=said)


async def rows_about(session: Session, purpose: Consented, ref: str) -> Sequence[Consent]:
    """Every row about a case or a wave, first to last of each person."""
    wanted = (
        select(C.c.person_id, C.c.ref, C.c.given, C.c.at, C.c.via, WORDS.c.text, C.c.basis)
        .join(WORDS, WORDS.c.version == C.c.wording)
        .where(C.c.purpose == purpose.value, C.c.ref == ref)
        .order_by(C.c.person_id, C.c.number)
    )
    return [Consent(*row) for row in await session.execute(wanted)]


async def _newest(session: Session, person: str, purpose: Consented, ref: str) -> tuple[int, bool] | None:
    mine = {"person_id": person, "purpose": purpose.value, "ref": ref}
    row = (await session.execute(_LAST, mine)).one_or_none()
    return None if row is None else (row.number, row.given)
