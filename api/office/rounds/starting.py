"""Starting a round: which ideas, which panel, criteria, method and days; the field is looked at once more before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Response
from pydantic import ValidationError

from api.bring_wave import carried
from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, date_field, field_errors, number_field, read_long_form
from api.idea_form import hidden_fields
from api.office.door import Desk, DeskDep
from api.office.rounds.common import ROOT, crumbs
from api.office.surveys import common
from api.rendering import see_other
from domain.definition import Criterion
from domain.rounds.asking import OFFERED
from domain.rounds.happenings import MOST as MOST_IDEAS
from domain.rounds.happenings import RoundPlan
from domain.words import Via
from domain.world import Person
from kit.i18n import N_
from storage import people, processes, round_fields, rounds
from storage.errors import StorageError
from storage.queries.lines import CaseLine

router = APIRouter(prefix=ROOT, include_in_schema=False)
MOST = 1_200  # fields: a box for each idea
ROLES = ("reviewer", "decider", "owner", "office")


@dataclass(frozen=True)
class Offered:
    """What can be chosen: ideas that wait, the criteria in force, and the people of each role."""

    ideas: list[CaseLine]
    criteria: tuple[Criterion, ...]
    people: tuple[Person, ...]

    def holding(self, roles: tuple[str, ...]) -> list[Person]:
        """Who would be asked; a mailbox that several people read rates nothing."""
        return [p for p in self.people if p.active and not p.shared and not p.roles.isdisjoint(roles)]


@router.get("/new")
async def form(desk: DeskDep) -> Response:
    """An empty form, with the ideas that wait."""
    return await _page(desk, {"opens_on": desk.today.strftime("%d.%m.%Y"), "roles": ["reviewer"]})


@router.post("/new")
async def start(desk: DeskDep) -> Response:
    """A last look at the field, then the round; what was typed is kept throughout."""
    form = await read_long_form(desk.request, MOST)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if form.one("step") == "change":
            return await _page(desk, form.values())
        offered = await _offered(desk)
        plan = _plan(desk, form, offered)
        if form.one("step") != "send":
            return await _page(desk, form.values(), plan=plan)
        async with desk.services.db.write() as session:
            now = desk.services.now()
            letter = await rounds.open_round(session, plan, by=desk.person.id, via=Via.OFFICE, at=now)
        brought = await carried(desk.services, letter)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        return await _page(desk, form.values(), errors=errors, status=status)
    return see_other(f"{ROOT}/{letter.round}?{'received' if brought.pending else 'done'}=announced")


def _plan(desk: Desk, form: Form, offered: Offered) -> RoundPlan:
    """The plan in a form; raises Invalid with everything that is wrong."""
    if not offered.criteria:
        raise Invalid([FieldError("", "round.no_criteria")])
    wrong: list[FieldError] = []
    opens_on, closes_on = (_day(form, name, wrong) for name in ("opens_on", "closes_on"))
    which, ideas, roles = form.one("which"), form.many("ideas"), form.many("roles")
    if which not in ("all", "chosen"):
        wrong.append(FieldError("which", "input.choice"))
    elif which == "chosen" and len(ideas) < 2:
        wrong.append(FieldError("ideas", "round.too_few_ideas"))
    if not offered.holding(roles):
        wrong.append(FieldError("roles", "round.nobody_to_ask" if roles else "input.choice"))
    criteria = _criteria(form, offered, wrong)
    remind = _number(form, "remind_after", wrong)
    data = {
        "title": form.one("title"),
        "opens_on": opens_on or desk.today,
        "closes_on": closes_on or desk.today,
        "ideas": ideas if which == "chosen" else (),
        "roles": roles,
        "criteria": criteria or offered.criteria,
        "method": form.one("method") or "-",
        "take": _number(form, "take", wrong) or 0,
        "remind_after": (remind,) if remind else (),
        "when_complete": form.one("when_complete") == "yes",
    }
    if form.one("method") not in OFFERED:
        wrong.append(FieldError("method", "input.choice"))
    try:
        plan = RoundPlan.model_validate(data)
    except ValidationError as broken:
        known = {error.field for error in wrong}
        raise Invalid([*(e for e in field_errors(broken) if e.field not in known), *wrong]) from None
    if not wrong and plan.opens_on < desk.today:
        wrong.append(FieldError("opens_on", "round.opens_in_the_past"))
    if not wrong and plan.closes_on < plan.opens_on:
        wrong.append(FieldError("closes_on", "round.closes_in_the_past"))
    if wrong:
        raise Invalid(wrong)
    return plan


def _criteria(form: Form, offered: Offered, wrong: list[FieldError]) -> tuple[Criterion, ...]:
    """The criteria with the weights of this round; one without a weight is left out, and all weights add up to 100."""
    weights = {c.id: _number(form, f"weight.{c.id}", wrong) or 0 for c in offered.criteria}
    total = sum(weights.values())
    if total != 100:
        wrong.append(FieldError(f"weight.{offered.criteria[0].id}", "round.weights", {"total": total}))
        return ()
    return tuple(c.model_copy(update={"weight": weights[c.id]}) for c in offered.criteria if weights[c.id])


def _day(form: Form, name: str, wrong: list[FieldError]) -> date | None:
    try:
        day = date_field(form, name)
    except Invalid as invalid:
        wrong += invalid.errors
        return None
    if day is None:
        wrong.append(FieldError(name, "input.missing"))
    return day


def _number(form: Form, name: str, wrong: list[FieldError]) -> int | None:
    try:
        return number_field(form, name)
    except Invalid as invalid:
        wrong += invalid.errors
        return None


async def _offered(desk: Desk) -> Offered:
    async with desk.services.db.read() as session:
        definition = await processes.current(session)
        found = await people.everybody(session)
        ideas = await round_fields.waiting_lines(session)
    return Offered(ideas, definition.criteria if definition is not None else (), found)


async def _page(desk: Desk, values: dict[str, Any], plan: RoundPlan | None = None, **shown: Any) -> Response:
    offered = await _offered(desk)
    weights = {f"weight.{c.id}": str(c.weight) for c in offered.criteria}
    offered_methods = [(name, desk.t(m.title)) for name, m in OFFERED.items()]
    chosen = set(plan.ideas) if plan is not None else set()
    return desk.page(
        "rounds/new.html",
        title=N_("Start a round"),
        breadcrumb=crumbs(desk, (desk.t(N_("Start a round")), "")),
        action=desk.request.url.path,
        ideas=[(one.id, one.title, one.number) for one in offered.ideas],
        criteria=[(c.id, c.title.in_(desk.language)) for c in offered.criteria],
        roles=[(role, text, _holders(desk, offered, role)) for role, text in common.roles(desk) if role in ROLES],
        methods=offered_methods,
        values=weights | {"method": "utility"} | values,
        plan=plan,
        full=plan is not None and not plan.ideas and len(offered.ideas) >= MOST_IDEAS,
        field=[one for one in offered.ideas if not chosen or one.id in chosen],
        panel=[p.name for p in offered.holding(plan.roles)] if plan is not None else [],
        hidden=hidden_fields(values, "step"),
        **shown,
    )


def _holders(desk: Desk, offered: Offered, role: str) -> str:
    names = [p.name for p in offered.holding((role,))]
    return ", ".join(names) if len(names) <= 6 else desk.t(N_("{count} people")).format(count=len(names))
