"""The page of a case: where it stands, who is awaited, what was said, and the record in words."""

from typing import Any

from fastapi import APIRouter, Response

from api import deferring
from api.idea_form import choices
from api.office import asked as asked_people
from api.office import case_record, case_said, case_tasks, comments, sign_off
from api.office.case_view import CaseView, shell
from api.office.door import DeskDep
from api.office.intervene import bundle_of
from api.office.interventions import BY_PATH, offered
from api.office.radar.common import findings as of_radar
from api.office.results.common import address_of as results_of
from api.office.surveys.common import wave_name
from api.results.of_idea import asked_about
from domain.case import Case
from domain.words import TaskKind
from kit.i18n import N_
from storage import radar, radar_names, rounds, supporters
from storage.queries import about_idea, lists
from storage.queries.about_idea import Naming

router = APIRouter(prefix="/office/ideas", include_in_schema=False)


@router.get("/{number}")
async def case(desk: DeskDep, number: str, done: str = "", received: str = "") -> Response:
    """One case with everything there is."""
    bundle = await bundle_of(desk, number)
    view, t = CaseView(desk, bundle, await deferring.around(desk.services, bundle.case)), desk.t
    crumbs = [{"label": t("Board"), "url": "/office"}, {"label": bundle.case.number, "url": ""}]
    common = {"head": view.head(), "unfinished": view.unfinished(), "breadcrumb": crumbs}
    if shell(bundle.case):
        return desk.page("shell.html", title=N_("Being received"), **common)
    commented = await comments.said_of(view)
    said = BY_PATH.get(done)
    return desk.page(
        "case.html",
        title=f"{bundle.case.number} {bundle.case.text.title}",
        done=sign_off.done(view, done) or t(said.done if said is not None else _FIRST.get(done, "")),
        received=t(N_("Received, not processed yet")) if received else "",
        text=bundle.case.text,
        texts=_versions(view),
        choices=choices(bundle.definition, desk.language, bundle.case.text.goals),
        acts=_acts(view),
        tasks=case_tasks.tasks(view),
        not_asked=await _not_asked(view),
        reviews=case_said.reviews(view),
        utility=case_said.utility(view),
        decisions=case_said.decisions(view),
        held=view.case.held_until,
        deferral=case_said.deferral(view),
        sign_off=sign_off.shown(view),
        paused=case_said.pause(view),
        commitments=case_said.commitments(view),
        questions=case_said.questions(view),
        wanted=case_said.wanted(view),
        comments=commented.shown(),
        mails=[view.mail(mail) for mail in reversed(bundle.mails)],
        history=case_record.history(view),
        chain=case_record.chain(view),
        missing_benefit=_misses_benefit(view),
        **common,
        **await _elsewhere(view),
    )


async def _elsewhere(view: CaseView) -> dict[str, Any]:
    """What stands beside the case: surveys, supporters, a round, other ideas, and what the radar found."""
    desk, case = view.desk, view.case
    async with desk.services.db.read() as session:
        asked = await about_idea.asked_about(session, case.id)
        naming = await about_idea.named_by(session, case.id)
        amiss = await radar.of_case(session, case.id)
        names = await radar_names.names(session, amiss)
        supported = await supporters.count(session, case.id)
        in_round = await rounds.living(session, case.id)
        others = await lists.by_ids(session, _joined(case))
    return {
        "surveyed": [asked_about(desk.say, one, results_of(one)) for one in asked],
        "named_by": [_naming(view, one) for one in naming],
        "supporters": supported,
        "in_round": in_round,
        "goes_on": others.get(case.merged_into),
        "joined": [others[one.case] for one in case.joined_now() if one.case in others],
        "amiss": of_radar(desk, amiss, names),
    }


def _joined(case: Case) -> list[str]:
    """Other ideas it has been merged with."""
    return [*(one.case for one in case.joined_now()), *filter(None, [case.merged_into])]


_FIRST = {"submitted": N_("The idea is entered."), "taken_over": N_("The project is taken over.")}


def _acts(view: CaseView) -> list[dict[str, Any]]:
    """What the office can do now."""
    return [
        {"label": view.desk.t(one.label), "url": f"{view.url}/{one.path}", "first": one.first}
        for one in offered(view.case, view.bundle.definition)
    ]


async def _not_asked(view: CaseView) -> list[dict[str, Any]]:
    """Who was not asked for the review under way, and why."""
    under_way = bool(view.case.open_tasks(TaskKind.REVIEW))
    return asked_people.not_asked(view, await asked_people.house_of(view)) if under_way else []


def _versions(view: CaseView) -> list[dict[str, Any]]:
    """Earlier texts, the newest of them first."""
    return [
        {"version": text.version, "when": view.desk.moment(text.at), "who": view.name(text.by), "text": text}
        for text in reversed(view.case.texts[:-1])
    ]


def _naming(view: CaseView, one: Naming) -> dict[str, Any]:
    """A published answer to a survey that names the idea, and the topics in which it does."""
    number = wave_name(view.desk, one.number)
    return {
        "label": f"{one.title.in_(view.desk.language)} · {number}",
        "url": f"/office/surveys/waves/{one.wave}",
        "when": view.desk.moment(one.at),
        "about": one.about,
    }


def _misses_benefit(view: CaseView) -> bool:
    required = view.bundle.definition.stages.intake.benefit_required
    return required and view.case.stage == "intake" and view.case.closed_at is None and not view.case.text.benefits
