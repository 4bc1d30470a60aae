"""The frame: budget lines with euros by year, roles with person days by quarter; each entry makes a version."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, read_long_form, whole
from api.office.door import Desk, DeskDep
from api.office.goals.common import who_is
from api.office.portfolio.common import ROOT, amount, changed, crumbs, percent, quarter, written
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Shown
from api.rendering import see_other
from api.typed import line as line_of
from domain.errors import RuleBroken
from domain.planning.frame import Frame, Named
from domain.planning.quarters import Quarter, quarters_of
from kit.i18n import N_
from storage import people, planning
from storage.errors import StorageError
from storage.planning import FrameVersion

router = APIRouter(prefix=f"{ROOT}/frame", include_in_schema=False)
YEARS = 4  # this one and those after it
MOST = 12  # lines, and roles
SPARE = 2  # empty rows that are offered
LONGEST = 80
FIELDS = 1_000
AN_ID = re.compile(r"[a-z0-9]{1,40}")


@router.get("")
async def form(desk: DeskDep, done: str = "") -> Response:
    """As it is."""
    return await _page(desk, None, done=desk.t(N_("Budgets and capacities are saved.")) if done == "saved" else "")


@router.post("")
async def save(desk: DeskDep) -> Response:
    """As its next version; whoever comes second is told, and keeps what they typed."""
    form = await read_long_form(desk.request, FIELDS)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        await _set(desk, form)
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        return await _page(desk, form, errors=errors, status=status)
    return see_other(f"{ROOT}/frame?done=saved")


async def _set(desk: Desk, form: Form) -> None:
    number = whole(form.one("number"), -1)
    try:
        async with desk.services.db.write() as session:
            before = (await planning.frame(session)).frame
            wanted = _read(form, before, _years(desk))
            await planning.set_frame(session, wanted, number=number, at=desk.services.now(), by=desk.person.id)
    except RuleBroken as rule:
        raise surveys_common.broken(rule, {}) from None


# Reading


def _read(form: Form, before: Frame, years: Iterable[int]) -> Frame:
    """The frame in a form; amounts of years that the form does not show stay. Raises Invalid."""
    wrong: list[FieldError] = []
    years = list(years)
    when = [one for year in years for one in quarters_of(year)]
    lines, budget = _part(form, "line", years, wrong)
    roles, capacity = _part(form, "role", when, wrong)
    interest = percent(form, "interest", wrong)
    if wrong:
        raise Invalid(wrong)
    ids = {one.id for one in (*lines, *roles)}
    kept_budget = {key: n for key, n in before.budget.items() if key[0] not in years and key[1] in ids}
    kept_capacity = {key: n for key, n in before.capacity.items() if key[0] not in when and key[1] in ids}
    return Frame(lines, roles, kept_budget | budget, kept_capacity | capacity, interest)


def _part(form: Form, part: str, when: list[Any], wrong: list[FieldError]) -> tuple[tuple[Named, ...], dict[Any, int]]:
    """Lines, or roles, with their amounts. A row without a title and without amounts is none."""
    named: list[Named] = []
    amounts: dict[Any, int] = {}
    for slot in range(MOST + SPARE):
        start = f"{part}.{slot}"
        title = line_of(form, f"{start}.title", wrong)
        found = {one: n for one in when if (n := amount(form, f"{start}.{one}", wrong)) is not None}
        if not title:
            if found:
                wrong.append(FieldError(f"{start}.title", "planning.title_missing"))
            continue
        if len(title) > LONGEST:
            wrong.append(FieldError(f"{start}.title", "input.too_long", {"limit": LONGEST}))
        if title.casefold() in {one.title.casefold() for one in named}:
            wrong.append(FieldError(f"{start}.title", "planning.title_twice"))
        id_ = form.one(f"{start}.id")
        known = AN_ID.fullmatch(id_) and id_ not in {one.id for one in named}
        named.append(Named(id_ if known else uuid4().hex[:12], title))
        amounts |= {(one, named[-1].id): n for one, n in found.items()}
    return tuple(named), amounts


def _years(desk: Desk) -> list[int]:
    """This one and those after it."""
    return list(range(desk.today.year, desk.today.year + YEARS))


# Showing


async def _page(desk: Desk, form: Form | None, **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        found = await planning.frame_versions(session)
        known = await people.by_ids(session, {one.by for one in found})
    frame = found[-1].frame if found else Frame()
    years = _years(desk)
    values = _values(frame, years) if form is None else form.values()
    values["number"] = str(len(found))
    title = desk.t(N_("Budgets and capacities"))
    context = {"done": "", "errors": [], **shown}
    return desk.page(
        "portfolio/frame.html",
        title=title,
        page=f"{ROOT}/frame",
        breadcrumb=crumbs(desk, (title, "")),
        values=values,
        years=[(year, str(year)) for year in years],
        quarters=[(str(one), quarter(desk, one)) for year in years for one in quarters_of(year)],
        lines=range(_rows(values, "line")),
        roles=range(_rows(values, "role")),
        history=[_line(desk, known, *pair) for pair in zip([None, *found], found, strict=False)][::-1],
        **context,
    )


def _values(frame: Frame, years: list[int]) -> dict[str, Any]:
    values: dict[str, Any] = {"interest": "" if frame.interest is None else written(frame.interest)}
    when = [one for year in years for one in quarters_of(year)]
    parts: tuple[tuple[str, tuple[Named, ...], list[Any], Mapping[Any, int]], ...] = (
        ("line", frame.lines, list(years), frame.budget),
        ("role", frame.roles, list(when), frame.capacity),
    )
    for part, named, spans, amounts in parts:
        for slot, one in enumerate(named):
            values |= {f"{part}.{slot}.id": one.id, f"{part}.{slot}.title": one.title}
            values |= {f"{part}.{slot}.{at}": str(amounts[at, one.id]) for at in spans if (at, one.id) in amounts}
    return values


def _rows(values: Mapping[str, Any], part: str) -> int:
    """As many rows as are filled in, and two to spare."""
    filled = [slot for slot in range(MOST) if values.get(f"{part}.{slot}.title")]
    return min(MOST, (filled[-1] + 1 if filled else 0) + SPARE)


def _line(desk: Desk, known: Mapping[str, Any], before: FrameVersion | None, one: FrameVersion) -> Shown:
    old = before.frame if before is not None else Frame()
    shown = {
        "when": desk.moment(one.at),
        "iso": one.at.isoformat() if one.at else "",
        "who": who_is(desk, one.by, known),
    }
    details = changed(_told(desk, old), _told(desk, one.frame))
    return shown | {"what": desk.t(N_("Budgets and capacities were entered")), "details": details}


INTEREST = N_("Rate of interest")


def _told(desk: Desk, frame: Frame) -> dict[str, str]:
    """Every amount with its name."""
    titles = frame.titles
    found = {f"{titles.get(line, line)} {year}": desk.say.money(n) for (year, line), n in frame.budget.items()}
    spans: dict[tuple[Quarter, str], int] = dict(frame.capacity)
    if frame.interest is not None:
        found[desk.t(INTEREST)] = f"{desk.say.number(frame.interest / 100)} %"
    days = desk.t(N_("{days} person days"))
    return found | {
        f"{titles.get(role, role)}, {quarter(desk, when)}": days.format(days=desk.say.number(n))
        for (when, role), n in spans.items()
    }
