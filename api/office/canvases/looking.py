"""Looking at canvases of an idea: which there are, one as a sheet for screen and paper, its versions side by side."""

from typing import Any

from fastapi import APIRouter, Response

from api.canvas_sheet import sheet
from api.errors import FieldError, Invalid, Refused
from api.forms import check_nonce, read_form, whole
from api.office.canvases import common
from api.office.canvases.common import Opened, crumbs, opened
from api.office.case_view import CaseView
from api.office.door import Desk, DeskDep
from api.office.intervene import bundle_of
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Shown, name_of
from api.rendering import see_other
from domain.canvas.content import Content
from domain.errors import RuleBroken
from kit.i18n import N_
from storage import canvases, people, shelf
from storage.canvases import Canvas, Version
from storage.errors import StorageError

router = APIRouter(prefix="/office/ideas", include_in_schema=False)
DONE = {
    "saved": N_("The canvas is saved as a new version."),
    "same": N_("Nothing was changed, so there is no new version."),
    "shown": N_("Reviewers see the canvas behind their link."),
    "hidden": N_("Reviewers see the canvas no longer."),
    "blanked": N_("The version is blanked."),
}


@router.get("/{number}/canvases")
async def listed(desk: DeskDep, number: str) -> Response:
    """Every blueprint in force, and what was filled in by it."""
    view = CaseView(desk, await bundle_of(desk, number))
    async with desk.services.db.read() as session:
        blueprints = await shelf.blueprints(session)
        found = {one.blueprint: one for one in await canvases.of_case(session, view.case.id)}
        known = await people.by_ids(session, {one.newest.by for one in found.values()})
    lines = [_line(view, b.id, b.title.in_(desk.language), found.get(b.id), known) for b in blueprints]
    title = desk.t(N_("Canvases"))
    return desk.page(
        "canvases/list.html", title=title, breadcrumb=crumbs(view), head=view.head(), back=view.url, lines=lines
    )


def _line(view: CaseView, name: str, title: str, found: Canvas | None, known: Any) -> Shown:
    url = f"{view.url}/canvases/{name}"
    if found is None:
        return {"title": title, "url": f"{url}/edit", "filled": False}
    newest, desk = found.newest, view.desk
    told = {"number": newest.number, "when": desk.moment(newest.at), "who": name_of(desk, known.get(newest.by))}
    return {"title": title, "url": url, "filled": True, "shown": found.shown, **told}


@router.get("/{number}/canvases/{name}")
async def one(desk: DeskDep, number: str, name: str, version: int = 0, done: str = "") -> Response:
    """The sheet as it stands, or as an earlier version had it."""
    found = await opened(desk, number, name)
    if not found.versions:
        return see_other(f"{found.url}/edit")
    return _page(found, version, done=desk.t(DONE[done]) if done in DONE else "")


@router.get("/{number}/canvases/{name}/compare")
async def compare(desk: DeskDep, number: str, name: str, before: int = 0, after: int = 0) -> Response:
    """What two versions differ in, word by word."""
    found = await opened(desk, number, name)
    after = after or (found.newest.number if found.newest else 0)
    before = before or max(1, after - 1)
    old, new = found.version(before), found.version(after)
    if before > after:
        old, new = new, old
    return desk.page(
        "canvases/compare.html",
        title=desk.t(N_("Compare versions")),
        breadcrumb=found.crumbs((desk.t(N_("Compare versions")), "")),
        head=found.view.head(),
        heading=found.title,
        action=f"{found.url}/compare",
        back=found.url,
        versions=[_version(found, version) for version in reversed(found.versions)],
        old=_version(found, old),
        new=_version(found, new),
        changes=found.changes(old.content, new.content),
    )


@router.post("/{number}/canvases/{name}")
async def act(desk: DeskDep, number: str, name: str) -> Response:
    """Shows it to reviewers or no longer, or blanks one version."""
    found, form = await opened(desk, number, name), await read_form(desk.request)
    step = form.one("step")
    try:
        check_nonce(desk.request, desk.services, form, found.url)
        if step == "blank" and form.one("sure") != "yes":
            raise Invalid([FieldError("sure", "input.confirm")])
        await _done(found, step, whole(form.one("number"), 0))
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        return _page(found, 0, form.values(), errors=errors, status=status)
    done = {"show": "shown", "hide": "hidden"}.get(step, "blanked")
    return see_other(f"{found.url}?done={done}")


async def _done(found: Opened, step: str, number: int) -> None:
    desk, mine = found.desk, (found.view.case.id, found.blueprint.id)
    at, by = desk.services.now(), desk.person.id
    try:
        async with desk.services.db.write() as session:
            if step == "blank":
                await canvases.blank(session, *mine, number, at=at)
            else:
                await canvases.show(session, *mine, shown=step == "show", at=at, by=by)
    except RuleBroken as rule:
        raise common.broken(rule) from None


def _page(found: Opened, number: int, values: dict[str, Any] | None = None, **shown: Any) -> Response:
    desk, newest = found.desk, found.newest
    assert newest is not None, "the page of one that was filled in"
    version = found.version(number) if number else newest
    context = {"done": "", "errors": [], **shown}
    return desk.page(
        "canvases/canvas.html",
        title=f"{found.title} – {found.view.case.number}",
        page=found.url,
        breadcrumb=found.crumbs(),
        head=found.view.head(),
        heading=found.title,
        url=found.url,
        sheet=sheet(found.drawn[version.hash], version.content, desk.language),
        current=_version(found, version),
        earlier=version is not newest,
        versions=[_version(found, one) for one in reversed(found.versions)],
        reviewers=found.shown,
        values=values or {},
        **context,
    )


def _version(found: Opened, version: Version) -> Shown:
    desk: Desk = found.desk
    told = {"number": version.number, "when": desk.moment(version.at), "who": found.who(version)}
    return told | {"blanked": version.redacted_at is not None, "empty": version.content == Content()}
