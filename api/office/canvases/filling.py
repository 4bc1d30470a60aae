"""Filling in a canvas: a form, every save a version; whoever comes second is told and keeps what they typed."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import Refused
from api.forms import Form, check_nonce, read_form, whole
from api.office.canvases import common, fields
from api.office.canvases.common import Opened, opened
from api.office.door import DeskDep
from api.office.surveys import common as surveys_common
from api.rendering import see_other
from domain.canvas.blueprint import Shape
from domain.canvas.content import Content, begun
from domain.errors import RuleBroken
from kit.i18n import N_
from storage import canvases
from storage.errors import StorageError

router = APIRouter(prefix="/office/ideas", include_in_schema=False)


@router.get("/{number}/canvases/{name}/edit")
async def form(desk: DeskDep, number: str, name: str) -> Response:
    """The form with what stands in it now."""
    found = await opened(desk, number, name)
    content = found.newest.content if found.newest is not None else begun(found.blueprint, desk.language)
    return _form(found, fields.values_of(found.blueprint, content), _number(found))


@router.post("/{number}/canvases/{name}/edit")
async def save(desk: DeskDep, number: str, name: str) -> Response:
    """Keeps it as the next version; or shows the form again, with room for more steps where that was asked for."""
    found, typed = await opened(desk, number, name), await read_form(desk.request)
    base = whole(typed.one("number"), -1)
    try:
        check_nonce(desk.request, desk.services, typed, desk.request.url.path)
        if typed.one("step") == "more":
            return _form(found, typed.values(), base)
        new = await _saved(found, typed, base)
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        if any(error.code == "canvas.stale" for error in errors):
            return await _stale(found, typed, base, errors=errors, status=status)
        return _form(found, typed.values(), base, errors=errors, status=status)
    return see_other(f"{found.url}?done={'saved' if new else 'same'}")


async def _saved(found: Opened, typed: Form, base: int) -> bool:
    desk, content = found.desk, fields.read(typed, found.blueprint)
    given: dict[str, Any] = {"number": base, "at": desk.services.now(), "by": desk.person.id}
    try:
        async with desk.services.db.write() as session:
            return await canvases.save(session, found.view.case.id, found.blueprint, content, **given)
    except RuleBroken as rule:
        raise common.broken(rule) from None


async def _stale(found: Opened, typed: Form, base: int, **shown: Any) -> Response:
    """What somebody else has changed since, beside what was typed; saved again, it is knowingly the next version."""
    found = await opened(found.desk, found.view.case.number, found.blueprint.id)
    before = next((one.content for one in found.versions if one.number == base), Content())
    newest = found.newest
    if newest is None:  # nobody did: the form was not ours
        return _form(found, typed.values(), 0, **shown)
    told: dict[str, Any] = {"changes": found.changes(before, newest.content), "who": found.who(newest)}
    told |= {"when": found.desk.moment(newest.at), "number": newest.number}
    return _form(found, typed.values(), newest.number, stale=told, **shown)


def _number(found: Opened) -> int:
    return found.newest.number if found.newest is not None else 0


def _form(found: Opened, values: dict[str, Any], base: int, **shown: Any) -> Response:
    desk, blueprint = found.desk, found.blueprint
    story_map = blueprint.shape is Shape.STORY_MAP
    known = {box.id for box in blueprint.boxes}
    left = [one for one in (found.newest.content.boxes if found.newest else ()) if one not in known]
    context = {"errors": [], "stale": None, **shown}
    return desk.page(
        "canvases/fill.html",
        title=found.title,
        page=f"{found.url}/edit",
        breadcrumb=found.crumbs((desk.t(N_("Fill in")), "")),
        head=found.view.head(),
        back=found.url if found.versions else f"{found.view.url}/canvases",
        action=f"{found.url}/edit",
        values=values | {"number": str(base)},
        boxes=[(f"box.{b.id}", b.title.in_(desk.language), b.hint.in_(desk.language)) for b in blueprint.boxes],
        rows=fields.rows(values) if story_map else None,
        left=left,
        **context,
    )
