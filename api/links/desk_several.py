"""The same answer to several ideas at once, where their process allows it, behind a code from the mailbox.

Each becomes an answer of its own: one that rules refuse stops none of the others.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Response

from api.bring import bring
from api.errors import FieldError, Invalid
from api.forms import Form
from api.links import review
from api.links.act import FormDep, take
from api.links.desk import DeskDep, of, titles
from api.links.desk_code import proved, to_code
from api.links.look_up import look_up
from api.links.opened import Door, Opened
from api.links.visit import EMPTY, Filled, Visit
from api.privacy import REVIEWERS, noticed
from api.rendering import see_other, with_choices
from domain.assurance import needed
from domain.definition import ProcessDefinition
from domain.happenings import Answered
from domain.words import Assurance, TaskKind
from kit.i18n import N_
from storage import processes
from storage.queries import own_desk
from storage.queries.desk import TaskLine

router = APIRouter(include_in_schema=False)
UNDER = "/several"
MOST = 25  # in one form
AT_ONCE = 5


@router.get("/a/{token}/several")
async def form(visit: DeskDep) -> Response:
    """The reviews that can be answered alike, and one form for all of them."""
    if visit.opened.door is not Door.OPEN:
        return visit.back()
    if not proved(visit):
        return to_code(visit, "several")
    return await _shown(visit)


@router.post("/a/{token}/several")
async def answer(visit: DeskDep, form: FormDep) -> Response:
    """Sends the answer for each idea that was ticked."""
    if visit.opened.door is Door.OPEN and not proved(visit):
        return to_code(visit, "several")
    definition, tasks = await alike(visit)

    async def act() -> Response:
        chosen = [task for task in tasks if task.assignment in form.many("tasks")][:MOST]
        await _answer(visit, form, definition, chosen)
        return see_other(with_choices(visit.request, f"{visit.opened.path}?done=several"))

    return await take(visit, form, act, lambda now, filled: _show(now, filled, definition, tasks), under=UNDER)


async def alike(visit: Visit) -> tuple[ProcessDefinition | None, list[TaskLine]]:
    """Open reviews of ideas that follow the same rules, which allow it: those of the rules with the most of them."""
    reviews = [task for task in of(visit).to_do if task.kind == TaskKind.REVIEW.value and task.assignment]
    async with visit.services.db.read() as session:
        versions = await own_desk.processes_of(session, [task.case_id for task in reviews])
        rules = {one: await processes.by_hash(session, one) for one in set(versions.values())}
    allowed = {one for one, found in rules.items() if found.stages.review is not None and found.stages.review.bulk}
    # What needs a code of its own is answered alone.
    allowed = {one for one in allowed if needed(TaskKind.REVIEW, rules[one]) is Assurance.L0}
    groups = {one: [task for task in reviews if versions[task.case_id] == one] for one in sorted(allowed)}
    if not groups:
        return None, []
    most = max(groups, key=lambda one: len(groups[one]))
    return rules[most], groups[most]


async def _answer(visit: Visit, form: Form, definition: ProcessDefinition | None, chosen: Sequence[TaskLine]) -> None:
    """All of them, or none where a field is wrong; what rules refuse stays open at the desk."""
    if not chosen or definition is None:
        raise Invalid([FieldError("tasks", "input.choice")])
    token = visit.opened.path.rpartition("/")[2]
    found = [await look_up(visit.services, token, task.assignment) for task in chosen]
    doors = [one for one in found if one is not None and one.door is Door.OPEN]
    happenings = [(one, review.answered(_visit(visit, one), _form(form, one))) for one in doors]
    await noticed(visit.services, REVIEWERS, visit.language, visit.opened.link.person_id)
    several = asyncio.Semaphore(AT_ONCE)

    async def one(opened: Opened, happening: Answered) -> None:
        async with several:
            await bring(visit.services, opened.case.id, happening)

    await asyncio.gather(*(one(opened, happening) for opened, happening in happenings))


def _visit(visit: Visit, opened: Opened) -> Visit:
    return replace(visit, opened=opened)


def _form(form: Form, opened: Opened) -> Form:
    """The form as if it had been sent from the page of this idea: its text was shown there as it is now."""
    return Form([*form.all(), ("on_version", str(opened.case.version))])


async def _shown(visit: Visit, filled: Filled = EMPTY) -> Response:
    definition, tasks = await alike(visit)
    return _show(visit, filled, definition, tasks)


def _to_submitter(definition: ProcessDefinition | None) -> bool:
    """Then changes need points, which are of one idea."""
    rules = definition.stages.review if definition is not None else None
    return rules is not None and rules.rework is not None


def _show(visit: Visit, filled: Filled, definition: ProcessDefinition | None, tasks: Sequence[TaskLine]) -> Response:
    person = of(visit).person
    criteria = definition.criteria if definition is not None else ()
    return visit.page(
        "desk_several.html",
        title=N_("The same answer to several ideas"),
        under=UNDER,
        filled=filled,
        tasks=titles(tasks[:MOST]),
        shared=person.shared,
        to_submitter=_to_submitter(definition),
        criteria=[review.criterion_fields(one, visit.language) for one in criteria],
    )
