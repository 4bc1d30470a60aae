"""People from a file, YAML or CSV: all of them or none, every problem with its line."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, ValidationError

from domain.circles import leads_back
from domain.definition import ProcessDefinition
from domain.happenings.base import Line, Model, ShortLine
from domain.words import Role
from domain.world import Person
from kit.i18n import N_
from kit.model_problems import problem_of
from kit.problems import Gettext, Problem, closest
from kit.table import Row, read_table
from kit.yaml_lines import Where
from umlauf.files import (
    NO_DEPARTMENT,
    NO_FUNCTION,
    NO_THEME,
    Reference,
    dangling,
    read_bytes,
    read_model,
    refuse,
    unknown,
)

ADDRESS_TWICE = N_("The address “{address}” stands here a second time (first in line {first}).")
BAD_ROLE = N_("The role “{name}” is not known.")
BAD_YES_NO = N_("“{column}” is “{value}”, but must be yes or no.")
BAD_DEPUTY = N_("“{name}” says no deputy: please write a role, a colon and an address, as in “reviewer:a@example.org”.")
IN_A_CIRCLE = N_(
    "As {role}, {person} would stand in for themselves, by way of {through}. Please leave out one of the two."
)
COLUMNS = (
    *("email", "name", "language", "department", "roles", "themes", "shared", "external", "functions", "superior"),
    "deputies",
)
YES, NO = ("yes", "ja", "true", "1", "x"), ("", "no", "nein", "false", "0", "-")


def _address(text: str) -> str:
    """In one form, so that the same mailbox is the same person."""
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise ValueError("bad_address") from None


def _address_or_none(text: str) -> str:
    return _address(text) if text else ""


Address = Annotated[str, AfterValidator(_address)]


class PersonIn(Model):
    """Somebody as a file names them; the address is in its normal form."""

    email: Address
    name: Line
    language: Literal["de", "en"] = "de"
    department: ShortLine = ""
    roles: Annotated[tuple[Role, ...], Field(max_length=4)] = ()
    themes: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    shared: bool = False  # a mailbox several people read
    functions: Annotated[tuple[str, ...], Field(max_length=20)] = ()  # what they are in the house
    superior: Annotated[str, AfterValidator(_address_or_none)] = ""  # address of whoever they report to
    # Addresses of whoever stands in, by role and in order; None leaves what is known as it is.
    deputies: dict[Role, Annotated[tuple[Address, ...], Field(max_length=10)]] | None = None
    # What somebody outside is to the city, as `domain.survey.audience.External` names it; "" for staff.
    external: Literal["", "politics", "business", "institution", "resident", "worker"] = ""


class _File(Model):
    people: tuple[PersonIn, ...]


def read_people(path: Path, definition: ProcessDefinition | None = None, gettext: Gettext = str) -> list[PersonIn]:
    """Everybody in the file; with a definition, departments and themes must be its own. Raises ImportBroken."""
    raw, file = read_bytes(path, gettext), str(path)
    if path.suffix.lower() in (".yaml", ".yml"):
        return _from_yaml(raw, file, definition, gettext)
    return _from_csv(raw, file, definition, gettext)


def as_people(people: Iterable[PersonIn]) -> list[Person]:
    """The same people as the rules see them, to check a definition against; ids are addresses here only."""
    return [
        Person(
            p.email,
            p.name,
            p.language,
            p.department,
            frozenset(p.roles),
            frozenset(p.themes),
            shared=p.shared,
            functions=frozenset(p.functions),
            superior=p.superior,
        )
        for p in people
    ]


def _from_yaml(raw: bytes, file: str, definition: ProcessDefinition | None, gettext: Gettext) -> list[PersonIn]:
    content, read = read_model(raw, file, _File, gettext)
    lines = [read.line(("people", index)) for index, _ in enumerate(content.people)]
    references = [
        reference
        for index, person in enumerate(content.people)
        for reference in _references(person, definition, ("people", index))
    ]
    refuse(
        [*dangling(references, read), *_twice(content.people, lines), *_circles(content.people, lines)], file, gettext
    )
    return list(content.people)


def _from_csv(raw: bytes, file: str, definition: ProcessDefinition | None, gettext: Gettext) -> list[PersonIn]:
    rows, problems = read_table(raw, COLUMNS, ("email", "name"))
    people: list[PersonIn] = []
    lines: list[int] = []
    for row in rows:
        person, wrong = _person(row)
        problems += wrong
        if person is not None:
            people.append(person)
            lines.append(row.line)
            references = _references(person, definition, ())
            problems += [unknown(row.line, r) for r in references if r.name and r.name not in r.known]
    refuse([*problems, *_twice(people, lines), *_circles(people, lines)], file, gettext)
    return people


def _person(row: Row) -> tuple[PersonIn | None, list[Problem]]:
    shared = row.get("shared").casefold()
    wrong = [
        Problem(row.line, BAD_ROLE, {"name": name}, closest(name, Role))
        for name in _several(row.get("roles"))
        if name not in list(Role)
    ]
    if shared not in YES + NO:
        wrong.append(Problem(row.line, BAD_YES_NO, {"column": "shared", "value": shared}))
    deputies = [one.partition(":") for one in _several(row.get("deputies"))]
    wrong += [
        Problem(row.line, BAD_DEPUTY, {"name": "".join(one)}, closest(one[0], Role))
        for one in deputies
        if one[0] not in list(Role) or "@" not in one[2]
    ]
    given = {
        **{column: row.get(column) for column in ("email", "name", "department", "superior")},
        "language": row.get("language") or "de",
        "roles": [name for name in _several(row.get("roles")) if name in list(Role)],
        "themes": _several(row.get("themes")),
        "functions": _several(row.get("functions")),
        "shared": shared in YES,
        "external": row.get("external").casefold(),
        "deputies": _by_role(deputies) or None,
    }
    try:
        person = PersonIn.model_validate_json(json.dumps(given))
    except ValidationError as error:
        return None, wrong + [problem_of(d, PersonIn, lambda _: row.line) for d in error.errors()]
    return person, wrong


def _by_role(deputies: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for role, _, address in deputies:
        if role in list(Role) and "@" in address:
            found.setdefault(role, []).append(address)
    return found


def _several(cell: str) -> list[str]:
    """Several names in one cell, however they are separated."""
    return cell.replace(",", " ").replace(";", " ").replace("|", " ").split()


def _references(person: PersonIn, definition: ProcessDefinition | None, where: Where) -> Iterator[Reference]:
    if definition is None:
        return
    departments = [d.id for d in definition.departments]
    yield Reference((*where, "department"), person.department, departments, NO_DEPARTMENT)
    themes = [t.id for t in definition.themes]
    for index, theme in enumerate(person.themes):
        yield Reference((*where, "themes", index), theme, themes, NO_THEME)
    functions = [f.id for f in definition.functions]
    for index, function in enumerate(person.functions):
        yield Reference((*where, "functions", index), function, functions, NO_FUNCTION)


def _twice(people: Iterable[PersonIn], lines: list[int]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for person, line in zip(people, lines, strict=True):
        if first.setdefault(person.email, line) != line:
            yield Problem(line, ADDRESS_TWICE, {"address": person.email, "first": first[person.email]})


def _circles(people: Iterable[PersonIn], lines: list[int]) -> Iterator[Problem]:
    """Who would stand in for themselves by what this file says: the first of each role, since all in a circle would."""
    named = list(zip(people, lines, strict=True))
    for role in Role:
        after = {one.email: (one.deputies or {}).get(role, ()) for one, _ in named}
        found = ((one.email, leads_back(one.email, after), line) for one, line in named)
        for person, through, line in found:
            if through is not None:
                yield Problem(line, IN_A_CIRCLE, {"role": role.value, "person": person, "through": through})
                break
