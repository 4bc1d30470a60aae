"""Findings of the radar for whoever is to see to them and does not sign in: below the link to their desk.

Looking changes nothing. They may say what is done, accept it for now, and take that back; the rest is the office's.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Response

from api.errors import Failure, FieldError, Invalid, NotFound
from api.forms import Form, date_field, whole
from api.links import finding_view as view
from api.links.act import FormDep, check, errors_of
from api.links.desk import DeskDep
from api.links.opened import Door
from api.links.visit import Filled, Visit
from api.rendering import see_other, with_choices
from api.typed import AN_ID, at_field, words_of
from domain.errors import RuleBroken
from domain.radar.life import Finding
from domain.radar.words import State
from kit.i18n import N_
from kit.radar_sentences import ADVICE
from storage import radar, radar_names
from storage.errors import StorageError
from storage.radar import Wanted

router = APIRouter(include_in_schema=False)
UNDER = "/findings"
TITLE = N_("What the radar has found")
MOST = 200
CURED = 20  # of those that are over
WHY: Mapping[str, str] = {"mitigate": "note", "accept": "accept_reason", "take_back": "back_reason"}
DONE: Mapping[str, str] = {
    "mitigate": N_("What is done about it is recorded. It is cured once its trigger is gone."),
    "accept": N_("It is accepted for now. It comes back by itself if it is still true after that day."),
    "take_back": N_("It is no longer accepted."),
}
AT_FIELD = {"finding.until_past": "accept_until", "finding.until_far": "accept_until"}


@router.get("/a/{token}/findings")
async def listed(visit: DeskDep) -> Response:
    """All that are theirs; or, at a link that opens nothing, why."""
    if visit.opened.door is not Door.OPEN:
        return visit.back()
    mine, today = visit.opened.link.person_id, view.today(visit)
    async with visit.services.db.read() as session:
        here, _ = await radar.page(session, Wanted(owner=mine), today, size=MOST)
        lived_with, _ = await radar.page(session, Wanted(owner=mine, state="accepted"), today, size=MOST)
        cured, _ = await radar.page(session, Wanted(owner=mine, state="cured"), today, size=CURED)
        names = await radar_names.names(session, [*here, *lived_with, *cured])
    parts = [(N_("To see to"), here), (N_("Accepted for now"), lived_with), (N_("Cured"), cured)]
    return visit.page(
        "findings.html",
        title=TITLE,
        under=UNDER,
        parts=[
            {"title": visit.say.gettext(title), "rows": [view.finding(visit, one, names) for one in found]}
            for title, found in parts
            if found
        ],
    )


@router.get("/a/{token}/findings/{finding_id}")
async def look(visit: DeskDep, finding_id: str, done: str = "") -> Response:
    """One of them, with what can be said of it; or that it is over for its reader."""
    if visit.opened.door is not Door.OPEN:
        return visit.back()
    return await _page(visit, finding_id, done=DONE.get(done, ""))


@router.post("/a/{token}/findings/{finding_id}")
async def act(visit: DeskDep, finding_id: str, form: FormDep) -> Response:
    """Keeps what they say of it; refused, the page gives it again."""
    under = f"{UNDER}/{finding_id}"
    try:
        await check(visit, form, under)
        if visit.opened.door is not Door.OPEN:
            return _over(visit, under, _typed(form), 409)
        if form.one("step") == "change":  # the switch of languages: nothing is kept, nothing is lost
            return await _page(visit, finding_id, form)
        await _do(visit, finding_id, form)
    except Failure as failure:
        if failure.code in ("form.forged", "finding.unknown"):
            raise
        return await _page(visit, finding_id, form, Filled(form.values(), errors_of(failure), failure.status))
    except StorageError:
        return await _page(visit, finding_id, form, Filled(form.values(), [FieldError("", "unavailable")], 503))
    return see_other(with_choices(visit.request, f"{visit.opened.path}{under}?done={form.one('step')}"))


async def _do(visit: Visit, finding_id: str, form: Form) -> None:
    step, wrong = form.one("step"), list[FieldError]()
    if step not in WHY:
        raise Invalid([FieldError("", "input.malformed")])
    why = words_of(form, WHY[step], wrong)
    wrong += [] if why else [FieldError(WHY[step], "input.missing")]
    until = None
    if step == "accept":
        try:
            until = date_field(form, "accept_until")
            wrong += [] if until is not None else [FieldError("accept_until", "input.missing")]
        except Invalid as invalid:
            wrong += invalid.errors
    if wrong:
        raise Invalid(wrong)
    mine, today = visit.opened.link.person_id, view.today(visit)
    given: dict[str, Any] = {"number": whole(form.one("number"), -1), "why": why, "by": mine, "owner": mine}
    given["at"] = visit.services.now()
    try:
        async with visit.services.db.write() as session:
            if until is not None:
                await radar.accept(session, finding_id, until=until, today=today, **given)
            elif step == "take_back":
                await radar.take_back(session, finding_id, today=today, **given)
            else:
                await radar.mitigate(session, finding_id, **given)
    except RuleBroken as rule:
        raise at_field(rule, AT_FIELD) from None


async def _page(
    visit: Visit, finding_id: str, form: Form | None = None, filled: Filled | None = None, done: str = ""
) -> Response:
    under, typed = f"{UNDER}/{finding_id}", _typed(form)
    async with visit.services.db.read() as session:
        one = await radar.get(session, finding_id) if AN_ID.fullmatch(finding_id) else None
        lines = await radar.lines(session, one.id) if one is not None else []
        mine = visit.opened.link.person_id
        if one is None or (one.owner != mine and not _was_mine(lines, mine)):
            raise NotFound("finding.unknown")
        names = await radar_names.names(session, [one])
    status = filled.status if filled is not None else 200
    if one.owner != mine:
        return _over(visit, under, typed, status)
    return visit.page(
        "finding.html",
        title=TITLE,
        under=under,
        filled=_filled(one, form, filled),
        one=view.finding(visit, one, names),
        advice=visit.say.gettext(ADVICE[one.trigger]),
        cured=one.state is State.CURED,
        accepted=view.accepted(visit, one),
        typed=typed if one.state is State.CURED else [],
        step=form.one("step") if form is not None else "",
        done=done,
        history=view.history(visit, lines),
    )


def _was_mine(lines: Sequence[radar.Line], mine: str) -> bool:
    """Whether it was theirs before: a finding nobody gave them is not there for them at all."""
    return any(mine in line.facts.get("owner", ()) for line in lines)


def _over(visit: Visit, under: str, typed: list[str], status: int) -> Response:
    """Nothing of the finding is shown, but what they have just typed."""
    return visit.page(
        "finding_over.html",
        title=N_("This finding is no longer yours to see to"),
        under=under,
        filled=Filled(status=status),
        typed=typed,
    )


def _filled(one: Finding, form: Form | None, filled: Filled | None) -> Filled:
    values = dict(form.values()) if form is not None else {}
    values["number"] = str(one.number)
    return Filled(values, filled.errors if filled is not None else (), filled.status if filled is not None else 200)


def _typed(form: Form | None) -> list[str]:
    return [text for name in WHY.values() if (text := form.one(name))] if form is not None else []
