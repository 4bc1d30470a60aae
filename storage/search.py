"""Keeps the words of cases beside them, in the transaction that changes one; what searches them follows by itself."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from domain.case import Case
from domain.rules.redaction import SENTENCES
from domain.search.words import NONE, Words, internal, shown, words_of
from storage import sql
from storage.session import Session
from storage.tables import CaseRow, CaseWordsRow

C, W = sql.table(CaseRow), sql.table(CaseWordsRow)
YEAR = 10**9  # more numbers than a year has
_STALE = select(C.c.id).where(C.c.worded != C.c.revision).order_by(C.c.opened_at, C.c.id).limit(bindparam("most"))
_GONE = W.delete().where(W.c.case_id == bindparam("case"))
_READ = C.update().where(C.c.id == bindparam("this")).values(worded=C.c.revision)
_STANDS = ("stage", "outcome", "merged_into", "pause", "paused_at")  # what decides what is shown


def place(number: str) -> int:
    """Where a case stands among all, in the order of receipt."""
    year, _, of_year = number.partition("-")
    return int(year) * YEAR + int(of_year)


async def keep_words(session: Session, old: Case, new: Case) -> None:
    """Writes the words of a case if a sentence of it, or what may be shown, changed."""
    watched = (*SENTENCES, *_STANDS)
    if all(getattr(old, name) is getattr(new, name) for name in watched) or _said(old) == _said(new):
        return
    await put(session, new)


async def put(session: Session, case: Case) -> None:
    """Writes them as they are now."""
    words = words_of(case)
    if words == NONE:
        await session.execute(_GONE, {"case": case.id})
    else:
        await session.execute(_putting(session.dialect), row(case, words))


def row(case: Case, words: Words) -> Mapping[str, Any]:
    """What is kept of a case."""
    kept = {"title": words.title, "summary": words.summary, "shown": words.shown, "internal": words.internal}
    return {"place": place(case.number), "case_id": case.id, **kept}


async def stale(session: Session, most: int) -> list[str]:
    """Cases whose words are not those of their last revision, since a release of before changed them; oldest first."""
    return list((await session.execute(_STALE, {"most": most})).scalars())


async def has_read(session: Session, ids: Sequence[str]) -> None:
    """Marks that the words of these cases are those of their last revision; their rows are locked meanwhile."""
    await session.execute(_READ, [{"this": one} for one in ids])


def _said(case: Case) -> tuple[Any, ...]:
    if not case.texts:
        return ()
    return case.text.title, case.text.summary, shown(case), internal(case)


@cache
def _putting(dialect: str) -> Any:
    adding = sql.inserting(dialect, CaseWordsRow)
    return adding.on_conflict_do_update(
        index_elements=["place"],
        set_={name: adding.excluded[name] for name in ("title", "summary", "shown", "internal")},
    )
