"""Handing a task over to a colleague: the old link ends with the same step."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.bring import happened
from api.colleagues import successors
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.links.act import FormDep, sent
from api.links.kept import typed_again
from api.links.visit import Filled, Visit, only
from domain.happenings import HandedOver
from domain.happenings.base import MaybeSentence, Model
from domain.staffing import ROLE_OF
from domain.words import TaskKind, Via
from domain.world import Person
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
TaskDep = Annotated[Visit, Depends(only(*ROLE_OF, TaskKind.SIGN))]
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
    return await successors(visit.services, opened.case, opened.definition, opened.assignment, opened.person)


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
