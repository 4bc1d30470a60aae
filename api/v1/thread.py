"""Questions before a review, their answers, and points that are to be changed, by API."""

from fastapi import APIRouter, Response

from api import asking_back
from api.services import Services, ServicesDep
from api.v1.actor import Answerer, Reader
from api.v1.advice_shapes import AdviceGivenOut
from api.v1.description import problems
from api.v1.receipts import case_of, said
from api.v1.shapes import Receipt
from api.v1.tasks import WRITES, Assignment
from api.v1.thread_shapes import ExchangeOut, HandInIn, PointOut, QuestionIn, Thread
from domain.case import Case
from domain.happenings import AskedBack, HandedIn
from kit.i18n import N_
from storage import people

router = APIRouter(tags=["tasks"], responses=problems(401, 403, 422, 429, 503))


@router.get(
    "/tasks/{assignment}/thread", summary=N_("Questions, answers and points of a task"), responses=problems(404)
)
async def thread(assignment: Assignment, services: ServicesDep, who: Reader) -> Thread:
    """What whoever has the task sees behind its link; ids of points are those that handing in names."""
    case, me = await case_of(services, assignment, who.person.id), who.person.id
    found = asking_back.all_to_submitter(case) if me == case.submitter else asking_back.for_reviewer(case, me)
    return Thread(
        questions=[
            ExchangeOut(
                question=one.question,
                asked_by=services.templates.catalogues.of("en").gettext(one.who),
                asked_at=one.asked_at,
                reply=one.reply,
                replied_at=one.replied_at,
                open=one.waits,
            )
            for one in found
        ],
        points=[PointOut(id=p.id, text=p.text, done=p.done, open=p.done_at is None) for p in case.points],
        advice=await _advice(services, case, assignment),
    )


@router.post("/tasks/{assignment}/ask", summary=N_("Ask a question before one answers"), responses=WRITES)
async def ask(
    assignment: Assignment, body: QuestionIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """The time of whoever asks stands until the answer."""
    return await said(services, who, assignment, response, AskedBack, **body.model_dump())


@router.post("/tasks/{assignment}/hand-in", summary=N_("Hand a changed idea in again"), responses=WRITES)
async def hand_in(
    assignment: Assignment, body: HandInIn, response: Response, services: ServicesDep, who: Answerer
) -> Receipt:
    """For the submitter the changes were asked of."""
    return await said(services, who, assignment, response, HandedIn, **body.model_dump())


async def _advice(services: Services, case: Case, assignment: str) -> list[AdviceGivenOut]:
    asked = [one for one in case.advice if one.assignment == assignment]
    async with services.db.read() as session:
        known = await people.by_ids(session, [one.of for one in asked])
    return [
        AdviceGivenOut(
            adviser=known[one.of].name if one.of in known else "",
            question=one.question,
            asked_at=one.asked_at,
            text=one.text,
            given_at=one.given_at,
        )
        for one in asked
    ]
