"""Tasks by API: what waits for the token's person, and their answers; marked in the record as come by API."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from api.bring import Brought, bring, happened, raise_refusal
from api.errors import NotFound
from api.services import Services, ServicesDep
from api.v1.actor import Answerer, Reader
from api.v1.description import LATER, problems
from api.v1.shapes import (
    AnswerIn,
    BiasIn,
    DecisionIn,
    Receipt,
    ReconsiderIn,
    ReplyIn,
    SettlementIn,
    SignIn,
    TaskList,
    TaskOut,
)
from api.v1.views import url_of
from domain.case import Case
from domain.happenings import Answered, BiasDeclared, Decided, Reconsidered, Replied, Settled, Signed
from domain.words import Via
from kit.i18n import N_
from storage import mapping
from storage.queries import desk

router = APIRouter(tags=["tasks"], responses=problems(401, 403, 422, 429, 503))
WRITES = problems(400, 404, 409, 413) | LATER
Assignment = Annotated[str, Path(pattern=r"^[A-Za-z0-9_:.-]{1,80}$", description="From the list of tasks.")]


@router.get("/tasks", summary=N_("What waits for me"))
async def waiting(services: ServicesDep, who: Reader) -> TaskList:
    """Open assignments of the token's person, the most urgent first."""
    async with services.db.read() as session:
        found = await desk.tasks_of(session, who.person.id)
    return TaskList(
        tasks=[
            TaskOut(
                assignment=t.assignment,
                kind=t.kind,
                number=t.number,
                title=t.title,
                on_version=t.version,
                asked_at=t.opened_at,
                due_on=t.due_on,
                in_place_of=t.for_name,
            )
            for t in found
        ]
    )


@router.post("/tasks/{assignment}/answer", summary=N_("Answer a review"), responses=WRITES)
async def answer(
    assignment: Assignment, body: AnswerIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """The same rules as behind the link in the mail."""
    case = await case_of(services, assignment, who.person.id)
    said = body.model_dump()
    happening = happened(Answered, services, who.person.id, Via.API, assignment=assignment, **said)
    return await said_so(services, case, happening, response)


@router.post("/tasks/{assignment}/bias", summary=N_("Say that one is biased"), responses=WRITES)
async def bias(
    assignment: Assignment, body: BiasIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """Somebody else is asked for the review."""
    case = await case_of(services, assignment, who.person.id)
    happening = happened(BiasDeclared, services, who.person.id, Via.API, assignment=assignment, **body.model_dump())
    return await said_so(services, case, happening, response)


@router.post("/tasks/{assignment}/reconsider", summary=N_("Look at one's scores once more"), responses=WRITES)
async def reconsider(
    assignment: Assignment, body: ReconsiderIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """Only the criteria on which opinions differ, once."""
    case = await case_of(services, assignment, who.person.id)
    happening = happened(Reconsidered, services, who.person.id, Via.API, assignment=assignment, **body.model_dump())
    return await said_so(services, case, happening, response)


@router.post("/tasks/{assignment}/sign", summary=N_("Co-sign an idea"), responses=WRITES)
async def sign(
    assignment: Assignment, body: SignIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """Sign, with or without a remark; refuse; or send it back to somebody who has signed."""
    case = await case_of(services, assignment, who.person.id)
    happening = happened(Signed, services, who.person.id, Via.API, assignment=assignment, **body.model_dump())
    return await said_so(services, case, happening, response)


@router.post("/tasks/{assignment}/decide", summary=N_("Decide an idea"), responses=WRITES)
async def decide(
    assignment: Assignment, body: DecisionIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """For the person the decision was asked of."""
    case = await case_of(services, assignment, who.person.id)
    said = body.model_dump()
    happening = happened(Decided, services, who.person.id, Via.API, assignment=assignment, **said)
    return await said_so(services, case, happening, response)


@router.post("/tasks/{assignment}/settle", summary=N_("Say what became of a commitment"), responses=WRITES)
async def settle(
    assignment: Assignment, body: SettlementIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """Done, late with a new date, or dropped with a reason."""
    case = await case_of(services, assignment, who.person.id)
    happening = happened(
        Settled, services, who.person.id, Via.API, commitment=_about(case, assignment), **body.model_dump()
    )
    return await said_so(services, case, happening, response)


@router.post("/tasks/{assignment}/reply", summary=N_("Reply to a question"), responses=WRITES)
async def reply(
    assignment: Assignment, body: ReplyIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """For the submitter the question was asked of."""
    case = await case_of(services, assignment, who.person.id)
    happening = happened(Replied, services, who.person.id, Via.API, question=_about(case, assignment), reply=body.reply)
    return await said_so(services, case, happening, response)


async def case_of(services: Services, assignment: str, person: str) -> Case:
    """The case of an assignment of this person; the same 404 for another's and for none."""
    async with services.db.read() as session:
        case_id = await desk.case_of(session, assignment, person)
        case = await mapping.load_case(session, case_id, lock=False) if case_id is not None else None
    if case is None:
        raise NotFound("task.unknown")
    return case


def _about(case: Case, assignment_id: str) -> str:
    assignment = case.assignment(assignment_id)
    task = case.task(assignment.task) if assignment is not None else None
    if task is None or not task.about:
        raise NotFound("task.unknown")
    return task.about


async def said_so(services: Services, case: Case, happening: Any, response: Response) -> Receipt:
    brought: Brought = await raise_refusal(services, await bring(services, case.id, happening))
    if brought.pending:
        response.status_code = 202
    status = "received" if brought.pending else "done"
    return Receipt(status=status, number=case.number, url=url_of(case.number, services))
