"""Surveys by API: made, started on a day, paused, closed and called off, by the same rules as on the office's pages."""

import hashlib
import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Response
from pydantic import BaseModel, ValidationError

from api import survey_acts
from api.bring import Brought, carry, happened, raise_refusal
from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import field_errors
from api.services import Services, ServicesDep
from api.survey_acts import NotReady
from api.v1.actor import Actor, Officer
from api.v1.description import Responses, problems
from api.v1.survey_inputs import RespondIn, SurveyIn, TopicIn, WaveIn, WaveReceipt, WhyIn
from api.v1.survey_shapes import SurveyLine
from contracts.messenger import Letter
from domain import calendar
from domain.errors import RuleBroken
from domain.survey.survey import SurveyPlan
from domain.survey.wave_happenings import Cancelled, ClosedEarly, Paused, Responded, Resumed, WaveHappening
from domain.words import Via
from kit.i18n import N_
from storage import idempotency, inbox, people, surveys, waves
from storage.queries import about_idea
from storage.session import Session
from storage.surveys import SurveyIn as Wanted

router = APIRouter(prefix="/surveys", tags=["surveys"], responses=problems(401, 403, 422, 429, 503))
LATER: Responses = {202: {"model": WaveReceipt, "description": "Accepted and safe, not yet processed."}}
WRITES = problems(400, 404, 409, 413)
Once = Annotated[
    str,
    Header(alias="Idempotency-Key", min_length=1, max_length=200, description="Any text; the same text acts once."),
]
Key = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,64}$", examples=["8d9f2c51b0a94bb59d6e6d0c5f0f2a11"])]
Kept = dict[str, Any]


@router.post("", status_code=201, summary=N_("Make a survey"), responses=WRITES)
async def create(body: SurveyIn, services: ServicesDep, who: Officer, key: Once) -> SurveyLine:
    """For the office's token. Nobody is asked before a wave starts; a cycle in the plan begins to turn."""
    plan = _plan(body.plan)
    async with services.db.write() as session:
        kept, fresh = await _earlier(session, services, who, key, body)
        if fresh:
            wanted = await _wanted(session, body, plan)
            try:
                survey = await surveys.create_survey(session, wanted, at=services.now(), by=who.person.id)
            except RuleBroken as rule:
                raise _refused(rule) from None
            kept = {"survey": survey}
            await idempotency.answer(session, who.token_hash, key, kept)
    if fresh:  # said again much later, the cycle may be another one by now
        await survey_acts.set_up_cycle(services, kept["survey"], plan.cycle)
    return _line(services, kept["survey"], body, plan)


@router.post("/{survey_id}/waves", status_code=201, summary=N_("Start a wave on a day"), responses=WRITES | LATER)
async def start(
    survey_id: Key, body: WaveIn, response: Response, services: ServicesDep, who: Officer, key: Once
) -> WaveReceipt:
    """For the office's token; whatever is missing before anybody can be asked is named by codes."""
    async with services.db.write() as session:
        kept, fresh = await _earlier(session, services, who, key, body, survey_id)
        if fresh:
            today = calendar.local_date(services.now(), services.zone)
            survey_acts.check_days(today, body.starts_on, body.closes_on)
            letter = await _opened(session, services, survey_id, body, who)
            kept = {"inbox": letter.inbox_id, "wave": letter.wave}
            await idempotency.answer(session, who.token_hash, key, kept)
    letter = Letter(kept["inbox"], "", "planned", wave=kept["wave"])
    return _receipt(services, await raise_refusal(services, await carry(services, letter)), kept["wave"], response)


@router.post("/waves/{wave_id}/pause", summary=N_("Pause a wave"), responses=WRITES | LATER)
async def pause(wave_id: Key, body: WhyIn, response: Response, services: ServicesDep, who: Officer) -> WaveReceipt:
    """No mail leaves and no date passes until it goes on."""
    return await _happens(services, wave_id, happened(Paused, services, who.person.id, Via.API, **_why(body)), response)


@router.post("/waves/{wave_id}/resume", summary=N_("Let a wave go on"), responses=WRITES | LATER)
async def resume(wave_id: Key, response: Response, services: ServicesDep, who: Officer) -> WaveReceipt:
    """Every date that lay ahead moves by the working days that were lost."""
    return await _happens(services, wave_id, happened(Resumed, services, who.person.id, Via.API), response)


@router.post("/waves/{wave_id}/close", summary=N_("Close a wave early"), responses=WRITES | LATER)
async def close(wave_id: Key, body: WhyIn, response: Response, services: ServicesDep, who: Officer) -> WaveReceipt:
    """No answer is taken any more, and the results are made."""
    made = happened(ClosedEarly, services, who.person.id, Via.API, **_why(body))
    return await _happens(services, wave_id, made, response)


