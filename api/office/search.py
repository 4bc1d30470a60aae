"""Searches all that was ever said of ideas: texts, decisions, reasons, statements, answers, internal ones too."""

from typing import Any

from fastapi import APIRouter, Response

from api import searching
from api.office import words
from api.office.door import Desk, DeskDep
from api.rendering import see_other
from api.searching import WishDep
from domain.definition import ProcessDefinition
from kit.i18n import N_
from storage import processes
from storage.queries.search import Match

router = APIRouter(include_in_schema=False)
HERE = "/office/search"
PAGE = 20


@router.get(HERE)
async def found(desk: DeskDep, wanted: WishDep) -> Response:
    """What fits, the best first; a number alone leads to its idea."""
    errors = wanted.errors()
    async with desk.services.db.read() as session:
        if number := await searching.numbered(session, wanted.words, public=False):
            return see_other(f"/office/ideas/{number}")
        definition = await processes.current(session)
        results = searching.Results()
        if not errors:
            narrowed = wanted.filter(definition, desk.services.zone)
            results = await searching.look(session, wanted, narrowed, office=True, limit=PAGE)
    return desk.page(
        "search.html",
        title=N_("Search"),
        errors=errors,
        status=422 if errors else 200,
        found=[_line(desk, definition, match) for match in results.matches],
        **searching.choices(definition, desk.language),
        **searching.context(wanted, results, HERE),
    )


def _line(desk: Desk, definition: ProcessDefinition | None, match: Match) -> dict[str, Any]:
    state, tone = words.STATES[match.line.state]
    themes = {t.id: t.title.in_(desk.language) for t in definition.themes} if definition is not None else {}
    return {
        "url": f"/office/ideas/{match.line.number}",
        "number": match.line.number,
        "title": match.title,
        "excerpt": match.excerpt,
        "theme": themes.get(match.line.theme, ""),
        "state": desk.t(state),
        "tone": tone,
    }
