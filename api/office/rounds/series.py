"""Series of rounds: a round that takes all that wait is repeated on dates, stands still with a reason, or ends."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Set
from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from api import survey_acts
from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import Form, check_nonce, number_field, read_form
from api.office.door import Desk, DeskDep
from api.office.rounds.common import ROOT, Bundle, Shown, bundle_of, crumbs
from api.office.rounds.methods import summary
from api.office.surveys import common
from api.office.surveys.listing import month
from api.rendering import see_other
from contracts.cycles import Cycles
from domain.round_rules import MONTHS
from domain.rounds.happenings import RoundPlan
from domain.survey.cycle import next_starts
from domain.survey.survey import Cycle
from kit.i18n import N_
from storage import people, round_series
from storage.round_series import Series
from storage.session import Session

router = APIRouter(prefix=ROOT, include_in_schema=False)
PATIENCE = 5.0  # seconds
LONGEST = 200
BOUNDS: Mapping[str, tuple[int, int]] = {"day": (1, 28), "open_days": (1, 200), "catch_up_days": (0, 14)}
BY_PROCESS = N_("the process definition")
FROM_PROCESS = N_("from the process definition")
CODES: Mapping[str, str] = {
    "opened": N_("a round was started"),
    "paused": N_("left out: the series stood still"),
    "missed": N_("left out: too late"),
    "still_running": N_("left out: the round before was not decided yet"),
    "nobody_to_ask": N_("left out: nobody holds the roles of its panel"),
    "ended": N_("left out: the series had ended"),
    "over": N_("left out: the last day of the series had passed"),
}


def repeatable(plan: RoundPlan | None) -> bool:
    """Only a round over all that wait can come again: chosen ideas are compared once."""
    return plan is not None and not plan.ideas


def repeating(desk: Desk, bundle: Bundle) -> list[Shown]:
    """The way to a series, where there can be one."""
    if not repeatable(bundle.round.plan):
        return []
    return [{"label": desk.t(N_("Repeat on dates")), "url": f"{bundle.url}/repeat", "first": False}]


def line(desk: Desk, series: Series, closed: Set[date]) -> Shown:
    """One series in a list."""
    starts = _starts(desk, series, closed, 1)
    return {
        "title": series.plan.title_in(desk.language),
        "url": f"{ROOT}/series/{series.id}",
        "by": desk.t(FROM_PROCESS) if series.declared else "",
        "when": _when(desk, series.cycle),
        "next": desk.day(starts[0]) if starts and series.paused_at is None else "–",
        "state": _state(desk, series, over=not starts),
    }


def _starts(desk: Desk, series: Series, closed: Set[date], count: int) -> list[date]:
    """The next days on which its rounds open."""
    if series.ended_at is not None:
        return []
    return next_starts(series.cycle, desk.services.now(), desk.services.zone, closed, count)


@router.get("/{round_id}/repeat")
async def form(desk: DeskDep, round_id: str) -> Response:
    """Its dates."""
    given = {"every": "quarter", "day": "1", "open_days": "10", "catch_up_days": "2"}
    return await _repeat(desk, await bundle_of(desk, round_id), given)


@router.post("/{round_id}/repeat")
async def repeat(desk: DeskDep, round_id: str) -> Response:
    """A series by the plan of this round, from its next date on."""
    form, bundle = await read_form(desk.request), await bundle_of(desk, round_id)
    plan = bundle.round.plan
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if plan is None or not repeatable(plan):
            raise Refused("round.not_repeatable")
        cycle, open_days = _dates(form)
        async with desk.services.db.write() as session:
            given: dict[str, Any] = {"by": desk.person.id, "at": desk.services.now()}
            series = await round_series.add(session, plan, cycle, open_days, **given)
    except Refused as refused:
        errors, status = common.told(refused)
        return await _repeat(desk, bundle, form.values(), errors=errors, status=status)
    await _tried(desk, lambda cycles: cycles.set_up(series.id, cycle))  # else the worker does, within minutes
    return see_other(f"{ROOT}/series/{series.id}")


@router.get("/series/{series_id}")
async def look(desk: DeskDep, series_id: str) -> Response:
    """What it starts, when next, and what became of its last date."""
    return await _page(desk, series_id, {})


@router.post("/series/{series_id}")
async def change(desk: DeskDep, series_id: str) -> Response:
    """Lets it stand still, turn again, or end; rounds under way go on as they are."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        async with desk.services.db.write() as session:
            series = await _there(session, series_id, lock=True)
            await _changed(desk, session, series, form)
    except Refused as refused:
        errors, status = common.told(refused)
        return await _page(desk, series_id, form.values(), errors=errors, status=status)
    return see_other(desk.request.url.path)


