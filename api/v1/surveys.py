"""Surveys by API: where waves stand, results as far as they may be shown, and files. The same figures as the pages'."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from api.answering.opened import Opened, opened_in
from api.errors import NotFound, Refused
from api.language import language_of
from api.office.results.exporting import exported, file_of
from api.services import Services, ServicesDep
from api.v1.actor import Actor, Reader
from api.v1.description import problems
from api.v1.shapes import ExportIn
from api.v1.survey_shapes import OpenSurvey, OpenSurveys, ResultsOut, SurveyLine, SurveyList, SurveyOut, WaveOut
from domain.survey.results import looked_at
from domain.survey.wave_nouns import Wave
from domain.survey.wave_words import WaveState
from domain.words import Via
from kit.i18n import N_, Translator
from storage import entries, results, surveys, waves
from storage.results import Gathering
from storage.surveys import Survey

router = APIRouter(prefix="/surveys", tags=["surveys"], responses=problems(401, 403, 422, 429, 503))
Key = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,64}$", examples=["8d9f2c51b0a94bb59d6e6d0c5f0f2a11"])]
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            media: {}
            for media in (
                "text/csv",
                "application/json",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/x-spss-sav",
            )
        },
    }
}


@router.get("", summary=N_("List surveys"))
async def listed(services: ServicesDep, who: Reader, request: Request) -> SurveyList:
    """For the office's token."""
    _office(who)
    async with services.db.read() as session:
        found = [one for key in await results.survey_ids(session) if (one := await surveys.survey(session, key))]
    lines = [_line(services, one, language_of(request, services)) for one in found]
    return SurveyList(surveys=sorted(lines, key=lambda line: (line.title, line.survey)))


@router.get("/open", summary=N_("Surveys that are open to everybody now"))
async def open_now(services: ServicesDep, who: Reader, request: Request) -> OpenSurveys:
    """For every token: the same as on the public page. An answer is given on the pages only."""
    say = services.templates.catalogues.of(language_of(request, services))
    async with services.db.read() as session:
        found = [await opened_in(session, wave.id) for wave in await entries.open_waves(session)]
    return OpenSurveys(surveys=[_open(services, one, say) for one in found if one is not None and not one.refusal])


@router.get("/{survey_id}", summary=N_("One survey with its waves"), responses=problems(404))
async def one(survey_id: Key, services: ServicesDep, who: Reader, request: Request) -> SurveyOut:
    """For the office's token."""
    _office(who)
    async with services.db.read() as session:
        found = await surveys.survey(session, survey_id)
        if found is None:
            raise NotFound("results.unknown")
        known = [await waves.load_wave(session, key) for key in await results.wave_ids(session, survey_id)]
    line = _line(services, found, language_of(request, services))
    told = [_wave(services, wave) for wave in known if wave is not None]
    return SurveyOut(**line.model_dump(), waves=told)


@router.get("/waves/{wave_id}", summary=N_("Where a wave stands"), responses=problems(404))
async def status(wave_id: Key, services: ServicesDep, who: Reader) -> WaveOut:
    """The office's token sees every wave; others see those whose answer is published."""
    async with services.db.read() as session:
        wave = await waves.load_wave(session, wave_id)
    return _wave(services, _visible(who, wave))


@router.get("/waves/{wave_id}/results", summary=N_("The results of a wave"), responses=problems(404))
async def figures(wave_id: Key, services: ServicesDep, who: Reader) -> ResultsOut:
    """As far as they may be shown: what pages hide is hidden here. No free text, no single answer."""
    found = await _gathered(services, who, wave_id)
    return ResultsOut.model_validate(looked_at(found.gathered))


@router.post(
    "/waves/{wave_id}/export",
    summary=N_("Take results along"),
    response_class=Response,
    responses=FILES | problems(400, 404, 409, 413),
)
async def export(wave_id: Key, body: ExportIn, request: Request, services: ServicesDep, who: Reader) -> Response:
    """A file, for the office's token; that it was taken is on the wave's record."""
    _office(who)
    found = await _gathered(services, who, wave_id)
    say = services.templates.catalogues.of(language_of(request, services))
    return file_of(await exported(services, found, say, body.what, body.format, who.person.id, Via.API))


def _office(who: Actor) -> None:
    if not who.office:
        raise Refused("token.scope", scope="office")


async def _gathered(services: Services, who: Actor, wave_id: str) -> Gathering:
    async with services.db.read() as session:
        found = await results.gather(session, wave_id)
    _visible(who, None if found is None else found.wave)
    assert found is not None
    return found


def _visible(who: Actor, wave: Wave | None) -> Wave:
    """The wave, if this actor may know of it; else the same 404 as for none."""
    if wave is None or not (who.office or wave.state is WaveState.DONE):
        raise NotFound("results.unknown")
    return wave


def _open(services: Services, found: Opened, say: Translator) -> OpenSurvey:
    form = found.questionnaire
    return OpenSurvey(
        wave=found.wave.id,
        title=form.title.in_(say.language),
        purpose=form.intro.in_(say.language) if form.intro is not None else "",
        mode=found.wave.mode,
        closes_on=found.wave.closes_on,
        promise=found.promised(say),
        page=f"{services.site.base_url}/surveys/{found.wave.id}",
    )


def _line(services: Services, found: Survey, language: str) -> SurveyLine:
    return SurveyLine(
        survey=found.id,
        title=found.plan.title.in_(language),
        questionnaire=found.questionnaire,
        mode=found.mode,
        url=f"{services.site.base_url}/api/v1/surveys/{found.id}",
    )


def _wave(services: Services, wave: Wave) -> WaveOut:
    return WaveOut(
        wave=wave.id,
        survey=wave.survey,
        number=wave.number + 1,
        mode=wave.mode,
        state=wave.state,
        starts_on=wave.starts_on,
        closes_on=wave.closes_on,
        response_on=wave.response_on,
        invited=wave.invited,
        paused=wave.paused_at is not None,
        public=wave.public,
        url=f"{services.site.base_url}/api/v1/surveys/waves/{wave.id}",
    )
