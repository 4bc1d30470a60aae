"""Which two answers are of one person: read when the later wave is evaluated, and never kept.

What is kept is figures, and of which earlier answers they were made (in the order of their ids, so that the two of a
pair cannot be put together by it).
"""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select

from domain.survey.modes import Mode
from domain.survey.opening import WITHDRAWN
from domain.survey.pairing import Ids, Paired
from storage import sql
from storage.session import Session
from storage.tables import (
    ConfidentialAnswerRow,
    InvitationRow,
    NamedAnswerRow,
    PseudonymRow,
    ShownRow,
    WaveOriginRow,
)

Whose = Callable[[str, bytes], str]  # a code and what is sealed under it: whose it is, "" where it cannot be opened

I, N, C = sql.table(InvitationRow), sql.table(NamedAnswerRow), sql.table(ConfidentialAnswerRow)  # noqa: E741
P, O, SHOWN = sql.table(PseudonymRow), sql.table(WaveOriginRow), sql.table(ShownRow)  # noqa: E741
PAIRED: TypeAdapter[Paired] = TypeAdapter(Paired)


def as_kept(paired: Paired) -> dict[str, Any]:
    """What is written beside the figures of the wave."""
    there = {question: sorted(ids) for question, ids in paired.there.items()}
    return {**PAIRED.dump_python(paired, mode="json"), "there": there}


async def pairs(session: Session, here: str, there: str, mode: Mode, whose: Whose) -> list[tuple[str, str]]:
    """The answers, later and earlier, of everybody who was asked in both waves and answered both times."""
    later, earlier = [await _by_person(session, wave, mode, whose) for wave in (here, there)]
    return sorted((answer, earlier[person]) for person, answer in later.items() if person in earlier)


async def _by_person(session: Session, wave: str, mode: Mode, whose: Whose) -> dict[str, str]:
    """Answers by who gave them, of those who were invited: who came by an open survey was not told of pairs."""
    asked = select(I.c.person_id).where(I.c.wave == wave, I.c.state == sql.code("invited"), I.c.left != WITHDRAWN)
    invited = set((await session.execute(asked)).scalars())
    if mode is Mode.NAMED:
        named = await session.execute(select(N.c.person_id, N.c.id).where(N.c.wave == wave))
        return {row.person_id: row.id for row in named if row.person_id in invited}
    coded = select(C.c.id, P.c.pseudonym, P.c.sealed).join(P, P.c.pseudonym == C.c.pseudonym).where(C.c.wave == wave)
    found = {whose(row.pseudonym, bytes(row.sealed)): row.id for row in await session.execute(coded)}
    return {person: answer for person, answer in found.items() if person in invited}


async def others(session: Session, before: str, but: str) -> list[dict[str, Ids]]:
    """Of which answers of the earlier wave, by question, pairs with yet other waves are shown."""
    shown = select(SHOWN.c.content).join(O, O.c.wave == SHOWN.c.wave).where(O.c.before == before, O.c.wave != but)
    kept: Sequence[dict[str, Any]] = list((await session.execute(shown)).scalars())
    return [{q: frozenset(ids) for q, ids in one["paired"]["there"].items()} for one in kept if "paired" in one]


async def shown(session: Session, wave: str) -> Paired | None:
    """What is shown of the pairs of this wave and the one before; None where they were not compared."""
    kept = select(SHOWN.c.content).where(SHOWN.c.wave == wave).order_by(SHOWN.c.number.desc()).limit(1)
    content = (await session.execute(kept)).scalar_one_or_none()
    return PAIRED.validate_python(content["paired"]) if content is not None and "paired" in content else None
