"""The list of surveys, and one survey: what it asks of whom, what is missing before it may start, its waves."""

from typing import Any

from fastapi import APIRouter, Response

from api.office.door import Desk, DeskDep
from api.office.surveys import common, held, triggers, words
from api.office.surveys.common import ROOT, Shown, crumbs, title_of
from api.office.surveys.cycle import state_of
from kit.i18n import N_
from storage import audiences, people, wordings
from storage.queries import surveys as lists
from storage.queries.surveys import WaveLine
from storage.survey_ready import counted, ready
from storage.surveys import Survey

router = APIRouter(prefix=ROOT, include_in_schema=False)
DONE = {
    "saved": N_("The survey is saved."),
    "cycle": N_("The cycle is changed."),
    "approved": N_("The approval is recorded."),
    "audience": N_("The audience is saved."),
    "questionnaire": N_("The questionnaire is saved."),
}


@router.get("")
async def listed(desk: DeskDep) -> Response:
    """All surveys with their newest wave."""
    async with desk.services.db.read() as session:
        found = await lists.surveys(session)
        titles = {one.id: title_of(desk, one.title) for one in await lists.audiences(session)}
        names = await people.by_ids(session, [line.owner for line in found])
    rows = [
        {
            "title": title_of(desk, line.title),
            "url": f"{ROOT}/{line.id}",
            "audience": titles.get(line.audience, line.audience),
            "mode": desk.t(words.MODES[line.mode]),
            "owner": common.name_of(desk, names.get(line.owner)),
            "cycle": line.cycle,
            "wave": wave_line(desk, line.wave, line.figures) if line.wave is not None else None,
        }
        for line in found
    ]
    return desk.page("surveys/list.html", title=N_("Surveys"), rows=rows)


def wave_line(desk: Desk, wave: WaveLine, figures: int) -> Shown:
    """One wave in a row: where it stands and its dates; never a count that moves with single answers."""
    text, tone = words.STATES[wave.state]
    if wave.paused_at is not None:
        text, tone = N_("paused"), "warning"
    return {
        "number": wave.number + 1,
        "url": f"{ROOT}/waves/{wave.id}",
        "state": {"text": desk.t(text), "tone": tone},
        "starts": desk.day(wave.starts_on),
        "closes": desk.day(wave.closes_on),
        "due": desk.day(wave.response_on) if wave.state == "answering" else "",
        "overdue": wave.state == "answering" and wave.response_on is not None and wave.response_on < desk.today,
        "invited": wave.invited,
        "public": wave.public,
        "answered": answered(desk, wave.answered, wave.mode, wave.state, figures),
    }


def answered(desk: Desk, number: int, mode: str, state: str, least: int) -> str:
    """How many took part, as far as it may be said (S7): as long as answers come, in steps of the threshold."""
    if mode == "named":
        return str(number)
    if number < least:
        return desk.t(N_("fewer than {least}")).format(least=least)
    if state in ("answering", "done"):
        return str(number)
    return desk.t(N_("{number} or more")).format(number=number // least * least)


@router.get("/{survey_id}")
async def one(desk: DeskDep, survey_id: str, done: str = "") -> Response:
    """One survey with everything that hangs on it."""
    async with desk.services.db.read() as session:
        survey = await common.survey_of(session, survey_id)
        form = await wordings.newest(session, survey.questionnaire)
        audience = await audiences.load(session, survey.audience)
        waves = await lists.waves_of(session, survey.id)
        missing = await ready(session, survey, common.moment(desk))
        count = await counted(session, survey, common.moment(desk))
        waiting = await held.of_survey(desk, session, survey)
        known = await people.by_ids(session, [survey.owner])
    title = title_of(desk, survey.plan.title)
    return desk.page(
        "surveys/survey.html",
        title=title,
        breadcrumb=crumbs(desk, (title, "")),
        done=desk.t(DONE.get(done, "")),
        url=f"{ROOT}/{survey.id}",
        heading=title,
        facts=_facts(desk, survey),
        owner=common.name_of(desk, known.get(survey.owner)),
        audience=title_of(desk, audience.title) if audience is not None else survey.audience,
        audience_url=f"{ROOT}/audiences/{survey.audience}",
        questionnaire=title_of(desk, form.title) if form is not None else survey.questionnaire,
        questionnaire_url=f"{ROOT}/questionnaires/{survey.questionnaire}",
        staff=form is not None and form.kind == "staff",
        approval=_approval(desk, survey),
        turning=await state_of(desk, survey),
        missing=common.findings(desk, missing),
        held=waiting,
        count=common.count_of(desk, count),
        promise=common.promised(desk, survey.mode, survey.plan, form) if form is not None else [],
        waves=[wave_line(desk, wave, survey.plan.figures) for wave in waves],
    )


def _approval(desk: Desk, survey: Survey) -> Shown | None:
    given = survey.approved
    if given is None:
        return None
    return {"body": given.body, "on": desk.day(given.on), "reference": given.reference}


def _facts(desk: Desk, survey: Survey) -> dict[str, Any]:
    plan = survey.plan
    return {
        "mode": desk.t(words.MODES[survey.mode]),
        "selection": desk.t(words.SELECTIONS[plan.selection.kind]),
        "size": plan.selection.size,
        "open_days": plan.open_days,
        "reminders": ", ".join(map(str, plan.remind_after)),
        "enough": plan.enough,
        "figures": plan.figures,
        "free_text": max(plan.free_text, plan.figures),
        "respond_days": plan.respond.working_days,
        "priority": plan.priority,
        "public": survey.public,
        "cycle": cycle(desk, survey),
        "triggers": [_trigger(desk, *one) for one in triggers.in_words(plan.triggers)],
    }


def _trigger(desk: Desk, event: str, days: int, same: bool) -> str:
    count = desk.say.ngettext("{count} day", "{count} days", days).format(count=days)
    told = f"{count} {desk.t(event)}"
    again = desk.t(N_("the same people"))
    return f"{told} ({again})" if same else told


def cycle(desk: Desk, survey: Survey) -> str:
    """Its months and day in words; empty for a survey by hand."""
    given = survey.plan.cycle
    if given is None:
        return ""
    return desk.t(N_("on day {day} of {months}")).format(
        day=given.day, months=", ".join(month(desk, number) for number in given.months)
    )


def month(desk: Desk, number: int) -> str:
    """The name of a month."""
    return str(desk.say.locale.months["stand-alone"]["wide"][number])
