"""The board: open cases by stage, who is awaited, what is late; sleeping cases apart."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from api.office import words
from api.office.door import Desk, DeskDep
from domain.definition import ProcessDefinition
from kit.i18n import N_
from storage import processes
from storage.queries import care, office
from storage.queries.lines import CaseLine
from storage.queries.lists import CaseFilter, count
from storage.queries.office import Waits

router = APIRouter(prefix="/office", include_in_schema=False)
PER_STAGE = 20


@router.get("")
async def board(desk: DeskDep) -> Response:
    """Where everything stands."""
    async with desk.services.db.read() as session:
        columns = await office.columns(session, PER_STAGE)
        asleep = await office.deferred(session, PER_STAGE)
        shown = [line.id for column in columns for line in column.lines]
        waits, owners = await office.waits(session, shown), await office.owners(session, shown)
        late = await count(session, CaseFilter(overdue_on=desk.today))
        sleeping = await count(session, CaseFilter(state="deferred", closed=False))
        stuck = await care.interventions(session, limit=20)
        definition = await processes.current(session)
    cards = Cards(desk, definition, waits, owners)
    return desk.page(
        "board.html",
        title=N_("Board"),
        columns=[
            {
                "title": desk.t(words.STAGES[column.stage]),
                "total": column.total,
                "url": f"/office/ideas?stage={column.stage.value}",
                "more": max(0, column.total - len(column.lines)),
                "cards": [cards.card(line) for line in column.lines],
            }
            for column in columns
        ],
        deferred=[cards.card(line) for line in asleep],
        tiles=_tiles(desk, sum(c.total for c in columns), late, sleeping, stuck),
    )


class Cards:
    """Cases as cards of the board."""

    def __init__(
        self,
        desk: Desk,
        definition: ProcessDefinition | None,
        waits: Mapping[str, tuple[Waits, ...]],
        owners: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.desk, self.waits, self.owners = desk, waits, owners
        departments = definition.departments if definition is not None else ()
        self.departments = {d.id: d.title.in_(desk.language) for d in departments}

    def card(self, line: CaseLine) -> dict[str, Any]:
        """One card: what it is, where it stands, who is awaited until when."""
        state, tone = words.STATES.get(line.state, (line.state, "neutral"))
        return {
            "number": line.number,
            "title": line.title,
            "url": f"/office/ideas/{line.number}",
            "state": self.desk.t(state),
            "tone": tone,
            "due": self.desk.day(line.due_on),
            "overdue": line.overdue(self.desk.today),
            "waits_for": self.awaited(line.id),
            "owner": ", ".join(filter(None, (self.departments.get(d, "") for d in self.owners.get(line.id, ())))),
        }

    def awaited(self, case_id: str) -> str:
        """Those who are awaited, by role or department."""
        found: list[str] = []
        for one in self.waits.get(case_id, ()):
            if one.kind == "reply":
                found.append(self.desk.t(N_("the submitter")))
            elif one.role == "office":
                found.append(self.desk.t(N_("Office")))
            found += [self.departments.get(d, "") for d in one.departments if one.kind != "reply"]
        return ", ".join(dict.fromkeys(filter(None, found)))


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
