"""The cycle of a survey by API: whether it turns, a pause with its note, and its end; the same rules as the page's."""

from fastapi import APIRouter

from api import survey_acts
from api.errors import NotFound, Refused
from api.services import Services, ServicesDep
from api.v1.actor import Officer
from api.v1.description import problems
from api.v1.survey_acts import Key
from api.v1.survey_inputs import CycleNoteIn
from api.v1.survey_shapes import CycleOut
from kit.i18n import N_
from storage import cycles as pauses
from storage import surveys
from storage.surveys import Survey

router = APIRouter(prefix="/surveys", tags=["surveys"], responses=problems(401, 403, 404, 409, 422, 429, 503))


@router.get("/{survey_id}/cycle", summary=N_("Whether the cycle of a survey turns"))
async def turning(survey_id: Key, services: ServicesDep, who: Officer) -> CycleOut:
    """For the office's token: when the next waves are opened, or why none is."""
    return await _told(services, await _survey(services, survey_id))


@router.post("/{survey_id}/cycle/pause", summary=N_("Pause the cycle of a survey"), responses=problems(400, 413))
async def pause(survey_id: Key, body: CycleNoteIn, services: ServicesDep, who: Officer) -> CycleOut:
    """No wave begins by itself until it goes on; dates that pass meanwhile are left out, waves under way go on."""
    survey = await _survey(services, survey_id)
    await survey_acts.pause_cycle(services, survey, body.note, who.person.id)
    return await _told(services, survey)


@router.post("/{survey_id}/cycle/resume", summary=N_("Let the cycle of a survey go on"), responses=problems(400, 413))
async def resume(survey_id: Key, services: ServicesDep, who: Officer) -> CycleOut:
    """From the next date on."""
    survey = await _survey(services, survey_id)
    await survey_acts.resume_cycle(services, survey)
    return await _told(services, survey)


async def _survey(services: Services, survey_id: str) -> Survey:
    async with services.db.read() as session:
        survey = await surveys.survey(session, survey_id)
    if survey is None:
        raise NotFound("survey.unknown")
    return survey


async def _told(services: Services, survey: Survey) -> CycleOut:
    state, cycle = await survey_acts.state_of_cycle(services, survey), survey.plan.cycle
    if state is None or cycle is None:
        raise Refused("cycle.none")
    async with services.db.read() as session:
        kept = await pauses.pause_of(session, survey.id) if state.paused else None
    days = [] if state.paused else [at.astimezone(services.zone).date() for at in state.next_runs]
    return CycleOut(
        survey=survey.id,
        months=sorted(set(cycle.months)),
        day=cycle.day,
        paused=state.paused,
        note=kept.note if kept is not None else state.note if state.paused else "",
        since=kept.at if kept is not None else None,
        next_on=days[:3],
    )
