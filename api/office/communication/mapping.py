"""The map of stakeholders: drawn, as a table, and the form of one group on it."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import Form, check_nonce, read_form, whole
from api.office.communication import common, words
from api.office.communication.common import MAP, Names, crumbs
from api.office.communication.grid import grid
from api.office.door import Desk, DeskDep
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Shown
from api.rendering import see_other
from api.typed import AN_ID, id_of, words_of
from domain.communication.stakeholders import HIGHEST, LOWEST, Placed, Stakeholder
from domain.communication.words import Disposition
from domain.errors import RuleBroken
from kit.i18n import N_
from storage import stakeholders
from storage.errors import StorageError

router = APIRouter(prefix=MAP, include_in_schema=False)
LEVELS = {1: N_("1, very low"), 2: N_("2, low"), 3: N_("3, middling"), 4: N_("4, high"), 5: N_("5, very high")}


@router.get("")
async def drawn(desk: DeskDep, theme: str = "", done: str = "") -> Response:
    """All groups by power and interest, with what that calls for."""
    async with desk.services.db.read() as session:
        found, known = await stakeholders.everybody(session), await common.names(session, desk)
    shown = [one for one in found if not theme or one.placed.theme == theme]
    places = [(s.placed.power, s.placed.interest, words.SIGNS[s.placed.disposition]) for s in shown]
    drawing, rows = grid(places), [_row(known, one, number) for number, one in enumerate(shown, 1)]
    return desk.page(
        "communication/map.html",
        title=N_("Map of stakeholders"),
        breadcrumb=crumbs(desk, (desk.t(N_("Map of stakeholders")), "")),
        grid=drawing,
        rows=rows,
        more=[(one, [rows[number - 1] for number in one.numbers]) for one in drawing.more],
        advice=[(desk.t(title), desk.t(words.ADVICE[code])) for code, title in words.QUADRANTS.items()],
        quadrants={str(code): desk.t(title) for code, title in words.QUADRANTS.items()},
        themes=list(known.themes.items()),
        theme=theme,
        done=desk.t(words.DONE[done]) if done in words.DONE else "",
    )


def _row(known: Names, one: Stakeholder, number: int) -> Shown:
    desk, placed = known.desk, one.placed
    now, wanted = (desk.t(words.DISPOSITIONS[code]) for code in (placed.disposition, placed.wanted))
    return {
        "number": number,
        "group": known.group(placed.group),
        "url": f"{MAP}/{one.id}",
        "power": placed.power,
        "interest": placed.interest,
        "quadrant": desk.t(words.QUADRANTS[placed.quadrant]),
        "now": f"{words.SIGNS[placed.disposition]} {now}",
        "wanted": f"{words.SIGNS[placed.wanted]} {wanted}",
        "gap": _gap(desk, placed.gap),
        "note": placed.note,
    }


def _gap(desk: Desk, gap: int) -> str:
    if gap > 0:
        return desk.say.ngettext("to be won: {count} step", "to be won: {count} steps", gap).format(count=gap)
    return desk.t(N_("as wanted") if gap == 0 else N_("more support than is wanted"))


@router.get("/new")
async def new(desk: DeskDep) -> Response:
    """The form of a group that is not on the map yet."""
    return await _form(desk, None, {})


@router.post("/new")
async def create(desk: DeskDep) -> Response:
    """A group on the map."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        placed = _read(form)
        async with desk.services.db.write() as session:
            await stakeholders.add(session, placed, at=desk.services.now(), by=desk.person.id)
    except (Refused, RuleBroken, StorageError) as refused:
        return await _refused(desk, None, form, refused)
    return see_other(f"{MAP}?done=placed")


@router.get("/{stakeholder_id}")
async def edit(desk: DeskDep, stakeholder_id: str) -> Response:
    """The form of a group that is there, with its history."""
    one = await _stakeholder(desk, stakeholder_id)
    return await _form(desk, one, _values(one))


