"""Ideas from a table, as cities keep them: all of them or none, every problem with its line."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from domain.definition import ProcessDefinition, Words
from domain.happenings import IdeaText
from kit.i18n import N_
from kit.model_problems import problem_of
from kit.problems import Gettext, Problem, form
from kit.table import Row, read_table
from umlauf.files import NO_GOAL, NO_LEVEL, NO_THEME, Reference, read_bytes, refuse, unknown

WHOLE = N_("“{column}” is “{value}”, but must be a whole number without separators, such as 12000.")
NO_GROUP = N_("A benefit needs the group that has it: please fill in “benefit_group”.")
NO_BENEFIT = N_("“benefit_group” is filled in, but “benefit” is not: how does the group benefit?")
NUMBER_TWICE = N_("The number “{number}” stands in “{field}” a second time (first in line {first}).")
NOTHING = N_("There is no row below the names of the columns.")
COLUMNS = (
    *("title", "description", "field", "number", "summary", "benefit_group", "benefit"),
    *("theme", "level", "goals", "cost", "effort"),
)
NONE_GIVEN = ("", "-", "–", "—")


@dataclass(frozen=True, slots=True)
class ImportedIdea:
    """One row: what the case will say, and how the row was known where it comes from."""

    line: int
    number: str
    field: str
    text: IdeaText


def read_ideas(path: Path, definition: ProcessDefinition, gettext: Gettext = str) -> list[ImportedIdea]:
    """Every idea in the file; raises ImportBroken with every problem, and then nothing was taken in."""
    return ideas_from(read_bytes(path, gettext), str(path), definition, gettext)


def ideas_from(raw: bytes, file: str, definition: ProcessDefinition, gettext: Gettext = str) -> list[ImportedIdea]:
    """Every idea in these bytes; `file` is what the problems call them."""
    rows, problems = read_table(raw, COLUMNS, ("title",))
    names = _Names(definition)
    ideas: list[ImportedIdea] = []
    for row in rows:
        idea, wrong = _idea(row, names)
        problems += wrong
        if idea is not None:
            ideas.append(idea)
    if not rows and not problems:
        problems.append(Problem(1, NOTHING))
    refuse([*problems, *_twice(ideas)], file, gettext)
    return ideas


class _Names:
    """How people call what the definition knows by id: the id itself or either title."""

    def __init__(self, definition: ProcessDefinition) -> None:
        self.themes = _by_name((t.id, t.title) for t in definition.themes)
        self.levels = _by_name((level.id, level.title) for level in definition.levels)
        self.goals = _by_name((g.id, g.title) for g in definition.goals)
        titles = [(p.id, p.title) for p in definition.themes] + [(p.id, p.title) for p in definition.levels]
        titles += [(p.id, p.title) for p in definition.goals]
        self.written = {form(name): name for id_, title in titles for name in (title.en, title.de, id_)}


def _by_name(parts: Iterable[tuple[str, Words]]) -> dict[str, str]:
    return {form(name): part_id for part_id, title in parts for name in (part_id, title.de, title.en)}


def _idea(row: Row, names: _Names) -> tuple[ImportedIdea | None, list[Problem]]:
    problems = list(_wrong_numbers(row)) + list(_half_benefit(row)) + list(_unknown_names(row, names))
    if problems:
        return None, problems
    try:
        text = IdeaText.model_validate_json(json.dumps(_content(row, names)))
    except ValidationError as error:
        return None, [problem_of(details, IdeaText, lambda _: row.line) for details in error.errors()]
    return ImportedIdea(row.line, row.get("number"), row.get("field"), text), []


def _content(row: Row, names: _Names) -> dict[str, object]:
    theme = names.themes.get(form(row.get("theme") or row.get("field")), "")
    known_field = names.themes.get(form(row.get("field")), "")
    where = "" if known_field or not row.get("field") else f"Handlungsfeld: {row.get('field')}"
    benefit = {"group": row.get("benefit_group"), "how": row.get("benefit")}
    return {
        "title": row.get("title"),
        "summary": "\n".join(part for part in (where, _given(row, "summary")) if part),
        "description": _given(row, "description"),
        "benefits": [benefit] if row.get("benefit") else [],
        "theme": theme,
        "level": names.levels.get(form(row.get("level")), ""),
        "goals": list(dict.fromkeys(names.goals[form(goal)] for goal in _goals(row))),
        "cost": int(row.get("cost")) if row.get("cost") else None,
        "effort": int(row.get("effort")) if row.get("effort") else None,
    }


def _given(row: Row, column: str) -> str:
    """The cell, unless it only says that there is nothing."""
    return "" if row.get(column) in NONE_GIVEN else row.get(column)


def _goals(row: Row) -> list[str]:
    """Goals are separated by semicolon or bar: a comma may stand in a title."""
    return [part.strip() for part in re.split(r"[;|]", row.get("goals")) if part.strip()]


def _wrong_numbers(row: Row) -> Iterator[Problem]:
    for column in ("cost", "effort"):
        value = row.get(column)
        if value and not re.fullmatch(r"[0-9]{1,11}", value):
            yield Problem(row.line, WHOLE, {"column": column, "value": value})


def _half_benefit(row: Row) -> Iterator[Problem]:
    if row.get("benefit") and not row.get("benefit_group"):
        yield Problem(row.line, NO_GROUP)
    if row.get("benefit_group") and not row.get("benefit"):
        yield Problem(row.line, NO_BENEFIT)


def _unknown_names(row: Row, names: _Names) -> Iterator[Problem]:
    references = [
        Reference((), row.get("theme"), names.themes, NO_THEME),
        Reference((), row.get("level"), names.levels, NO_LEVEL),
        *(Reference((), goal, names.goals, NO_GOAL) for goal in _goals(row)),
    ]
    found = (unknown(row.line, r) for r in references if r.name and form(r.name) not in r.known)
    return (replace(problem, guess=names.written.get(problem.guess, "")) for problem in found)


def _twice(ideas: Iterable[ImportedIdea]) -> Iterator[Problem]:
    """Numbers may start anew in each field, as in the measures of Ulm."""
    first: dict[tuple[str, str], int] = {}
    for idea in ideas:
        key = (idea.field, idea.number)
        if idea.number and first.setdefault(key, idea.line) != idea.line:
            facts = {"number": idea.number, "field": idea.field, "first": first[key]}
            yield Problem(idea.line, NUMBER_TWICE, facts)
