"""Single answers leave only by two: somebody of the office says why, and another one agrees."""

from typing import Any

from fastapi import APIRouter, Response

from api.bring_wave import bring, made
from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import check_nonce, read_form
from api.office.door import Desk, DeskDep
from api.office.results.common import ROOT
from api.office.surveys import common
from api.office.surveys.common import Shown, crumbs, title_of, wave_name
from api.office.surveys.wave_bundle import Bundle, bundle_of
from api.rendering import see_other
from domain.case import Reason
from domain.happenings.base import HappeningBase
from domain.survey import wave_happenings as what
from domain.survey.resolving import Standing
from domain.survey.taking import CLOSED, standing_of
from domain.survey.wave_nouns import Taking
from domain.survey.wave_words import WaveEventKind
from domain.words import Role
from kit.i18n import N_
from storage import people
from storage.errors import StorageError

router = APIRouter(prefix=f"{ROOT}/waves", include_in_schema=False)
TITLE = N_("Single answers")
STANDINGS = {  # words and tone
    Standing.ASKED: (N_("waits for a second person"), "warning"),
    Standing.CONFIRMED: (N_("agreed, may be taken"), "info"),
    Standing.REFUSED: (N_("turned down by a second person"), "neutral"),
    Standing.WITHDRAWN: (N_("withdrawn"), "neutral"),
    Standing.LAPSED: (N_("lapsed"), "neutral"),
}
DONE = {
    "ask": N_("You have asked. The office was told by mail; somebody else of it has to agree."),
    "confirm": N_("You have agreed. Whoever asked was told by mail and can take the single answers now."),
    "refuse": N_("You have refused. Whoever asked was told by mail."),
    "withdraw": N_("You have withdrawn your request."),
}
STEPS: dict[str, tuple[type[HappeningBase], tuple[str, ...]]] = {
    "confirm": (what.TakingConfirmed, ()),
    "refuse": (what.TakingRefused, ("reason",)),
    "withdraw": (what.TakingWithdrawn, ()),
}


@router.get("/{wave_id}/taking")
async def listed(desk: DeskDep, wave_id: str, done: str = "", received: str = "") -> Response:
    """Every request there was, and the form of a new one."""
    return await _list(desk, await bundle_of(desk, wave_id), {}, done=done, received=received)


@router.post("/{wave_id}/taking")
async def ask(desk: DeskDep, wave_id: str) -> Response:
    """A new request."""
    form, bundle = await read_form(desk.request), await bundle_of(desk, wave_id)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        asked = made(desk, what.TakingAsked, {"reason": form.one("reason")}, {})
        brought = await bring(desk.services, bundle.wave.id, asked)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        return await _list(desk, await bundle_of(desk, wave_id), form.values(), errors=errors, status=status)
    return see_other(f"{_url(bundle)}?{'received' if brought.pending else 'done'}=ask")


@router.get("/{wave_id}/taking/{taking}")
async def one(desk: DeskDep, wave_id: str, taking: str) -> Response:
    """One request, and what you may do with it."""
    bundle = await bundle_of(desk, wave_id)
    return await _page(desk, bundle, _of(bundle, taking), {})


@router.post("/{wave_id}/taking/{taking}")
async def act(desk: DeskDep, wave_id: str, taking: str) -> Response:
    """Agrees, refuses or withdraws."""
    form, bundle = await read_form(desk.request), await bundle_of(desk, wave_id)
    wanted, step = _of(bundle, taking), form.one("step")
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if step not in STEPS:
            raise Invalid([FieldError("", "input.choice")])
        kind, texts = STEPS[step]
        given = {"taking": wanted.id} | {name: form.one(name) for name in texts}
        brought = await bring(desk.services, bundle.wave.id, made(desk, kind, given, {}))
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        bundle = await bundle_of(desk, wave_id)
        return await _page(desk, bundle, _of(bundle, taking), form.values(), errors=errors, status=status)
    return see_other(f"{_url(bundle)}?{'received' if brought.pending else 'done'}={step}")


def _of(bundle: Bundle, taking: str) -> Taking:
    found = next((one for one in bundle.wave.takings if one.id == taking), None)
    if found is None:
        raise NotFound("taking.unknown")
    return found


def _url(bundle: Bundle) -> str:
    return f"{bundle.url}/taking"


