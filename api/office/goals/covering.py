"""Coverage of catalogues: for each entry how many ideas do something for it, drawn and as a table."""

from fastapi import APIRouter, Response

from api.office.door import DeskDep
from api.office.goals import common
from api.office.goals.common import ROOT, Picture, crumbs
from api.office.surveys.common import Shown
from api.results.charts import BarIn, bar_chart
from domain.goals.catalogue import Catalogue, Covered, coverage
from domain.goals.words import Held
from kit.i18n import N_

router = APIRouter(prefix=ROOT, include_in_schema=False)
NAMED = 5  # ideas that a line names; the others are counted
HOW = {
    Held.GOALS: N_("Counted are ideas that do something for the goal, or for a goal below it."),
    Held.THEMES: N_("Counted are ideas with this theme, and those that do something for a goal that serves it."),
    Held.TAGS: N_("Counted are ideas that the office names for it, and those that do something for a goal of it."),
}


@router.get("/coverage")
async def covered(desk: DeskDep) -> Response:
    """Every catalogue that is published."""
    picture = await common.read(desk)
    return desk.page(
        "goals/coverage.html",
        title=N_("Coverage of catalogues"),
        breadcrumb=crumbs(desk, (desk.t(N_("Coverage of catalogues")), "")),
        catalogues=[_catalogue(picture, one) for one in picture.catalogues],
        ideas=len(picture.ideas),
        measures=sum(one.measure for one in picture.ideas),
    )


def _catalogue(picture: Picture, catalogue: Catalogue) -> Shown:
    desk, found = picture.desk, coverage(catalogue, picture.goals, picture.ideas)
    titles = {entry.id: entry.title.in_(desk.language) for entry in catalogue.entries}
    most = max(1, *(len(one.ideas) for one in found))
    bars = [BarIn(titles[one.entry], len(one.ideas) / most, str(len(one.ideas)), None) for one in found]
    empty = [titles[one.entry] for one in found if not one.ideas]
    return {
        "id": catalogue.id,
        "title": catalogue.title.in_(desk.language),
        "source": catalogue.source.in_(desk.language),
        "how": desk.t(HOW[catalogue.held]),
        "chart": bar_chart(bars),
        "rows": [_row(titles[one.entry], one) for one in found],
        "covered": len(found) - len(empty),
        "entries": len(found),
        "empty": empty,
    }


def _row(title: str, one: Covered) -> Shown:
    named = [common.idea(idea) for idea in one.ideas[:NAMED]]
    more = len(one.ideas) - len(named)
    return {"title": title, "ideas": len(one.ideas), "measures": one.measures, "against": len(one.against)} | {
        "named": named,
        "more": more,
    }
