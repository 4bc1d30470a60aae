"""Handing in what was changed: of each point what was done, if its submitter wants to say so."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.asking_back import points
from api.bring import happened
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.links.act import FormDep, sent
from api.links.kept import typed_again
from api.links.visit import Filled, Visit, only
from domain.asking.back import open_points
from domain.happenings import HandedIn
from domain.happenings.base import MaybeSentence, Model
from domain.words import TaskKind, Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
IdeaDep = Annotated[Visit, Depends(only("idea"))]
UNDER = "/hand-in"
DONE = "done."


class Done(Model):
    """What was done about one point."""

    done: MaybeSentence = ""


@router.get("/a/{token}/hand-in")
async def form(visit: IdeaDep) -> Response:
    """The points, each with a field."""
    if not visit.acts or not wanted(visit):
        return visit.back()
    return _show(visit, visit.typed(typed_again(visit.opened, HandedIn)))


@router.post("/a/{token}/hand-in")
async def hand_in(visit: IdeaDep, form: FormDep) -> Response:
    """Sends it back to the reviewers."""
    return await sent(visit, form, _handed_in, _show, under=UNDER, done="handed_in")


def wanted(visit: Visit) -> bool:
    """Whether changes are waited for and can be handed in now."""
    case = visit.opened.case
    return bool(case.open_tasks(TaskKind.REWORK)) and case.paused_at is None


def _show(visit: Visit, filled: Filled) -> Response:
    case = visit.opened.case
    open_ones = {point.id for point in open_points(case)}
    return visit.page(
        "hand_in.html",
        title=N_("Hand the idea in again"),
        under=UNDER,
        filled=filled,
        case=case,
        points=[(number, point) for number, point in points(case) if point.id in open_ones],
        changed=case.version > case.open_tasks(TaskKind.REWORK)[0].text_version if wanted(visit) else False,
    )


def _handed_in(visit: Visit, form: Form) -> HandedIn:
    if form.one("sure") != "yes":  # without it, a robot that presses every button would act
        raise Invalid([FieldError("sure", "input.confirm")])
    names = {name for name, _ in form.all() if name.startswith(DONE)}
    done = {name.removeprefix(DONE): build(Done, {"done": form.one(name)}, {"done": name}).done for name in names}
    version = form.one("on_version")
    given = {"on_version": int(version) if version.isdecimal() else 0, "done": done}
    return happened(HandedIn, visit.services, visit.opened.link.person_id, Via.LINK, **given)