@router.post("/waves/{wave_id}/cancel", summary=N_("Call a wave off"), responses=WRITES | LATER)
async def cancel(wave_id: Key, body: WhyIn, response: Response, services: ServicesDep, who: Officer) -> WaveReceipt:
    """Whoever was invited already is told what came of it all the same."""
    made = happened(Cancelled, services, who.person.id, Via.API, **_why(body))
    return await _happens(services, wave_id, made, response)


@router.post("/waves/{wave_id}/respond", summary=N_("Publish the answer to a wave"), responses=WRITES | LATER)
async def respond(
    wave_id: Key, body: RespondIn, response: Response, services: ServicesDep, who: Officer
) -> WaveReceipt:
    """Asked – said – done: it goes to everybody who was asked, stands on the public page, and ends the wave."""
    async with services.db.read() as session:
        topics = [await _topic(session, number, topic) for number, topic in enumerate(body.topics)]
    made = happened(Responded, services, who.person.id, Via.API, topics=topics)
    return await _happens(services, wave_id, made, response)


async def _topic(session: Session, number: int, topic: TopicIn) -> Kept:
    """As the rules take it: whoever sees to it and the idea, by their ids. Raises Invalid."""
    owner = await people.owner_of(session, topic.owner)
    if owner is None:
        raise Invalid([FieldError(f"topics.{number}.owner", "wave.owner_unknown")])
    case_id = (await about_idea.ids_of(session, [topic.idea])).get(topic.idea) if topic.idea else None
    if topic.idea and case_id is None:
        raise Invalid([FieldError(f"topics.{number}.idea", "wave.idea_unknown")])
    return topic.model_dump(exclude={"owner", "idea"}) | {"owner": owner, "case_id": case_id}


def _why(body: WhyIn) -> dict[str, str]:
    return {"reason": body.reason}


def _plan(given: dict[str, Any]) -> SurveyPlan:
    """As the domain takes it; raises Invalid, field by field."""
    text = json.dumps(given)
    if "\\u0000" in text:  # what no database keeps; half a character is refused below
        raise Invalid([FieldError("plan", "input.wrong")])
    try:
        return SurveyPlan.model_validate_json(text)
    except ValidationError as wrong:
        errors = [FieldError(f"plan.{e.field}".rstrip("."), e.code, e.facts) for e in field_errors(wrong)]
        raise Invalid(errors) from None


async def _wanted(session: Session, body: SurveyIn, plan: SurveyPlan) -> Wanted:
    owner = await people.owner_of(session, body.owner)
    if owner is None:
        raise Refused("wave.owner_unknown")
    case_id = (await about_idea.ids_of(session, [body.idea])).get(body.idea) if body.idea else None
    if body.idea and case_id is None:
        raise Refused("wave.idea_unknown")
    await people.known_for_more(session, owner)
    return Wanted(body.questionnaire, body.audience, body.mode, owner, plan, body.public, case_id)


async def _opened(session: Session, services: Services, survey_id: str, body: WaveIn, who: Actor) -> Letter:
    try:
        return await survey_acts.wave_on(
            session, services, survey_id, body.starts_on, body.closes_on, who.person.id, Via.API
        )
    except NotReady as lacking:
        codes = sorted({finding.code for finding in lacking.missing})
        raise Refused("wave.lacks", missing=", ".join(codes)) from None
    except RuleBroken as rule:
        raise _refused(rule) from None


async def _earlier(
    session: Session, services: Services, who: Actor, key: str, body: BaseModel, about: str = ""
) -> tuple[Kept, bool]:
    """What an earlier request with this key was answered, or that this is the first."""
    digest = hashlib.sha256(f"{about} {type(body).__name__} {body.model_dump_json()}".encode()).hexdigest()
    earlier = await idempotency.claim(session, who.token_hash, key, digest, services.now())
    if earlier is None:
        return {}, True
    if earlier.request_hash != digest or earlier.response is None:
        raise Refused("idempotency.mismatch")
    return earlier.response, False


async def _happens(services: Services, wave_id: str, happening: WaveHappening, response: Response) -> WaveReceipt:
    async with services.db.write() as session:
        if await waves.load_wave(session, wave_id) is None:
            raise NotFound("wave.unknown")
        letter = await inbox.put_of_wave(session, wave_id, happening)
    return _receipt(services, await raise_refusal(services, await carry(services, letter)), wave_id, response)


def _refused(rule: RuleBroken) -> Refused:
    return Refused(rule.code, **{name: value for name, value in rule.facts.items() if value is not None})


def _receipt(services: Services, brought: Brought, wave: str, response: Response) -> WaveReceipt:
    if brought.pending:
        response.status_code = 202
    status = "received" if brought.pending else "done"
    return WaveReceipt(status=status, wave=wave, url=f"{services.site.base_url}/api/v1/surveys/waves/{wave}")


def _line(services: Services, survey: str, body: SurveyIn, plan: SurveyPlan) -> SurveyLine:
    return SurveyLine(
        survey=survey,
        title=plan.title.de or plan.title.en,
        questionnaire=body.questionnaire,
        mode=body.mode,
        url=f"{services.site.base_url}/api/v1/surveys/{survey}",
    )
