"""The map of value against complexity: a bubble an idea, as large as its cost, with a table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from fastapi import APIRouter, Response

from api.measure_words import MEASURES
from api.office import words
from api.office.board.filters import Known, WishDep
from api.office.board.room import room
from api.office.door import Desk, DeskDep
from domain.portfolio.value_map import Standing, standing
from domain.words import Stage
from kit.i18n import N_
from storage import limits, processes
from storage.limits import Board
from storage.queries import board_counts, board_needs
from storage.queries.board_needs import Needed
from storage.queries.lists import voices_in

router = APIRouter(prefix="/office/portfolio", include_in_schema=False)
HERE = "/office/portfolio/map"
MOST = 300  # bubbles: more are a cloud, and a filter helps
SIDE, LEFT, TOP = 480.0, 44.0, 12.0  # of the field, in units of the drawing
SMALLEST, LARGEST, UNKNOWN = 6.0, 30.0, 6.0  # radius of a bubble

QUADRANTS = {
    "do_first": N_("do first"),
    "plan_well": N_("plan well"),
    "do_aside": N_("do on the side"),
    "let_be": N_("let be"),
}


@dataclass(frozen=True)
class Bubble:
    """One idea where it stands."""

    number: int  # in the table
    x: float
    y: float
    radius: float
    known: bool  # whether its cost is
    label_y: float


@router.get("/map")
async def value_map(desk: DeskDep, wish: WishDep) -> Response:
    """Open, reviewed ideas; what is not scored stands in a list of its own, never at nought."""
    async with desk.services.db.read() as session:
        known = await Known.read(session)
        wanted = known.filter(wish)
        totals, mark = await board_counts.counts(session, wanted, desk.today)
        found = await board_needs.needed(session, wanted, MOST)
        answers = await voices_in(session, [one.line.id for one in found])
        newest = await limits.current(session)
        used = await desk.services.db.known.used.at(session, wanted, mark)
        asked = {one: (await processes.by_hash(session, one)).criteria for one in {it.line.process for it in found}}
    placed = [(one, standing(asked[one.line.process], answers.get(one.line.id, ()))) for one in found]
    on_map = [(one, where) for one, where in placed if where is not None]
    on_map.sort(key=lambda pair: (-(pair[1].value - pair[1].complexity), pair[0].line.number))
    reviewed = sum(totals.stages.get(s, 0) for s in (Stage.PRIORITISATION, Stage.DECISION, Stage.FOLLOW_UP))
    return desk.page(
        "board_map.html",
        title=N_("Value against complexity"),
        breadcrumb=[
            {"label": desk.t(N_("Board")), "url": wish.address("/office/board")},
            {"label": desk.t(N_("Value against complexity")), "url": ""},
        ],
        bubbles=bubbles(on_map),
        rows=[_row(desk, number, one, where) for number, (one, where) in enumerate(on_map, 1)],
        undetermined=[_link(one) for one, where in placed if where is None],
        left_out=max(0, reviewed - len(found)),
        room=room(desk, used, Board() if newest is None else newest.board),
        side=SIDE,
        left=LEFT,
        top=TOP,
        here=HERE,
        board=wish.address("/office/board"),
        filtered=bool(wanted),
        values=vars(wish),
        **known.choices(desk),
    )


def bubbles(found: Sequence[tuple[Needed, Standing]]) -> list[Bubble]:
    """Areas are as the costs; the large ones first, so that none hides a small one."""
    most = max((one.cost or 0 for one, _ in found), default=0)
    drawn = [_bubble(number, one, where, most) for number, (one, where) in enumerate(found, 1)]
    return sorted(drawn, key=lambda one: -one.radius)


def _bubble(number: int, one: Needed, where: Standing, most: int) -> Bubble:
    share = sqrt(one.cost / most) if one.cost and most else 0.0
    radius = UNKNOWN if one.cost is None else SMALLEST + (LARGEST - SMALLEST) * share
    x, y = LEFT + where.complexity / 10 * SIDE, TOP + (1 - where.value / 10) * SIDE
    label = y + 4 if radius >= 10 else y - radius - 3
    return Bubble(number, round(x, 1), round(y, 1), round(radius, 1), one.cost is not None, round(label, 1))


def _link(one: Needed) -> dict[str, Any]:
    return {"text": f"{one.line.number} {one.line.title}", "theirs": True, "url": f"/office/ideas/{one.line.number}"}


def _row(desk: Desk, number: int, one: Needed, where: Standing) -> list[Any]:
    t, say = desk.t, desk.say.number
    stage = t(words.STAGES[one.line.stage])
    if one.line.measure:
        stage = f"{stage}, {t(MEASURES[one.line.measure][0])}"
    return [
        str(number),
        {"text": one.line.title, "theirs": True, "url": f"/office/ideas/{one.line.number}", "sub": one.line.number},
        say(where.value, 1),
        say(where.complexity, 1),
        desk.say.money(one.cost) if one.cost is not None else t(N_("not stated")),
        t(QUADRANTS[where.quadrant]),
        stage,
    ]
