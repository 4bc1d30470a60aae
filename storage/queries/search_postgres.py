"""PostgreSQL's way of searching: its index gives all that fit, unsorted, so the newest cases are looked through first.

A word that many of them have is one of very many cases: pages are taken from the newest. Of any other few fit, and all
are read and sorted. Without the index (see `docs/search.md`) the answers are the same, and come later.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select
from sqlalchemy.sql.selectable import FromClause

from storage.queries.lines import C
from storage.queries.looking import MANY, RANKS, Hit, Looking, W
from storage.session import Session

NEWEST = 2_000  # cases that are looked through first


async def find(session: Session, wanted: Looking, most: int) -> tuple[list[Hit], int]:
    """So many of what fits, best rank first and newest first in each; and how many fit, up to one more than MANY."""
    newest = _newest(None)
    often = _fitting(wanted, newest, _within(wanted, RANKS[-1], newest)).limit(MANY + 1).subquery()
    if (await session.execute(select(func.count()).select_from(often))).scalar_one() > MANY:
        return await _from_the_newest(session, wanted, most), MANY + 1
    rows = (await session.execute(_sorted(wanted, most))).all()
    hits = [Hit(row.rank, row.place, row.id) for row in rows if row.place is not None]
    return hits, min(rows[0].many, MANY + 1)


def _sorted(wanted: Looking, most: int) -> Select[Any]:
    """All that fit with their ranks; how many stands in each row, and in one row of nothing where the page is empty."""
    ranks = case(*[(_within(wanted, rank, W), rank) for rank in RANKS[:-1]], else_=RANKS[-1])
    fitting = _fitting(wanted, W, _within(wanted, RANKS[-1], W)).add_columns(ranks.label("rank"))
    all_ = fitting.cte("fitting").prefix_with("MATERIALIZED", dialect="postgresql")
    after = [] if wanted.place is None else [_after(wanted, all_)]
    page = select(all_).where(*after).order_by(all_.c.rank, all_.c.place.desc()).limit(most).subquery()
    many = select(func.count().label("many")).select_from(all_).subquery()
    joined = select(page, many.c.many).select_from(many).outerjoin(page, page.c.rank.is_not(None))
    return joined.order_by(page.c.rank, page.c.place.desc())


def _after(wanted: Looking, page: FromClause) -> ColumnElement[bool]:
    return or_(page.c.rank > wanted.rank, and_(page.c.rank == wanted.rank, page.c.place < wanted.place))


async def _from_the_newest(session: Session, wanted: Looking, most: int) -> list[Hit]:
    hits: list[Hit] = []
    for rank in RANKS[wanted.rank - 1 :]:
        start = wanted.place if rank == wanted.rank else None
        for words in (_newest(start), W):
            page = _fitting(wanted, words, _only(wanted, rank, words))
            if start is not None:
                page = page.where(words.c.place < start)
            rows = (await session.execute(page.order_by(words.c.place.desc()).limit(most - len(hits)))).all()
            if words is W or len(rows) == most - len(hits):
                hits += [Hit(rank, row.place, row.id) for row in rows]
                break
        if len(hits) == most:
            break
    return hits


def _newest(start: int | None) -> FromClause:
    """The newest words before this place."""
    before = [] if start is None else [W.c.place < start]
    return select(W).where(*before).order_by(W.c.place.desc()).limit(NEWEST).subquery("newest")


def _fitting(wanted: Looking, words: FromClause, condition: ColumnElement[bool]) -> Select[Any]:
    joined = select(words.c.place, C.c.id).select_from(words).join(C, C.c.id == words.c.case_id)
    return joined.where(condition, *wanted.filters)


def _within(wanted: Looking, rank: int, words: FromClause) -> ColumnElement[bool]:
    columns = [words.c[name] for name in wanted.within(rank)]
    return and_(*(or_(*(column.like(f"%{term}%") for column in columns)) for term in wanted.query.terms))


def _only(wanted: Looking, rank: int, words: FromClause) -> ColumnElement[bool]:
    """What is of this rank and of no better one."""
    here = _within(wanted, rank, words)
    return here if rank == 1 else and_(here, not_(_within(wanted, rank - 1, words)))
