"""What the staff council needs: a document made from the survey itself, and the record of its approval."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, date_field, read_form
from api.office.door import Desk, DeskDep
from api.office.surveys import common, words
from api.office.surveys.common import ROOT, crumbs, title_of
from api.office.surveys.listing import cycle
from api.office.surveys.preview import pages
from api.rendering import see_other
from domain.errors import RuleBroken
from domain.survey.questionnaire import Questionnaire, StaffNotice
from domain.survey.staff import Approval
from domain.survey.versions import Version
from kit.i18n import N_
from storage import audiences, people, surveys, wordings
from storage.errors import StorageError
from storage.survey_ready import counted
from storage.surveys import Survey

router = APIRouter(prefix=ROOT, include_in_schema=False)


@router.get("/{survey_id}/document")
async def document(desk: DeskDep, survey_id: str) -> Response:
    """Everything about the survey on paper: purpose, questions, mode, promise, recipients, thresholds, deletion."""
    async with desk.services.db.read() as session:
        survey = await common.survey_of(session, survey_id)
        form = await wordings.newest(session, survey.questionnaire)
        newest = await wordings.latest(session, survey.questionnaire)
        audience = await audiences.load(session, survey.audience)
        count = await counted(session, survey, common.moment(desk))
        owner = (await people.by_ids(session, [survey.owner])).get(survey.owner)
    title = title_of(desk, survey.plan.title)
    return desk.page(
        "surveys/document.html",
        title=N_("Document for the staff council"),
        breadcrumb=crumbs(desk, (title, f"{ROOT}/{survey.id}"), (desk.t(N_("Document for the staff council")), "")),
        heading=title,
        today=desk.day(desk.today),
        version=newest.number if newest is not None else 0,
        hash=newest.content_hash[:12] if newest is not None else "",
        notices=_notices(desk, form),
        mode=desk.t(words.MODES[survey.mode]),
        about_mode=desk.t(words.ABOUT_MODES[survey.mode]),
        promise=common.promised(desk, survey.mode, survey.plan, form) if form is not None else [],
        audience=title_of(desk, audience.title) if audience is not None else survey.audience,
        count=common.count_of(desk, count),
        plan=survey.plan,
        named=survey.mode == "named",
        confidential=survey.mode == "confidential",
        free_text=max(survey.plan.free_text, survey.plan.figures),
        reminders=", ".join(map(str, survey.plan.remind_after)),
        cycle=cycle(desk, survey),
        owner=common.name_of(desk, owner),
        demographic=[q.text.in_(desk.language) for q in form.questions if q.demographic] if form else [],
        pages=pages(form, desk) if form is not None else [],
        approval=survey.approved,
        approved_on=desk.day(survey.approved.on) if survey.approved is not None else "",
        approved_this=_agrees(survey, newest),
    )


@router.get("/{survey_id}/approval")
async def form(desk: DeskDep, survey_id: str) -> Response:
    """The form of an approval."""
    return await _page(desk, survey_id, {})


@router.post("/{survey_id}/approval")
async def approve(desk: DeskDep, survey_id: str) -> Response:
    """Binds an approval to exactly the wording that was shown."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        approval = _read(desk, form)
        async with desk.services.db.write() as session:
            await common.survey_of(session, survey_id)
            await surveys.approve(session, survey_id, approval, at=desk.services.now(), by=desk.person.id)
    except RuleBroken as rule:
        errors, status = common.told(common.broken(rule))
        return await _page(desk, survey_id, form.values(), errors=errors, status=status)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        return await _page(desk, survey_id, form.values(), errors=errors, status=status)
    return see_other(f"{ROOT}/{survey_id}?done=approved")


def _read(desk: Desk, form: Form) -> Approval:
    wrong: list[FieldError] = []
    on = None
    if not form.one("approved_by"):
        wrong.append(FieldError("approved_by", "input.missing"))
    for name in ("approved_by", "reference"):
        if len(form.one(name)) > LONGEST:
            wrong.append(FieldError(name, "input.too_long", {"limit": LONGEST}))
    try:
        on = date_field(form, "approved_on")
        if on is None:
            wrong.append(FieldError("approved_on", "input.missing"))
        elif on > desk.today:
            wrong.append(FieldError("approved_on", "approval.in_the_future"))
    except Invalid as invalid:
        wrong += invalid.errors
    if wrong or on is None:
        raise Invalid(wrong)
    return Approval(form.one("wording"), form.one("approved_by"), on, form.one("reference"))


LONGEST = 200


def _notices(desk: Desk, form: Questionnaire | None) -> list[tuple[str, str]]:
    """The blocks that staff read before they answer; an empty one is a visible gap."""
    notice = (form.notice if form is not None else None) or StaffNotice()
    given: list[tuple[str, Any]] = [(name, getattr(notice, name)) for name in words.NOTICES]
    return [(desk.t(words.NOTICES[name]), text.in_(desk.language) if text is not None else "") for name, text in given]


def _agrees(survey: Survey, newest: Version | None) -> bool:
    approval = survey.approved
    return approval is not None and newest is not None and approval.questionnaire == newest.content_hash


async def _page(desk: Desk, survey_id: str, values: dict[str, Any], **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        survey = await common.survey_of(session, survey_id)
        newest = await wordings.latest(session, survey.questionnaire)
    title = title_of(desk, survey.plan.title)
    wording = newest.content_hash if newest is not None else ""
    return desk.page(
        "surveys/approval.html",
        title=N_("Record the approval"),
        breadcrumb=crumbs(desk, (title, f"{ROOT}/{survey.id}"), (desk.t(N_("Record the approval")), "")),
        action=desk.request.url.path,
        back=f"{ROOT}/{survey.id}",
        heading=title,
        version=newest.number if newest is not None else 0,
        wording=wording,
        document=f"{ROOT}/{survey.id}/document",
        values={**values, "wording": wording},
        **shown,
    )