async def _changed(desk: Desk, session: Session, series: Series, form: Form) -> None:
    act, note = form.one("act"), form.one("note")[:LONGEST]
    if series.ended_at is not None:
        raise Refused("series.ended")
    if act == "end":
        if series.declared:
            raise Refused("series.declared")  # the next publication would bring it back
        if form.one("sure") != "yes":
            raise Invalid([FieldError("sure", "series.not_sure")])
        await round_series.end(session, series, desk.services.now())
        await _tried(desk, lambda cycles: cycles.set_up(series.id, None))
    elif act == "resume":
        if not await _tried(desk, lambda cycles: cycles.resume(series.id, note)):
            raise Refused("cycle.away")  # it would stand still there, whatever is said here
        await round_series.resume(session, series)
    else:
        await round_series.pause(session, series, note=note, by=desk.person.id, at=desk.services.now())
        await _tried(desk, lambda cycles: cycles.pause(series.id, note))


async def _tried(desk: Desk, act: Callable[[Cycles], Awaitable[Any]]) -> bool:
    """Whether Temporal was told; the database has the last word in any case, and the worker tells it again."""
    if desk.services.series is None:
        return True
    try:
        await asyncio.wait_for(asyncio.ensure_future(act(desk.services.series)), PATIENCE)
    except (ConnectionError, TimeoutError):
        return False
    return True


def _dates(form: Form) -> tuple[Cycle, int]:
    """When, and for how long; raises Invalid with everything that is wrong."""
    wrong: list[FieldError] = []
    numbers: dict[str, int] = {}
    for name, (least, most) in BOUNDS.items():
        try:
            number = number_field(form, name)
        except Invalid:
            number = None
        if number is None or not least <= number <= most:
            wrong.append(FieldError(name, "series.number", {"least": least, "most": most}))
        else:
            numbers[name] = number
    if form.one("every") not in MONTHS:
        wrong.append(FieldError("every", "input.choice"))
    if wrong:
        raise Invalid(wrong)
    months = MONTHS[form.one("every")]
    return Cycle(months=months, day=numbers["day"], catch_up_days=numbers["catch_up_days"]), numbers["open_days"]


async def _there(session: Session, series_id: str, *, lock: bool = False) -> Series:
    found = await round_series.load(session, series_id, lock=lock)
    if found is None:
        raise NotFound("series.unknown")
    return found


async def _repeat(desk: Desk, bundle: Bundle, values: dict[str, Any], **shown: Any) -> Response:
    label = N_("Repeat on dates")
    every = {
        "quarter": N_("each quarter"),
        "half": N_("each half-year"),
        "year": N_("each year, in January"),
        "month": N_("each month"),
    }
    return desk.page(
        "rounds/repeat.html",
        title=label,
        breadcrumb=crumbs(desk, (bundle.title, bundle.url), (desk.t(label), "")),
        action=desk.request.url.path,
        back=bundle.url,
        caption=bundle.title,
        possible=repeatable(bundle.round.plan),
        every=[(name, desk.t(text)) for name, text in every.items()],
        values=values,
        **shown,
    )


async def _page(desk: Desk, series_id: str, values: dict[str, Any], **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        series = await _there(session, series_id)
        known = await people.by_ids(session, [one for one in (series.by, series.paused_by) if one])
        closed = (await survey_acts.closed_days(session, desk.services)).days
    title, starts = series.plan.title_in(desk.language), _starts(desk, series, closed, 3)
    paused = series.paused_at is not None
    return desk.page(
        "rounds/series.html",
        title=title,
        breadcrumb=crumbs(desk, (title, "")),
        action=desk.request.url.path,
        heading=title,
        state=_state(desk, series, over=not starts),
        declared=series.declared,
        paused=paused,
        ended=series.ended_at is not None,
        note=series.note,
        since=desk.moment(series.paused_at) if series.paused_at is not None else "",
        by=common.name_of(desk, known.get(series.paused_by)),
        next=[desk.day(one) for one in starts],
        facts=_facts(
            desk, series, desk.t(BY_PROCESS) if series.declared else common.name_of(desk, known.get(series.by))
        ),
        values=values,
        **shown,
    )


def _state(desk: Desk, series: Series, *, over: bool) -> Shown:
    if series.ended_at is not None:
        return {"text": desk.t(N_("ended")), "tone": "neutral"}
    if over:
        return {"text": desk.t(N_("its last day has passed")), "tone": "neutral"}
    if series.paused_at is not None:
        return {"text": desk.t(N_("paused")), "tone": "warning"}
    return {"text": desk.t(N_("turns")), "tone": "success"}


def _when(desk: Desk, cycle: Cycle) -> str:
    months = ", ".join(month(desk, number) for number in cycle.months)
    return desk.t(N_("on day {day} of {months}")).format(day=cycle.day, months=months)


def _facts(desk: Desk, series: Series, by: str) -> list[tuple[str, str]]:
    found = [
        (desk.t(N_("When")), _when(desk, series.cycle)),
        (desk.t(N_("Working days a round is open")), str(series.open_days)),
        (desk.t(N_("Days a date may be late")), str(series.cycle.catch_up_days)),
        *summary(desk, series.plan),
        (desk.t(N_("Set up by")), by),
    ]
    if series.cycle.until is not None:
        found.insert(1, (desk.t(N_("Last day")), desk.day(series.cycle.until)))
    if series.last_on is not None:
        code = desk.t(CODES.get(series.last_code, series.last_code))
        found.append((desk.t(N_("Last date")), f"{desk.day(series.last_on)}: {code}"))
    return found
