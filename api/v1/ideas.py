"""Ideas by API: submit once however often it is sent, list, read, withdraw, and the history."""

import hashlib
from datetime import datetime
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Header, Path, Query, Response

from api import searching
from api.bring import carry, happened, raise_refusal
from api.errors import FieldError, Invalid, NotFound, NotSetUp, Refused
from api.services import Services, ServicesDep
from api.v1 import views
from api.v1.actor import Actor, Reader, Submitter
from api.v1.description import LATER, problems
from api.v1.idea_shapes import AskedOut, History, IdeaIn, IdeaList, IdeaOut, ListQuery, WithdrawIn
from api.v1.receipts import receipt, taken
from api.v1.shapes import Receipt
from contracts.messenger import Letter
from domain.calendar import local_date
from domain.case import Case
from domain.chain import broken_at
from domain.consents import Consented
from domain.definition import ProcessDefinition
from domain.happenings import IdeaText, Submitted, Withdrawn
from domain.may import may
from domain.words import Source, Via
from kit.i18n import N_
from storage import beside, consents, idempotency, inbox, mapping, origins, people, processes
from storage.engine import Session
from storage.queries import about_idea, lists

router = APIRouter(tags=["ideas"], responses=problems(401, 403, 422, 429, 503))
WRITES = problems(400, 409, 413) | LATER
KEY = Header(alias="Idempotency-Key", min_length=1, max_length=200, description="Any text; the same text submits once.")
Key = Annotated[str, KEY]
Number = Annotated[str, Path(pattern=r"^[0-9]{4}-[0-9]{4,9}$", examples=["2026-0042"])]


@router.post("/ideas", status_code=201, summary=N_("Submit an idea"), responses=WRITES)
async def submit(
    body: IdeaIn,
    response: Response,
    services: ServicesDep,
    who: Submitter,
    key: Key,
) -> Receipt:
    """Commits the idea and waits a little for its course; 202 means accepted, not yet processed."""
    letter, number = await _commit_once(services, who, body, key)
    brought = await raise_refusal(services, await carry(services, letter))
    return receipt(services, brought, number, response)


async def _commit_once(services: Services, who: Actor, body: IdeaIn, key: str) -> tuple[Letter, str]:
    """One transaction for case, inbox and key: a repeat finds what the first one made."""
    if body.named and body.consent is None:
        raise Invalid([FieldError("consent", "consent.words")])
    unsaid = {"consent"} if body.consent is None else None  # requests of before had no such field
    digest = hashlib.sha256(body.model_dump_json(exclude=unsaid).encode()).hexdigest()
    now = services.now()
    async with services.db.write() as session:
        earlier = await idempotency.claim(session, who.token_hash, key, digest, now)
        if earlier is not None:
            return _as_before(earlier, digest)
        submitter = await _submitter(session, who, body)
        process = await processes.current_hash(session)
        if process is None:
            raise NotSetUp
        year = local_date(now, services.zone).year
        case = await inbox.open_case(
            session, uuid4().hex, process=process, submitter=submitter, source=Source.API, at=now, year=year
        )
        await _note_consent(session, body, submitter, case.id, now)
        text = IdeaText.model_validate(body.model_dump(exclude={"named", "consent", "submitter"}))
        happening = happened(Submitted, services, submitter, Via.API, text=text, named=body.named)
        letter = await inbox.put(session, case.id, happening)
        kept = {"inbox": letter.inbox_id, "case": case.id, "number": case.number}
        await idempotency.answer(session, who.token_hash, key, kept)
    return letter, case.number


def _as_before(earlier: idempotency.Earlier, digest: str) -> tuple[Letter, str]:
    if earlier.request_hash != digest or earlier.response is None:
        raise Refused("idempotency.mismatch")
    kept = earlier.response
    return Letter(kept["inbox"], kept["case"], "submitted"), kept["number"]


async def _note_consent(session: Session, body: IdeaIn, person: str, case_id: str, at: datetime) -> None:
    """As the form does: the words, the day and the ground, in rows that stay; taken back by the link of the idea."""
    if not body.named or body.consent is None:
        return
    words = consents.Wording(body.consent.text, body.consent.language)
    await consents.note(session, person, Consented.NAME_SHOWN, case_id, given=True, wording=words, at=at, via=Via.API)


