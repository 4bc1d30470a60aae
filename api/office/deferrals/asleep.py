"""Every idea that is asleep: what it waits for, how far that is, and when the clock wakes it at the latest."""

from typing import Any

from fastapi import APIRouter, Response

from api import deferring
from api.office.door import Desk, DeskDep
from domain.deferral.beside import Beside
from kit.i18n import N_
from storage import sleepers
from storage.queries import lists
from storage.queries.lines import CaseLine
from storage.sleepers import Sleeper

ROOT = "/office/portfolio/asleep"
PAGE = 100

router = APIRouter(prefix=ROOT, include_in_schema=False)


@router.get("")
async def listed(desk: DeskDep, page: int = 1) -> Response:
    """Whoever the clock wakes first comes first, so many on one page."""
    page = max(1, min(page, 10_000))
    async with desk.services.db.read() as session:
        everybody = await sleepers.asleep(session)
        found = everybody[(page - 1) * PAGE : page * PAGE]
        around = await sleepers.beside_of(session, found)
        lines = await lists.by_ids(session, [one.case_id for one in found])
    return desk.page(
        "deferrals/asleep.html",
        title=N_("Asleep"),
        breadcrumb=[{"label": desk.t(N_("Board")), "url": "/office"}, {"label": desk.t(N_("Asleep")), "url": ""}],
        rows=[_row(desk, one, lines[one.case_id], around) for one in found if one.case_id in lines],
        total=len(everybody),
        page_number=page,
        pages=-(-len(everybody) // PAGE),
    )


def _row(desk: Desk, one: Sleeper, line: CaseLine, around: Beside) -> dict[str, Any]:
    return {
        "title": line.title,
        "number": line.number,
        "url": f"/office/ideas/{line.number}",
        "reason": one.deferral.public_reason,
        "waits": deferring.awaited(one.deferral, one.case_id, around, desk.say, desk.today),
        "since": desk.moment(one.deferral.at),
    }
