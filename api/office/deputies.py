"""Who stands in for somebody, by role and in order; the file of people may say the same."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from api import standing_in
from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, read_form
from api.office import words
from api.office.choosing import options, staff
from api.office.door import Desk, DeskDep
from api.office.people import person_of
from api.office.surveys.common import told
from api.rendering import see_other
from api.standing_in import MOST, ROLES
from domain.world import Person
from kit.i18n import N_
from storage import deputies, processes
from storage.errors import StorageError

router = APIRouter(prefix="/office/people", include_in_schema=False)
FEWEST = 2  # fields for each role


@router.get("/{person_id}/deputies")
async def form(desk: DeskDep, person_id: str, done: str = "") -> Response:
    """For each role as many fields as there are, and one more."""
    found = await person_of(desk, person_id)
    return await _page(desk, found, done=bool(done))


@router.post("/{person_id}/deputies")
async def change(desk: DeskDep, person_id: str) -> Response:
    """What is chosen replaces what was known; ideas that wait for this person look at it at once."""
    found, form = await person_of(desk, person_id), await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        await _put(desk, found, _chosen(form))
    except (Refused, StorageError) as refused:
        errors, status = told(refused)
        return await _page(desk, found, form.values(), errors=errors, status=status)
    return see_other(f"/office/people/{found.id}/deputies?done=1")


async def _put(desk: Desk, found: Person, chosen: Mapping[str, list[str]]) -> None:
    try:
        await standing_in.replace(desk.services, found.id, chosen)
    except Refused as broken:
        facts = {name: str(broken.facts.get(name) or "") for name in ("person", "through")}
        role = str(broken.facts.get("role") or "")
        raise Invalid([FieldError(_name(role, 1) if role else "", broken.code, facts)]) from None


def _name(role: str, place: int) -> str:
    return f"{role}.{place}"


def _chosen(form: Form) -> dict[str, list[str]]:
    """By role, in the order of the fields; nobody twice."""
    given = {role.value: [form.one(_name(role, place)) for place in range(1, MOST + 1)] for role in ROLES}
    return {role: list(dict.fromkeys(filter(None, several))) for role, several in given.items() if any(several)}


async def _page(desk: Desk, found: Person, values: Mapping[str, Any] | None = None, **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        known = await deputies.of(session, found.id)
        definition = await processes.current(session)
    everybody = [p for p in await staff(desk) if p.id != found.id]
    url = f"/office/people/{found.id}"
    crumbs = [{"label": desk.t(N_("People")), "url": "/office/people"}, {"label": found.name, "url": url}]
    return desk.page(
        "deputies.html",
        title=N_("Who stands in"),
        breadcrumb=[*crumbs, {"label": desk.t(N_("Who stands in")), "url": ""}],
        caption=found.name,
        action=f"{url}/deputies",
        back=url,
        roles=[
            (role.value, desk.t(words.word(words.ROLES, role)), min(MOST, max(FEWEST, len(known.get(role, [])) + 1)))
            for role in ROLES
        ],
        people=options(desk, definition, everybody) if definition is not None else [(p.id, p.name) for p in everybody],
        values=values if values is not None else _values(known),
        **{"done": False, **shown},
    )


def _values(known: Mapping[str, list[str]]) -> dict[str, str]:
    return {_name(role, place): one for role, several in known.items() for place, one in enumerate(several, 1)}
