"""One page of a questionnaire: a topic with its questions; what was typed goes into the draft, and never gets lost."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from api.answering import fields, kept
from api.answering.respondent import Respondent, RespondentDep
from api.answering.states import other_visit, session_over, state_page
from api.errors import Failure, FieldError, NotFound, TooMany
from api.forms import Form
from api.links.act import FormDep
from api.rendering import see_other
from api.services import ServicesDep
from domain.survey.answering import Filled, fill
from domain.survey.pages import first_page, from_form, merged, next_page, previous_page
from domain.survey.questionnaire import Page, Questionnaire
from kit.codes import spelt

router = APIRouter(include_in_schema=False)
CHECK = "/s/check"
LATER = "/s/later"


def address(page_id: str) -> str:
    """Of one page; the same for everybody."""
    return f"/s/page/{page_id}"


def begin_at(questionnaire: Questionnaire, raw: Mapping[str, object]) -> str:
    """Where answering goes on: the first page with nothing on it yet, or the last look."""
    filled = fill(questionnaire, raw)
    for page_id in filled.pages:
        page = questionnaire.page(page_id)
        keys = {q.key for q in page.questions} if page is not None else set()
        if not keys & set(raw):
            return address(page_id)
    return CHECK


@router.get("/s/page/{page_id}")
async def look(page_id: str, request: Request, services: ServicesDep, found: RespondentDep) -> Response:
    """The page with what was typed before."""
    if found is None:
        return session_over(request, services)
    if found.asked.invited.refusal:
        return state_page(found)
    raw = found.typed or {}
    page, filled = found.asked.questionnaire.page(page_id), fill(found.asked.questionnaire, raw)
    if page is None:
        raise NotFound
    if page_id not in filled.pages:
        return see_other(address(first_page(filled) or page_id) if filled.pages else CHECK)
    wrong = {key: error for key, error in filled.errors_on(page).items() if kept.said({"": raw.get(key)})}
    return _show(found, page, filled, raw, errors=fields.field_errors(wrong))


@router.post("/s/page/{page_id}")
async def go_on(page_id: str, request: Request, services: ServicesDep, found: RespondentDep, form: FormDep) -> Response:
    """Takes what was typed and shows what follows; or the page again, with what is wrong at each question."""
    if found is None:
        return session_over(request, services, form)
    asked, page = found.asked, found.asked.questionnaire.page(page_id)
    if page is None:
        raise NotFound
    if form.one("visit") != found.session.visit:
        return other_visit(found, form)
    if asked.invited.refusal:
        return state_page(found, typed=form)
    before = found.typed or {}
    shown = form.one("shown").split()
    raw = merged(before, page, sent(asked.questionnaire, form), shown)
    filled = fill(asked.questionnaire, raw)
    try:
        await found.check(form)
    except Failure as failure:
        return _refused(found, page, filled, raw, failure)
    if form.one("step") == "change":  # the switch of languages: nothing is kept, nothing is lost
        return _show(found, page, filled, raw)
    wrong = filled.errors_on(page)
    if wrong and form.one("step") != "back":
        return _show(found, page, filled, raw, errors=fields.field_errors(wrong), status=422)
    if not await kept.save(services, asked, found.session, raw):
        return state_page(found, typed=form, code="survey.closed")
    return see_other(_following(found, page_id, filled, form, shown))


def sent(questionnaire: Questionnaire, form: Form) -> dict[str, object]:
    """The answers of a form; its own fields have other names."""
    named = [(name.removeprefix(fields.PREFIX), text) for name, text in form.all() if name.startswith(fields.PREFIX)]
    return from_form(questionnaire, named)


def _following(found: Respondent, page_id: str, filled: Filled, form: Form, shown: list[str]) -> str:
    questionnaire, step = found.asked.questionnaire, form.one("step")
    if step == "later":
        return LATER
    if step == "back":
        return address(previous_page(questionnaire, filled, page_id) or page_id)
    following = next_page(questionnaire, filled, page_id, shown)
    return CHECK if following is None else address(following)


def _refused(found: Respondent, page: Page, filled: Filled, raw: Mapping[str, object], failure: Failure) -> Response:
    if failure.code == "form.forged":
        raise failure
    facts = {name: fact for name, fact in failure.facts.items() if fact is not None}
    response = _show(found, page, filled, raw, errors=[FieldError("", failure.code, facts)], status=failure.status)
    if isinstance(failure, TooMany):
        response.headers["Retry-After"] = str(failure.wait)
    return response


def _show(found: Respondent, page: Page, filled: Filled, raw: Mapping[str, object], **drawing: Any) -> Response:
    questionnaire, language = found.asked.questionnaire, found.language
    pages = [p for p in questionnaire.pages if p.id in filled.pages]
    return found.draw(
        "page.html",
        title=page.title.in_(language),
        path=address(page.id),
        here=address(page.id),
        idea=found.asked.idea,
        questions=fields.drawn(page, filled, raw, language),
        shown=" ".join(q.key for q in page.questions if q.key in filled.questions),
        number=pages.index(page) + 1 if page in pages else 1,
        count=len(pages),
        back=previous_page(questionnaire, filled, page.id) is not None,
        resumable=found.asked.survey.plan.resumable,
        code=spelt(found.session.code) if found.session.code and kept.said(raw) else "",
        **drawing,
    )
