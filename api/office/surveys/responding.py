"""The answer to those who were asked, "Gefragt – Gesagt – Getan": written topic by topic, looked at, then published."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from api.bring_wave import bring, made
from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, date_field, read_form
from api.idea_form import hidden_fields
from api.office.door import Desk, DeskDep
from api.office.surveys import common
from api.office.surveys.common import ROOT, crumbs, title_of, wave_name
from api.office.surveys.wave_acts import BY_PATH
from api.office.surveys.wave_bundle import Bundle, bundle_of
from api.rendering import see_other
from domain.survey.wave_happenings import Responded, WaveHappening
from kit.i18n import N_
from storage import origins
from storage.errors import StorageError
from storage.queries import about_idea

router = APIRouter(prefix=f"{ROOT}/waves", include_in_schema=False)
PARTS = ("about", "result", "decision", "reason", "owner", "due_on")
ALL = (*PARTS, "idea")  # an idea may be named; the rest is needed
MOST = 30  # topics; a form has room for 200 fields
FIRST = 2  # rooms in an empty form


@router.get("/{wave_id}/respond")
async def form(desk: DeskDep, wave_id: str) -> Response:
    """An empty form."""
    return await _page(desk, await bundle_of(desk, wave_id), {})


@router.post("/{wave_id}/respond")
async def respond(desk: DeskDep, wave_id: str) -> Response:
    """One topic more, a last look, or the answer itself; what was typed is kept throughout."""
    form, bundle = await read_form(desk.request), await bundle_of(desk, wave_id)
    step = form.one("step")
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if step in ("add", "change"):
            return await _page(desk, bundle, form.values(), rooms=_rooms(form.values()) + (step == "add"))
        happening = _happening(desk, form, await _ideas(desk, form))
        if step != "send":
            return await _page(desk, bundle, form.values(), check=True)
        brought = await bring(desk.services, wave_id, happening)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        again = bundle if isinstance(refused, StorageError) else await bundle_of(desk, wave_id)
        return await _page(desk, again, form.values(), errors=errors, status=status)
    return see_other(f"{bundle.url}?{'received' if brought.pending else 'done'}=respond")


def _rooms(values: Mapping[str, Any]) -> int:
    """How many topics the form has room for: as many as it had, and no fewer than were written."""
    had = str(values.get("rooms", ""))
    written = [n for n in range(1, MOST + 1) if any(str(values.get(f"{part}{n}", "")).strip() for part in ALL)]
    return min(MOST, max(FIRST, int(had) if had.isdigit() and len(had) < 4 else 0, *written))


async def _ideas(desk: Desk, form: Form) -> dict[str, str]:
    """The ideas that the form names, by their numbers."""
    numbers = [form.one(f"idea{n}") for n in range(1, _rooms(form.values()) + 1)]
    async with desk.services.db.read() as session:
        return await about_idea.ids_of(session, [number for number in numbers if number])


def _happening(desk: Desk, form: Form, ideas: Mapping[str, str]) -> WaveHappening:
    """Topics in which anything was written; raises Invalid with everything that is missing in them."""
    wrong: list[FieldError] = []
    topics: list[dict[str, Any]] = []
    names: dict[str, str] = {}
    for number in range(1, _rooms(form.values()) + 1):
        given = {part: form.one(f"{part}{number}") for part in PARTS}
        idea = form.one(f"idea{number}")
        if not any(given.values()) and not idea:
            continue
        names |= {f"topics.{len(topics)}.{part}": f"{part}{number}" for part in PARTS}
        wrong += [FieldError(f"{part}{number}", "input.missing") for part, text in given.items() if not text]
        wrong += [FieldError(f"idea{number}", "wave.idea_unknown")] if idea and idea not in ideas else []
        topics.append(given | {"due_on": _day(form, f"due_on{number}", wrong), "case_id": ideas.get(idea)})
    if not topics:
        raise Invalid([FieldError(f"{part}1", "input.missing") for part in PARTS])
    try:
        happening = made(desk, Responded, {"topics": topics}, names)
    except Invalid as invalid:
        known = {error.field for error in wrong}
        wrong += [error for error in invalid.errors if error.field not in known]
        raise Invalid(_ordered(wrong)) from None
    if wrong:
        raise Invalid(_ordered(wrong))
    return happening


def _day(form: Form, name: str, wrong: list[FieldError]) -> date | None:
    try:
        return date_field(form, name)
    except Invalid as invalid:
        wrong += invalid.errors
        return None


def _ordered(wrong: list[FieldError]) -> list[FieldError]:
    """In the order of the form."""
    places = [f"{part}{number}" for number in range(1, MOST + 1) for part in ALL]
    return sorted(wrong, key=lambda error: places.index(error.field) if error.field in places else -1)


async def _page(desk: Desk, bundle: Bundle, values: dict[str, Any], **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        owners = await common.owners(session, desk)
        origin = await origins.origin(session, bundle.wave.id)
        asked = await about_idea.numbers_of(session, [origin.case_id] if origin is not None else [])
    rooms = shown.pop("rooms", _rooms(values))
    title = title_of(desk, bundle.survey.plan.title)
    number = wave_name(desk, bundle.wave.number)
    label = N_("Asked – said – done")
    return desk.page(
        "surveys/respond.html",
        title=label,
        breadcrumb=crumbs(desk, (title, f"{ROOT}/{bundle.survey.id}"), (number, bundle.url), (desk.t(label), "")),
        action=desk.request.url.path,
        back=bundle.url,
        caption=f"{title} · {number}",
        possible=BY_PATH["respond"].when(bundle.wave),
        due=desk.day(bundle.wave.response_on),
        invited=bundle.wave.invited,
        rooms=min(MOST, rooms),
        most=MOST,
        owners=owners,
        names=dict(owners),
        idea=next(iter(asked.values()), ""),
        values={**values, "rooms": str(rooms)},
        written=[n for n in range(1, rooms + 1) if str(values.get(f"about{n}", "")).strip()],
        hidden=hidden_fields(values, "step", "rooms"),
        **{"check": False, **shown},
    )
