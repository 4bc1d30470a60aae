"""Absences and deputies by API, for the office's token; the ideas they touch look at it at once, as from the pages."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path

from api import absence_form, standing_in
from api.errors import NotFound, Refused
from api.services import Services, ServicesDep
from api.v1.actor import Officer
from api.v1.description import problems
from api.v1.people_shapes import AbsenceIn, AbsenceOut, Absences, Deputies, DeputiesIn, People, PersonOut
from domain.absence import Source
from domain.calendar import local_date
from domain.errors import RuleBroken
from domain.world import Person
from kit.i18n import N_
from storage import absences, deputies, people

router = APIRouter(prefix="/people", tags=["office"], responses=problems(401, 403, 422, 429, 503))
WRITES = problems(400, 404, 409, 413)
PersonId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_:.-]{1,80}$", description="From the list of people.")]
FirstDay = Annotated[str, Path(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2027-03-29"])]


@router.get("", summary=N_("People of the house"))
async def everybody(services: ServicesDep, who: Officer) -> People:
    """Names, departments and roles of whoever may be asked; no addresses."""
    async with services.db.read() as session:
        found = await people.everybody(session)
    return People(
        people=[
            PersonOut(person=p.id, name=p.name, department=p.department, roles=sorted(p.roles), shared=p.shared)
            for p in found
            if p.active
        ]
    )


@router.get("/{person}/absences", summary=N_("When somebody is away"), responses=problems(404))
async def away(person: PersonId, services: ServicesDep, who: Officer) -> Absences:
    """Absences of now and to come."""
    return await _absences(services, await _of_the_house(services, person))


@router.post("/{person}/absences", status_code=201, summary=N_("Enter an absence"), responses=WRITES)
async def enter(person: PersonId, body: AbsenceIn, services: ServicesDep, who: Officer) -> Absences:
    """What is asked of them goes to whoever stands in."""
    found = await _of_the_house(services, person)
    first, last = absence_form.in_order(body.first_day, body.last_day, _today(services))
    try:
        async with services.db.write() as session:
            await absences.add(session, found.id, first, last, at=services.now(), source=Source.OFFICE)
    except RuleBroken as broken:
        raise Refused(broken.code) from None
    return await _absences(services, found)


@router.delete("/{person}/absences/{first_day}", summary=N_("Take an absence back"), responses=problems(404, 409))
async def remove(person: PersonId, first_day: FirstDay, services: ServicesDep, who: Officer) -> Absences:
    """They are there after all: what was theirs goes back to them, unless it was answered or handed on.

    Days that a calendar at an address goes on saying (`source` is `feed`) are changed in that calendar.
    """
    found = await _of_the_house(services, person)
    try:
        day = date.fromisoformat(first_day)
    except ValueError:
        raise NotFound("absence.unknown") from None
    async with services.db.write() as session:
        if not await absences.remove(session, found.id, day, at=services.now()):
            raise NotFound("absence.unknown")
    return await _absences(services, found)


@router.get("/{person}/deputies", summary=N_("Who stands in for somebody"), responses=problems(404))
async def stand_ins(person: PersonId, services: ServicesDep, who: Officer) -> Deputies:
    """By role, in the order in which they are asked."""
    return await _deputies(services, await _of_the_house(services, person))


@router.put("/{person}/deputies", summary=N_("Say who stands in for somebody"), responses=WRITES)
async def say(person: PersonId, body: DeputiesIn, services: ServicesDep, who: Officer) -> Deputies:
    """Replaces what was known; nobody stands in for themselves, by no way round."""
    found = await _of_the_house(services, person)
    chosen = {role: list(dict.fromkeys(several)) for role, several in body.model_dump().items() if several}
    named = {one for several in chosen.values() for one in several}
    async with services.db.read() as session:
        known = await people.by_ids(session, named)
    if any(one not in known or not _works_here(known[one]) for one in named):
        raise Refused("deputy.unknown")
    await standing_in.replace(services, found.id, chosen)
    return await _deputies(services, found)


def _today(services: Services) -> date:
    return local_date(services.now(), services.zone)


def _works_here(person: Person) -> bool:
    return person.active and bool(person.department or person.roles)


async def _of_the_house(services: Services, person: str) -> Person:
    """Submitters are not looked up here: the same 404 for them as for nobody."""
    async with services.db.read() as session:
        found = await people.get(session, person)
    if found is None or not (found.department or found.roles):
        raise NotFound("colleague.unknown")
    return found


async def _absences(services: Services, found: Person) -> Absences:
    async with services.db.read() as session:
        known = await absences.of(session, found.id, _today(services))
    lines = [AbsenceOut(first_day=one.first, last_day=one.last, source=source) for one, source in known]
    return Absences(person=found.id, absences=lines)


async def _deputies(services: Services, found: Person) -> Deputies:
    async with services.db.read() as session:
        known = await deputies.of(session, found.id)
    return Deputies(person=found.id, **{role.value: known.get(role.value, []) for role in standing_in.ROLES})
