"""Starting a wave: what would happen, what is missing, and the day; then the wave is its course's."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from api import bring_wave, survey_acts
from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, date_field, read_form
from api.office.door import Desk, DeskDep
from api.office.surveys import common
from api.office.surveys.common import ROOT, crumbs, title_of
from api.rendering import see_other
from contracts.messenger import Letter
from domain.survey.cycle import wave_plan
from domain.words import Via
from kit.i18n import N_
from storage import wordings
from storage.errors import StorageError
from storage.survey_ready import counted, ready

router = APIRouter(prefix=ROOT, include_in_schema=False)


@router.get("/{survey_id}/start")
async def form(desk: DeskDep, survey_id: str) -> Response:
    """What would be asked of whom, and when."""
    return await _page(desk, survey_id, {"starts_on": desk.today.strftime("%d.%m.%Y")})


@router.post("/{survey_id}/start")
async def start(desk: DeskDep, survey_id: str) -> Response:
    """A wave on this day; on none of the days before."""
    form = await read_form(desk.request)
    day: date | None = None
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        wanted, closes_on = _days(form)
        survey_acts.check_days(desk.today, wanted, closes_on)
        day = wanted
        letter = await _opened(desk, survey_id, day, closes_on)
        brought = await bring_wave.carried(desk.services, letter)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        return await _page(desk, survey_id, form.values(), day, errors=errors, status=status)
    return see_other(f"{ROOT}/waves/{letter.wave}?{'received' if brought.pending else 'done'}=planned")


def _days(form: Form) -> tuple[date, date | None]:
    wrong: list[FieldError] = []
    days: dict[str, date | None] = {}
    for name in ("starts_on", "closes_on"):
        try:
            days[name] = date_field(form, name)
        except Invalid as invalid:
            wrong += invalid.errors
    starts_on = days.get("starts_on")
    if starts_on is None:
        wrong += [FieldError("starts_on", "input.missing")] if "starts_on" in days else []
        raise Invalid(wrong)
    if wrong:
        raise Invalid(wrong)
    return starts_on, days["closes_on"]


async def _opened(desk: Desk, survey_id: str, day: date, closes_on: date | None) -> Letter:
    """The wave and its first happening in one transaction, if nothing is missing."""
    try:
        async with desk.services.db.write() as session:
            by = desk.person.id
            return await survey_acts.wave_on(session, desk.services, survey_id, day, closes_on, by, Via.OFFICE)
    except survey_acts.NotReady:
        raise Refused("wave.not_ready") from None


async def _page(desk: Desk, survey_id: str, values: dict[str, Any], day: date | None = None, **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        survey = await common.survey_of(session, survey_id)
        moment = survey_acts.moment_of(desk.services, day)
        missing = await ready(session, survey, moment)
        count = await counted(session, survey, moment)
        asked = await wordings.newest(session, survey.questionnaire)
        closed = await survey_acts.closed_days(session, desk.services)
    closes = wave_plan(survey.plan, max(day or desk.today, desk.today), closed.days).closes_on
    title = title_of(desk, survey.plan.title)
    return desk.page(
        "surveys/start.html",
        title=N_("Start a wave"),
        breadcrumb=crumbs(desk, (title, f"{ROOT}/{survey.id}"), (desk.t(N_("Start a wave")), "")),
        action=desk.request.url.path,
        back=f"{ROOT}/{survey.id}",
        heading=title,
        values=values,
        missing=common.findings(desk, missing),
        count=common.count_of(desk, count),
        open_days=survey.plan.open_days,
        closes=desk.day(closes),
        promise=common.promised(desk, survey.mode, survey.plan, asked) if asked is not None else [],
        **shown,
    )
