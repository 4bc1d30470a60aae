"""The pages of the portfolio, and which ideas have planning facts."""

from fastapi import APIRouter, Response

from api.office.door import DeskDep
from api.office.portfolio.common import ROOT
from api.office.portfolio.pages import PAGES
from kit.i18n import N_
from storage import planning

router = APIRouter(prefix=ROOT, include_in_schema=False)


@router.get("")
async def listed(desk: DeskDep) -> Response:
    """A plain list, and how much is known of ideas."""
    async with desk.services.db.read() as session:
        ideas = await planning.ideas(session)
    costed = sum(one.facts.costed for one in ideas)
    return desk.page(
        "portfolio/index.html",
        title=N_("Portfolio"),
        pages=[{"url": one.url, "title": desk.t(one.title), "about": desk.t(one.about)} for one in PAGES],
        tiles=[
            {"value": len(ideas), "label": desk.t(N_("Ideas"))},
            {"value": costed, "label": desk.t(N_("with known costs"))},
            {"value": sum(bool(one.facts.effort) for one in ideas), "label": desk.t(N_("with known effort"))},
        ],
    )