async def _submitter(session: Session, who: Actor, body: IdeaIn) -> str:
    """The token's person; a service may name a person whose address is confirmed."""
    if body.submitter is None:
        return who.person.id
    if not who.service:
        raise Refused("token.scope", scope="service")
    owner = await people.owner_of(session, body.submitter)
    if owner is None or await people.address_of(session, owner) is None:
        raise Refused("person.unknown")
    await people.known_for_more(session, owner)
    return owner


@router.get("/ideas", summary=N_("List ideas"))
async def listed(services: ServicesDep, who: Reader, query: Annotated[ListQuery, Query()]) -> IdeaList:
    """The office's token sees all; others see what is public and their own, and search in what is public of it."""
    wish = searching.Wish(q=query.q, after=query.after)
    async with services.db.read() as session:
        definition = await processes.current(session) if query.department else None
        narrowed = _narrowed(query, "" if who.office else who.person.id, definition, services)
        found = await searching.look(session, wish, narrowed, office=who.office, limit=query.limit)
    if found.nothing_typed:
        raise Invalid([FieldError("q", "search.no_word")])
    return views.idea_list(found, services)


def _narrowed(
    query: ListQuery, seen_by: str, definition: ProcessDefinition | None, services: Services
) -> lists.CaseFilter:
    return lists.CaseFilter(
        stage=query.stage or "",
        state=query.state or "",
        seen_by=seen_by,
        theme=query.theme,
        goal=query.goal,
        level=query.level,
        department=query.department,
        themes_of_department=searching.themes_of(query.department, definition),
        since=searching.beginning(query.since, services.zone),
        before=searching.end(query.until, services.zone),
    )


@router.get("/ideas/{number}", summary=N_("One idea"), responses=problems(404))
async def one(number: Number, services: ServicesDep, who: Reader) -> IdeaOut:
    """Internal reasons, names and addresses are in none of its fields."""
    case = await _visible(services, who, number)
    async with services.db.read() as session:
        definition = await processes.by_hash(session, case.process)
        owners = await people.by_ids(session, [c.owner for c in case.commitments])
        asked = await _asked(services, session, case.id) if who.office else []
        around = await beside.of_case(session, case)
    return views.idea(case, definition, owners, services, asked, around)


async def _asked(services: Services, session: Session, case_id: str) -> list[AskedOut]:
    """Waves that asked about the idea, newest first."""
    found = [
        (one, await origins.origin(session, one.wave.id)) for one in await about_idea.asked_about(session, case_id)
    ]
    return [views.asked(one, origin, services) for one, origin in found if origin is not None]


@router.get("/ideas/{number}/history", summary=N_("The record of an idea"), responses=problems(404))
async def history(number: Number, services: ServicesDep, who: Reader) -> History:
    """Ids, codes and times; for the office and the submitter."""
    case = await _visible(services, who, number)
    if not who.office and case.submitter != who.person.id:
        raise NotFound("case.unknown")
    async with services.db.read() as session:
        events = await mapping.load_events(session, case.id)
    return views.history(case, events, whole=broken_at(case, events) is None)


@router.post("/ideas/{number}/withdraw", summary=N_("Withdraw an idea"), responses=problems(404) | WRITES)
async def withdraw(
    number: Number, body: WithdrawIn, response: Response, services: ServicesDep, who: Submitter
) -> Receipt:
    """For the token of the submitter, until the idea is decided."""
    case = await _visible(services, who, number)
    happening = happened(Withdrawn, services, who.person.id, Via.API, reason=body.reason)
    return await taken(services, case, happening, response)


async def _visible(services: Services, who: Actor, number: str) -> Case:
    """The case, if this actor may know of it; else the same 404 as for none."""
    async with services.db.read() as session:
        case_id = await lists.by_number(session, number)
        case = await mapping.load_case(session, case_id, lock=False) if case_id is not None else None
    if case is None or not (case.public or who.office or may(who.person.id, None, "see_own", case)):
        raise NotFound("case.unknown")
    return case
