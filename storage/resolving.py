"""Requests to find out whose a confidential answer is: kept beside the wave, changed by its steps only.

What is here leads to nobody: whose code it is lies sealed in `pseudonyms`, and is handed out once to each of the two.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select

from domain.survey.wave_nouns import Resolution, Wave
from storage import sql
from storage.mapping import from_values, to_values
from storage.session import Session
from storage.tables import ConfidentialAnswerRow, PseudonymRow, ResolutionRow, ResolutionShownRow, WaveResolverRow

N, X, C, P = (sql.table(row) for row in (WaveResolverRow, ResolutionRow, ConfidentialAnswerRow, PseudonymRow))
SHOWN = sql.table(ResolutionShownRow)


@dataclass(frozen=True, slots=True)
class Sealed:
    """Whose a code is, sealed."""

    code: str
    person: bytes


async def name_resolvers(session: Session, wave_id: str, people: Iterable[str]) -> None:
    """From now on these may find out, and nobody else: it is what those who are asked read."""
    await sql.insert(session, WaveResolverRow, [{"wave": wave_id, "person_id": one} for one in sorted(set(people))])


async def resolvers_of(session: Session, wave_id: str) -> tuple[str, ...]:
    """Whom the promise of this wave names."""
    found = await session.execute(select(N.c.person_id).where(N.c.wave == wave_id).order_by(N.c.person_id))
    return tuple(found.scalars())


async def resolutions_of(session: Session, wave_id: str) -> tuple[Resolution, ...]:
    """Every request there was, first to last."""
    found = await session.execute(select(X).where(X.c.wave == wave_id).order_by(X.c.at, X.c.id))
    rows = cast("Sequence[Mapping[str, Any]]", found.mappings().all())
    return tuple(from_values(Resolution, one) for one in rows)


async def save(session: Session, old: Wave, new: Wave) -> None:
    """Writes requests that are new, or stand otherwise."""
    known = {one.id: one for one in old.resolutions}
    for one in new.resolutions:
        values = to_values(one)
        if one.id not in known:
            await sql.insert(session, ResolutionRow, [values | {"wave": new.id}])
        elif one != known[one.id]:
            before = to_values(known[one.id])
            await sql.change(session, X, one.id, {name: v for name, v in values.items() if before[name] != v})


async def has_answer(session: Session, wave_id: str, code: str) -> bool:
    """Whether an answer of this wave is kept under this code."""
    found = select(C.c.id).join(P, P.c.pseudonym == C.c.pseudonym).where(C.c.wave == wave_id, P.c.wave == wave_id)
    return (await session.execute(found.where(C.c.pseudonym == code))).first() is not None


async def was_shown(session: Session, resolution: str, person: str) -> bool:
    """Whether this person of the two has seen whose it is; that the look is on record does not mean that."""
    found = select(SHOWN.c.at).where(SHOWN.c.resolution == resolution, SHOWN.c.person_id == person)
    return (await session.execute(found)).first() is not None


async def shown_once(session: Session, wave_id: str, resolution: str, person: str, at: datetime) -> Sealed | None:
    """Whose it is, for this person of the two, and never again; None where it was shown or was never on record.

    Only what the wave's rules have put on record is handed out: the request is confirmed, and this person looked.
    """
    row = (await session.execute(select(X).where(X.c.id == resolution, X.c.wave == wave_id))).mappings().one_or_none()
    if row is None or row["state"] != "confirmed" or person not in row["seen"]:
        return None
    if not await sql.insert_or_ignore(
        session, ResolutionShownRow, {"resolution": resolution, "person_id": person, "at": at}
    ):
        return None
    whose = select(P.c.sealed).where(P.c.pseudonym == row["code"], P.c.wave == wave_id)
    sealed = (await session.execute(whose)).scalar_one_or_none()
    return None if sealed is None else Sealed(row["code"], sealed)
