"""Handing a task over to a colleague: the old link ends with the same step."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Response

from api.bring import happened
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.links.act import FormDep, sent
from api.links.kept import typed_again
from api.links.visit import Filled, Visit, only
from domain.asking.choosing import by_name, free
from domain.asking.known import House
from domain.calendar import local_date
from domain.happenings import HandedOver
from domain.happenings.base import MaybeSentence, Model
from domain.signing.signers import colleagues
from domain.staffing import eligible
from domain.words import AssignmentState, Role, Via
from domain.world import Person
from kit.i18n import N_
from storage import people
from storage.queries import reviewers
from storage.session import Session

router = APIRouter(include_in_schema=False)
ROLES: Mapping[str, Role] = {"review": Role.REVIEWER, "decide": Role.DECIDER, "commitment": Role.OWNER}
TaskDep = Annotated[Visit, Depends(only(*ROLES, "sign"))]
UNDER = "/hand-over"


class Said(Model):
    """Why, if somebody wants to say it."""

    reason: MaybeSentence = ""


@router.get("/a/{token}/hand-over")
async def form(visit: TaskDep) -> Response:
    """Who can take it."""
    if not visit.acts:
        return visit.back()
    return _show(visit, visit.typed(typed_again(visit.opened, HandedOver)), await _colleagues(visit))


@router.post("/a/{token}/hand-over")
async def hand_over(visit: TaskDep, form: FormDep) -> Response:
    """Hands it over, or shows the form again."""
    colleagues = await _colleagues(visit)
    return await sent(visit, form, _handed_over, lambda now, filled: _show(now, filled, colleagues), under=UNDER)


async def _colleagues(visit: Visit) -> list[Person]:
    """Those who may take it and have not been asked."""
    opened = visit.opened
    if opened.kind == "sign":
        return await _signers(visit)
    role = ROLES[opened.kind]
    async with visit.services.db.read() as session:
        if role is Role.REVIEWER:
            return await _reviewers(visit, session)
        found = await people.holding(session, role)
    task = opened.assignment.task if opened.assignment is not None else ""
    taken = {a.person for a in opened.case.assignments if a.task == task and a.state in _TAKEN}
    return [p for p in found if eligible(p, role, opened.case) and p.id not in taken]


async def _reviewers(visit: Visit, session: Session) -> list[Person]:
    opened, services = visit.opened, visit.services
    today = local_date(services.now(), ZoneInfo(opened.definition.timezone))
    house = await reviewers.house(session, services.db.known, opened.definition, opened.case, today)
    return [p for p in free(opened.case, house) if _of_the_house(p)] if _of_the_house(opened.person) else []


async def _signers(visit: Visit) -> list[Person]:
    """Colleagues who may sign the step, and have no other in the chain."""
    opened, services = visit.opened, visit.services
    async with services.db.read() as session:
        everybody = {p.id: p for p in await people.everybody(session)}
    asked = opened.link.person_id
    return by_name(colleagues(opened.task, opened.case, House(opened.definition, everybody), asked))


def _of_the_house(person: Person | None) -> bool:
    """Outsiders are told no names, and nobody is told theirs."""
    return person is not None and bool(person.department or person.roles)


_TAKEN = (AssignmentState.OPEN, AssignmentState.ANSWERED)


def _show(visit: Visit, filled: Filled, colleagues: Sequence[Person]) -> Response:
    titles = {d.id: d.title.in_(visit.language) for d in visit.opened.definition.departments}
    return visit.page(
        "hand_over.html",
        title=N_("Hand the task over"),
        under=UNDER,
        filled=filled,
        colleagues=[(p.id, with_department(p, titles)) for p in colleagues],
    )


def with_department(person: Person, titles: Mapping[str, str]) -> str:
    """So that two of one name can be told apart."""
    department = titles.get(person.department)
    return f"{person.name} ({department})" if department else person.name


def _handed_over(visit: Visit, form: Form) -> HandedOver:
    if not form.one("to"):
        raise Invalid([FieldError("to", "input.choice")])
    words = build(Said, {"reason": form.one("reason")})
    return happened(
        HandedOver,
        visit.services,
        visit.opened.link.person_id,
        Via.LINK,
        assignment=visit.opened.link.assignment,
        to=form.one("to")[:80],
        reason=words.reason,
    )