async def _list(
    desk: Desk, bundle: Bundle, values: dict[str, Any], done: str = "", received: str = "", **shown: Any
) -> Response:
    wave = bundle.wave
    await _concerned(desk, bundle)
    alone = await _alone(desk)
    waits = (Standing.ASKED, Standing.CONFIRMED)
    now, me = desk.services.now(), desk.person.id
    return desk.page(
        "results/taking.html",
        title=desk.t(TITLE),
        breadcrumb=_crumbs(desk, bundle),
        caption=_caption(desk, bundle),
        action=desk.request.url.path,
        back=f"{bundle.url}/results",
        closed=wave.state in CLOSED,
        asks=not any(one.by == me and standing_of(one, now) in waits for one in wave.takings),
        takes=any(one.by == me and standing_of(one, now) is Standing.CONFIRMED for one in wave.takings),
        requests=[_line(desk, bundle, one) for one in reversed(wave.takings)],
        alone=alone,
        done=desk.t(DONE[done]) if done in DONE else "",
        received=bool(received),
        values=values,
        **shown,
    )


async def _page(desk: Desk, bundle: Bundle, wanted: Taking, values: dict[str, Any], **shown: Any) -> Response:
    await _concerned(desk, bundle)
    me, standing = desk.person.id, standing_of(wanted, desk.services.now())
    return desk.page(
        "results/taking_one.html",
        title=desk.t(N_("Request for single answers")),
        breadcrumb=_crumbs(desk, bundle, desk.t(N_("Request"))),
        caption=_caption(desk, bundle),
        action=desk.request.url.path,
        back=_url(bundle),
        one=_line(desk, bundle, wanted),
        results=f"{bundle.url}/results#exports",
        decides=me != wanted.by and standing is Standing.ASKED,
        withdraws=me == wanted.by and standing in (Standing.ASKED, Standing.CONFIRMED),
        takes=me == wanted.by and standing is Standing.CONFIRMED,
        values=values,
        **shown,
    )


async def _alone(desk: Desk) -> bool:
    """Whether nobody else of the office, signed in by themselves, could agree."""
    async with desk.services.db.read() as session:
        office = await people.holding(session, Role.OFFICE)
    return not any(one.active and not one.shared and one.id != desk.person.id for one in office)


async def _concerned(desk: Desk, bundle: Bundle) -> None:
    """The names of all who asked or decided."""
    wanted = {person for one in bundle.wave.takings for person in (one.by, one.second) if person}
    async with desk.services.db.read() as session:
        bundle.people.update(await people.by_ids(session, wanted))


def _line(desk: Desk, bundle: Bundle, one: Taking) -> Shown:
    standing = standing_of(one, desk.services.now())
    text, tone = STANDINGS[standing]
    waits = standing in (Standing.ASKED, Standing.CONFIRMED)
    return {
        "url": f"{_url(bundle)}/{one.id}",
        "by": common.name_of(desk, bundle.people.get(one.by)),
        "at": desk.moment(one.at),
        "why": next((r.internal for r in bundle.wave.reasons if r.id == one.reason), ""),
        "why_not": next((r.internal for r in bundle.wave.reasons if _refusal(r, one)), ""),
        "second": common.name_of(desk, bundle.people.get(one.second)) if one.second else "",
        "decided": desk.moment(one.decided_at),
        "standing": {"text": desk.t(text), "tone": tone},
        "until": desk.moment(one.lapses_at) if waits else "",
    }


def _refusal(reason: Reason, one: Taking) -> bool:
    """Whether these are the words with which the request was refused."""
    return reason.kind == WaveEventKind.TAKING_REFUSED and (reason.by, reason.at) == (one.second, one.decided_at)


def _caption(desk: Desk, bundle: Bundle) -> str:
    return f"{title_of(desk, bundle.survey.plan.title)} · {wave_name(desk, bundle.wave.number)}"


def _crumbs(desk: Desk, bundle: Bundle, last: str = "") -> list[Shown]:
    survey = (title_of(desk, bundle.survey.plan.title), f"{ROOT}/{bundle.survey.id}")
    wave, found = (wave_name(desk, bundle.wave.number), bundle.url), (desk.t(N_("Results")), f"{bundle.url}/results")
    here = (desk.t(TITLE), _url(bundle) if last else "")
    return crumbs(desk, survey, wave, found, here, *([(last, "")] if last else []))
