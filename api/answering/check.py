"""The last page: what was answered, a box that is not ticked, and the one button that hands in."""

from hashlib import sha256
from uuid import uuid4

from fastapi import APIRouter, Request, Response

from api.answering import fields, kept, own, tickets
from api.answering.asked import Asked
from api.answering.page import CHECK, address
from api.answering.respondent import Respondent, RespondentDep
from api.answering.states import other_visit, session_over, state_page
from api.errors import Failure, FieldError, Refused
from api.links.act import FormDep
from api.rendering import see_other
from api.services import Services, ServicesDep
from contracts.survey_links import sealed_person
from domain.survey.answering import Filled, fill
from domain.survey.branching import Values
from domain.survey.modes import Mode
from domain.survey.questions import Info, LongText, ShortText
from domain.survey.sheet import Sheet, longest, written, written_values
from kit.ballot import seal_to
from kit.codes import spelt
from kit.i18n import N_
from storage import answers

router = APIRouter(include_in_schema=False)
THANKS = "/s/thanks"


@router.get("/s/check")
async def look(request: Request, services: ServicesDep, found: RespondentDep) -> Response:
    """What would be handed in; it hands in nothing."""
    if found is None:
        return session_over(request, services)
    if found.asked.invited.refusal:
        return state_page(found)
    return _show(found, _filled(found))


@router.post("/s/check")
async def send(request: Request, services: ServicesDep, found: RespondentDep, form: FormDep) -> Response:
    """Hands in once; whoever comes second is shown how it stands."""
    if found is None:
        return session_over(request, services, form)
    if form.one("visit") != found.session.visit:
        return other_visit(found, form)
    if found.asked.invited.refusal:
        return state_page(found, typed=form)
    filled = _filled(found)
    try:
        await found.check(form)
        if form.one("step") == "change":
            return _show(found, filled)
        _check(filled, form.one("of"), sure=form.one("sure") == "yes")
    except Failure as failure:
        return _again(found, filled, failure)
    refusal = await _hand_in(services, found, filled.values)
    if refusal:
        return state_page(found, typed=form, code=refusal)
    response = see_other(THANKS)
    barrier = own.kept(found.asked, filled.values)
    done = tickets.Session(found.session.invitation, found.session.visit, barrier=barrier)
    tickets.keep(response, services, done)
    return response


def _filled(found: Respondent) -> Filled:
    return fill(found.asked.questionnaire, found.typed or {})


def _check(filled: Filled, of: str, *, sure: bool) -> None:
    if not filled.values:
        raise Refused("survey.empty")
    if not filled.complete:
        raise Refused("survey.not_complete")
    if of != _digest(filled.values):
        raise Refused("survey.changed")
    if not sure:
        raise Refused("input.confirm")


async def _hand_in(services: Services, found: Respondent, values: Values) -> str:
    handed = _handed(services, found.asked, values)
    async with services.db.write() as session:
        return await answers.hand_in(session, found.asked.invited.id, handed, draft=kept.draft_id(found.session))


def _handed(
    services: Services, asked: Asked, values: Values
) -> answers.Anonymous | answers.Confidential | answers.Named:
    """The answer as the mode promises to keep it; an anonymous one is sealed before the database hears of it."""
    invited = asked.invited
    if invited.mode is Mode.NAMED:
        return answers.Named(written_values(values), services.now())
    if invited.mode is Mode.CONFIDENTIAL:
        pseudonym = uuid4().hex
        person = services.keys.seal(invited.person.encode(), sealed_person(pseudonym))
        return answers.Confidential(pseudonym, person, written_values(values))
    if invited.public_key is None:
        raise Refused("unavailable")  # a wave that was never given a key keeps no promise
    plain = written(Sheet(invited.unit, values)).encode()
    return answers.Anonymous(seal_to(invited.public_key, invited.wave, plain, longest(asked.questionnaire)))


def _digest(values: Values) -> str:
    """Names what was looked at, so that nothing else is handed in."""
    return sha256(written_values(values).encode()).hexdigest()[:16]


def _again(found: Respondent, filled: Filled, failure: Failure) -> Response:
    if failure.code == "form.forged":
        raise failure
    field = "sure" if failure.code == "input.confirm" else ""
    facts = {name: fact for name, fact in failure.facts.items() if fact is not None}
    status = 422 if field else failure.status
    return _show(found, filled, [FieldError(field, failure.code, facts)], status)


def _show(found: Respondent, filled: Filled, errors: list[FieldError] | None = None, status: int = 200) -> Response:
    return found.draw(
        "check.html",
        title=N_("Your answers"),
        path=CHECK,
        errors=errors or (),
        status=status,
        topics=_topics(found, filled),
        complete=filled.complete,
        empty=not filled.values,
        of=_digest(filled.values),
        final=found.asked.invited.mode is Mode.ANONYMOUS,
        texts=_texts(found, filled),
        last=address(filled.pages[-1]) if filled.pages else "",
        resumable=found.asked.survey.plan.resumable,
        code=spelt(found.session.code) if found.session.code and filled.values else "",
    )


def _texts(found: Respondent, filled: Filled) -> list[tuple[str, str]]:
    """What somebody wrote goes along with the form: refused, it comes back with the reason."""
    free = (q.key for q in found.asked.questionnaire.questions if isinstance(q, ShortText | LongText))
    return [(fields.PREFIX + key, str(filled.values[key])) for key in free if key in filled.values]


def _topics(found: Respondent, filled: Filled) -> list[dict[str, object]]:
    """What was asked and said, page by page."""
    language, say = found.language, found.services.templates.catalogues.of(found.language)
    shown = [p for p in found.asked.questionnaire.pages if p.id in filled.pages]
    return [
        {
            "title": page.title.in_(language),
            "url": address(page.id),
            "wrong": bool(filled.errors_on(page)),
            "rows": [
                (
                    q.text.in_(language),
                    fields.told(q, filled.values.get(q.key), say),
                    q.key in filled.errors,
                )
                for q in page.questions
                if q.key in filled.questions and not isinstance(q, Info)
            ],
        }
        for page in shown
    ]
