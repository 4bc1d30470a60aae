"""The cycle of a survey: whether it turns, when it opens the next wave, and a pause with a reason."""

from typing import Any

from fastapi import APIRouter, Response

from api import survey_acts
from api.errors import Refused
from api.forms import check_nonce, read_form
from api.office.door import Desk, DeskDep
from api.office.surveys import common
from api.office.surveys.common import ROOT, Shown, crumbs, title_of
from api.rendering import see_other
from contracts.cycles import CycleState
from kit.i18n import N_
from storage import cycles as pauses
from storage import people
from storage.surveys import Survey

router = APIRouter(prefix=ROOT, include_in_schema=False)
LONGEST = 200


async def state_of(desk: Desk, survey: Survey) -> Shown | None:
    """As Temporal has it; None for a survey without a cycle, or while nobody can say."""
    found = await _state(desk, survey)
    if found is None:
        return None
    # It opens a wave before work begins; the wave itself may move to the next working day.
    days = [desk.day(at.astimezone(desk.services.zone).date()) for at in found.next_runs[:3]]
    shown = {"paused": found.paused, "note": found.note if found.paused else "", "next": ", ".join(days)}
    return shown | (await _since(desk, survey) if found.paused else {})


async def _since(desk: Desk, survey: Survey) -> Shown:
    """Who paused it and when, as the database has it; nothing for one that Temporal alone was told of."""
    async with desk.services.db.read() as session:
        kept = await pauses.pause_of(session, survey.id)
        person = await people.get(session, kept.by) if kept is not None else None
    if kept is None:
        return {}
    return {"note": kept.note, "by": common.name_of(desk, person), "since": desk.moment(kept.at)}


async def _state(desk: Desk, survey: Survey) -> CycleState | None:
    try:
        return await survey_acts.state_of_cycle(desk.services, survey)
    except Refused:
        return None


@router.get("/{survey_id}/cycle")
async def form(desk: DeskDep, survey_id: str) -> Response:
    """A pause of the cycle, or its end."""
    return await _page(desk, survey_id, {})


@router.post("/{survey_id}/cycle")
async def change(desk: DeskDep, survey_id: str) -> Response:
    """Stops the cycle, or lets it turn again; waves under way go on as they are."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        await _changed(desk, survey_id, form.one("act"), form.one("note")[:LONGEST])
    except Refused as refused:
        errors, status = common.told(refused)
        return await _page(desk, survey_id, form.values(), errors=errors, status=status)
    return see_other(f"{ROOT}/{survey_id}?done=cycle")


async def _changed(desk: Desk, survey_id: str, act: str, note: str) -> None:
    async with desk.services.db.read() as session:
        survey = await common.survey_of(session, survey_id)
    if act == "resume":
        await survey_acts.resume_cycle(desk.services, survey, note)
    else:
        await survey_acts.pause_cycle(desk.services, survey, note, desk.person.id)


async def _page(desk: Desk, survey_id: str, values: dict[str, Any], **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        survey = await common.survey_of(session, survey_id)
    title = title_of(desk, survey.plan.title)
    return desk.page(
        "surveys/cycle.html",
        title=N_("Cycle of the survey"),
        breadcrumb=crumbs(desk, (title, f"{ROOT}/{survey.id}"), (desk.t(N_("Cycle of the survey")), "")),
        action=desk.request.url.path,
        back=f"{ROOT}/{survey.id}",
        heading=title,
        state=await state_of(desk, survey),
        values=values,
        **shown,
    )
