"""Laws and documents that ideas wait for: entered by hand, and marked as in force with the day."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import NotFound, Refused
from api.forms import Form, build, check_nonce, date_field, read_form
from api.office.door import Desk, DeskDep
from api.office.surveys.common import broken, name_of, told
from api.rendering import see_other
from domain import calendar
from domain.errors import RuleBroken
from domain.happenings.base import Line, Model
from kit.i18n import N_
from storage import documents, people, sleepers
from storage.documents import Document
from storage.errors import StorageError

ROOT = "/office/portfolio/documents"
FIELDS = {"document.known": "name", "document.too_many": "name", "date.too_far": "in_force_on"}
TITLE = N_("Laws and documents that ideas wait for")

router = APIRouter(prefix=ROOT, include_in_schema=False)


class Named(Model):
    """What it is called."""

    name: Line


@router.get("")
async def listed(desk: DeskDep, done: str = "") -> Response:
    """All of them, what is still awaited first, and a form for a new one."""
    return await _list(desk, done=done in ("added", "marked"))


@router.post("")
async def add(desk: DeskDep) -> Response:
    """A new one."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, ROOT)
        if form.one("step") == "change":
            return await _list(desk, values=form.values())
        given = build(Named, {"name": form.one("name")})
        await _change(desk, lambda session: documents.add(session, given.name, **_now(desk)))
    except (Refused, StorageError) as refused:
        errors, status = told(refused)
        return await _list(desk, values=form.values(), errors=errors, status=status)
    return see_other(f"{ROOT}?done=added")


@router.get("/{document_id}")
async def form(desk: DeskDep, document_id: str) -> Response:
    """From which day it is in force."""
    return await _form(desk, await _one(desk, document_id))


@router.post("/{document_id}")
async def mark(desk: DeskDep, document_id: str) -> Response:
    """In force from this day on; with nothing typed, not after all."""
    found, form = await _one(desk, document_id), await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if form.one("step") == "change":
            return await _form(desk, found, values=form.values())
        day = _day(desk, form)
        await _change(desk, lambda session: documents.mark(session, found.id, day, **_now(desk)))
    except (Refused, StorageError) as refused:
        errors, status = told(refused)
        return await _form(desk, found, values=form.values(), errors=errors, status=status)
    return see_other(f"{ROOT}?done=marked")


def _day(desk: Desk, form: Form) -> Any:
    day = date_field(form, "in_force_on")
    if day is not None and calendar.too_far(day, desk.today):
        raise broken(RuleBroken("date.too_far", latest=desk.today.year + calendar.FURTHEST), FIELDS)
    return day


def _now(desk: Desk) -> dict[str, Any]:
    return {"at": desk.services.now(), "by": desk.person.id}


async def _change(desk: Desk, change: Any) -> None:
    try:
        async with desk.services.db.write() as session:
            await change(session)
    except RuleBroken as rule:
        raise broken(rule, FIELDS) from None


async def _one(desk: Desk, document_id: str) -> Document:
    async with desk.services.db.read() as session:
        found = await documents.one(session, document_id)
    if found is None:
        raise NotFound
    return found


async def _list(desk: Desk, **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        found = await documents.all_documents(session)
        known = await people.by_ids(session, {one.marked_by or one.added_by for one in found})
        asleep = await sleepers.asleep(session)
    waiting: dict[str, int] = {}
    for sleeper in asleep:
        for condition in sleeper.deferral.conditions:
            waiting[condition.about] = waiting.get(condition.about, 0) + 1
    rows = [
        {
            "name": one.name,
            "url": f"{ROOT}/{one.id}",
            "state": _state(desk, one),
            "waiting": waiting.get(one.id, 0),
            "who": name_of(desk, known.get(one.marked_by or one.added_by)),
            "when": desk.moment(one.marked_at or one.added_at),
        }
        for one in found
    ]
    given: dict[str, Any] = {"done": False, **shown}
    return desk.page("deferrals/documents.html", title=TITLE, breadcrumb=_crumbs(desk), rows=rows, action=ROOT, **given)


def _state(desk: Desk, one: Document) -> dict[str, str]:
    if one.in_force_on is None:
        return {"text": desk.t(N_("awaited")), "tone": "warning"}
    if one.in_force_on > desk.today:
        return {"text": desk.t(N_("in force from {day}")).format(day=desk.day(one.in_force_on)), "tone": "info"}
    return {"text": desk.t(N_("in force since {day}")).format(day=desk.day(one.in_force_on)), "tone": "success"}


async def _form(desk: Desk, found: Document, **shown: Any) -> Response:
    values = {"in_force_on": found.in_force_on.isoformat() if found.in_force_on is not None else ""}
    return desk.page(
        "deferrals/document.html",
        title=found.name,
        breadcrumb=[*_crumbs(desk, ROOT), {"label": found.name, "url": ""}],
        document=found,
        action=f"{ROOT}/{found.id}",
        back=ROOT,
        **{"values": values, **shown},
    )


def _crumbs(desk: Desk, url: str = "") -> list[dict[str, str]]:
    above = ((N_("Board"), "/office"), (N_("Asleep"), "/office/portfolio/asleep"), (TITLE, url))
    return [{"label": desk.t(label), "url": to} for label, to in above]
