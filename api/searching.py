"""A field that searches, with filters beside it: read from the address and looked for, alike for all pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import Depends, Query

from api.errors import FieldError
from api.forms import read_date
from domain.definition import ProcessDefinition
from domain.search.excerpt import Part
from domain.search.query import Query as Words
from domain.search.query import parse
from domain.words import Stage
from storage.queries import search
from storage.queries.lines import CaseLine
from storage.queries.lists import CaseFilter, by_ids, by_number, case_list, count
from storage.queries.search import MANY, Match
from storage.session import Session

Text = Annotated[str, Query()]
NAMES = ("q", "stage", "theme", "goal", "level", "department", "since", "until")
FEW = ("q", "stage", "theme")  # the fields that are always seen
LONGEST = 80  # characters of a code


@dataclass(frozen=True)
class Wish:
    """What is looked for, as it stands in the address."""

    q: str = ""
    stage: str = ""
    theme: str = ""
    goal: str = ""
    level: str = ""
    department: str = ""
    since: str = ""
    until: str = ""
    after: str = ""

    @property
    def words(self) -> Words:
        """The words to look for."""
        return parse(self.q)

    @property
    def values(self) -> dict[str, str]:
        """What the fields show."""
        return {name: getattr(self, name) for name in NAMES}

    def address(self, path: str, after: str = "") -> str:
        """The page with the same wish, from a place on."""
        asked = {name: value for name, value in self.values.items() if value} | ({"after": after} if after else {})
        return f"{path}?{urlencode(asked)}" if asked else path

    @property
    def more(self) -> bool:
        """Whether a filter is set that is not always seen."""
        return any(value for name, value in self.values.items() if name not in FEW)

    def errors(self) -> list[FieldError]:
        """Dates that are none."""
        return [FieldError(name, "input.date") for name in ("since", "until") if _unread(getattr(self, name))]

    def filter(self, definition: ProcessDefinition | None, zone: ZoneInfo) -> CaseFilter:
        """The filter of the query; a stage there is none of filters nothing, what else is not known finds nothing."""
        return CaseFilter(
            stage=self.stage if self.stage in set(Stage) else "",
            theme=self.theme[:LONGEST],
            goal=self.goal[:LONGEST],
            level=self.level[:LONGEST],
            department=self.department[:LONGEST],
            themes_of_department=themes_of(self.department, definition),
            since=beginning(read_date(self.since), zone),
            before=end(read_date(self.until), zone),
        )


def wish(
    q: Text = "",
    stage: Text = "",
    theme: Text = "",
    goal: Text = "",
    level: Text = "",
    department: Text = "",
    since: Text = "",
    until: Text = "",
    after: Text = "",
) -> Wish:
    """From the address; no database keeps a NUL."""
    given = (q[:250], stage, theme, goal, level, department, since[:40], until[:40], after[:200])
    return Wish(*(value.replace("\0", "") for value in given))


WishDep = Annotated[Wish, Depends(wish)]


def themes_of(department: str, definition: ProcessDefinition | None) -> tuple[str, ...]:
    """The themes that a department knows best."""
    themes = definition.themes if definition is not None and department else ()
    return tuple(theme.id for theme in themes if theme.department == department)


def beginning(day: date | None, zone: ZoneInfo) -> datetime | None:
    """The first instant of a local day."""
    return None if day is None else datetime.combine(day, time(), zone)


def end(day: date | None, zone: ZoneInfo) -> datetime | None:
    """The first instant after it."""
    return None if day is None or day == date.max else beginning(day + timedelta(days=1), zone)


def _unread(typed: str) -> bool:
    try:
        read_date(typed)
    except ValueError:
        return True
    return False


@dataclass(frozen=True)
class Results:
    """One page of what fits."""

    matches: tuple[Match, ...] = ()
    total: int = 0  # MANY + 1 for whatever is more, where words were looked for
    after: str = ""
    searched: bool = False  # words were looked for: the best come first
    nothing_typed: bool = False  # something, but no word
    cut: bool = False  # more words than are looked for

    @property
    def more(self) -> bool:
        """Whether nobody counted to the end."""
        return self.searched and self.total > MANY


async def look(session: Session, wanted: Wish, narrowed: CaseFilter, *, office: bool, limit: int) -> Results:
    """What was typed, among what the filter leaves; without words all of that, the newest first."""
    words = wanted.words
    if wanted.q.strip() and not words:
        return Results(nothing_typed=True)
    if not words:
        page = await case_list(session, narrowed, after=wanted.after, limit=limit)
        return Results(tuple(map(unmarked, page.lines)), await count(session, narrowed), page.after)
    found = await search.search(session, words, narrowed, office=office, after=wanted.after, limit=limit)
    return Results(found.matches, found.many, found.after, searched=True, cut=words.cut)


async def numbered(session: Session, words: Words, *, public: bool) -> str:
    """The number, if that is all that was typed and its idea is one the reader may open; else nothing."""
    case_id = await by_number(session, words.number) if words.number else None
    line = (await by_ids(session, [case_id])).get(case_id) if case_id is not None else None
    return words.number if line is not None and (line.public or not public) else ""


def unmarked(line: CaseLine) -> Match:
    """A case of a list for which nobody searched."""
    return Match(line, (Part(line.title),), _beginning(line.summary))


def _beginning(summary: str) -> tuple[Part, ...]:
    if not summary:
        return ()
    return (Part(summary if len(summary) <= 180 else f"{summary[:179].rstrip()}…"),)


def choices(definition: ProcessDefinition | None, language: str) -> Mapping[str, Any]:
    """What the filters offer, in the reader's language."""
    if definition is None:
        return {"themes": (), "goals": (), "levels": (), "departments": ()}
    kinds = ("themes", "goals", "levels", "departments")
    return {kind: [(one.id, one.title.in_(language)) for one in getattr(definition, kind)] for kind in kinds}


def context(wanted: Wish, results: Results, path: str) -> dict[str, Any]:
    """What the templates of all pages that search read."""
    return {
        "values": wanted.values,
        "wish": wanted,
        "results": results,
        "most": MANY,
        "first": wanted.address(path) if wanted.after else "",
        "older": wanted.address(path, results.after) if results.after else "",
        "show_all": path,
    }
