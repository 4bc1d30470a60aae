"""When a mail leaves that no step of the rules writes: in the hours that the process of its case declares."""

from datetime import datetime

from sqlalchemy import bindparam, select

from domain.mail_hours import leaves_at
from domain.world import Person
from storage import calendars, people, processes, sql
from storage.session import Session
from storage.tables import CaseRow

C = sql.table(CaseRow)
_PROCESS = select(C.c.process).where(C.c.id == bindparam("case"))


async def leaves(session: Session, case_id: str, person: Person, at: datetime) -> datetime | None:
    """The instant before which nothing about this case is sent to this person; None for at once."""
    process = (await session.execute(_PROCESS, {"case": case_id})).scalar_one_or_none()
    definition = await processes.by_hash(session, process) if process is not None else None
    if definition is None or definition.mail_hours is None:
        return None
    known = await calendars.newest(session, definition.region)
    return leaves_at(person, definition, at, known.days if known is not None else frozenset())


async def again(session: Session, case_id: str, person_id: str, at: datetime) -> datetime:
    """When a mail is tried once more that would have been at `at`."""
    person = await people.get(session, person_id)
    later = None if person is None else await leaves(session, case_id, person, at)
    return later or at
