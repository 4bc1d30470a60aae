"""Finding out whose a confidential answer is: a reason, a second person the promise names, and one look each."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response

from api.bring_wave import bring, made
from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import Form, check_nonce, read_form
from api.office.door import Desk, DeskDep
from api.office.surveys import common
from api.office.surveys.common import ROOT, Shown, crumbs, title_of, wave_name
from api.office.surveys.wave_bundle import Bundle, bundle_of
from api.rendering import see_other
from contracts.survey_links import sealed_person
from domain.case import Reason
from domain.happenings.base import HappeningBase
from domain.survey import wave_happenings as what
from domain.survey.modes import Mode
from domain.survey.promise import RESOLVERS
from domain.survey.resolving import Standing, standing_of
from domain.survey.wave_nouns import Resolution
from domain.survey.wave_words import WaveEventKind
from kit.i18n import N_
from kit.sealing import SealBroken
from storage import people, resolving
from storage.errors import StorageError

router = APIRouter(prefix=f"{ROOT}/waves", include_in_schema=False)
STANDINGS = {  # words and tone
    Standing.ASKED: (N_("waits for a second person"), "warning"),
    Standing.CONFIRMED: (N_("confirmed, not yet looked at by both"), "info"),
    Standing.REFUSED: (N_("turned down by a second person"), "neutral"),
    Standing.WITHDRAWN: (N_("withdrawn"), "neutral"),
    Standing.LAPSED: (N_("lapsed"), "neutral"),
    Standing.SEEN: (N_("looked at by both"), "success"),
}
DONE = {
    "ask": N_("You have asked. The others who are named were told by mail; one of them has to agree."),
    "confirm": N_("You have agreed. Both of you can now look once."),
    "refuse": N_("You have refused. Whoever asked was told by mail."),
    "withdraw": N_("You have withdrawn your request."),
}
STEPS: dict[str, tuple[type[HappeningBase], tuple[str, ...]]] = {
    "confirm": (what.ResolutionConfirmed, ()),
    "refuse": (what.ResolutionRefused, ("reason",)),
    "withdraw": (what.ResolutionWithdrawn, ()),
}


@dataclass(frozen=True)
class Whose:
    """Who it was, for this one page."""

    name: str
    code: str


@router.get("/{wave_id}/resolving")
async def listed(desk: DeskDep, wave_id: str, done: str = "", received: str = "") -> Response:
    """Who may, and every request there was; for those who may, the form of a new one."""
    return await _list(desk, await bundle_of(desk, wave_id), {}, done=done, received=received)


@router.post("/{wave_id}/resolving")
async def ask(desk: DeskDep, wave_id: str) -> Response:
    """A new request about one answer code."""
    form, bundle = await read_form(desk.request), await bundle_of(desk, wave_id)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        given = {"code": form.one("code").lower(), "reason": form.one("reason")}
        happening = made(desk, what.ResolutionAsked, given, {})
        _may(desk, bundle)
        async with desk.services.db.read() as session:
            if not await resolving.has_answer(session, bundle.wave.id, given["code"]):
                raise Invalid([FieldError("code", "resolving.no_answer")])
        brought = await bring(desk.services, bundle.wave.id, happening)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        return await _list(desk, bundle, form.values(), errors=errors, status=status)
    return see_other(f"{_url(bundle)}?{'received' if brought.pending else 'done'}=ask")


@router.get("/{wave_id}/resolving/{resolution}")
async def one(desk: DeskDep, wave_id: str, resolution: str) -> Response:
    """One request, and what you may do with it."""
    bundle = await bundle_of(desk, wave_id)
    return await _page(desk, bundle, _of(bundle, resolution), {})


@router.post("/{wave_id}/resolving/{resolution}")
async def act(desk: DeskDep, wave_id: str, resolution: str) -> Response:
    """Agrees, refuses or withdraws; or shows, once, who it was."""
    form, bundle = await read_form(desk.request), await bundle_of(desk, wave_id)
    wanted, step = _of(bundle, resolution), form.one("step")
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if step == "look":
            return await _page(desk, bundle, wanted, {}, whose=await _looked(desk, bundle, wanted))
        pending = await _happened(desk, bundle, wanted, step, form)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        bundle = await bundle_of(desk, wave_id)
        return await _page(desk, bundle, _of(bundle, resolution), form.values(), errors=errors, status=status)
    return see_other(f"{_url(bundle)}?{'received' if pending else 'done'}={step}")


async def _happened(desk: Desk, bundle: Bundle, wanted: Resolution, step: str, form: Form) -> bool:
    """Whether it is only received so far."""
    if step not in STEPS:
        raise Invalid([FieldError("", "input.choice")])
    kind, texts = STEPS[step]
    given = {"resolution": wanted.id} | {name: form.one(name) for name in texts}
    return (await bring(desk.services, bundle.wave.id, made(desk, kind, given, {}))).pending


async def _looked(desk: Desk, bundle: Bundle, wanted: Resolution) -> Whose:
    """On record first; then shown, to this person once."""
    if desk.person.id not in wanted.seen:
        happening = made(desk, what.ResolutionSeen, {"resolution": wanted.id}, {})
        if (await bring(desk.services, bundle.wave.id, happening)).pending:
            raise Refused("resolving.not_recorded")
    async with desk.services.db.write() as session:
        now, me = desk.services.now(), desk.person.id
        sealed = await resolving.shown_once(session, bundle.wave.id, wanted.id, me, now)
        if sealed is None:
            raise Refused("resolving.seen")
        try:
            person = desk.services.keys.open(sealed.person, sealed_person(sealed.code)).decode()
        except SealBroken:
            raise Refused("resolving.key_gone") from None
        found = await people.get(session, person)
    return Whose(common.name_of(desk, found), sealed.code)


def _may(desk: Desk, bundle: Bundle) -> None:
    """As the rules say it, before anybody is told whether there is such a code."""
    if bundle.wave.mode is not Mode.CONFIDENTIAL:
        raise Refused("resolving.other_mode")
    if desk.person.id not in bundle.wave.resolvers:
        raise Refused("resolving.not_named" if bundle.wave.resolvers else "resolving.nobody_named")


def _of(bundle: Bundle, resolution: str) -> Resolution:
    found = next((one for one in bundle.wave.resolutions if one.id == resolution), None)
    if found is None:
        raise NotFound("resolving.unknown")
    return found


def _url(bundle: Bundle) -> str:
    return f"{bundle.url}/resolving"


async def _list(
    desk: Desk, bundle: Bundle, values: dict[str, Any], done: str = "", received: str = "", **shown: Any
) -> Response:
    wave = bundle.wave
    await _concerned(desk, bundle)
    return desk.page(
        "surveys/resolving.html",
        title=N_("Whose answer is it?"),
        breadcrumb=_crumbs(desk, bundle),
        heading=desk.t(N_("Whose answer is it?")),
        caption=_caption(desk, bundle),
        action=desk.request.url.path,
        back=bundle.url,
        confidential=wave.mode is Mode.CONFIDENTIAL,
        promised=desk.t(RESOLVERS).format(resolvers=bundle.survey.plan.resolvers),
        named=[common.name_of(desk, bundle.people.get(one)) for one in wave.resolvers],
        mine=desk.person.id in wave.resolvers,
        requests=[_line(desk, bundle, one) for one in reversed(wave.resolutions)],
        done=desk.t(DONE[done]) if done in DONE else "",
        received=bool(received),
        values=values,
        **shown,
    )


async def _page(
    desk: Desk, bundle: Bundle, wanted: Resolution, values: dict[str, Any], whose: Whose | None = None, **shown: Any
) -> Response:
    await _concerned(desk, bundle)
    me, standing = desk.person.id, standing_of(wanted, desk.services.now())
    async with desk.services.db.read() as session:
        shown_me = await resolving.was_shown(session, wanted.id, me)
    mine = me in bundle.wave.resolvers
    two = me in (wanted.by, wanted.second)
    return desk.page(
        "surveys/resolution.html",
        title=N_("Request about an answer"),
        breadcrumb=_crumbs(desk, bundle, desk.t(N_("Request"))),
        heading=desk.t(N_("Request about an answer")),
        caption=_caption(desk, bundle),
        action=desk.request.url.path,
        back=_url(bundle),
        one=_line(desk, bundle, wanted) | {"code": wanted.code if mine else ""},
        whose=whose,
        decides=mine and me != wanted.by and standing is Standing.ASKED,
        withdraws=me == wanted.by and standing is Standing.ASKED,
        looks=two and standing in (Standing.CONFIRMED, Standing.SEEN) and not shown_me,
        values=values,
        **shown,
    )


async def _concerned(desk: Desk, bundle: Bundle) -> None:
    """The names of all who are named, asked or answered."""
    wave = bundle.wave
    wanted = {*wave.resolvers, *(one.by for one in wave.resolutions), *(one.second for one in wave.resolutions)}
    async with desk.services.db.read() as session:
        bundle.people.update(await people.by_ids(session, wanted - {""}))


def _line(desk: Desk, bundle: Bundle, one: Resolution) -> Shown:
    """One request in words; no code and nobody it could be about."""
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
        "seen": [common.name_of(desk, bundle.people.get(person)) for person in one.seen],
    }


def _refusal(reason: Reason, one: Resolution) -> bool:
    """Whether these are the words with which the request was refused."""
    return reason.kind == WaveEventKind.RESOLUTION_REFUSED and (reason.by, reason.at) == (one.second, one.decided_at)


def _caption(desk: Desk, bundle: Bundle) -> str:
    number = wave_name(desk, bundle.wave.number)
    return f"{title_of(desk, bundle.survey.plan.title)} · {number}"


def _crumbs(desk: Desk, bundle: Bundle, last: str = "") -> list[Shown]:
    number = wave_name(desk, bundle.wave.number)
    above = [(title_of(desk, bundle.survey.plan.title), f"{ROOT}/{bundle.survey.id}"), (number, bundle.url)]
    here = (desk.t(N_("Whose answer is it?")), _url(bundle) if last else "")
    return crumbs(desk, *above, here, *([(last, "")] if last else []))
