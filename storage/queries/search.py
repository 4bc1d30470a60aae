"""Finds cases by their words, for those who may read them, best first: lines, cases for excerpts, and how many.

What is blanked, hidden or deleted is not found from the same transaction on; a case whose words lag behind its last
revision is not found until they are read again.
"""

from dataclasses import dataclass, replace

from domain.case import Case
from domain.search.excerpt import Part, excerpt, marked
from domain.search.query import Query
from domain.search.words import internal, shown
from storage.mapping import load_cases
from storage.queries import search_postgres, search_sqlite
from storage.queries.lines import C, CaseLine
from storage.queries.lists import CaseFilter, by_ids, conditions
from storage.queries.looking import MANY, RANKS, Condition, Hit, Looking
from storage.queries.public import without_secrets
from storage.session import Session

__all__ = ["MANY", "Found", "Match", "search"]


@dataclass(frozen=True, slots=True)
class Match:
    """One case that fits: as lists show it, with what was found marked."""

    line: CaseLine
    title: tuple[Part, ...]
    excerpt: tuple[Part, ...]  # of whatever else says most of it; the summary's beginning where nothing else does


@dataclass(frozen=True, slots=True)
class Found:
    """One page; `after` leads to the next, "" when there is none. `many` is MANY + 1 for whatever is more."""

    matches: tuple[Match, ...] = ()
    many: int = 0
    after: str = ""


async def search(
    session: Session, query: Query, wanted: CaseFilter, *, office: bool, after: str = "", limit: int = 20
) -> Found:
    """A page of what fits. With `office` its own words are searched too; the filter says who may see what."""
    filters: list[Condition] = [*conditions(wanted), C.c.worded == C.c.revision]
    rank, place = _start(after)
    looking = Looking(query, office, filters, rank, place)
    find = search_sqlite.find if session.dialect == "sqlite" else search_postgres.find
    hits, many = await find(session, looking, limit + 1)
    page = hits[:limit]
    ids = [hit.case_id for hit in page]
    lines, cases = await by_ids(session, ids), await load_cases(session, ids)
    matches = tuple(_match(lines[one], cases[one], query, office=office) for one in ids)
    return Found(matches, many, _mark(page[-1]) if len(hits) > limit else "")


def _match(line: CaseLine, case: Case, query: Query, *, office: bool) -> Match:
    """Excerpts are of the case itself, and of nothing the reader could not open."""
    case = case if office else without_secrets(case)
    pieces = (line.summary, *shown(case), *(internal(case) if office else ()))
    found = excerpt(pieces, query.terms) or ((Part(line.summary[:180]),) if line.summary else ())
    return Match(line if office else replace(line, submitter=""), marked(line.title, query.terms), found)


def _mark(last: Hit) -> str:
    return f"{last.rank}_{last.place}"


def _start(after: str) -> tuple[int, int | None]:
    """A broken one starts anew."""
    rank, _, place = after.partition("_")
    known = rank in map(str, RANKS) and place.isascii() and place.isdigit() and len(place) < 19
    return (int(rank), int(place)) if known else (1, None)
