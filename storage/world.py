"""The frozen picture rules see, read in the transaction that records the step."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.calendar import local_date
from domain.case import Case
from domain.happenings import Happening
from domain.world import World
from storage import beside, last_asked, people, processes
from storage.directory import Directory, Known
from storage.session import Session


async def world_for(session: Session, directory: Directory, case: Case, happening: Happening, now: datetime) -> World:
    """Now, the definition the case pinned, the calendar, staff, whoever the case or the happening names, and load."""
    definition = await processes.by_hash(session, case.process)
    known = await directory.at(session)
    today = local_date(now, ZoneInfo(definition.timezone))
    askable = await last_asked.for_step(session, definition, case, happening, known.staff, today)
    return World(
        now=now,
        definition=definition,
        closed_days=await known.closed_days(session, definition.region),
        people=await known.people(session, {*askable.people, *_named(case, happening), *_standing_in(known)}),
        load=await people.load(session),
        beside=await beside.for_step(session, case, happening, today),
        limits=known.limits,
        asked=askable.last,
        audiences=askable.audiences,
        absences=await known.absences(session, today),
        deputies=known.deputies,
    )


def _standing_in(known: Known) -> Iterator[str]:
    """Deputies need not be of the house."""
    yield from (one.person for several in known.deputies.values() for one in several)


def _named(case: Case, happening: Happening) -> Iterator[str]:
    yield case.submitter
    yield from (assignment.person for assignment in case.assignments)
    yield from (assignment.for_person for assignment in case.assignments)
    yield from (one.of for one in case.advice)
    yield from (commitment.owner for commitment in case.commitments)
    yield from (step.person for step in case.sign_steps)
    yield happening.by
    yield from getattr(happening, "reviewers", ())
    yield from (getattr(happening, name, "") for name in ("to", "person", "decider", "adviser"))
    promises = (getattr(happening, "promise", None), *getattr(happening, "promises", ()))
    yield from (promise.owner for promise in promises if promise is not None)
