"""Starting a round: which ideas, which panel, what is asked, by which method, until when; with a last look before."""

from collections.abc import Set
from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from api import survey_acts
from api.bring_wave import carried
from api.errors import Refused
from api.forms import check_nonce, read_long_form
from api.idea_form import hidden_fields
from api.office.door import Desk, DeskDep
from api.office.rounds import methods
from api.office.rounds.common import ROOT, crumbs
from api.office.rounds.plan import Offered, plan_of
from api.office.surveys import common
from api.rendering import see_other
from domain import calendar
from domain.definition import RoundStart
from domain.rounds.ballots import FITTING, Ask
from domain.rounds.happenings import MOST as MOST_IDEAS
from domain.rounds.happenings import RoundPlan
from domain.words import Via
from kit import round_scales
from kit.i18n import N_
from storage import people, processes, round_fields, rounds
from storage.errors import StorageError

router = APIRouter(prefix=ROOT, include_in_schema=False)
MOST = 1_200  # fields: a box for each idea
ROLES = ("reviewer", "decider", "owner", "office")


@router.get("/new")
async def form(desk: DeskDep) -> Response:
    """An empty form, with the ideas that wait; `ask` in the address says what raters are asked."""
    ask = desk.request.query_params.get("ask", "")
    async with desk.services.db.read() as session:
        definition = await processes.current(session)
        closed = (await survey_acts.closed_days(session, desk.services)).days
    stage = definition.stages.prioritisation if definition is not None else None
    begins = {} if stage is None or stage.round is None else _begins(stage.round, methods.ask_of(ask), desk, closed)
    return await _page(desk, {"ask": ask, "opens_on": _typed(desk.today), "roles": ["reviewer"]} | begins)


def _begins(said: RoundStart, ask: Ask, desk: Desk, closed: Set[date]) -> dict[str, Any]:
    """What the process definition says a round begins with; its methods only where they fit what is asked."""
    last = calendar.working_days_after(desk.today, said.working_days, closed)
    fitting = [one for one in said.methods if one in FITTING[ask]]
    begins: dict[str, Any] = {"closes_on": _typed(last), "roles": list(said.panel), "take": str(said.take or "")}
    begins |= {"remind_after": str(said.remind_after or ""), "when_complete": "yes" if said.when_complete else ""}
    return begins | ({"method": fitting[0], "beside": fitting[1:]} if fitting else {})


def _typed(day: date) -> str:
    return day.strftime("%d.%m.%Y")


@router.post("/new")
async def start(desk: DeskDep) -> Response:
    """A last look at the field, then the round; what was typed is kept throughout."""
    form = await read_long_form(desk.request, MOST)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if form.one("step") == "change":
            return await _page(desk, form.values())
        offered = await _offered(desk)
        plan = plan_of(desk, form, offered)
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


async def _offered(desk: Desk) -> Offered:
    async with desk.services.db.read() as session:
        definition = await processes.current(session)
        found = await people.everybody(session)
        ideas = await round_fields.waiting_lines(session)
    return Offered(ideas, definition.criteria if definition is not None else (), found)


async def _page(desk: Desk, values: dict[str, Any], plan: RoundPlan | None = None, **shown: Any) -> Response:
    offered, ask = await _offered(desk), methods.ask_of(str(values.get("ask", "")))
    proposed = {f"weight.{c.id}": str(c.weight) for c in offered.criteria} | {"pairs_each": "20"}
    chosen = set(plan.ideas) if plan is not None else set()
    return desk.page(
        "rounds/new.html",
        title=N_("Start a round"),
        breadcrumb=crumbs(desk, (desk.t(N_("Start a round")), "")),
        action=desk.request.url.path,
        ask=ask.value,
        asks=[(one.value, desk.t(title), desk.t(note)) for one, (title, note) in methods.ASKS.items()],
        scores=ask is Ask.SCORES,
        pairs=ask is Ask.PAIRS,
        approvals=ask is Ask.APPROVALS,
        ideas=[(one.id, one.title, one.number) for one in offered.ideas],
        criteria=[(c.id, c.title.in_(desk.language), f"{c.scale_from}–{c.scale_to}") for c in offered.criteria],
        scales=[(name, desk.t(one.title)) for name, one in round_scales.CHOICES.items()],
        roles=[(role, text, _holders(desk, offered, role)) for role, text in common.roles(desk) if role in ROLES],
        people=[(p.id, p.name) for p in sorted(offered.able, key=lambda one: one.name.casefold())],
        methods=methods.offered(desk, ask),
        sections=methods.sections(desk, ask, offered.criteria),
        values=proposed | {"method": FITTING[ask][0]} | values | {"ask": ask.value},
        plan=plan,
        summary=[] if plan is None else [*methods.summary(desk, plan), *_beside(desk, plan)],
        full=plan is not None and not plan.ideas and len(offered.ideas) >= MOST_IDEAS,
        field=[one for one in offered.ideas if not chosen or one.id in chosen],
        panel=[p.name for p in offered.holding(plan.roles, plan.people)] if plan is not None else [],
        hidden=hidden_fields(values, "step"),
        **shown,
    )


def _beside(desk: Desk, plan: RoundPlan) -> list[tuple[str, str]]:
    """The rest of what the form began with, so that nothing is started unseen."""
    after = str(plan.remind_after[0]) if plan.remind_after else "–"
    found = [
        (N_("Remind after so many working days"), after),
        (N_("Close as soon as everybody has finished"), desk.t(N_("yes") if plan.when_complete else N_("no"))),
    ]
    if plan.ask is not Ask.APPROVALS:
        found.insert(0, (N_("Places the proposal puts forward"), str(plan.take)))
    return [(desk.t(label), value) for label, value in found]


def _holders(desk: Desk, offered: Offered, role: str) -> str:
    names = [p.name for p in offered.holding((role,))]
    return ", ".join(names) if len(names) <= 6 else desk.t(N_("{count} people")).format(count=len(names))
