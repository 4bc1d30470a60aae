"""SQLite's way of searching: its index is read in the order of places, and no further than a page needs."""

from typing import Any

from sqlalchemy import Select, column, literal, select, table

from storage.queries.lines import C
from storage.queries.looking import MANY, RANKS, Hit, Looking, W
from storage.session import Session
from storage.tables.search import FOUND

F = table(FOUND, column("rowid"), column(FOUND))


async def find(session: Session, wanted: Looking, most: int) -> tuple[list[Hit], int]:
    """So many of what fits, best rank first and newest first in each; and how many fit, up to one more than MANY."""
    anywhere = _fitting(wanted, _within(wanted, RANKS[-1])).add_columns(W.c.title, W.c.summary)
    fitting = (await session.execute(anywhere.order_by(F.c.rowid.desc()).limit(MANY + 1))).all()
    if len(fitting) > MANY:
        return await _by_ranks(session, wanted, most), MANY + 1
    found = [Hit(_rank(wanted, row.title, row.summary), row.place, row.id) for row in fitting]
    start = (wanted.rank, -wanted.place) if wanted.place is not None else (0, 0)
    after = sorted([hit for hit in found if (hit.rank, -hit.place) > start], key=lambda hit: (hit.rank, -hit.place))
    return after[:most], len(fitting)


def _rank(wanted: Looking, title: str, summary: str) -> int:
    """Of one of few: a long word is compared by many trigrams, so the index is asked once."""
    terms = wanted.query.terms
    if all(term in title for term in terms):
        return 1
    return 2 if all(term in title or term in summary for term in terms) else 3


async def _by_ranks(session: Session, wanted: Looking, most: int) -> list[Hit]:
    """Of many, rank by rank, no further than the page."""
    hits: list[Hit] = []
    for rank in RANKS[wanted.rank - 1 :]:
        page = _fitting(wanted, _only(wanted, rank))
        if rank == wanted.rank and wanted.place is not None:
            page = page.where(F.c.rowid < wanted.place)
        rows = await session.execute(page.order_by(F.c.rowid.desc()).limit(most - len(hits)))
        hits += [Hit(rank, row.place, row.id) for row in rows]
        if len(hits) == most:
            break
    return hits


def _fitting(wanted: Looking, asked: str) -> Select[Any]:
    """The index is asked in a language of its own; terms are letters, digits and blanks, so nothing of it is theirs."""
    joined = select(F.c.rowid.label("place"), C.c.id).select_from(F).join(W, W.c.place == F.c.rowid)
    return joined.join(C, C.c.id == W.c.case_id).where(F.c[FOUND].op("MATCH")(literal(asked)), *wanted.filters)


def _within(wanted: Looking, rank: int) -> str:
    columns = " ".join(wanted.within(rank))
    return " AND ".join(f'{{{columns}}} : "{term}"' for term in wanted.query.terms)


def _only(wanted: Looking, rank: int) -> str:
    """What is of this rank and of no better one."""
    here = _within(wanted, rank)
    return here if rank == 1 else f"({here}) NOT ({_within(wanted, rank - 1)})"
