"""What waits for people's daily mails, the mails they were written, and how they want them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, delete, func, literal_column, select, update

from domain.digest import Wish
from domain.words import AssignmentState, EventKind, TaskKind
from storage import outbox, sql
from storage.session import Session
from storage.tables import (
    AssignmentRow,
    CaseRow,
    DeskChoiceRow,
    DigestItemRow,
    DigestRow,
    MailRow,
    TaskRow,
    TextRow,
)

E, D, W = sql.table(DigestItemRow), sql.table(DigestRow), sql.table(DeskChoiceRow)
A, C, K, X, O = (sql.table(row) for row in (AssignmentRow, CaseRow, TaskRow, TextRow, MailRow))  # noqa: E741
WAITS = E.c.mail_id == literal_column("''")  # spelt as the index spells it
OLDEST_FIRST = (E.c.at, E.c.key)
_WISHES = select(W.c.person_id, W.c.wish).where(W.c.person_id.in_(bindparam("people", expanding=True)))


@dataclass(frozen=True, slots=True)
class Item:
    """Something somebody is told of with their daily mail; `key` is that of the notice."""

    key: str
    person_id: str
    case_id: str
    event: EventKind
    mail: str
    assignment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """An item with the idea as it is now, and whether the reader still has to do with it."""

    item: Item
    number: str
    title: str
    concerned: bool  # submitted it, or was asked for something about it
    open_task: bool | None  # of the assignment it is about, None where it is about none


async def wait(session: Session, items: Sequence[Item]) -> None:
    """Keeps items for the next daily mail, each once."""
    for item in items:
        values = {name: getattr(item, name) for name in Item.__slots__} | {"event": item.event.value, "mail_id": ""}
        await sql.insert_or_ignore(session, DigestItemRow, values)


async def oldest(session: Session) -> dict[str, datetime]:
    """Who has something waiting, and since when."""
    query = select(E.c.person_id, func.min(E.c.at, type_=E.c.at.type)).where(WAITS).group_by(E.c.person_id)
    return {row[0]: row[1] for row in await session.execute(query)}


async def written_on(session: Session, day: date) -> set[str]:
    """Who has had the daily mail of this day, or had nothing to be told."""
    return set((await session.execute(select(D.c.person_id).where(D.c.on == day))).scalars())


async def begin(session: Session, person_id: str, day: date, at: datetime) -> bool:
    """Takes this person's daily mail of this day; False when somebody else has, so that there is one."""
    return await sql.insert_or_ignore(
        session, DigestRow, {"person_id": person_id, "on": day, "at": at, "mail_id": "", "cases": []}
    )


async def waiting(session: Session, person_id: str) -> list[News]:
    """What waits for this person, oldest first."""
    newest = and_(X.c.case_id == C.c.id, X.c.version == C.c.version)
    any_ = A.alias()
    asked = select(any_.c.id).where(any_.c.case_id == C.c.id, any_.c.person == E.c.person_id).exists()
    columns = (*(E.c[name] for name in Item.__slots__), C.c.number, func.coalesce(X.c.title, ""), C.c.submitter)
    joined = select(*columns, asked, A.c.state).select_from(E).join(C, C.c.id == E.c.case_id).outerjoin(X, newest)
    found = joined.outerjoin(A, A.c.id == E.c.assignment).where(WAITS, E.c.person_id == person_id)
    news: list[News] = []
    for row in await session.execute(found.order_by(*OLDEST_FIRST)):
        key, person, case_id, event, mail, assignment, at, number, title, submitter, was_asked, state = row
        one = Item(key, person, case_id, EventKind(event), mail, assignment, at)
        open_task = None if state is None else state == AssignmentState.OPEN.value
        news.append(News(one, number, title, bool(was_asked) or submitter == person_id, open_task))
    return news


async def open_kinds(session: Session, cases: Iterable[str]) -> dict[str, set[TaskKind]]:
    """What these cases wait for."""
    wanted = sorted(set(cases))
    query = select(K.c.case_id, K.c.kind).where(K.c.case_id.in_(wanted), K.c.closed_at.is_(None))
    found: dict[str, set[TaskKind]] = {one: set() for one in wanted}
    for case_id, kind in (await session.execute(query)) if wanted else ():
        found[case_id].add(TaskKind(kind))
    return found


async def said(session: Session, news: Iterable[News], mail_id: str) -> None:
    """These wait no longer: they are in this mail, or need not be said any more."""
    keys = [one.item.key for one in news]
    await session.execute(update(E).where(E.c.key.in_(keys)).values(mail_id=mail_id))


async def written(session: Session, person_id: str, day: date, mail_id: str, cases: Sequence[str]) -> None:
    """The mail of this day is in the outbox, with the titles of these ideas."""
    mine = (D.c.person_id == person_id, D.c.on == day)
    await session.execute(update(D).where(*mine).values(mail_id=mail_id, cases=list(cases)))


async def take_back(session: Session, case_id: str, at: datetime) -> int:
    """Holds back daily mails that have not gone out and hold this idea's title: they are written anew."""
    unsent = select(D.c.person_id, D.c.on, D.c.mail_id, D.c.cases).join(O, O.c.id == D.c.mail_id).where(outbox.UNSENT)
    found = [row for row in await session.execute(unsent) if case_id in row.cases]
    for row in found:
        await outbox.hold_back(session, row.mail_id, at, why=outbox.BLANKED)
        await session.execute(update(E).where(E.c.mail_id == row.mail_id).values(mail_id=""))
        await session.execute(delete(D).where(D.c.person_id == row.person_id, D.c.on == row.on))
    return len(found)


async def forget(session: Session, before: datetime) -> int:
    """Removes what was told long ago."""
    told = await sql.changed(session, delete(E).where(E.c.mail_id != "", E.c.at < before))
    return told + await sql.changed(session, delete(D).where(D.c.at < before))


# How people want them


async def wishes(session: Session, people: Iterable[str]) -> dict[str, Wish]:
    """What these people wish, as far as they have said."""
    wanted = sorted(set(people))
    found = await session.execute(_WISHES, {"people": wanted}) if wanted else ()
    return {row[0]: Wish(row[1]) for row in found}


async def wish(session: Session, person_id: str, wished: Wish, at: datetime) -> None:
    """Somebody says how they want what may wait."""
    await session.execute(delete(W).where(W.c.person_id == person_id))
    await sql.insert(session, DeskChoiceRow, [{"person_id": person_id, "wish": wished.value, "since": at}])
