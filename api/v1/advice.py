"""Objecting, handing on, asking for advice and giving it, by API: by the rules of the links, for one's own tasks."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Response

from api import colleagues
from api.bring import happened
from api.errors import NotFound
from api.services import ServicesDep
from api.v1.actor import Answerer, Reader
from api.v1.advice_shapes import (
    AdviceAskedOut,
    AdviceIn,
    AdviceList,
    AdviceQuestionIn,
    ColleagueOut,
    Colleagues,
    HandOverIn,
    ObjectionIn,
)
from api.v1.description import problems
from api.v1.receipts import case_of, said, taken
from api.v1.shapes import Receipt
from api.v1.tasks import WRITES, Assignment
from domain.happenings import AdviceAsked, AdviceGiven, HandedOver, Objected
from domain.words import Via
from domain.world import Person
from kit.i18n import N_
from storage import mapping, processes
from storage.queries import advice as asked

router = APIRouter(tags=["tasks"], responses=problems(401, 403, 422, 429, 503))
Advice = Annotated[str, Path(pattern=r"^[A-Za-z0-9_:.-]{1,80}$", description="From the list of advice.")]


@router.post("/tasks/{assignment}/object", summary=N_("Object to an answer in one's name"), responses=WRITES)
async def object_(
    assignment: Assignment, body: ObjectionIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """In the time the process gives, the answer is undone and asked for again; later, the office is told."""
    return await said(services, who, assignment, response, Objected, **body.model_dump())


@router.get("/tasks/{assignment}/colleagues", summary=N_("Who could help with a task"), responses=problems(404))
async def who_could(assignment: Assignment, services: ServicesDep, who: Reader) -> Colleagues:
    """Names for people of the house; none for anybody else, and none once the task is over."""
    case = await case_of(services, assignment, who.person.id)
    part = next((one for one in case.open_assignments() if one.id == assignment), None)
    if part is None:
        return Colleagues(advisers=[], successors=[])
    async with services.db.read() as session:
        definition = await processes.by_hash(session, case.process)
    may_advise = await colleagues.advisers(services, case, case.task(part.task), who.person)
    may_take = await colleagues.successors(services, case, definition, part, who.person)
    return Colleagues(advisers=_named(may_advise), successors=_named(may_take))


@router.post("/tasks/{assignment}/hand-over", summary=N_("Hand a task over"), responses=WRITES)
async def hand_over(
    assignment: Assignment, body: HandOverIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """Somebody else has it from then on; what they answer needs the assurance that the process asks for."""
    return await said(services, who, assignment, response, HandedOver, **body.model_dump())


@router.post("/tasks/{assignment}/advice", summary=N_("Ask a colleague for advice"), responses=WRITES)
async def ask(
    assignment: Assignment, body: AdviceQuestionIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """The task stays where it is; what the colleague says stands in its thread."""
    return await said(services, who, assignment, response, AdviceAsked, **body.model_dump())


@router.get("/advice", summary=N_("Advice I am asked for"))
async def waiting(services: ServicesDep, who: Reader) -> AdviceList:
    """What colleagues with a task want to know of the token's person."""
    async with services.db.read() as session:
        found = await asked.asked_of(session, who.person.id)
    return AdviceList(
        advice=[
            AdviceAskedOut(
                advice=one.advice,
                number=one.number,
                title=one.title,
                asked_by=one.asked_by,
                question=one.question,
                asked_at=one.asked_at,
            )
            for one in found
        ]
    )


@router.post("/advice/{advice}", summary=N_("Give advice"), responses=WRITES)
async def give(advice: Advice, body: AdviceIn, response: Response, services: ServicesDep, who: Answerer) -> Receipt:
    """It counts nowhere by itself; whoever asked is told."""
    async with services.db.read() as session:
        case_id = await asked.case_of(session, advice, who.person.id)
        case = await mapping.load_case(session, case_id, lock=False) if case_id is not None else None
    if case is None:
        raise NotFound("advice.unknown")
    given = happened(AdviceGiven, services, who.person.id, Via.API, advice=advice, text=body.text)
    return await taken(services, case, given, response)


def _named(found: Sequence[Person]) -> list[ColleagueOut]:
    return [ColleagueOut(person=one.id, name=one.name, department=one.department) for one in found]