@router.post("/{stakeholder_id}")
async def change(desk: DeskDep, stakeholder_id: str) -> Response:
    """The group as wanted, or off the map."""
    one, form = await _stakeholder(desk, stakeholder_id), await read_form(desk.request)
    at, by, removing = desk.services.now(), desk.person.id, form.one("step") == "remove"
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if removing and form.one("sure") != "yes":
            raise Invalid([FieldError("sure", "input.confirm")])
        placed = one.placed if removing else _read(form)
        async with desk.services.db.write() as session:
            if removing:
                await stakeholders.remove(session, one.id, at=at, by=by)
            else:
                await stakeholders.change(session, one.id, placed, revision=_revision(form), at=at, by=by)
    except (Refused, RuleBroken, StorageError) as refused:
        return await _refused(desk, one, form, refused)
    return see_other(f"{MAP}?done={'taken' if removing else 'placed'}")


def _revision(form: Form) -> int:
    return whole(form.one("revision"), -1)


async def _refused(
    desk: Desk, one: Stakeholder | None, form: Form, refused: Refused | RuleBroken | StorageError
) -> Response:
    told = common.broken(refused) if isinstance(refused, RuleBroken) else refused
    errors, status = surveys_common.told(told)
    values = form.values()
    if one is not None and form.one("step") == "remove":
        values = _values(one)
    if one is not None and any(error.code == "plan.stale" for error in errors):
        values["revision"] = str(one.revision)
    return await _form(desk, one, values, errors=errors, status=status)


async def _stakeholder(desk: Desk, stakeholder_id: str) -> Stakeholder:
    async with desk.services.db.read() as session:
        found = await stakeholders.get(session, stakeholder_id) if AN_ID.fullmatch(stakeholder_id) else None
    if found is None or found.removed_at is not None:
        raise NotFound("stakeholder.unknown")
    return found


def _values(one: Stakeholder) -> dict[str, Any]:
    placed = one.placed
    values = {"power": str(placed.power), "interest": str(placed.interest), "note": placed.note, "theme": placed.theme}
    values |= {"disposition": placed.disposition.value, "wanted": placed.wanted.value}
    return values | {"revision": str(one.revision), **common.group_fields(placed.group)}


def _read(form: Form) -> Placed:
    """The group in a form; raises Invalid with every field that is wrong."""
    wrong: list[FieldError] = []
    group, note = common.read_group(form, wrong), words_of(form, "note", wrong)
    steps = {str(n) for n in range(LOWEST, HIGHEST + 1)}
    power, interest = (common.chosen_of(form, name, steps, wrong) for name in ("power", "interest"))
    now, wanted = (common.chosen_of(form, name, set(Disposition), wrong) for name in ("disposition", "wanted"))
    theme = id_of(form, "theme", wrong)
    if wrong:
        raise Invalid(list({error.field: error for error in reversed(wrong)}.values())[::-1])
    return Placed(group, int(power), int(interest), Disposition(now), Disposition(wanted), note, theme)


async def _form(desk: Desk, one: Stakeholder | None, values: dict[str, Any], **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        known = await common.names(session, desk)
        history = await common.history(session, desk, one.id, known) if one is not None else []
    title = N_("A group on the map") if one is not None else N_("New group on the map")
    return desk.page(
        "communication/stakeholder.html",
        title=title,
        breadcrumb=crumbs(desk, (desk.t(N_("Map of stakeholders")), MAP), (desk.t(title), "")),
        action=desk.request.url.path,
        back=MAP,
        new=one is None,
        heading=known.group(one.placed.group) if one is not None else desk.t(title),
        values=values,
        groups=common.group_options(known),
        audiences=list(known.audiences.items()),
        levels=[(str(number), desk.t(text)) for number, text in LEVELS.items()],
        dispositions=[(code, desk.t(text)) for code, text in words.DISPOSITIONS.items()],
        themes=list(known.themes.items()),
        history=history,
        told_url=f"{common.ROOT}/entries/new?stakeholder={one.id}" if one is not None else "",
        **shown,
    )
