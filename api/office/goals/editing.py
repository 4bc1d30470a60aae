"""One goal: its form, what ideas do for it, its history, taking it out of the tree."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import Form, check_nonce, date_field, read_form, whole
from api.office.door import Desk, DeskDep
from api.office.goals import common, heard, words
from api.office.goals.common import ROOT, crumbs
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Option, Shown
from api.rendering import see_other
from api.typed import AN_ID, id_of, line, words_of
from domain import calendar
from domain.errors import RuleBroken
from domain.goals.contribution import Idea
from domain.goals.tree import Goal, Wanted, ordered
from kit.i18n import N_
from storage import goals
from storage.errors import StorageError

router = APIRouter(prefix=ROOT, include_in_schema=False)
LONGEST = {"indicator": 500, "target": 200}


@router.get("/new")
async def new(desk: DeskDep, under: str = "") -> Response:
    """The form of a goal that is not there yet; below another one, where a page says so."""
    return await _form(desk, None, {"owner": desk.person.id, "under": under if AN_ID.fullmatch(under) else ""})


@router.post("/new")
async def create(desk: DeskDep) -> Response:
    """A new goal."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        wanted = _read(form, desk)
        async with desk.services.db.write() as session:
            await goals.add(session, wanted, at=desk.services.now(), by=desk.person.id)
    except (Refused, RuleBroken, StorageError) as refused:
        return await _refused(desk, None, form, refused)
    return see_other(f"{ROOT}?done=added")


@router.get("/{goal_id}")
async def shown(desk: DeskDep, goal_id: str, done: str = "") -> Response:
    """The form of a goal that is there, with its history."""
    goal = await _goal(desk, goal_id)
    return await _form(desk, goal, _values(goal), done=desk.t(words.DONE[done]) if done in words.DONE else "")


@router.post("/{goal_id}")
async def change(desk: DeskDep, goal_id: str) -> Response:
    """The goal as wanted, or out of the tree."""
    goal, form = await _goal(desk, goal_id), await read_form(desk.request)
    at, by, removing = desk.services.now(), desk.person.id, form.one("step") == "remove"
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if removing and form.one("sure") != "yes":
            raise Invalid([FieldError("sure", "input.confirm")])
        wanted = goal.wanted if removing else _read(form, desk)
        async with desk.services.db.write() as session:
            if removing:
                await goals.remove(session, goal.id, at=at, by=by)
            else:
                await goals.change(session, goal.id, wanted, number=whole(form.one("number"), -1), at=at, by=by)
    except (Refused, RuleBroken, StorageError) as refused:
        return await _refused(desk, goal, form, refused)
    return see_other(f"{ROOT}?done=removed" if removing else f"{ROOT}/{goal.id}?done=changed")


async def _goal(desk: Desk, goal_id: str) -> Goal:
    async with desk.services.db.read() as session:
        found = await goals.get(session, goal_id) if AN_ID.fullmatch(goal_id) else None
    if found is None or found.removed_at is not None:
        raise NotFound("goal.unknown")
    return found


async def _refused(desk: Desk, goal: Goal | None, form: Form, refused: Refused | RuleBroken | StorageError) -> Response:
    told = common.broken(refused) if isinstance(refused, RuleBroken) else refused
    errors, status = surveys_common.told(told)
    values = form.values()
    if goal is not None and form.one("step") == "remove":
        values = _values(goal)
    stale = goal is not None and any(error.code == "goal.stale" for error in errors)
    if stale and goal is not None:
        goal = await _goal(desk, goal.id)
        values["number"] = str(goal.number)
    return await _form(desk, goal, values, stale=stale, errors=errors, status=status)


def _values(goal: Goal) -> dict[str, Any]:
    wanted = goal.wanted
    values: dict[str, Any] = {name: getattr(wanted, name) for name in ("title_de", "title_en", "under", "owner")}
    values |= {"indicator": wanted.indicator, "target": wanted.target, "serves": list(wanted.serves)}
    return values | {"due_on": wanted.due_on.strftime("%d.%m.%Y") if wanted.due_on else "", "number": str(goal.number)}


def _read(form: Form, desk: Desk) -> Wanted:
    """The goal in a form; raises Invalid with every field that is wrong."""
    wrong: list[FieldError] = []
    titles = {name: line(form, name, wrong) for name in ("title_de", "title_en")}
    if not titles["title_de"]:
        wrong.append(FieldError("title_de", "input.missing"))
    texts = {name: words_of(form, name, wrong) for name in LONGEST}
    for name, limit in LONGEST.items():
        if len(texts[name]) > limit:
            wrong.append(FieldError(name, "input.too_long", {"limit": limit}))
    ids = {name: id_of(form, name, wrong) for name in ("under", "owner")}
    serves = tuple(one for one in form.many("serves") if AN_ID.fullmatch(one))
    due_on = None
    try:
        due_on = date_field(form, "due_on")
    except Invalid as invalid:
        wrong += invalid.errors
    if due_on is not None and calendar.too_far(due_on, desk.today):
        wrong.append(FieldError("due_on", "date.too_far", {"latest": desk.today.year + calendar.FURTHEST}))
    if wrong:
        raise Invalid(list({error.field: error for error in reversed(wrong)}.values())[::-1])
    return Wanted(**titles, **texts, **ids, due_on=due_on, serves=serves)


async def _form(desk: Desk, goal: Goal | None, values: dict[str, Any], **shown: Any) -> Response:
    picture = await common.read(desk)
    async with desk.services.db.read() as session:
        history = await common.history(session, desk, goal, picture) if goal is not None else []
        owners = await surveys_common.owners(session, desk)
        told = await heard.said(session, desk, goal, picture) if goal is not None else {}
    title = desk.t(N_("New goal")) if goal is None else picture.title(goal)
    above = [
        (one["id"], "– " * one["depth"] + one["title"]) for one in picture.placed if not goal or one["id"] != goal.id
    ]
    served = values.get("serves", [])
    context = {"done": "", "errors": [], "stale": False, **shown}
    return desk.page(
        "goals/goal.html",
        title=title,
        page=ROOT + ("/new" if goal is None else f"/{goal.id}"),
        breadcrumb=crumbs(desk, (title, "")),
        action=desk.request.url.path,
        new=goal is None,
        heading=title,
        values=values,
        above=above,
        owners=owners,
        catalogues=[
            (one.title.in_(desk.language), [(one.key(e.id), e.title.in_(desk.language)) for e in one.entries])
            for one in picture.catalogues
        ],
        served=[served] if isinstance(served, str) else served,
        ideas=_ideas(goal, picture.ideas) if goal is not None else [],
        told=told,
        history=history,
        has_below=goal is not None and any(one.wanted.under == goal.id for one, _ in ordered(picture.goals)),
        **context,
    )


def _ideas(goal: Goal, ideas: Any) -> list[list[Option | Shown | str]]:
    """What is said of this goal, the strongest first; ideas of which nothing is said are left out."""
    found: list[tuple[int, Idea]] = [(value, one) for one in ideas if (value := one.does(goal.id)) is not None]
    ordered_ = sorted(found, key=lambda pair: (-pair[0], pair[1].number))
    return [[common.idea(one), words.signed(value)] for value, one in ordered_]
