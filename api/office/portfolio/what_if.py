"""What if: weights, budgets, capacities and goals as sliders; who enters, who leaves, and why. GET changes nothing."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, read_long_form
from api.middleware import WITH_SCRIPT
from api.office.door import Desk, DeskDep
from api.office.portfolio import outcome
from api.office.portfolio.common import crumbs
from api.office.portfolio.trial import Opened, opened
from api.office.rounds.common import ROOT as ROUNDS
from api.office.rounds.common import STATES
from api.office.rounds.common import crumbs as round_crumbs
from api.office.surveys import common as surveys_common
from api.rendering import see_other
from api.typed import line as line_of
from domain.errors import RuleBroken
from domain.planning.scenario import Content, Use
from domain.planning.trying import How, Tried
from domain.rounds.words import RoundState
from kit.i18n import N_
from kit.portfolio import EXACT
from storage import rounds, scenarios
from storage.errors import StorageError

router = APIRouter(include_in_schema=False)
LONGEST = 120
FIELDS = 500


@router.get("/office/portfolio/what-if")
async def choose(desk: DeskDep) -> Response:
    """Rounds that have a result: what-if begins with one."""
    async with desk.services.db.read() as session:
        found = await rounds.all_rounds(session)
    rows: list[list[Any]] = []
    for one in found:
        if one.state in (RoundState.COMPUTED, RoundState.DECIDED):
            state = STATES[one.state]
            url = f"{ROUNDS}/{one.id}/{'what-if' if one.state == RoundState.COMPUTED else 'scenarios'}"
            rows.append([{"text": one.title or one.number, "url": url}, {"text": desk.t(state[0]), "tone": state[1]}])
    title = desk.t(N_("What if"))
    return desk.page("portfolio/rounds.html", title=title, breadcrumb=crumbs(desk, (title, "")), rows=rows)


@router.get("/office/rounds/{round_id}/what-if")
async def look(desk: DeskDep, round_id: str) -> Response:
    """The form, and what follows from it."""
    form = Form(list(desk.request.query_params.multi_items()))
    return await _page(desk, await opened(desk, round_id), form)


@router.post("/office/rounds/{round_id}/what-if")
async def save(desk: DeskDep, round_id: str) -> Response:
    """Keeps the scenario; what it chooses is computed here once more."""
    form, given = await read_long_form(desk.request, FIELDS), await opened(desk, round_id)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        await _keep(desk, given, form)
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        return await _page(desk, given, form, errors=errors, status=status)
    return see_other(f"{given.bundle.url}/scenarios?done=kept")


async def _keep(desk: Desk, given: Opened, form: Form) -> None:
    wrong: list[FieldError] = []
    name = line_of(form, "name", wrong)
    if not name and not wrong:
        wrong.append(FieldError("name", "scenario.name_missing"))
    elif len(name) > LONGEST:
        wrong.append(FieldError("name", "input.too_long", {"limit": LONGEST}))
    if given.trial is None:
        raise surveys_common.broken(RuleBroken("scenario.not_to_be_decided"), {})
    fields, more = given.read(form)
    if wrong + more:
        raise Invalid(wrong + more)
    tried = await given.tried(fields)
    if tried.how is How.IMPOSSIBLE:
        raise Invalid([FieldError("", "scenario.impossible")])
    try:
        async with desk.services.db.write() as session:
            content = _content(given, fields, tried)
            at, by = desk.services.now(), desk.person.id
            await scenarios.keep(session, given.bundle.round.id, name, content, at=at, by=by)
    except RuleBroken as rule:
        raise surveys_common.broken(rule, {}) from None


def _content(given: Opened, fields: Mapping[str, int], tried: Tried) -> Content:
    mine = given.trial.mine if given.trial is not None else frozenset()
    taken = tuple(one for one in tried.then.selection.taken if one in mine)
    found, titles = tried.then.selection, given.titles
    changed = {name: value for name, value in fields.items() if value != given.defaults[name]}
    uses = tuple(Use(one.id, tried.used(one, tried.then), one.free) for one in tried.bounds)
    names = {one.id: titles[one.id] for one in tried.bounds}
    ideas = tuple(one.id for one in given.trial.asked.ideas) if given.trial is not None else ()
    held = tried.then.portfolio
    worth = {one: float(held.worth([one])) for one in taken}
    takes = {one.id: {idea: int(held.used(one.id, [idea])) for idea in taken} for one in tried.bounds}
    return Content(
        changed, ideas, taken, found.value, tried.how, found.gap, uses, names, given.version, worth=worth, takes=takes
    )


async def _page(desk: Desk, given: Opened, form: Form, **shown: Any) -> Response:
    title = desk.t(N_("What if"))
    frame = {
        "title": title,
        "page": given.url,
        "breadcrumb": round_crumbs(desk, (given.bundle.title, given.bundle.url), (title, "")),
        "caption": given.bundle.title,
        "back": given.bundle.url,
        "url": given.url,
        "errors": [],
        **shown,
    }
    if given.trial is None:
        return desk.page("portfolio/what_if.html", possible=False, **frame)
    fields, wrong = given.read(form)
    found = None
    if wrong and not frame["errors"]:
        frame |= {"errors": wrong, "status": 422}
    elif not wrong:
        try:
            found = await given.tried(fields)
        except Refused as busy:
            frame |= {"errors": [FieldError("", busy.code)], "status": 503}
    changed = {name: value for name, value in fields.items() if value != given.defaults[name]}
    page = desk.page(
        "portfolio/what_if.html",
        possible=True,
        exact=EXACT,
        groups=outcome.groups(given, fields, form, wrong),
        values=form.values() | {"name": form.one("name")},
        hidden=sorted((name, str(value)) for name, value in fields.items()),
        found=outcome.shown(given, found) if found is not None else None,
        instead=given.instead is not None,
        moved_on=[given.bundle.named(one) for one in given.bundle.lines if one in given.bundle.gone],
        empty=not given.trial.frame.budget and not given.trial.frame.capacity,
        query=urlencode(changed),
        **frame,
    )
    page.headers["Content-Security-Policy"] = WITH_SCRIPT
    return page
