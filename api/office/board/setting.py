"""The form of the limits: per stage, role and person; every version of them stays, with who set it."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, read_long_form
from api.office import words
from api.office.choosing import options, staff
from api.office.door import Desk, DeskDep
from api.rendering import see_other
from domain.errors import RuleBroken
from domain.limits import LIMITED_ROLES, MOST, Limits
from domain.words import Stage
from domain.world import Person
from kit.i18n import N_
from storage import limits, people, processes
from storage.limits import Board, Version
from storage.queries import board_counts
from storage.queries.board_filter import BoardFilter

router = APIRouter(prefix="/office/board", include_in_schema=False)
HERE = "/office/board/limits"
ROLES = sorted({role.value for role in LIMITED_ROLES.values()})
LARGEST = 2_000_000_000


@router.get("/limits")
async def form(desk: DeskDep, done: str = "") -> Response:
    """What is set, and what there is of it now."""
    return await _page(desk, None, done=desk.t(N_("The limits are set.")) if done else "")


@router.post("/limits")
async def put(desk: DeskDep) -> Response:
    """Sets them."""
    given = await read_long_form(desk.request, 2_000)
    try:
        check_nonce(desk.request, desk.services, given, HERE)
        board = read(given, await staff(desk))
        await _keep(desk, board, given)
    except Refused as refused:
        if refused.code == "form.forged":
            raise
        errors = refused.errors if isinstance(refused, Invalid) else [FieldError("", refused.code)]
        return await _page(desk, given, errors=errors, status=refused.status)
    return see_other(f"{HERE}?done=1")


async def _keep(desk: Desk, board: Board, given: Form) -> None:
    number = given.one("number")
    async with desk.services.db.write() as session:
        try:
            read_number = int(number) if number.isdecimal() else 0
            await limits.put(session, board, number=read_number, at=desk.services.now(), by=desk.person.id)
        except RuleBroken as broken:
            raise Refused(broken.code) from None


def read(form: Form, known: tuple[Person, ...]) -> Board:
    """The form; an empty field is no limit. Raises Invalid, field by field."""
    wrong: list[FieldError] = []

    def number(name: str, most: int = MOST) -> int | None:
        value = form.one(name).replace(".", "").replace("\u202f", "").replace(" ", "")
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and int(value) <= most):
            wrong.append(FieldError(name, "limits.number", {"most": most}))
            return None
        return int(value)

    def numbers(kind: str, names: list[str]) -> dict[str, int]:
        found = {name: number(f"{kind}-{name}") for name in names}
        return {name: value for name, value in found.items() if value is not None}

    board = Board(
        Limits(
            numbers("stage", [one.value for one in Stage]),
            numbers("role", ROLES),
            number("everybody"),
            numbers("person", [one.id for one in known]),
        ),
        number("budget", LARGEST),
        number("capacity", LARGEST),
    )
    if wrong:
        raise Invalid(wrong)
    return board


async def _page(desk: Desk, given: Form | None, *, done: str = "", **shown: Any) -> Response:
    known = await staff(desk)
    async with desk.services.db.read() as session:
        versions = await limits.versions(session)
        totals = await board_counts.totals(session, BoardFilter(), desk.today)
        asked = await limits.in_roles(session)
        load = await people.load(session)
        definition = await processes.current(session)
        who = await people.by_ids(session, {one.by for one in versions})
    board = versions[0].board if versions else Board()
    number = versions[0].number if versions else 0
    t = desk.t
    named = options(desk, definition, known) if definition is not None else [(p.id, p.name) for p in known]
    return desk.page(
        "board_limits.html",
        title=N_("Limits of work under way"),
        breadcrumb=[{"label": t(N_("Board")), "url": "/office/board"}, {"label": t(N_("Limits")), "url": ""}],
        done=done,
        number=number,
        values=_values(board) if given is None else given.values(),
        stages=[(f"stage-{s.value}", t(words.STAGES[s]), totals.stages.get(s, 0)) for s in Stage],
        roles=[(f"role-{role}", t(words.ROLES[role]), asked.get(role, 0)) for role in ROLES],
        staff=[(f"person-{one}", name, load.get(one, 0)) for one, name in named],
        history=[_told(desk, one, who) for one in versions],
        **shown,
    )


def _values(board: Board) -> dict[str, str]:
    found: dict[str, int | None] = {f"stage-{name}": value for name, value in board.limits.stages.items()}
    found |= {f"role-{name}": value for name, value in board.limits.roles.items()}
    found |= {f"person-{name}": value for name, value in board.limits.people.items()}
    found |= {"everybody": board.limits.person, "budget": board.budget, "capacity": board.capacity}
    return {name: str(value) for name, value in found.items() if value is not None}


def _told(desk: Desk, version: Version, who: dict[str, Person]) -> dict[str, str]:
    """One version in a line."""
    t, board = desk.t, version.board
    said = [f"{t(words.STAGES[name])}: {value}" for name, value in board.limits.stages.items()]
    said += [f"{t(words.ROLES[name])}: {value}" for name, value in board.limits.roles.items()]
    if board.limits.person is not None:
        said.append(f"{t(N_('Everybody'))}: {board.limits.person}")
    if board.limits.people:
        said.append(t(N_("limits of their own: {count}")).format(count=len(board.limits.people)))
    by = who[version.by].name if version.by in who else t(N_("deleted person {id}")).format(id=version.by[:6])
    return {"when": desk.moment(version.at), "who": by, "what": " · ".join(said) or t(N_("no limits"))}
