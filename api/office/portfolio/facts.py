"""Planning facts of one idea, entered on its page; what is left empty is unknown, and 0 is 0."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, read_long_form, whole
from api.office.case_view import CaseView
from api.office.door import Desk, DeskDep
from api.office.goals.common import who_is
from api.office.intervene import bundle_of
from api.office.portfolio.common import amount, changed, quarter
from api.office.portfolio.worth import worth_shown
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Option, Shown
from api.planned import ids_of, unplannable
from api.rendering import see_other
from domain.errors import RuleBroken
from domain.planning import quarters
from domain.planning.facts import Facts, Planned
from domain.planning.frame import Frame
from domain.planning.quarters import Quarter, quarters_of
from kit.i18n import N_
from storage import people, planning
from storage.errors import StorageError
from storage.planning import Version

router = APIRouter(prefix="/office/ideas", include_in_schema=False)
YEARS = 4  # this one and those after it
SAVING_YEARS = 8  # what is spent in one year often pays back for many
LONGEST = 40  # quarters
TIES = ("needs", "excludes")
FIELDS = 1_000


@router.get("/{number}/planning")
async def form(desk: DeskDep, number: str, done: str = "") -> Response:
    """The form, with what was said before."""
    view = CaseView(desk, await bundle_of(desk, number))
    return await _page(desk, view, None, done=desk.t(N_("The planning facts are saved.")) if done == "saved" else "")


@router.post("/{number}/planning")
async def save(desk: DeskDep, number: str) -> Response:
    """Keeps what is said as the next version; whoever comes second is told, and keeps what they typed."""
    view, form = CaseView(desk, await bundle_of(desk, number)), await read_long_form(desk.request, FIELDS)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        await _say(desk, view, form)
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        return await _page(desk, view, form, errors=errors, status=status)
    return see_other(f"{view.url}/planning?done=saved")


async def _say(desk: Desk, view: CaseView, form: Form) -> None:
    given = {"at": desk.services.now(), "by": desk.person.id}
    ideas: list[Planned] = []
    try:
        async with desk.services.db.write() as session:
            ideas = await planning.ideas(session)
            frame = (await planning.frame(session)).frame
            facts = _read(form, frame, ideas)
            number = whole(form.one("number"), -1)
            await planning.say(session, view.case.id, facts, number=number, **given)  # type: ignore[arg-type]
    except planning.Unplannable as found:
        raise unplannable(found, ideas) from None
    except RuleBroken as rule:
        raise surveys_common.broken(rule, {}) from None


# Reading


def _read(form: Form, frame: Frame, ideas: list[Planned]) -> Facts:
    """The facts in a form; raises Invalid with every field that is wrong."""
    wrong: list[FieldError] = []
    costs: dict[tuple[int, str], int] = {}
    effort: dict[str, int] = {}
    savings: dict[int, int] = {}
    for name, _ in form.all():
        if cell := re.fullmatch(r"costs\.(\d{4})\.([a-z0-9]{1,40})", name):
            if (euros := amount(form, name, wrong)) is not None:
                costs[int(cell[1]), cell[2]] = euros
        elif cell := re.fullmatch(r"savings\.(\d{4})", name):
            if (euros := amount(form, name, wrong)) is not None:
                savings[int(cell[1])] = euros
        elif (cell := re.fullmatch(r"effort\.([a-z0-9]{1,40})", name)) and (
            days := amount(form, name, wrong)
        ) is not None:
            effort[cell[1]] = days
    length = amount(form, "length", wrong)
    if length is not None and not 1 <= length <= LONGEST:
        wrong.append(FieldError("length", "planning.length", {"most": LONGEST}))
    earliest = _quarter(form, wrong)
    ties = {name: ids_of(name, re.findall(r"[^\s,;]+", form.one(name)), ideas, wrong) for name in TIES}
    if wrong:
        raise Invalid(list({error.field: error for error in reversed(wrong)}.values())[::-1])
    return Facts(costs, effort, length, earliest, **ties, savings=savings)


def _quarter(form: Form, wrong: list[FieldError]) -> Quarter | None:
    try:
        return quarters.read(text) if (text := form.one("earliest")) else None
    except ValueError:
        wrong.append(FieldError("earliest", "input.choice"))
        return None


# Showing


async def _page(desk: Desk, view: CaseView, form: Form | None, **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        found = await planning.versions(session, view.case.id)
        frame = (await planning.frame(session)).frame
        ideas = {one.id: one for one in await planning.ideas(session)}
        known = await people.by_ids(session, {one.by for one in found})
    facts = found[-1].facts if found else Facts()
    values = _values(facts, ideas) if form is None else form.values()
    values["number"] = str(len(found))
    title, number = desk.t(N_("Planning facts")), view.case.number
    context = {"done": "", "errors": [], **shown}
    return desk.page(
        "portfolio/facts.html",
        title=title,
        page=f"{view.url}/planning",
        breadcrumb=[
            {"label": desk.t(N_("Board")), "url": "/office"},
            {"label": number, "url": view.url},
            {"label": title, "url": ""},
        ],
        head=view.head(),
        back=view.url,
        values=values,
        lines=_lines(desk, frame, facts),
        years=sorted({year for year, _ in facts.costs} | set(_years(desk))),
        roles=_roles(desk, frame, facts),
        quarters=_quarters(desk, facts),
        savings=sorted(set(facts.savings) | set(range(desk.today.year, desk.today.year + SAVING_YEARS))),
        worth=worth_shown(desk, facts, frame),
        history=[_line(desk, known, frame, ideas, *pair) for pair in zip([None, *found], found, strict=False)][::-1],
        **context,
    )


def _years(desk: Desk) -> range:
    return range(desk.today.year, desk.today.year + YEARS)


def _quarters(desk: Desk, facts: Facts) -> list[Option]:
    offered = {one for year in _years(desk) for one in quarters_of(year)} | ({facts.earliest} - {None})
    return [(str(one), quarter(desk, one)) for one in sorted(one for one in offered if one is not None)]


def _lines(desk: Desk, frame: Frame, facts: Facts) -> list[Option]:
    """The budget lines there are, and those that costs name though they are gone."""
    gone = {line for _, line in facts.costs} - {one.id for one in frame.lines}
    return [(one.id, one.title) for one in frame.lines] + [(one, desk.t(GONE_LINE)) for one in sorted(gone)]


def _roles(desk: Desk, frame: Frame, facts: Facts) -> list[Option]:
    gone = set(facts.effort) - {one.id for one in frame.roles}
    return [(one.id, one.title) for one in frame.roles] + [(one, desk.t(GONE_ROLE)) for one in sorted(gone)]


GONE_LINE, GONE_ROLE = N_("a budget line that was removed"), N_("a role that was removed")


def _values(facts: Facts, ideas: Mapping[str, Planned]) -> dict[str, Any]:
    values: dict[str, Any] = {f"costs.{year}.{line}": str(n) for (year, line), n in facts.costs.items()}
    values |= {f"savings.{year}": str(n) for year, n in facts.savings.items()}
    values |= {f"effort.{role}": str(n) for role, n in facts.effort.items()}
    values |= {"length": str(facts.length or ""), "earliest": str(facts.earliest or "")}
    return values | {name: _numbers(getattr(facts, name), ideas) for name in TIES}


def _numbers(ids: tuple[str, ...], ideas: Mapping[str, Planned]) -> str:
    """Ideas by their numbers; those that were withdrawn or declined meanwhile are no tie any more."""
    return ", ".join(ideas[one].number for one in ids if one in ideas)


def _line(
    desk: Desk,
    known: Mapping[str, Any],
    frame: Frame,
    ideas: Mapping[str, Planned],
    before: Version | None,
    one: Version,
) -> Shown:
    old = before.facts if before is not None else Facts()
    details = changed(_told(desk, frame, ideas, old), _told(desk, frame, ideas, one.facts))
    shown = {"when": desk.moment(one.at), "iso": one.at.isoformat(), "who": who_is(desk, one.by, known)}
    return shown | {"what": desk.t(N_("Planning facts were entered")), "details": details}


def _told(desk: Desk, frame: Frame, ideas: Mapping[str, Planned], facts: Facts) -> dict[str, str]:
    """Every fact with its name."""
    t, number = desk.t, desk.say.number
    titles = dict([*_lines(desk, frame, facts), *_roles(desk, frame, facts)])
    found = {f"{titles[line]} {year}": desk.say.money(n) for (year, line), n in facts.costs.items()}
    found |= {f"{t(LABELS['savings'])} {year}": desk.say.money(n) for year, n in facts.savings.items()}
    days = t(N_("{days} person days"))
    found |= {titles[role]: days.format(days=number(n)) for role, n in facts.effort.items()}
    said = {
        LABELS["length"]: number(facts.length) if facts.length is not None else "",
        LABELS["earliest"]: quarter(desk, facts.earliest) if facts.earliest is not None else "",
        LABELS["needs"]: _numbers(facts.needs, ideas),
        LABELS["excludes"]: _numbers(facts.excludes, ideas),
    }
    return found | {t(label): value for label, value in said.items() if value}


LABELS = {
    "savings": N_("Savings and income"),
    "length": N_("Length in quarters"),
    "earliest": N_("Earliest quarter"),
    "needs": N_("Needs these ideas"),
    "excludes": N_("Cannot go together with these ideas"),
}
