"""All rounds, newest first."""

from fastapi import APIRouter, Response

from api.office.door import DeskDep
from api.office.rounds.common import ROOT, STATES
from kit.i18n import N_
from storage import rounds

router = APIRouter(prefix=ROOT, include_in_schema=False)


@router.get("")
async def listed(desk: DeskDep) -> Response:
    """Where each stands, and its days."""
    async with desk.services.db.read() as session:
        found = await rounds.all_rounds(session)
    rows = [
        {
            "title": line.title or line.number,
            "number": line.number,
            "url": f"{ROOT}/{line.id}",
            "state": {"text": desk.t(STATES[line.state][0]), "tone": STATES[line.state][1]},
            "opens": desk.day(line.opens_on),
            "closes": desk.day(line.closes_on),
            "missing": line.missing if line.state == "open" else None,
        }
        for line in found
    ]
    return desk.page("rounds/list.html", title=N_("Rounds"), rows=rows)
