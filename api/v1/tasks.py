"""Tasks by API: what waits for the token's person, and their answers; marked in the record as come by API."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.errors import NotFound
from api.services import ServicesDep
from api.v1.actor import Answerer, Reader
from api.v1.description import LATER, problems
from api.v1.receipts import case_of, said
from api.v1.shapes import Receipt
from api.v1.task_shapes import (
    AnswerIn,
    BiasIn,
    DecisionIn,
    ReconsiderIn,
    ReplyIn,
    SettlementIn,
    SignIn,
    TaskList,
    TaskOut,
)
from domain.case import Case
from domain.happenings import Answered, BiasDeclared, Decided, Reconsidered, Replied, Settled, Signed
from kit.i18n import N_
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
    return await said(services, who, assignment, response, Answered, **body.model_dump())


@router.post("/tasks/{assignment}/bias", summary=N_("Say that one is biased"), responses=WRITES)
async def bias(
    assignment: Assignment, body: BiasIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """Somebody else is asked for the review."""
    return await said(services, who, assignment, response, BiasDeclared, **body.model_dump())


@router.post("/tasks/{assignment}/reconsider", summary=N_("Look at one's scores once more"), responses=WRITES)
async def reconsider(
    assignment: Assignment, body: ReconsiderIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """Only the criteria on which opinions differ, once."""
    return await said(services, who, assignment, response, Reconsidered, **body.model_dump())


@router.post("/tasks/{assignment}/sign", summary=N_("Co-sign an idea"), responses=WRITES)
async def sign(
    assignment: Assignment, body: SignIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """Sign, with or without a remark; refuse; or send it back to somebody who has signed."""
    return await said(services, who, assignment, response, Signed, **body.model_dump())


@router.post("/tasks/{assignment}/decide", summary=N_("Decide an idea"), responses=WRITES)
async def decide(
    assignment: Assignment, body: DecisionIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """For the person the decision was asked of."""
    return await said(services, who, assignment, response, Decided, **body.model_dump())


@router.post("/tasks/{assignment}/settle", summary=N_("Say what became of a commitment"), responses=WRITES)
async def settle(
    assignment: Assignment, body: SettlementIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """Done, late with a new date, or dropped with a reason."""
    case = await case_of(services, assignment, who.person.id)
    about = _about(case, assignment)
    return await said(services, who, assignment, response, Settled, commitment=about, **body.model_dump())


@router.post("/tasks/{assignment}/reply", summary=N_("Reply to a question"), responses=WRITES)
async def reply(
    assignment: Assignment, body: ReplyIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """For the submitter the question was asked of."""
    case = await case_of(services, assignment, who.person.id)
    about = _about(case, assignment)
    return await said(services, who, assignment, response, Replied, question=about, reply=body.reply)


def _about(case: Case, assignment_id: str) -> str:
    assignment = case.assignment(assignment_id)
    task = case.task(assignment.task) if assignment is not None else None
    if task is None or not task.about:
        raise NotFound("task.unknown")
    return task.about
