"""One finding: why it was found, what can be done, its history, and saying what is done about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import Form, check_nonce, date_field, read_form, whole
from api.office.door import Desk, DeskDep
from api.office.radar import common
from api.office.radar.common import ROOT, crumbs
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Shown
from api.radar_words import HISTORY, TAKEN_BACK, taken_back
from api.rendering import see_other
from api.typed import AN_ID, id_of, words_of
from domain.errors import RuleBroken
from domain.radar.names import Names
from domain.radar.words import Did, State
from kit.i18n import N_
from kit.radar_sentences import ADVICE
from storage import radar, radar_names
from storage.errors import StorageError
from storage.radar import Line

router = APIRouter(prefix=ROOT, include_in_schema=False)
DONE: Mapping[str, str] = {
    "mitigate": N_("What is done about it is recorded. It is cured once its trigger is gone."),
    "accept": N_("It is accepted for now. It comes back by itself if it is still true after that day."),
    "take_back": N_("It is no longer accepted, and stands on the list again. Whoever sees to it is told."),
    "owner": N_("Who sees to it is changed. They learn of it with the next mail of the radar."),
}
WHY: Mapping[str, str] = {
    "mitigate": "note",
    "accept": "accept_reason",
    "take_back": "back_reason",
    "owner": "owner_reason",
}
BROKEN_FIELDS = {
    "finding.until_past": "accept_until",
    "finding.until_far": "accept_until",
    "finding.owner_unknown": "owner",
}


@router.get("/{finding_id}")
async def shown(desk: DeskDep, finding_id: str, done: str = "") -> Response:
    """A finding with its history and its forms."""
    return await _page(desk, finding_id, done=desk.t(DONE[done]) if done in DONE else "")


@router.post("/{finding_id}")
async def act(desk: DeskDep, finding_id: str) -> Response:
    """Something is done about it, it is accepted until a day, or somebody else sees to it."""
    form = await read_form(desk.request)
    step = form.one("step")
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if step not in DONE:
            raise Refused("input.malformed")
        await _do(desk, finding_id, step, form)
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        return await _page(desk, finding_id, form, errors=errors, status=status)
    return see_other(f"{ROOT}/{finding_id}?done={step}")


async def _do(desk: Desk, finding_id: str, step: str, form: Form) -> None:
    wrong: list[FieldError] = []
    why = _why(form, WHY[step], wrong)
    until = _until(form, wrong) if step == "accept" else None
    owner = id_of(form, "owner", wrong) if step == "owner" else ""
    if wrong:
        raise Invalid(wrong)
    given: dict[str, Any] = {"number": whole(form.one("number"), -1), "why": why}
    given |= {"at": desk.services.now(), "by": desk.person.id}
    try:
        async with desk.services.db.write() as session:
            if until is not None:
                await radar.accept(session, finding_id, until=until, today=desk.today, **given)
            elif step == "take_back":
                await radar.take_back(session, finding_id, today=desk.today, **given)
            elif step == "owner":
                await radar.change_owner(session, finding_id, owner=owner, **given)
            else:
                await radar.mitigate(session, finding_id, **given)
    except RuleBroken as rule:
        raise surveys_common.broken(rule, BROKEN_FIELDS) from None


def _why(form: Form, name: str, wrong: list[FieldError]) -> str:
    why = words_of(form, name, wrong)
    wrong += [] if why else [FieldError(name, "input.missing")]
    return why


def _until(form: Form, wrong: list[FieldError]) -> date | None:
    try:
        until = date_field(form, "accept_until")
    except Invalid as invalid:
        wrong += invalid.errors
        return None
    wrong += [] if until is not None else [FieldError("accept_until", "input.missing")]
    return until


async def _page(desk: Desk, finding_id: str, form: Form | None = None, **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        one = await radar.get(session, finding_id) if AN_ID.fullmatch(finding_id) else None
        if one is None:
            raise NotFound("finding.unknown")
        lines = await radar.lines(session, one.id)
        names = await radar_names.names(session, [one], _people_of(lines))
        owners = await surveys_common.owners(session, desk)
    view = common.finding(desk, one, names)
    values = form.values() if form is not None else {"owner": one.owner}
    return desk.page(
        "radar/finding.html",
        title=view["subject"],
        page=f"{ROOT}/{one.id}",
        breadcrumb=crumbs(desk, (view["subject"], "")),
        action=f"{ROOT}/{one.id}",
        one=view,
        advice=desk.t(ADVICE[one.trigger]),
        place=common.place(one, names),
        since=desk.moment(one.since),
        cured=one.state is State.CURED,
        accepted=one.state is not State.CURED and one.quiet(desk.today),
        owners=owners,
        values=values | {"number": str(one.number)},
        typed=form.one(WHY.get(form.one("step"), "")) if form is not None else "",
        step=form.one("step") if form is not None else "",
        history=[_told(desk, line, names) for line in reversed(lines)],
        **{"done": "", "errors": [], **shown},
    )


def _people_of(lines: list[Line]) -> set[str]:
    return {line.by for line in lines} | {one for line in lines for one in line.facts.get("owner", ()) if one}


def _told(desk: Desk, line: Line, names: Names) -> Shown:
    text, tone = TAKEN_BACK if taken_back(line) else HISTORY[line.did]
    facts: dict[str, str] = {}
    if line.did is Did.ACCEPTED:
        facts["day"] = desk.day(date.fromisoformat(line.facts["until"]))
    elif line.did is Did.OWNER_CHANGED:
        before, after = (common.owner(desk, one, names) for one in line.facts["owner"])
        facts |= {"before": before, "after": after}
    who = desk.services.site.product if line.by == radar.CLOCK else common.owner(desk, line.by, names)
    shown = {"when": desk.moment(line.at), "iso": line.at.isoformat(), "what": desk.t(text).format(**facts)}
    return shown | {"who": who, "why": line.why, "tone": tone}
