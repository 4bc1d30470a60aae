"""When somebody is away: entered and taken back by the office, also for oneself; nobody is written to meanwhile."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, date_field, read_form
from api.office.door import Desk, DeskDep
from api.office.people import person_of
from api.office.surveys.common import told
from api.rendering import see_other
from domain import calendar
from domain.errors import RuleBroken
from domain.world import Person
from kit.i18n import N_
from storage import absences
from storage.errors import StorageError
from storage.queries import surveys

router = APIRouter(prefix="/office/people", include_in_schema=False)
DONE = {"added": N_("The absence is entered."), "removed": N_("The absence is taken back.")}


@router.get("/{person_id}/absences")
async def form(desk: DeskDep, person_id: str, done: str = "") -> Response:
    """Absences now and to come, and the form of another one."""
    return await _page(desk, await person_of(desk, person_id), {}, done=desk.t(DONE[done]) if done in DONE else "")


@router.post("/{person_id}/absences")
async def change(desk: DeskDep, person_id: str) -> Response:
    """One more, or one less."""
    found, form = await person_of(desk, person_id), await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        done = await (_removed if form.one("remove") else _added)(desk, found, form)
    except (Refused, StorageError) as refused:
        errors, status = told(refused)
        return await _page(desk, found, form.values(), errors=errors, status=status)
    return see_other(f"/office/people/{found.id}/absences?done={done}")


async def _added(desk: Desk, found: Person, form: Form) -> str:
    first, last = _days(desk, form)
    try:
        async with desk.services.db.write() as session:
            await absences.add(session, found.id, first, last)
    except RuleBroken as rule:
        raise Invalid([FieldError("first_day", rule.code)]) from None
    return "added"


async def _removed(desk: Desk, found: Person, form: Form) -> str:
    try:
        day = date.fromisoformat(form.one("remove"))
    except ValueError:
        raise Invalid([FieldError("", "absence.unknown")]) from None
    async with desk.services.db.write() as session:
        if not await absences.remove(session, found.id, day):
            raise Invalid([FieldError("", "absence.unknown")])
    return "removed"


def _days(desk: Desk, form: Form) -> tuple[date, date]:
    wrong: list[FieldError] = []
    days: dict[str, date] = {}
    for name in ("first_day", "last_day"):
        try:
            day = date_field(form, name)
        except Invalid as invalid:
            wrong += invalid.errors
            continue
        if day is None:
            wrong.append(FieldError(name, "input.missing"))
        else:
            days[name] = day
    if wrong:
        raise Invalid(wrong)
    first, last = days["first_day"], days["last_day"]
    if last < first:
        raise Invalid([FieldError("last_day", "absence.ends_before_it_begins")])
    if last < desk.today:
        raise Invalid([FieldError("last_day", "absence.over")])
    if calendar.too_far(last, desk.today):
        raise Invalid([FieldError("last_day", "date.too_far", {"latest": desk.today.year + calendar.FURTHEST})])
    return first, last


async def _page(desk: Desk, found: Person, values: dict[str, Any], **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        away = await surveys.away(session, found.id, desk.today)
    url = f"/office/people/{found.id}"
    crumbs = [{"label": desk.t(N_("People")), "url": "/office/people"}, {"label": found.name, "url": url}]
    days = [(first.isoformat(), desk.day(first), desk.day(last)) for first, last in away.absences]
    return desk.page(
        "absences.html",
        title=N_("Absences"),
        breadcrumb=[*crumbs, {"label": desk.t(N_("Absences")), "url": ""}],
        heading=desk.t(N_("Absences")),
        caption=found.name,
        action=f"{url}/absences",
        back=url,
        absences=days,
        active=found.active,
        values=values,
        **{"done": "", **shown},
    )
