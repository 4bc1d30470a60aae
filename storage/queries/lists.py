"""Lists of cases, newest first: each page starts where the last one ended, so that the hundredth is as fast."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select, true, tuple_

from domain.case import Answer
from storage import sql
from storage.mapping import from_values
from storage.queries.lines import C, CaseLine, T, line, lines
from storage.session import Session
from storage.tables import AnswerRow

MOST = 200  # lines of one page


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list shows; empty fields leave nothing out."""

    stage: str = ""
    state: str = ""
    theme: str = ""
    source: str = ""
    submitter: str = ""
    search: str = ""  # in number and title
    public: bool | None = None
    closed: bool | None = None
    seen_by: str = ""  # what is public, and what this person submitted
    overdue_on: date | None = None  # only what was due before this local day


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of a list; `after` leads to the next, "" when there is none."""

    lines: tuple[CaseLine, ...]
    after: str = ""


def conditions(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    """The filter as conditions on the case."""
    fields = ("stage", "state", "theme", "source", "submitter")
    found: list[ColumnElement[bool]] = [C.c[name] == getattr(wanted, name) for name in fields if getattr(wanted, name)]
    for word in wanted.search.casefold().split()[:6]:
        found.append(C.c.search.contains(word, autoescape=True))
    if wanted.seen_by:
        found.append(or_(C.c.public == true(), C.c.submitter == wanted.seen_by))
    if wanted.public is not None:
        found.append(C.c.public == wanted.public)
    if wanted.closed is not None:
        found.append(C.c.closed_at.is_not(None) if wanted.closed else C.c.closed_at.is_(None))
    if wanted.overdue_on is not None:
        found += [C.c.due_on < wanted.overdue_on, C.c.closed_at.is_(None)]
    return found


async def case_list(session: Session, wanted: CaseFilter, *, after: str = "", limit: int = 50) -> CaseList:
    """Cases, newest first; `after` is what the page before gave, a broken one starts anew."""
    limit = max(1, min(limit, MOST))
    start = _place(after)
    since = [] if start is None else [tuple_(C.c.opened_at, C.c.id) < tuple_(*start)]
    query = lines(*conditions(wanted), *since).order_by(C.c.opened_at.desc(), C.c.id.desc()).limit(limit + 1)
    found = [line(row) for row in await session.execute(query)]
    shown = tuple(found[:limit])
    return CaseList(shown, _mark(shown[-1]) if len(found) > limit else "")


async def count(session: Session, wanted: CaseFilter) -> int:
    """How many cases the filter leaves; shells without a text do not count."""
    having = select(func.count()).select_from(C).where(C.c.version > 0, *conditions(wanted))
    return int((await session.execute(having)).scalar_one())


async def by_number(session: Session, number: str) -> str | None:
    """The id of the case with this number."""
    return (await session.execute(select(C.c.id).where(C.c.number == number.strip()))).scalar_one_or_none()


async def titles(session: Session, wanted: CaseFilter) -> list[tuple[str, str]]:
    """Number and title of these cases."""
    query = select(C.c.number, T.c.title).join_from(C, T, (T.c.case_id == C.c.id) & (T.c.version == C.c.version))
    return [(row.number, row.title) for row in await session.execute(query.where(*conditions(wanted)))]


async def by_ids(session: Session, ids: Sequence[str]) -> dict[str, CaseLine]:
    """These cases as lines."""
    if not ids:
        return {}
    return {row.id: line(row) for row in await session.execute(lines(C.c.id.in_(ids)))}


async def answers_to(session: Session, ids: Sequence[str]) -> dict[str, tuple[Answer, ...]]:
    """What reviewers said about these cases, for a list that shows utilities."""
    table = sql.table(AnswerRow)
    wanted = table.c.case_id.in_(ids) if ids else ~true()
    found: dict[str, tuple[Answer, ...]] = {}
    for row in (await session.execute(select(table).where(wanted).order_by(table.c.position))).mappings():
        found[row["case_id"]] = (*found.get(row["case_id"], ()), from_values(Answer, dict(row)))
    return found


def _mark(last: CaseLine) -> str:
    return f"{last.opened_at.isoformat().replace('+00:00', 'Z')}_{last.id}"  # a + would be a blank in an address


def _place(after: str) -> tuple[datetime, str] | None:
    at, _, case_id = after.partition("_")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, case_id) if case_id and moment.tzinfo is not None else None
