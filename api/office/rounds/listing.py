"""All rounds, newest first."""

from fastapi import APIRouter, Response

from api import survey_acts
from api.office.door import DeskDep
from api.office.rounds.common import ROOT, STATES
from api.office.rounds.series import line
from kit.i18n import N_
from storage import round_series, rounds

router = APIRouter(prefix=ROOT, include_in_schema=False)


@router.get("")
async def listed(desk: DeskDep) -> Response:
    """Where each stands, and its days."""
    async with desk.services.db.read() as session:
        found = await rounds.all_rounds(session)
        series = await round_series.every(session)
        closed = (await survey_acts.closed_days(session, desk.services)).days if series else frozenset()
    rows = [
        {
            "title": one.title_in(desk.language) or one.number,
            "number": one.number,
            "url": f"{ROOT}/{one.id}",
            "state": {"text": desk.t(STATES[one.state][0]), "tone": STATES[one.state][1]},
            "opens": desk.day(one.opens_on),
            "closes": desk.day(one.closes_on),
            "missing": one.missing if one.state == "open" else None,
        }
        for one in found
    ]
    return desk.page(
        "rounds/list.html", title=N_("Rounds"), rows=rows, series=[line(desk, one, closed) for one in series]
    )
