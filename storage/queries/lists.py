"""Lists of cases, newest first: each page starts where the last one ended, so that the hundredth is as fast."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select, true, tuple_

from domain.case import Answer
from domain.hearing import by_seat
from storage import sql
from storage.mapping import from_values
from storage.queries import narrowing
from storage.queries.lines import C, CaseLine, T, line, lines
from storage.session import Session
from storage.tables import AnswerRow, AssignmentRow

A, S = sql.table(AnswerRow), sql.table(AssignmentRow)
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
    level: str = ""
    goal: str = ""  # named in the text; for the office also where it says that the idea contributes
    department: str = ""
    themes_of_department: tuple[str, ...] = ()
    since: datetime | None = None  # received at or after
    before: datetime | None = None  # received before


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
    return [*found, *_narrowed(wanted)]


def _narrowed(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.level:
        yield narrowing.of_level(wanted.level)
    if wanted.goal:
        everybody = wanted.public or wanted.seen_by
        yield narrowing.names_goal(wanted.goal) if everybody else narrowing.helps_goal(wanted.goal)
    if wanted.department:
        yield narrowing.of_department(wanted.department, wanted.themes_of_department)
    if wanted.since is not None:
        yield C.c.opened_at >= wanted.since
    if wanted.before is not None:
        yield C.c.opened_at < wanted.before


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


async def voices_in(session: Session, ids: Sequence[str]) -> dict[str, tuple[Answer, ...]]:
    """The last word of each seat in the reviews of these cases, for a page that shows how they were scored."""
    said: dict[str, list[Answer]] = {}
    wanted = A.c.case_id.in_(ids) if ids else ~true()
    standing = select(A).where(wanted, A.c.objected_at.is_(None)).order_by(A.c.position)
    for row in (await session.execute(standing)).mappings():
        said.setdefault(row["case_id"], []).append(from_values(Answer, dict(row)))
    seats = await _seats(session, list(said))
    return {case_id: tuple(by_seat(seats, answers).values()) for case_id, answers in said.items()}


async def _seats(session: Session, ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """Whose voice everybody is in each task of these cases; of cases where nobody stands in for anybody, nothing."""
    stood_in = select(S.c.case_id).where(S.c.case_id.in_(ids), S.c.for_person != "")
    query = select(S.c.task, S.c.person, S.c.for_person).where(S.c.case_id.in_(stood_in)).order_by(S.c.position)
    rows = await session.execute(query) if ids else ()
    return {(row.task, row.person): row.for_person or row.person for row in rows}


def _mark(last: CaseLine) -> str:
    return f"{last.opened_at.isoformat().replace('+00:00', 'Z')}_{last.id}"  # a + would be a blank in an address


def _place(after: str) -> tuple[datetime, str] | None:
    at, _, case_id = after.partition("_")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, case_id) if case_id and moment.tzinfo is not None else None
