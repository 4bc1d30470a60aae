"""Measures by API: the office says how far one is, with a day and a reason."""

from fastapi import APIRouter, Response

from api.bring import bring, happened, raise_refusal
from api.errors import NotFound
from api.services import ServicesDep
from api.v1.actor import Officer
from api.v1.description import LATER, problems
from api.v1.ideas import Number
from api.v1.shapes import MeasureIn, Receipt
from api.v1.views import url_of
from domain.happenings import MeasureMoved
from domain.words import Via
from kit.i18n import N_
from storage.queries import lists

router = APIRouter(tags=["ideas"], responses=problems(401, 403, 422, 429, 503))
WRITES = problems(400, 404, 409, 413) | LATER


@router.post("/ideas/{number}/measure", summary=N_("Say how far the measure is"), responses=WRITES)
async def move(number: Number, body: MeasureIn, response: Response, services: ServicesDep, who: Officer) -> Receipt:
    """For the office's token; a state that may not follow is refused with `measure.not_next`."""
    async with services.db.read() as session:
        case_id = await lists.by_number(session, number)
    if case_id is None:
        raise NotFound("case.unknown")
    moved = happened(MeasureMoved, services, who.person.id, Via.API, **body.model_dump())
    brought = await raise_refusal(services, await bring(services, case_id, moved))
    if brought.pending:
        response.status_code = 202
    return Receipt(status="received" if brought.pending else "done", number=number, url=url_of(number, services))
