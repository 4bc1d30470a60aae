"""The form of a survey: new, or changed for waves to come; the promise is shown as it will be read."""

from typing import Any

from fastapi import APIRouter, Response

from api import survey_acts
from api.errors import FieldError, Refused
from api.forms import Form, check_nonce, read_form, whole
from api.office.door import Desk, DeskDep
from api.office.surveys import common, triggers, words
from api.office.surveys import form as fields
from api.office.surveys.common import ROOT, crumbs, title_of
from api.office.surveys.listing import month
from api.rendering import see_other
from domain.errors import RuleBroken
from domain.survey.audience import Audience
from domain.survey.opening import NOBODY
from kit.i18n import N_
from storage import audiences, surveys, wordings
from storage.errors import StorageError
from storage.queries import about_idea
from storage.queries import surveys as lists
from storage.surveys import Survey, SurveyIn

router = APIRouter(prefix=ROOT, include_in_schema=False)


@router.get("/new")
async def new(desk: DeskDep, audience: str = "") -> Response:
    """The form of a survey that is not there yet; of this audience, where another page says so."""
    return await _page(desk, None, fields.EMPTY | {"owner": desk.person.id, "audience": audience})


@router.post("/new")
async def create(desk: DeskDep) -> Response:
    """A new survey, or its promise to look at."""
    return await _taken(desk, None, await read_form(desk.request))


@router.get("/{survey_id}/edit")
async def edit(desk: DeskDep, survey_id: str) -> Response:
    """The form of a survey that is there."""
    survey = await _survey(desk, survey_id)
    async with desk.services.db.read() as session:
        known = await about_idea.numbers_of(session, [survey.case_id] if survey.case_id else [])
    return await _page(desk, survey, fields.fields_of(survey, known.get(survey.case_id or "", "")))


@router.post("/{survey_id}/edit")
async def change(desk: DeskDep, survey_id: str) -> Response:
    """The survey as wanted, or its promise to look at."""
    return await _taken(desk, await _survey(desk, survey_id), await read_form(desk.request))


async def _survey(desk: Desk, survey_id: str) -> Survey:
    async with desk.services.db.read() as session:
        return await common.survey_of(session, survey_id)


async def _taken(desk: Desk, before: Survey | None, form: Form) -> Response:
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        async with desk.services.db.read() as session:
            ideas = await about_idea.ids_of(session, [form.one("idea")] if form.one("idea") else [])
        wanted = fields.read(form, before, ideas)
        if form.one("step") == "look":
            return await _page(desk, before, form.values(), wanted)
        survey = await _saved(desk, before, form, wanted)
        await survey_acts.set_up_cycle(desk.services, survey, wanted.plan.cycle)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        return await _page(desk, before, _fresh(form, before, errors), errors=errors, status=status)
    return see_other(f"{ROOT}/{survey}?done=saved")


def _fresh(form: Form, before: Survey | None, errors: list[FieldError]) -> dict[str, Any]:
    """What was typed; once somebody was told that another was faster, saving again means it."""
    values = form.values()
    if before is not None and any(error.code == "survey.stale" for error in errors):
        values["revision"] = str(before.revision)
    return values


async def _saved(desk: Desk, before: Survey | None, form: Form, wanted: SurveyIn) -> str:
    try:
        async with desk.services.db.write() as session:
            if wanted.audience == NOBODY.id:
                await audiences.save(session, NOBODY, at=desk.services.now(), by=desk.person.id)
            if before is None:
                return await surveys.create_survey(session, wanted, at=desk.services.now(), by=desk.person.id)
            revision = whole(form.one("revision"), -1)
            await surveys.change_survey(session, before.id, wanted, revision=revision)
            return before.id
    except RuleBroken as rule:
        raise common.broken(rule) from None


def _with_nobody(saved: list[Audience]) -> list[Audience]:
    """Last, the one that holds nobody: for surveys that are open to everybody."""
    return [*(one for one in saved if one.id != NOBODY.id), NOBODY]


async def _page(
    desk: Desk, before: Survey | None, values: dict[str, Any], look: SurveyIn | None = None, **shown: Any
) -> Response:
    async with desk.services.db.read() as session:
        forms = await lists.questionnaires(session)
        saved = await lists.audiences(session)
        owners = await common.owners(session, desk)
        frozen = before is not None and await surveys.invited_at(session, before.id) is not None
        resolvers = await common.office_people(session)
        asked = await wordings.newest(session, look.questionnaire) if look is not None else None
    title = N_("New survey") if before is None else N_("Change the survey")
    above = (title_of(desk, before.plan.title), f"{ROOT}/{before.id}") if before is not None else None
    return desk.page(
        "surveys/edit.html",
        title=title,
        breadcrumb=crumbs(desk, *([above] if above else []), (desk.t(title), "")),
        action=desk.request.url.path,
        back=above[1] if above else ROOT,
        new=before is None,
        frozen=frozen,
        values=values,
        questionnaires=[(line.name, f"{title_of(desk, line.title)} ({line.name})") for line in forms],
        audiences=[(one.id, title_of(desk, one.title)) for one in _with_nobody(saved)],
        owners=owners,
        resolvers=resolvers,
        modes=[(code, desk.t(text), desk.t(words.ABOUT_MODES[code])) for code, text in words.MODES.items()],
        selections=[(code, desk.t(text)) for code, text in words.SELECTIONS.items()],
        months=[(str(number), month(desk, number)) for number in range(1, 13)],
        rows=triggers.rooms(values),
        events=[(code, desk.t(text)) for code, text in triggers.EVENTS.items()],
        looked=look is not None,
        promise=common.promised(desk, look.mode, look.plan, asked) if look is not None and asked is not None else [],
        **shown,
    )
