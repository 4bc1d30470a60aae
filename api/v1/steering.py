"""The office's hands by API: what waits in an idea, taking back, more time, pause, questions; by the pages' rules."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api import asking_back
from api.errors import FieldError, Invalid, NotFound
from api.services import ServicesDep
from api.v1.actor import Officer
from api.v1.description import LATER, problems
from api.v1.ideas import Number
from api.v1.office_shapes import (
    ExtensionIn,
    HeldBy,
    OfficeQuestionIn,
    OfficeReplyIn,
    OpenTask,
    OpenTasks,
    PauseIn,
    QuestionOut,
    Questions,
    ResumeIn,
    TakeBackIn,
)
from api.v1.receipts import done, numbered
from api.v1.shapes import Receipt
from domain import calendar
from domain.case import Assignment, Case, Question, Task
from domain.happenings import Extended, Paused, QuestionAsked, Replied, Resumed, TakenBack
from kit.i18n import N_
from storage import people

router = APIRouter(tags=["office"], responses=problems(401, 403, 404, 422, 429, 503))
WRITES = problems(400, 409, 413) | LATER
NAME = r"^[A-Za-z0-9_:.-]{1,80}$"
TaskId = Annotated[str, Path(pattern=NAME, description="From the open tasks of the idea.")]
QuestionId = Annotated[str, Path(pattern=NAME, description="From the questions of the idea.")]


@router.get("/ideas/{number}/tasks", summary=N_("What waits in an idea"))
async def waiting(number: Number, services: ServicesDep, who: Officer) -> OpenTasks:
    """Open tasks with who has them, for the office's token."""
    case = await numbered(services, number)
    parts = case.open_assignments()
    async with services.db.read() as session:
        known = await people.by_ids(session, {one for a in parts for one in (a.person, a.for_person) if one})
    names = {one: person.name for one, person in known.items()}
    tasks = [_task(task, [a for a in parts if a.task == task.id], names) for task in case.open_tasks()]
    return OpenTasks(number=case.number, tasks=tasks)


def _task(task: Task, parts: list[Assignment], names: dict[str, str]) -> OpenTask:
    return OpenTask(
        task=task.id,
        kind=task.kind,
        due_on=task.due_on,
        first_due_on=task.first_due_on,
        opened_at=task.opened_at,
        role=task.role,
        held_by=[
            HeldBy(
                assignment=one.id,
                person=one.person,
                name=names.get(one.person, ""),
                in_place_of=names.get(one.for_person) if one.for_person else None,
                asked_at=one.opened_at,
            )
            for one in parts
        ],
    )


@router.post("/ideas/{number}/take-back", summary=N_("Take back what was asked"), responses=WRITES)
async def take_back(
    number: Number, body: TakeBackIn, response: Response, services: ServicesDep, who: Officer
) -> Receipt:
    """Their links end at once, and they are told; what is then missing is the office's."""
    return await done(services, who, number, response, TakenBack, **body.model_dump())


@router.post("/ideas/{number}/tasks/{task}/extend", summary=N_("Give more time for a task"), responses=WRITES)
async def extend(
    number: Number, task: TaskId, body: ExtensionIn, response: Response, services: ServicesDep, who: Officer
) -> Receipt:
    """Until the end of a working day, as far as the process allows; whoever has it is told."""
    today = calendar.local_date(services.now(), services.zone)
    if calendar.too_far(body.until, today):
        raise Invalid([FieldError("until", "date.too_far", {"latest": today.year + calendar.FURTHEST})])
    return await done(services, who, number, response, Extended, task=task, **body.model_dump())


@router.post("/ideas/{number}/pause", summary=N_("Pause an idea"), responses=WRITES)
async def pause(number: Number, body: PauseIn, response: Response, services: ServicesDep, who: Officer) -> Receipt:
    """All its clocks stand still."""
    return await done(services, who, number, response, Paused, **body.model_dump())


@router.post("/ideas/{number}/resume", summary=N_("Let a paused idea go on"), responses=WRITES)
async def resume(number: Number, body: ResumeIn, response: Response, services: ServicesDep, who: Officer) -> Receipt:
    """Every open date moves by the working days that have passed."""
    return await done(services, who, number, response, Resumed, **body.model_dump())


@router.get("/ideas/{number}/questions", summary=N_("Questions about an idea"))
async def questions(number: Number, services: ServicesDep, who: Officer) -> Questions:
    """Those of reviewers and of the office, with their answers."""
    case = await numbered(services, number)
    return Questions(number=case.number, questions=[_question(case, one) for one in case.questions])


def _question(case: Case, one: Question) -> QuestionOut:
    return QuestionOut(
        question=one.id,
        by=one.by,
        to=one.whom,
        text=one.question,
        asked_at=one.asked_at,
        reply=one.reply,
        replied_at=one.replied_at,
        open=asking_back.waits(case, one),
    )


@router.post("/ideas/{number}/questions", summary=N_("Ask whoever sent an idea in"), responses=WRITES)
async def ask(
    number: Number, body: OfficeQuestionIn, response: Response, services: ServicesDep, who: Officer
) -> Receipt:
    """They answer by the link they get, or by API."""
    return await done(services, who, number, response, QuestionAsked, **body.model_dump())


@router.post(
    "/ideas/{number}/questions/{question}/reply", summary=N_("Answer a question as the office"), responses=WRITES
)
async def reply(
    number: Number,
    question: QuestionId,
    body: OfficeReplyIn,
    response: Response,
    services: ServicesDep,
    who: Officer,
) -> Receipt:
    """What the office was asked, or what the submitter told it by telephone."""
    if all(one.id != question for one in (await numbered(services, number)).questions):
        raise NotFound("question.unknown")
    return await done(services, who, number, response, Replied, question=question, **body.model_dump())
