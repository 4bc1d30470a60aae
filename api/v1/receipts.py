"""One way from a request to its receipt: the happening is brought, refused with its code, or received for later."""

from typing import Any, TypeVar

from fastapi import Response

from api.bring import Brought, bring, happened, raise_refusal
from api.errors import NotFound
from api.services import Services
from api.v1.actor import Actor
from api.v1.shapes import Receipt
from api.v1.views import url_of
from domain.case import Case
from domain.happenings import Happening
from domain.happenings.base import HappeningBase
from domain.words import Via
from storage import mapping
from storage.queries import desk, lists

H = TypeVar("H", bound=HappeningBase)


async def taken(services: Services, case: Case, happening: Happening, response: Response) -> Receipt:
    """What became of it; raises Refused with the rule's code."""
    return receipt(services, await raise_refusal(services, await bring(services, case.id, happening)), case, response)


def receipt(services: Services, brought: Brought, case: Case | str, response: Response) -> Receipt:
    """Done, or, with 202, received and not yet processed; of a case or of its number."""
    if brought.pending:
        response.status_code = 202
    number = case if isinstance(case, str) else case.number
    return Receipt(status="received" if brought.pending else "done", number=number, url=url_of(number, services))


async def said(
    services: Services, who: Actor, assignment: str, response: Response, kind: type[H], **content: Any
) -> Receipt:
    """What the token's person says about a task of theirs; `content` is what the happening says besides."""
    case = await case_of(services, assignment, who.person.id)
    named = {"assignment": assignment} if "assignment" in kind.model_fields else {}
    happening: Any = happened(kind, services, who.person.id, Via.API, **named, **content)
    return await taken(services, case, happening, response)


async def case_of(services: Services, assignment: str, person: str) -> Case:
    """The case of an assignment of this person; the same 404 for another's and for none."""
    async with services.db.read() as session:
        case_id = await desk.case_of(session, assignment, person)
        case = await mapping.load_case(session, case_id, lock=False) if case_id is not None else None
    if case is None:
        raise NotFound("task.unknown")
    return case


async def done(
    services: Services, who: Actor, number: str, response: Response, kind: type[H], **content: Any
) -> Receipt:
    """What the office does to the idea of this number."""
    case = await numbered(services, number)
    happening: Any = happened(kind, services, who.person.id, Via.API, **content)
    return await taken(services, case, happening, response)


async def numbered(services: Services, number: str) -> Case:
    """The case with this number, for whoever may see every one."""
    async with services.db.read() as session:
        case_id = await lists.by_number(session, number)
        case = await mapping.load_case(session, case_id, lock=False) if case_id is not None else None
    if case is None:
        raise NotFound("case.unknown")
    return case
