"""Handing a task over to a colleague: the old link ends with the same step."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from api.bring import happened
from api.errors import FieldError, Invalid, NotFound
from api.forms import Form, build, read_form
from api.links.act import act
from api.links.kept import typed_again
from api.links.opened import Door, Opened, OpenedDep
from api.links.page import link_page, spoken
from api.rendering import see_other
from api.services import Services, ServicesDep
from domain.happenings import HandedOver, MaybeSentence, Model
from domain.staffing import eligible
from domain.words import AssignmentState, Role, Via
from domain.world import Person
from kit.i18n import N_
from storage import people

router = APIRouter(include_in_schema=False)
ROLES: Mapping[str, Role] = {"review": Role.REVIEWER, "decide": Role.DECIDER, "commitment": Role.OWNER}
UNDER = "/hand-over"


class Said(Model):
    """Why, if somebody wants to say it."""

    reason: MaybeSentence = ""


@router.get("/a/{token}/hand-over")
async def form(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """Who can take it."""
    if opened.kind not in ROLES:
        raise NotFound("link.unknown")
    if opened.door is not Door.OPEN:
        return see_other(opened.path)
    typed = typed_again(opened, HandedOver)
    return _show(request, services, opened, await _colleagues(services, opened), typed)


@router.post("/a/{token}/hand-over")
async def hand_over(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """Hands it over, or shows the form again."""
    if opened.kind not in ROLES:
        raise NotFound("link.unknown")
    sent, colleagues = await read_form(request), await _colleagues(services, opened)
    values = sent.values()

    def again(now: Opened, errors: Sequence[FieldError], status: int) -> Response:
        return _show(request, services, now, colleagues, values, errors, status)

    page = opened.path + UNDER
    return await act(request, services, opened, sent, lambda: _handed_over(services, opened, sent), again, page=page)


async def _colleagues(services: Services, opened: Opened) -> list[Person]:
    """Those who may take it and have not been asked."""
    role = ROLES[opened.kind]
    async with services.db.read() as session:
        found = await people.holding(session, role)
    task = opened.assignment.task if opened.assignment is not None else ""
    taken = {a.person for a in opened.case.assignments if a.task == task and a.state in _TAKEN}
    return [p for p in found if eligible(p, role, opened.case) and p.id not in taken]


_TAKEN = (AssignmentState.OPEN, AssignmentState.ANSWERED)


def _show(
    request: Request,
    services: Services,
    opened: Opened,
    colleagues: Sequence[Person],
    values: Mapping[str, Any] | None = None,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> Response:
    titles = {d.id: d.title.in_(spoken(request, services, opened)) for d in opened.definition.departments}
    return link_page(
        request,
        services,
        opened,
        "hand_over.html",
        title=N_("Hand the task over"),
        under=UNDER,
        errors=errors,
        status=status,
        values=values,
        colleagues=[(p.id, _with_department(p, titles)) for p in colleagues],
    )


def _with_department(person: Person, titles: Mapping[str, str]) -> str:
    department = titles.get(person.department)
    return f"{person.name} ({department})" if department else person.name


def _handed_over(services: Services, opened: Opened, form: Form) -> HandedOver:
    if not form.one("to"):
        raise Invalid([FieldError("to", "input.choice")])
    words = build(Said, {"reason": form.one("reason")})
    return happened(
        HandedOver,
        services,
        opened.link.person_id,
        Via.LINK,
        assignment=opened.link.assignment,
        to=form.one("to")[:80],
        reason=words.reason,
    )
