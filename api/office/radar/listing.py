"""The list of findings, by kind and state, the oldest first."""

from fastapi import APIRouter, Response

from api.office.door import Desk, DeskDep
from api.office.portfolio import common as portfolio
from api.office.radar import common
from api.office.radar.common import ROOT
from api.office.surveys.common import Shown
from domain.radar.words import Kind
from kit.i18n import N_
from kit.radar_sentences import KINDS
from storage import radar, radar_names
from storage.radar import Wanted

router = APIRouter(prefix=ROOT, include_in_schema=False)
SIZE = 50
FILTERS = (
    ("open", N_("only what nothing is done about yet")),
    ("mitigated", N_("only what something is done about")),
    ("accepted", N_("accepted for now")),
    ("cured", N_("cured")),
    ("all", N_("all there ever were")),
)
EMPTY = {
    "never": (N_("The radar has not looked yet"), N_("It looks by itself once an hour, as long as a worker runs.")),
    "nothing": (N_("Nothing is amiss"), N_("The radar looks once an hour, and tells here what it finds.")),
    "filtered": (N_("No such finding"), N_("Choose another kind or state.")),
}


@router.get("")
async def listed(desk: DeskDep, kind: str = "", state: str = "", page: int = 1) -> Response:
    """What is not cured and not accepted, unless something else is asked for."""
    kind = kind if kind in set(Kind) else ""
    state = state if state in dict(FILTERS) else ""
    page = min(max(1, page), 10_000)
    async with desk.services.db.read() as session:
        found, many = await radar.page(session, Wanted(kind, state), desk.today, number=page, size=SIZE)
        counts, looked = await radar.counts(session, desk.today), await radar.looked_at(session)
        names = await radar_names.names(session, found)
    empty = EMPTY["filtered" if kind or state else "nothing" if looked else "never"]
    return desk.page(
        "radar/list.html",
        title=common.TITLE,
        breadcrumb=portfolio.crumbs(desk, (desk.t(common.TITLE), "")),
        rows=common.findings(desk, found, names),
        tiles=_tiles(desk, counts),
        kinds=[(one.value, desk.t(KINDS[one])) for one in Kind],
        states=[(code, desk.t(text)) for code, text in FILTERS],
        kind=kind,
        state=state,
        number=page,
        pages=-(-many // SIZE),
        looked=desk.moment(looked),
        empty=[desk.t(text) for text in empty],
    )


def _tiles(desk: Desk, counts: dict[Kind, int]) -> list[Shown]:
    return [
        {"value": counts[kind], "label": desk.t(KINDS[kind]), "url": f"{ROOT}?kind={kind}", "tone": "warning"}
        for kind in Kind
        if kind in counts
    ]
