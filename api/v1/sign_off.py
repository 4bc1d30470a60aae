"""The co-signature chain of an idea by API: seen and changed by the office, with the same rules as on its page."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from api.errors import FieldError, Invalid, NotFound
from api.language import language_of
from api.services import ServicesDep
from api.sign_words import newest, title_of
from api.v1.actor import Officer
from api.v1.chain_shapes import ChainChangeIn, ChainOut, ChainStepOut
from api.v1.description import LATER, problems
from api.v1.ideas import Number
from api.v1.receipts import done, numbered
from api.v1.shapes import Receipt
from domain.case import Assignment, Case, SignStep
from domain.definition import ProcessDefinition
from domain.happenings import SignOffChanged
from domain.signing.chain import running, steps_of
from domain.world import Person
from kit.i18n import N_
from storage import people, processes

router = APIRouter(tags=["office"], responses=problems(401, 403, 404, 422, 429, 503))
WRITES = problems(400, 409, 413) | LATER
# What a change cannot do without; a step to put in stands at the end unless another is named.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "insert": ("title", "person", "blocking"),
    "replace": ("step", "person", "blocking"),
    "remove": ("step",),
    "again": ("step",),
    "stop": (),
}


@router.get("/ideas/{number}/sign-off", summary=N_("The co-signature of an idea"))
async def chain(request: Request, number: Number, services: ServicesDep, who: Officer) -> ChainOut:
    """Step by step, in order; 404 where there was none."""
    case = await numbered(services, number)
    found = newest(case)
    if found is None:
        raise NotFound("sign.none")
    steps = steps_of(case, found)
    async with services.db.read() as session:
        definition = await processes.by_hash(session, case.process)
        parts = [_part(case, step) for step in steps]
        named = {one.person for one in steps} | {one for a in parts if a for one in (a.person, a.for_person)}
        known = await people.by_ids(session, named - {""})
    language = language_of(request, services)
    return ChainOut(
        number=case.number,
        since=found.at,
        outside_plan=found.outside_plan,
        result=found.result,
        changeable=running(case) == found and case.paused_at is None,
        decider=found.decider or None,
        body=found.body or None,
        steps=[_step(s, a, known, definition, language) for s, a in zip(steps, parts, strict=True)],
    )


def _part(case: Case, step: SignStep) -> Assignment | None:
    """Who has it or had it last."""
    return next((a for a in reversed(case.assignments) if step.task and a.task == step.task), None)


def _step(
    step: SignStep,
    part: Assignment | None,
    known: Mapping[str, Person],
    definition: ProcessDefinition,
    language: str,
) -> ChainStepOut:
    asked_now = not step.decided and part is not None and part.closed_at is None
    person = part.person if asked_now and part is not None else step.person
    stands_in = part.for_person if part is not None and part.person == person else ""
    return ChainStepOut(
        step=step.id,
        title=title_of(step, definition, language),
        person=person or None,
        name=known[person].name if person in known else "",
        in_place_of=known[stands_in].name if stands_in in known else None,
        state=step.state,
        asked_now=asked_now,
        blocking=step.blocking,
        again=bool(step.again_of),
        at=step.at,
        remark=step.remark,
        on_version=step.text_version or None,
        late=step.late,
        sent_back_to=step.sent_to or None,
    )


@router.post("/ideas/{number}/sign-off", summary=N_("Change a co-signature under way"), responses=WRITES)
async def change(
    number: Number, body: ChainChangeIn, response: Response, services: ServicesDep, who: Officer
) -> Receipt:
    """Only what is ahead: what is decided stays as it is."""
    missing = [name for name in NEEDED[body.change] if getattr(body, name) in ("", None)]
    if missing:
        raise Invalid([FieldError(name, "input.missing") for name in missing])
    said = body.model_dump(exclude={"blocking"} if body.blocking is None else None)
    return await done(services, who, number, response, SignOffChanged, **said)
