"""Audiences: saved filters over the people who are known, with the count before anybody is written to."""

import json
from collections import Counter
from typing import Any

from fastapi import APIRouter, Response
from pydantic import ValidationError

from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import Form, check_nonce, field_errors, read_form
from api.office.door import Desk, DeskDep
from api.office.surveys import common, words
from api.office.surveys.common import ROOT, Shown, crumbs, title_of
from api.rendering import see_other
from domain.survey.audience import Audience, reason_to_leave
from domain.survey.recipients import Count
from kit.i18n import N_
from storage import audiences
from storage.errors import StorageError
from storage.queries import surveys as lists
from storage.session import Session

router = APIRouter(prefix=f"{ROOT}/audiences", include_in_schema=False)
NAMES = {"title.de": "title_de", "title.en": "title_en"}
CODES = {"id": "input.short_name"}


@router.get("")
async def listed(desk: DeskDep) -> Response:
    """Every audience and how many it has now."""
    async with desk.services.db.read() as session:
        found = await lists.audiences(session)
        counts = {one.id: await _count(session, desk, one) for one in found}
    rows = [
        {
            "title": title_of(desk, one.title),
            "id": one.id,
            "url": f"{ROOT}/audiences/{one.id}",
            "count": common.count_of(desk, counts[one.id]),
        }
        for one in found
    ]
    title = N_("Audiences")
    return desk.page("surveys/audiences.html", title=title, rows=rows, breadcrumb=crumbs(desk, (desk.t(title), "")))


@router.get("/new")
async def new(desk: DeskDep, external: str = "") -> Response:
    """The form of an audience that is not there yet; of this class outside, where another page says so."""
    chosen = {"staff": "no", "externals": [external]} if external else {"staff": "both"}
    return await _page(desk, None, chosen)


@router.post("/new")
async def create(desk: DeskDep) -> Response:
    """A new audience, or the count of what was chosen."""
    return await _taken(desk, None, await read_form(desk.request))


@router.get("/{audience_id}")
async def edit(desk: DeskDep, audience_id: str, done: str = "") -> Response:
    """An audience, whom it holds now, and its form."""
    audience = await _audience(desk, audience_id)
    return await _page(desk, audience, _fields(audience), audience, done=bool(done))


@router.post("/{audience_id}")
async def change(desk: DeskDep, audience_id: str) -> Response:
    """The audience as wanted, or the count of what was chosen."""
    return await _taken(desk, await _audience(desk, audience_id), await read_form(desk.request))


async def _audience(desk: Desk, audience_id: str) -> Audience:
    async with desk.services.db.read() as session:
        found = await audiences.load(session, audience_id)
    if found is None:
        raise NotFound("audience.unknown")
    return found


async def _taken(desk: Desk, before: Audience | None, form: Form) -> Response:
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        wanted = _read(form, before)
        if form.one("step") == "count":
            return await _page(desk, before, form.values(), wanted)
        async with desk.services.db.write() as session:
            if before is None and await audiences.load(session, wanted.id) is not None:
                raise Invalid([FieldError("id", "audience.exists")])
            await audiences.save(session, wanted, at=desk.services.now(), by=desk.person.id)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        return await _page(desk, before, form.values(), errors=errors, status=status)
    return see_other(f"{ROOT}/audiences/{wanted.id}?done=saved")


def _read(form: Form, before: Audience | None) -> Audience:
    staff = {"yes": True, "no": False}.get(form.one("staff"))
    data: dict[str, Any] = {
        "id": before.id if before is not None else form.one("id"),
        "title": {"de": form.one("title_de"), "en": form.one("title_en")},
        "staff": staff,
        **{name: list(form.many(name)) for name in ("roles", "departments", "interests", "externals")},
    }
    wrong = [] if form.one("title_de") or form.one("title_en") else [FieldError("title_de", "input.missing")]
    try:
        audience = Audience.model_validate_json(json.dumps(data))
    except ValidationError as invalid:
        wrong += [FieldError(e.field, CODES.get(e.field, e.code), e.facts) for e in field_errors(invalid, NAMES)]
        raise Invalid(wrong) from None
    if wrong:
        raise Invalid(wrong)
    return audience


def _fields(audience: Audience) -> dict[str, Any]:
    staff = {True: "yes", False: "no", None: "both"}[audience.staff]
    lists_ = {name: sorted(getattr(audience, name)) for name in ("roles", "departments", "interests", "externals")}
    return {"id": audience.id, "title_de": audience.title.de, "title_en": audience.title.en, "staff": staff, **lists_}


async def _count(session: Session, desk: Desk, audience: Audience) -> Count:
    """Of everybody it holds: how many can be asked, and why the others cannot."""
    members = [m for m in await audiences.members(session, desk.today) if audience.holds(m)]
    left = Counter(why for member in members if (why := reason_to_leave(member)) is not None)
    return Count(len(members), len(members) - left.total(), left)


async def _page(
    desk: Desk, before: Audience | None, values: dict[str, Any], counted: Audience | None = None, **shown: Any
) -> Response:
    async with desk.services.db.read() as session:
        departments, themes = await common.departments(session, desk), await common.themes(session, desk)
        count = await _count(session, desk, counted) if counted is not None else None
    title = N_("New audience") if before is None else N_("Audience")
    label = title_of(desk, before.title) if before is not None else desk.t(title)
    choices: Shown = {"departments": departments, "themes": themes, "roles": common.roles(desk)}
    choices["externals"] = [(code, desk.t(text)) for code, text in words.EXTERNALS.items()]
    return desk.page(
        "surveys/audience.html",
        title=title,
        breadcrumb=crumbs(desk, (desk.t(N_("Audiences")), f"{ROOT}/audiences"), (label, "")),
        action=desk.request.url.path,
        new=before is None,
        heading=label,
        values=values,
        choices=choices,
        count=common.count_of(desk, count) if count is not None else None,
        **{"done": False, **shown},
    )
