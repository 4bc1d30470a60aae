"""The people of the house: who holds which role, and what happens when somebody leaves. Nothing about how they work."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, NotFound, Refused
from api.forms import check_nonce, read_form
from api.idea_form import reason_of
from api.office import words
from api.office.case_tasks import HANDED
from api.office.door import Desk, DeskDep
from api.rendering import see_other
from domain.world import Person
from kit.i18n import N_
from storage import absences, deputies, notices, people, processes, sessions
from storage.queries import desk as desks
from storage.queries import surveys
from storage.queries.desk import TaskLine

router = APIRouter(prefix="/office/people", include_in_schema=False)
PAGE = 200


@router.get("")
async def everybody(desk: DeskDep, page: int = 1) -> Response:
    """Names, departments, roles, so many on one page."""
    async with desk.services.db.read() as session:
        found = await people.everybody(session)
    departments, start = await _departments(desk), (max(1, page) - 1) * PAGE
    return desk.page(
        "people.html",
        title=N_("People"),
        rows=[_row(desk, p, departments) for p in found[start : start + PAGE]],
        page_number=max(1, page),
        pages=-(-len(found) // PAGE),
    )


@router.get("/{person_id}")
async def person(desk: DeskDep, person_id: str, done: str = "") -> Response:
    """One person, what is in their hands now, and the way out."""
    return await _page(desk, await person_of(desk, person_id), done=bool(done))


@router.post("/{person_id}")
async def deactivate(desk: DeskDep, person_id: str) -> Response:
    """Somebody leaves: roles, links and sessions end at once; what they did stays."""
    found, form = await person_of(desk, person_id), await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if found.id == desk.person.id:
            raise Refused("person.self")
        if form.one("sure") != "yes":
            return await _page(desk, found, errors=[FieldError("sure", "input.confirm")], status=422)
    except Refused as refused:
        if refused.code == "form.forged":
            raise
        return await _page(desk, found, errors=reason_of(refused), status=refused.status)
    now = desk.services.now()
    async with desk.services.db.write() as session:
        await people.deactivate(session, found.id, at=now)
        await sessions.end_all(session, found.id, now)
        await absences.noted(session, found.id, at=now)
    return see_other(f"/office/people/{found.id}?done=1")


async def person_of(desk: Desk, person_id: str) -> Person:
    """Somebody of the house; submitters are not looked up here."""
    async with desk.services.db.read() as session:
        found = await people.get(session, person_id)
    if found is None or not (found.department or found.roles):
        raise NotFound
    return found


async def _page(desk: Desk, found: Person, **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        tasks = await desks.tasks_of(session, found.id)
        away = await surveys.away(session, found.id, desk.today)
        seen = await notices.seen_by(session, found.id)
        definition = await processes.current(session)
        above = await people.get(session, found.superior) if found.superior else None
        standing_in = await deputies.of(session, found.id)
        named = await people.by_ids(session, {one for several in standing_in.values() for one in several})
    titles = {} if definition is None else {f.id: f.title.in_(desk.language) for f in definition.functions}
    return desk.page(
        "person.html",
        title=found.name,
        person=found,
        row=_row(desk, found, await _departments(desk)),
        functions=", ".join(titles.get(one, one) for one in sorted(found.functions)),
        superior=None if above is None else {"name": above.name, "url": f"/office/people/{above.id}"},
        deputies=[
            (desk.t(words.word(words.ROLES, role)), ", ".join(named[one].name for one in several if one in named))
            for role, several in standing_in.items()
        ],
        tasks=[_task(desk, task) for task in tasks],
        own=found.id == desk.person.id,
        notices=[(f"/privacy/versions/{version}", desk.moment(at)) for version, at in seen],
        opted_out=desk.moment(away.opted_out_at),
        absences=[(desk.day(first), desk.day(last)) for first, last in away.absences],
        breadcrumb=[{"label": desk.t(N_("People")), "url": "/office/people"}, {"label": found.name, "url": ""}],
        **{"done": False, **shown},
    )


async def _departments(desk: Desk) -> dict[str, str]:
    async with desk.services.db.read() as session:
        definition = await processes.current(session)
    return {} if definition is None else {d.id: d.title.in_(desk.language) for d in definition.departments}


def _row(desk: Desk, person: Person, departments: dict[str, str]) -> dict[str, Any]:
    return {
        "name": person.name,
        "url": f"/office/people/{person.id}",
        "department": departments.get(person.department, person.department),
        "roles": ", ".join(desk.t(words.word(words.ROLES, role)) for role in sorted(person.roles)),
        "shared": person.shared,
        "active": person.active,
    }


def _task(desk: Desk, task: TaskLine) -> dict[str, Any]:
    case = f"/office/ideas/{task.number}"
    return {
        "label": f"{task.number} {task.title}",
        "hint": desk.t(words.word(words.TASKS, task.kind)),
        "due": desk.day(task.due_on),
        "url": f"{case}/hand-over/{task.assignment}" if task.kind in HANDED else case,
    }
