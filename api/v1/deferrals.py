"""Deferring by API: the office puts an idea off, changes what it waits for, and wakes it; by the rules of the pages."""

from fastapi import APIRouter, Response

from api.services import ServicesDep
from api.v1.actor import Officer
from api.v1.deferral_shapes import DeferIn, DocumentOut, DocumentsOut, WakeIn
from api.v1.description import LATER, problems
from api.v1.ideas import Number
from api.v1.receipts import done
from api.v1.shapes import Receipt
from domain.happenings import Deferred, Lifted
from kit.i18n import N_
from storage import documents

router = APIRouter(tags=["office"], responses=problems(401, 403, 422, 429, 503))
WRITES = problems(400, 404, 409, 413) | LATER


@router.post("/ideas/{number}/defer", summary=N_("Defer an idea, or change what it waits for"), responses=WRITES)
async def defer(number: Number, body: DeferIn, response: Response, services: ServicesDep, who: Officer) -> Receipt:
    """For the office's token. Of an idea that sleeps already, supporters and goals are counted from where they were."""
    said = body.model_dump()
    return await done(services, who, number, response, Deferred, conditions=said.pop("waits_for"), **said)


@router.post("/ideas/{number}/wake", summary=N_("Wake a deferred idea"), responses=WRITES)
async def wake(number: Number, body: WakeIn, response: Response, services: ServicesDep, who: Officer) -> Receipt:
    """For the office's token, with a reason that is published; it goes on where it was to go on."""
    return await done(services, who, number, response, Lifted, **body.model_dump())


@router.get("/documents", summary=N_("Laws and documents that ideas wait for"))
async def laws(services: ServicesDep, who: Officer) -> DocumentsOut:
    """For the office's token; what `about` of a deferral names."""
    async with services.db.read() as session:
        known = await documents.all_documents(session)
    found = [DocumentOut(document=one.id, name=one.name, in_force_on=one.in_force_on) for one in known]
    return DocumentsOut(documents=found)
