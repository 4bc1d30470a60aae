"""Planning by API, for the office's token: what is known of an idea, and the frame; by the rules of the pages."""

from collections.abc import Iterable

from fastapi import APIRouter

from api.errors import FieldError, Invalid, Refused
from api.planned import ids_of, unplannable
from api.services import ServicesDep
from api.v1.actor import Officer
from api.v1.description import problems
from api.v1.ideas import Number
from api.v1.planning_shapes import CapacityOut, CostOut, FrameOut, LineOut, PlanningIn, PlanningOut, SavingOut
from api.v1.receipts import numbered
from domain.errors import RuleBroken
from domain.planning import quarters
from domain.planning.facts import Facts, Planned
from domain.planning.frame import Frame
from kit.i18n import N_
from storage import planning
from storage.planning import Version

router = APIRouter(tags=["office"], responses=problems(401, 403, 422, 429, 503))


@router.get("/planning/frame", summary=N_("Budgets and capacities"))
async def frame(services: ServicesDep, who: Officer) -> FrameOut:
    """Budget lines with euros by year, roles with person days by quarter; their ids are those that facts name."""
    async with services.db.read() as session:
        found = await planning.frame(session)
    whole = found.frame
    return FrameOut(
        version=found.number,
        lines=[LineOut(id=one.id, title=one.title) for one in whole.lines],
        roles=[LineOut(id=one.id, title=one.title) for one in whole.roles],
        budget=[CostOut(year=year, line=line, euros=euros) for (year, line), euros in sorted(whole.budget.items())],
        capacity=[
            CapacityOut(quarter=str(when), role=role, days=days)
            for (when, role), days in sorted(whole.capacity.items())
        ],
        interest=whole.interest / 100 if whole.interest is not None else None,
    )


@router.get("/ideas/{number}/planning", summary=N_("Planning facts of an idea"), responses=problems(404))
async def facts(number: Number, services: ServicesDep, who: Officer) -> PlanningOut:
    """What is not there is unknown, which is not 0."""
    case = await numbered(services, number)
    async with services.db.read() as session:
        found, ideas = await planning.versions(session, case.id), await planning.ideas(session)
    return _out(case.number, found, ideas)


@router.put("/ideas/{number}/planning", summary=N_("Say what an idea needs"), responses=problems(400, 404, 409, 413))
async def say(number: Number, body: PlanningIn, services: ServicesDep, who: Officer) -> PlanningOut:
    """All of it is replaced, as the next version; whoever read an older one is refused with `planning.stale`."""
    case = await numbered(services, number)
    given = {"number": body.version, "at": services.now(), "by": who.person.id}
    ideas: list[Planned] = []
    try:
        async with services.db.write() as session:
            ideas = await planning.ideas(session)
            before = await planning.versions(session, case.id)
            whole = (await planning.frame(session)).frame
            wanted = _read(body, whole, before[-1].facts if before else Facts(), ideas)
            await planning.say(session, case.id, wanted, **given)  # type: ignore[arg-type]
            found = await planning.versions(session, case.id)
    except planning.Unplannable as broken:
        raise unplannable(broken, ideas) from None
    except RuleBroken as rule:
        raise Refused(rule.code) from None
    return _out(case.number, found, ideas)


def _read(body: PlanningIn, frame: Frame, before: Facts, ideas: list[Planned]) -> Facts:
    """The facts; raises Invalid with everything that is wrong. Lines that were removed may stay where they are."""
    wrong: list[FieldError] = []
    lines = {one.id for one in frame.lines} | {line for _, line in before.costs}
    roles = {one.id for one in frame.roles} | set(before.effort)
    wrong += _unknown("costs", "planning.line_unknown", (one.line for one in body.costs), lines)
    wrong += _unknown("effort", "planning.role_unknown", body.effort, roles)
    costs = {(one.year, one.line): one.euros for one in body.costs}
    if len(costs) < len(body.costs):
        wrong.append(FieldError("costs", "planning.cost_twice"))
    savings = {one.year: one.euros for one in body.savings}
    if len(savings) < len(body.savings):
        wrong.append(FieldError("savings", "planning.saving_twice"))
    ties = {name: ids_of(name, getattr(body, name), ideas, wrong) for name in ("needs", "excludes")}
    if wrong:
        raise Invalid(wrong)
    earliest = quarters.read(body.earliest) if body.earliest is not None else None
    return Facts(costs, dict(body.effort), body.length, earliest, **ties, savings=savings)


def _unknown(field: str, code: str, given: Iterable[str], known: set[str]) -> list[FieldError]:
    lost = sorted(set(given) - known)
    return [FieldError(field, code, {"names": ", ".join(lost)[:100]})] if lost else []


def _out(number: str, found: list[Version], ideas: list[Planned]) -> PlanningOut:
    """The newest version; ties to ideas that are not there any more are left out, as on the page."""
    said, numbers = found[-1].facts if found else Facts(), {one.id: one.number for one in ideas}
    return PlanningOut(
        number=number,
        version=len(found),
        at=found[-1].at if found else None,
        by=found[-1].by if found else "",
        costs=[CostOut(year=year, line=line, euros=euros) for (year, line), euros in sorted(said.costs.items())],
        effort=dict(sorted(said.effort.items())),
        length=said.length,
        earliest=str(said.earliest) if said.earliest is not None else None,
        needs=[numbers[one] for one in said.needs if one in numbers],
        excludes=[numbers[one] for one in said.excludes if one in numbers],
        savings=[SavingOut(year=year, euros=euros) for year, euros in sorted(said.savings.items())],
    )
