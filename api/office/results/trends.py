"""A survey over its waves."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import NotFound
from api.office.door import DeskDep
from api.office.results.common import ROOT
from api.office.surveys.common import wave_name
from api.results import trends, view
from api.results.words import Speaker
from kit.i18n import N_
from storage import pairing, results, surveys

router = APIRouter(prefix=ROOT, include_in_schema=False)


@router.get("/{survey_id}/trend")
async def trend_page(desk: DeskDep, survey_id: str, part: str = "") -> Response:
    """Every question over all waves whose results are there."""
    async with desk.services.db.read() as session:
        survey = await surveys.survey(session, survey_id.replace("\0", "")[:64])
        if survey is None:
            raise NotFound("results.unknown")
        waves = [await results.gather(session, one) for one in await results.evaluated_waves(session, survey.id)]
        paired = [one.wave for one in waves if one is not None and await pairing.shown(session, one.wave.id)]
    found = [wave for wave in waves if wave is not None]
    title = survey.plan.title.in_(desk.language)
    crumbs: list[dict[str, Any]] = [{"label": desk.t(N_("Surveys")), "url": ROOT}]
    crumbs += [{"label": title, "url": f"{ROOT}/{survey.id}"}, {"label": desk.t(N_("Trend"))}]
    shown: dict[str, Any] = {"choices": [], "chosen": "", "lines": []}
    if found:
        looks = trends.looks(found)
        speaker = Speaker(desk.say, found[-1].gathered.questionnaire, found[-1].gathered.units)
        chosen = view.part_of(part, looks[-1].results)
        shown = {
            "choices": view.choices(speaker, looks[-1].results),
            "chosen": "" if chosen.whole else view.address(chosen),
            "lines": trends.lines(speaker, looks, chosen),
        }
    return desk.page(
        "results/trend.html",
        title=title,
        breadcrumb=crumbs,
        address=f"{ROOT}/{survey.id}/trend",
        asked=desk.t(trends.ASKED[trends.asked(survey)]),
        paired=[(f"{ROOT}/waves/{one.id}/results#beside", wave_name(desk, one.number)) for one in paired],
        **shown,
    )
