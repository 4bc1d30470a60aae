"""What the office may do to a wave: close it early, pause it, let it go on, call it off; each a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response

from api.bring_wave import bring, made
from api.errors import Refused
from api.forms import Form, check_nonce, read_form
from api.office.door import Desk, DeskDep
from api.office.surveys import common
from api.office.surveys.common import ROOT, crumbs, title_of
from api.office.surveys.wave_bundle import Bundle, bundle_of
from api.rendering import see_other
from domain.happenings.base import HappeningBase
from domain.survey import wave_happenings as what
from domain.survey.wave_nouns import Wave
from domain.survey.wave_response import BEFORE_RESULTS
from domain.survey.wave_status import ASKING
from domain.survey.wave_words import WaveState
from kit.i18n import N_
from storage.errors import StorageError

router = APIRouter(prefix=f"{ROOT}/waves", include_in_schema=False)


@dataclass(frozen=True)
class Act:
    """One intervention: its page, what happens, what it is called, when it is offered, and what to know before."""

    path: str
    happening: type[HappeningBase]
    label: str
    when: Callable[[Wave], bool]
    about: str
    reason: bool = True
    danger: bool = False
    first: bool = False


def _running(wave: Wave) -> bool:
    return wave.plan is not None and not wave.ended


ACTS = (
    Act(
        "respond",
        what.Responded,
        N_("Write the answer to those who were asked"),
        lambda wave: wave.state is WaveState.ANSWERING and wave.paused_at is None,
        "",
        first=True,
    ),
    Act(
        "resume",
        what.Resumed,
        N_("Let it go on"),
        lambda wave: _running(wave) and wave.paused_at is not None,
        N_("Every date that lay ahead moves by the working days that were lost."),
        reason=False,
        first=True,
    ),
    Act(
        "close",
        what.ClosedEarly,
        N_("Close early"),
        lambda wave: wave.state in ASKING and wave.paused_at is None,
        N_("Nobody is invited or reminded any more, no answer is taken any more, and the results are made."),
    ),
    Act(
        "pause",
        what.Paused,
        N_("Pause"),
        lambda wave: _running(wave) and wave.paused_at is None,
        N_("No mail leaves and no date passes until you let it go on. Answers under way may still arrive."),
    ),
    Act(
        "cancel",
        what.Cancelled,
        N_("Call off"),
        lambda wave: _running(wave) and wave.state in BEFORE_RESULTS,
        N_("This cannot be undone. Whoever was invited already is told what came of it all the same."),
        danger=True,
    ),
)
BY_PATH = {act.path: act for act in ACTS}


def offered(wave: Wave) -> list[Act]:
    """What may be done to it now."""
    return [act for act in ACTS if act.when(wave)]


async def form(desk: DeskDep, wave_id: str) -> Response:
    """The form of an intervention."""
    return await _page(desk, _act(desk), await bundle_of(desk, wave_id), {})


async def act(desk: DeskDep, wave_id: str) -> Response:
    """Lets it happen."""
    act, form = _act(desk), await read_form(desk.request)
    bundle = await bundle_of(desk, wave_id)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        happening = made(desk, act.happening, _content(act, form), {})
        brought = await bring(desk.services, wave_id, happening)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        again = bundle if isinstance(refused, StorageError) else await bundle_of(desk, wave_id)
        return await _page(desk, act, again, form.values(), errors=errors, status=status)
    return see_other(f"{bundle.url}?{'received' if brought.pending else 'done'}={act.path}")


for one in ACTS:
    if one.path != "respond":  # has a page of its own
        router.add_api_route(f"/{{wave_id}}/{one.path}", form, methods=["GET"])
        router.add_api_route(f"/{{wave_id}}/{one.path}", act, methods=["POST"])


def _act(desk: Desk) -> Act:
    """The one at the end of this address."""
    return BY_PATH[desk.request.url.path.rpartition("/")[2]]


def _content(act: Act, form: Form) -> dict[str, Any]:
    return {"reason": form.one("reason")} if act.reason else {}


async def _page(desk: Desk, act: Act, bundle: Bundle, values: dict[str, Any], **shown: Any) -> Response:
    title = title_of(desk, bundle.survey.plan.title)
    number = desk.t(N_("Wave {number}")).format(number=bundle.wave.number + 1)
    return desk.page(
        "surveys/act.html",
        title=act.label,
        breadcrumb=crumbs(desk, (title, f"{ROOT}/{bundle.survey.id}"), (number, bundle.url), (desk.t(act.label), "")),
        action=desk.request.url.path,
        back=bundle.url,
        caption=f"{title} · {number}",
        act={"label": desk.t(act.label), "about": desk.t(act.about), "reason": act.reason, "danger": act.danger},
        possible=act.when(bundle.wave),
        values=values,
        **shown,
    )
