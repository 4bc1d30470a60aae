"""A person's desk: all that waits, oldest due first, each with the way to answer; how they want their mails."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from api.errors import FieldError, Invalid
from api.links import desk_beside
from api.links.act import FormDep, take
from api.links.visit import EMPTY, Filled, Visit, only
from api.office import words
from api.rendering import see_other, with_choices
from domain.calendar import local_date
from domain.digest import Wish
from kit.i18n import N_, Translator
from storage import digests
from storage.queries import own_desk
from storage.queries.desk import TaskLine
from storage.queries.desk_beside import advice_of
from storage.queries.own_desk import OwnDesk

router = APIRouter(include_in_schema=False)
DeskDep = Annotated[Visit, Depends(only("desk"))]
IN_PLACE = N_("in place of {person}")
SIGNED_IN = N_("on the pages of the office, signed in")
DONE: Mapping[str, str] = {
    "answered": N_("Your answer is recorded."),
    "handed_over": N_("The task was handed over."),
    "open": N_("Your answer was received and is not yet processed. It counts from the moment you sent it."),
    "revoked": N_("This task is over."),
    "wish": N_("Saved. From now on your mails come as you have chosen."),
    "gone": N_("This is over, or you have answered already. What is still open stands below."),
    "several": N_("Your answers were sent. What is still open stands below."),
}


def show(visit: Visit, filled: Filled = EMPTY, *, done: str = "", about: str = "") -> Response:
    """The list; `done` says what has just happened to the task `about`."""
    own = of(visit)
    tasks = [line(visit, task, own) for task in own.tasks]
    following = next((one for one, task in zip(tasks, own.tasks, strict=True) if task in own.to_do), None)
    return visit.page(
        "desk.html",
        title=N_("Your desk"),
        filled=filled if filled.values is not None else Filled({"wish": own.wish.value if own.wish else ""}),
        tasks=tasks,
        following=following,
        beside=desk_beside.lines(visit, own.beside),
        ways=desk_beside.ways(visit, own.beside),
        done=DONE.get(done, ""),
        about=about,
        findings=own.findings,
        several=len(own.to_do) > 1,
        until=local_date(visit.opened.link.expires_at, visit.services.zone),
    )


def of(visit: Visit) -> OwnDesk:
    """What lies on the desk of this visit."""
    assert visit.opened.own is not None
    return visit.opened.own


def line(visit: Visit, task: TaskLine, own: OwnDesk) -> dict[str, Any]:
    """One line of the list."""
    waits = task.assignment and task.case_id in own.under_way
    url = f"{visit.opened.path}/on/{task.assignment}" if task.assignment else f"/office/ideas/{task.number}"
    say = visit.say
    return {
        "label": f"{say.gettext(words.word(words.TASKS, task.kind))}: {task.title}",
        "hint": " · ".join(
            filter(None, (task.number, "" if task.assignment else say.gettext(SIGNED_IN), _for(say, task)))
        ),
        "due": "" if task.due_on is None else say.date(task.due_on, "medium"),
        "overdue": task.overdue(visit.services.now()),
        "state": say.gettext(N_("received, not yet processed")) if waits else "",
        "url": "" if waits else url,
    }


def _for(say: Translator, task: TaskLine) -> str:
    """Whom they stand in for."""
    return say.gettext(IN_PLACE).format(person=task.for_name) if task.for_name else ""


async def enter(visit: Visit) -> Response:
    """The desk, after whatever has just been done at it."""
    done = visit.request.query_params.get("done", "")
    if done in ("wish", "several", "gone"):
        return show(visit, done=done)
    task, advice = None, []
    if done:
        async with visit.services.db.read() as session:
            task = await own_desk.task_of(session, visit.opened.link.person_id, done)
            advice = await advice_of(session, visit.opened.link.person_id, done)
    if advice:
        return show(visit, done="answered", about=f"{advice[0].number} {advice[0].title}")
    if task is None:
        return show(visit)
    return show(visit, done=task.state, about=f"{task.number} {task.title}")


@router.post("/a/{token}/mails")
async def choose(visit: DeskDep, form: FormDep) -> Response:
    """One mail a day, or each at once: for what may wait."""

    async def chosen() -> Response:
        if form.one("wish") not in list(Wish):
            raise Invalid([FieldError("wish", "input.choice")])
        async with visit.services.db.write() as session:
            person, now = visit.opened.link.person_id, visit.services.now()
            await digests.wish(session, person, Wish(form.one("wish")), now)
        return see_other(with_choices(visit.request, f"{visit.opened.path}?done=wish"))

    return await take(visit, form, chosen, show)


@router.post("/a/{token}/go")
async def go(visit: DeskDep, form: FormDep) -> Response:
    """To a round or a survey, by a fresh link."""

    async def gone() -> Response:
        url = await desk_beside.fresh(visit, of(visit).beside, form.one("to"))
        return see_other(with_choices(visit.request, url or f"{visit.opened.path}?done=gone"))

    return await take(visit, form, gone, show)


def titles(tasks: Sequence[TaskLine]) -> list[tuple[str, str]]:
    """Tasks as choices: the assignment, and what it is about."""
    return [(task.assignment, f"{task.number} {task.title}") for task in tasks]
