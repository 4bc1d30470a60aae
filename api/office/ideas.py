"""All ideas as a list: filtered, sorted, a page at a time; what still lacks a benefit is one click from it."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from api.office import words
from api.office.board.cards import Cards
from api.office.door import Desk, DeskDep
from domain.definition import ProcessDefinition
from domain.words import Source, Stage, State
from kit.i18n import N_
from storage import processes
from storage.queries import office
from storage.queries.lines import CaseLine
from storage.queries.lists import CaseFilter

router = APIRouter(prefix="/office/ideas", include_in_schema=False)
PAGE = 50
SORTS = {
    "new": N_("newest first"),
    "due": N_("due first"),
    "moved": N_("last changed first"),
    "title": N_("by title"),
}


@dataclass(frozen=True)
class Wish:
    """What the list is to show, as it stands in the address."""

    q: str = ""
    stage: str = ""
    state: str = ""
    theme: str = ""
    source: str = ""
    due: str = ""
    sort: str = "new"
    page: int = 1

    def filter(self, desk: Desk) -> CaseFilter:
        """The filter of the query; what is not known filters nothing."""
        return CaseFilter(
            search=self.q[:200],
            stage=self.stage if self.stage in set(Stage) else "",
            state=self.state if self.state in set(State) else "",
            theme=self.theme,
            source=self.source if self.source in set(Source) else "",
            closed={"open": False, "closed": True}.get(self.state),
            overdue_on=desk.today if self.due == "overdue" else None,
        )

    @property
    def query(self) -> str:
        """The address without the page."""
        kept = {name: value for name, value in vars(self).items() if name != "page" and value}
        return urlencode({name: value for name, value in kept.items() if (name, value) != ("sort", "new")})


Text = Annotated[str, Query(max_length=200)]


@router.get("")
async def ideas(
    desk: DeskDep,
    q: Text = "",
    stage: Text = "",
    state: Text = "",
    theme: Text = "",
    source: Text = "",
    due: Text = "",
    sort: Text = "new",
    page: Text = "1",
) -> Response:
    """The list."""
    number = min(int(page), 1000) if page.isdigit() and int(page) else 1
    wish = Wish(q, stage, state, theme, source, due, sort if sort in SORTS else "new", number)
    async with desk.services.db.read() as session:
        lines, total = await office.page(session, wish.filter(desk), order=wish.sort, number=number, size=PAGE)
        definition = await processes.current(session)
        ids = [line.id for line in lines]
        waits, owners = await office.waits(session, ids), await office.owners(session, ids)
    themes = _themes(desk, definition)
    cards = Cards(desk, definition, waits, owners)
    return desk.page(
        "ideas.html",
        title=N_("All ideas"),
        total=total,
        rows=[_row(cards, line, dict(themes)) for line in lines],
        page_number=number,
        pages=max(1, -(-total // PAGE)),
        base="/office/ideas?" + (f"{wish.query}&" if wish.query else ""),
        values=vars(wish),
        themes=themes,
        **_choices(desk),
    )


def _themes(desk: Desk, definition: ProcessDefinition | None) -> list[tuple[str, str]]:
    return [] if definition is None else [(t.id, t.title.in_(desk.language)) for t in definition.themes]


def _choices(desk: Desk) -> dict[str, Any]:
    t = desk.t
    states = [(code, t(text)) for code, (text, _) in words.STATES.items() if code != State.RECEIVED]
    return {
        "stages": [(code, t(text)) for code, text in words.STAGES.items()],
        "states": [("open", t(N_("all open ones"))), ("closed", t(N_("all closed ones"))), *states],
        "sources": [(code, t(text)) for code, text in words.SOURCES.items()],
        "dues": [("overdue", t(N_("overdue")))],
        "sorts": [(code, t(text)) for code, text in SORTS.items()],
    }


def _row(cards: Cards, line: CaseLine, themes: dict[str, str]) -> list[Any]:
    card = cards.card(line)
    due: Any = card["due"] or "–"
    if card["overdue"]:
        due = {"text": card["due"], "sub": cards.desk.t(N_("overdue"))}
    return [
        {"text": line.title, "theirs": True, "url": card["url"], "sub": line.number},
        {"text": card["state"], "tone": card["tone"]},
        card["waits_for"] or card["owner"] or "–",
        due,
        themes.get(line.theme, "–"),
        cards.desk.day(line.opened_at.astimezone(cards.desk.services.zone).date()),
    ]
