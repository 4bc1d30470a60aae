"""The board: open cases by stage, who is awaited, what is late; sleeping cases apart."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import NotFound
from api.measure_words import MEASURES
from api.office import words
from api.office.board.cards import Cards
from api.office.board.filters import Known, Wish, WishDep
from api.office.board.room import room
from api.office.door import Desk, DeskDep, WatchingDep
from domain.words import MeasureState, Stage
from kit.i18n import N_
from storage import limits
from storage.limits import Board
from storage.queries import board as queries
from storage.queries import board_counts, care, office
from storage.queries.board import Group, Shown
from storage.queries.board_counts import SLEEPING, Totals
from storage.queries.board_filter import BoardFilter
from storage.queries.firmness import firmness
from storage.session import Session

router = APIRouter(prefix="/office", include_in_schema=False)
HERE = "/office/board"
PER_STAGE = 20
PER_PAGE = 50
# The page listens for changes by a small script of its own, which the policy of all other pages forbids.
LISTENS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; script-src 'self'; connect-src 'self'"
    )
}


@router.get("")
@router.get("/board")
async def board(desk: DeskDep, wish: WishDep) -> Response:
    """Where everything stands."""
    async with desk.services.db.read() as session:
        known = await Known.read(session)
        wanted = known.filter(wish)
        shown = await queries.shown(session, wanted, desk.today, PER_STAGE)
        cards = await _cards(desk, session, known, shown)
        stuck = await care.interventions(session, limit=20)
        set_ = await _set(session)
        used = await desk.services.db.known.used.at(session, wanted, shown.mark)
    columns = Columns(desk, wish, wanted, cards, set_)
    totals = shown.totals
    page = desk.page(
        "board.html",
        title=N_("Board"),
        columns=[columns.column(stage, shown) for stage in Stage],
        deferred=columns.sleeping(shown),
        tiles=_tiles(desk, sum(totals.stages.values()), totals.late, totals.sleeping, stuck),
        room=room(desk, used, set_),
        mark=shown.mark.text,
        changes=f"{HERE}/changes",
        moment=desk.moment(desk.services.now()),
        here=wish.address(HERE),
        map=wish.address("/office/portfolio/map"),
        filtered=bool(wanted),
        values=vars(wish),
        **known.choices(desk),
    )
    page.headers.update(LISTENS)
    return page


@router.get("/board/columns/{name}")
async def column(desk: WatchingDep, wish: WishDep, name: str) -> Response:
    """One column as it is now, for a page that shows the board already."""
    if name not in (*Stage, SLEEPING):
        raise NotFound
    async with desk.services.db.read() as session:
        known = await Known.read(session)
        wanted = known.filter(wish)
        shown = await queries.shown(session, wanted, desk.today, PER_STAGE, name)
        cards = await _cards(desk, session, known, shown)
        set_ = await _set(session)
    columns = Columns(desk, wish, wanted, cards, set_)
    if name == SLEEPING:
        return desk.page("board_column.html", title=N_("Board"), deferred=columns.sleeping(shown), column=None)
    return desk.page("board_column.html", title=N_("Board"), column=columns.column(Stage(name), shown), deferred=None)


@router.get("/board/all/{name}")
async def whole(desk: DeskDep, wish: WishDep, name: str, measure: str = "", page: str = "1") -> Response:
    """All cases of one column, or of one part of follow-up, a page at a time."""
    if name not in (*Stage, SLEEPING) or measure not in ("", *MeasureState):
        raise NotFound
    number = min(int(page), 10_000) if page.isdecimal() and int(page) else 1
    async with desk.services.db.read() as session:
        known = await Known.read(session)
        wanted = known.filter(wish)
        totals = await board_counts.totals(session, wanted, desk.today)
        lines = await queries.part(session, wanted, name, measure, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
        group = Group(name, measure, _total(totals, name, measure), lines)
        cards = await _cards(desk, session, known, Shown(totals, (group,), ()))
    title = _title(desk, name, measure)
    return desk.page(
        "board_all.html",
        title=title,
        breadcrumb=[{"label": desk.t(N_("Board")), "url": wish.address(HERE)}, {"label": title, "url": ""}],
        total=group.total,
        cards=[cards.card(line) for line in lines],
        page_number=number,
        pages=max(1, -(-group.total // PER_PAGE)),
        base=wish.address(f"{HERE}/all/{name}", **({"measure": measure} if measure else {}), page="").removesuffix(
            "page="
        ),
    )


async def _set(session: Session) -> Board:
    newest = await limits.current(session)
    return Board() if newest is None else newest.board


async def _cards(desk: Desk, session: Session, known: Known, shown: Shown) -> Cards:
    waits, owners = await office.waits(session, shown.ids), await office.owners(session, shown.ids)
    return Cards(desk, known.definition, waits, owners, await firmness(session, shown.ids))


def _total(totals: Totals, name: str, measure: str) -> int:
    if name == SLEEPING:
        return totals.sleeping
    return totals.measures.get(measure, 0) if measure else totals.stages.get(name, 0)


def _title(desk: Desk, name: str, measure: str) -> str:
    title = desk.t(N_("Deferred")) if name == SLEEPING else desk.t(words.STAGES[name])
    return f"{title}: {desk.t(MEASURES[measure][0])}" if measure else title


class Columns:
    """The board's columns in words."""

    def __init__(self, desk: Desk, wish: Wish, wanted: BoardFilter, cards: Cards, board: Board) -> None:
        self.desk, self.wish, self.wanted, self.cards = desk, wish, wanted, cards
        self.limits = board.limits

    def column(self, stage: Stage, shown: Shown) -> dict[str, Any]:
        """One stage: how many of how many may be in it, and the first of them."""
        total, limit = shown.totals.stages.get(stage, 0), self.limits.stages.get(stage)
        return {
            "name": stage.value,
            "title": self.desk.t(words.STAGES[stage]),
            "total": total,
            "limit": None if self.wanted else limit,  # a part of what is there says nothing about its limit
            "over": not self.wanted and limit is not None and total > limit,
            "full": not self.wanted and limit is not None and total == limit,
            "url": self.wish.address(f"{HERE}/all/{stage.value}"),
            "groups": [self._group(one) for one in shown.groups if one.stage == stage],
        }

    def _group(self, group: Group) -> dict[str, Any]:
        more = {"measure": group.measure} if group.measure else {}
        title, tone = MEASURES[group.measure] if group.measure else ("", "")
        return {
            "title": self.desk.t(title) if title else "",
            "tone": tone,
            "total": group.total,
            "cards": [self.cards.card(line) for line in group.lines],
            "more": max(0, group.total - len(group.lines)),
            "url": self.wish.address(f"{HERE}/all/{group.stage}", **more),
        }

    def sleeping(self, shown: Shown) -> dict[str, Any]:
        """What sleeps, apart."""
        return {
            "total": shown.totals.sleeping,
            "cards": [self.cards.card(line) for line in shown.sleeping],
            "more": max(0, shown.totals.sleeping - len(shown.sleeping)),
            "url": self.wish.address(f"{HERE}/all/{SLEEPING}"),
        }


def _tiles(desk: Desk, open_: int, late: int, sleeping: int, stuck: list[Any]) -> list[dict[str, Any]]:
    t = desk.t
    return [
        {"value": open_, "label": t(N_("Ideas on their way")), "tone": "accent", "url": "/office/ideas?state=open"},
        {
            "value": late,
            "label": t(N_("overdue")),
            "tone": "danger" if late else "success",
            "url": "/office/ideas?due=overdue",
        },
        {"value": sleeping, "label": t(N_("deferred")), "url": "/office/ideas?state=deferred"},
        {
            "value": len(stuck),
            "label": t(N_("need a hand")),
            "tone": "warning" if stuck else "success",
            "url": "/office/operations",
        },
    ]
