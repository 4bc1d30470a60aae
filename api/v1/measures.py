"""Measures by API: the office says how far one is, with a day and a reason."""

from fastapi import APIRouter, Response

from api.services import ServicesDep
from api.v1.actor import Officer
from api.v1.description import LATER, problems
from api.v1.idea_shapes import MeasureIn
from api.v1.ideas import Number
from api.v1.receipts import done
from api.v1.shapes import Receipt
from domain.happenings import MeasureMoved
from kit.i18n import N_

router = APIRouter(tags=["ideas"], responses=problems(401, 403, 422, 429, 503))
WRITES = problems(400, 404, 409, 413) | LATER


@router.post("/ideas/{number}/measure", summary=N_("Say how far the measure is"), responses=WRITES)
async def move(number: Number, body: MeasureIn, response: Response, services: ServicesDep, who: Officer) -> Receipt:
    """For the office's token; a state that may not follow is refused with `measure.not_next`."""
    return await done(services, who, number, response, MeasureMoved, **body.model_dump())
