"""Somebody of the office at their own desk: what waits for them and for the office, and the way to answer it."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, read_form
from api.idea_form import reason_of
from api.office import words
from api.office.door import Desk, DeskDep
from api.rendering import see_other
from kit.i18n import N_
from kit.tokens import hash_token, new_token
from storage import links
from storage.links import Link
from storage.queries import own_desk
from storage.queries.desk import TaskLine

router = APIRouter(prefix="/office/desk", include_in_schema=False)
HERE = "/office/desk"
LASTS = timedelta(hours=12)  # as long as a session


@router.get("")
async def enter(desk: DeskDep) -> Response:
    """All of it, the oldest due first; looking opens nothing."""
    return await _page(desk)


@router.post("")
async def go(desk: DeskDep) -> Response:
    """A link to the own desk for this browser, and to the task there that was chosen: answers are given by links."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, HERE)
        under = await _chosen(desk, form)
    except Refused as refused:
        if refused.code == "form.forged":
            raise
        return await _page(desk, errors=reason_of(refused), status=422)
    token, now = new_token(), desk.services.now()
    link = Link(hash_token(token), "desk", now, now + LASTS, person_id=desk.person.id)
    async with desk.services.db.write() as session:
        await links.add(session, link)
    return see_other(f"/a/{token}{under}")


async def _chosen(desk: Desk, form: Form) -> str:
    """Below the desk's address; raises Invalid for a task of somebody else."""
    assignment = form.one("task")
    if not assignment:
        return ""
    async with desk.services.db.read() as session:
        if await own_desk.task_of(session, desk.person.id, assignment) is None:
            raise Invalid([FieldError("task", "input.choice")])
    return f"/on/{assignment}"


async def _page(desk: Desk, **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        tasks = await own_desk.open_tasks(session, desk.person)
    return desk.page("own_desk.html", title=N_("My desk"), tasks=[_line(desk, task) for task in tasks], **shown)


def _line(desk: Desk, task: TaskLine) -> dict[str, Any]:
    return {
        "label": desk.t(words.word(words.TASKS, task.kind)),
        "title": task.title,
        "number": task.number,
        "url": f"/office/ideas/{task.number}",
        "due": desk.day(task.due_on),
        "overdue": task.overdue(desk.services.now()),
        "assignment": task.assignment,
    }
