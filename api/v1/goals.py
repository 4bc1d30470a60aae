"""Goals by API, for the office's token: the tree, what is missing, coverage; and what belongs to one idea beside it."""

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter

from api.services import ServicesDep
from api.v1.actor import Officer, Reader
from api.v1.description import problems
from api.v1.ideas import Number, _visible
from api.v1.shapes import Out, _example
from domain.goals.catalogue import Catalogue, Covered, coverage
from domain.goals.contribution import Idea, goals_without_measures, measures_without_goals, sums
from domain.goals.tree import Goal, lacks, ordered
from domain.goals.words import Held, Lack
from kit.i18n import N_
from storage import assessments, canvases, goals, shelf, supporters
from storage.canvases import Canvas

router = APIRouter(tags=["goals"], responses=problems(401, 403, 422, 429, 503))


class GoalOut(Out):
    """One goal; `lacks` is what makes it unclear. `unsaid` counts ideas of which nobody has said anything for it."""

    model_config = _example(
        goal="sustainability",
        title_de="Nachhaltigkeit",
        title_en="Sustainability",
        under="isek",
        indicator="CO2 je Kopf",
        target="2 t",
        due_on="2035-12-31",
        owner="0f4e7d0a6c0b4a539d1e2f1a3b8c7d55",
        serves=["sdg.sdg_13"],
        version=2,
        lacks=[],
        helping=3,
        against=1,
        neither=0,
        unsaid=12,
        has_measure=True,
    )
    goal: str
    title_de: str
    title_en: str
    under: str
    indicator: str
    target: str
    due_on: date | None
    owner: str
    serves: list[str]
    version: int
    lacks: list[Lack]
    helping: int
    against: int
    neither: int
    unsaid: int
    has_measure: bool  # a measure does something for it, or for a goal below it


class GoalsOut(Out):
    """The tree, each goal after the one it stands under; and measures that do nothing for any of them, by number."""

    goals: list[GoalOut]
    measures_without_goals: list[str]


class CoveredOut(Out):
    """One entry, with the numbers of ideas that do something for it, and of those against it."""

    entry: str
    ideas: list[str]
    measures: int
    against: list[str]


class CatalogueOut(Out):
    """One catalogue and what of it is covered."""

    catalogue: str
    held: Held
    entries: list[CoveredOut]


class CoverageOut(Out):
    """Every catalogue that is published."""

    catalogues: list[CatalogueOut]


class CanvasOut(Out):
    """The newest version of a canvas or a story map."""

    canvas: str
    version: int
    at: datetime
    shown_to_reviewers: bool
    content: dict[str, Any]


class PortfolioOut(Out):
    """What belongs to an idea beside its case. All but the count is the office's: null for everybody else."""

    model_config = _example(
        number="2026-0042",
        supporters=17,
        contributions={"sustainability": 3, "innovation": -1},
        tags=["sdg.sdg_11"],
        canvases=[],
    )
    number: str
    supporters: int
    contributions: dict[str, int] | None  # by goal; what is not there was not said, which is not 0
    tags: list[str] | None
    canvases: list[CanvasOut] | None


@router.get("/goals", summary=N_("Goals, what ideas do for them, and what is missing"))
async def listed(services: ServicesDep, who: Officer) -> GoalsOut:
    """For the office's token."""
    async with services.db.read() as session:
        tree, ideas = await goals.tree(session), await assessments.ideas(session)
    empty = {goal.id for goal, _ in goals_without_measures(tree, ideas)}
    counted = {one.goal: one for one in sums(tree, ideas)}
    lost = [idea.number for idea, _ in measures_without_goals(tree, ideas)]
    return GoalsOut(
        goals=[_goal(one, counted[one.id], has_measure=one.id not in empty) for one, _ in ordered(tree)],
        measures_without_goals=lost,
    )


def _goal(goal: Goal, counted: Any, *, has_measure: bool) -> GoalOut:
    wanted = goal.wanted
    names = ("title_de", "title_en", "under", "indicator", "target", "due_on", "owner")
    counts = {name: getattr(counted, name) for name in ("helping", "against", "neither", "unsaid")}
    return GoalOut(
        goal=goal.id,
        **{name: getattr(wanted, name) for name in names},
        serves=list(wanted.serves),
        version=goal.number,
        lacks=list(lacks(goal)),
        has_measure=has_measure,
        **counts,
    )


@router.get("/goals/coverage", summary=N_("Coverage of catalogues"))
async def covered(services: ServicesDep, who: Officer) -> CoverageOut:
    """For the office's token."""
    async with services.db.read() as session:
        tree, ideas = await goals.tree(session), await assessments.ideas(session)
        known = await shelf.catalogues(session)
    return CoverageOut(catalogues=[_catalogue(one, coverage(one, tree, ideas)) for one in known])


def _catalogue(catalogue: Catalogue, found: tuple[Covered, ...]) -> CatalogueOut:
    def numbers(ideas: tuple[Idea, ...]) -> list[str]:
        return [idea.number for idea in ideas]

    entries = [
        CoveredOut(entry=o.entry, ideas=numbers(o.ideas), measures=o.measures, against=numbers(o.against))
        for o in found
    ]
    return CatalogueOut(catalogue=catalogue.id, held=catalogue.held, entries=entries)


@router.get("/ideas/{number}/portfolio", summary=N_("What belongs to an idea beside its case"), responses=problems(404))
async def of_idea(number: Number, services: ServicesDep, who: Reader) -> PortfolioOut:
    """Supporters are counted for everybody who may see the idea, never named."""
    case = await _visible(services, who, number)
    async with services.db.read() as session:
        counted = await supporters.count(session, case.id)
        if not who.office:
            return PortfolioOut(number=case.number, supporters=counted, contributions=None, tags=None, canvases=None)
        said = await assessments.versions(session, case.id)
        sheets = await canvases.of_case(session, case.id)
    return PortfolioOut(
        number=case.number,
        supporters=counted,
        contributions=dict(said[-1].said.contributions) if said else {},
        tags=sorted(said[-1].said.tags) if said else [],
        canvases=[_canvas(one) for one in sheets],
    )


def _canvas(one: Canvas) -> CanvasOut:
    newest = one.newest
    content = newest.content.model_dump(mode="json")
    return CanvasOut(
        canvas=one.blueprint, version=newest.number, at=newest.at, shown_to_reviewers=one.shown, content=content
    )
