"""Reads Pabulib's format of ballots: sections META, PROJECTS and VOTES, each a table with semicolons.

Source: Faliszewski et al., "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023, and pabulib.org/format.
"""

import csv
from collections.abc import Iterator

from domain.ballots.field import Field, Project, UnfitBallots
from domain.errors import ImportBroken

SECTIONS = ("META", "PROJECTS", "VOTES")
APPROVAL = "approval"
Rows = list[tuple[int, dict[str, str]]]


def read(text: str, name: str = "") -> Field:
    """The field in a file's text. Raises ImportBroken with every line that cannot be read and why."""
    try:
        parts, problems = _sections(text), list[str]()
    except csv.Error as broken:
        raise ImportBroken([f"{name}:1: this cannot be read as a table: {broken}"]) from broken
    meta = {row.get("key", ""): row.get("value", "") for _, row in parts["META"]}
    if meta.get("vote_type") != APPROVAL:
        problems.append(f"{name}:1: only ballots of vote_type approval can be counted, not {meta.get('vote_type')!r}")
    budget = _whole(meta.get("budget", ""))
    if budget is None:
        problems.append(f"{name}:1: the budget is not a whole number")
    projects = tuple(_projects(parts["PROJECTS"], name, problems))
    ballots = tuple(_ballots(parts["VOTES"], {project.id for project in projects}, name, problems))
    if problems or budget is None:
        raise ImportBroken(problems)
    try:
        return Field(budget, projects, ballots, meta.get("description", ""), meta.get("currency", ""))
    except UnfitBallots as unfit:
        raise ImportBroken([f"{name}:1: {unfit}"]) from unfit


def _sections(text: str) -> dict[str, Rows]:
    parts: dict[str, Rows] = {section: [] for section in SECTIONS}
    section, names = "META", list[str]()
    for number, row in enumerate(csv.reader(text.splitlines(), delimiter=";", quoting=csv.QUOTE_NONE), start=1):
        if len(row) == 1 and row[0].strip() in SECTIONS:
            section, names = row[0].strip(), []
        elif not names:
            names = [cell.strip() for cell in row]
        elif row:
            parts[section].append((number, dict(zip(names, (cell.strip() for cell in row), strict=False))))
    return parts


def _projects(rows: Rows, name: str, problems: list[str]) -> Iterator[Project]:
    for number, row in rows:
        cost = _whole(row.get("cost", ""))
        if not row.get("project_id"):
            problems.append(f"{name}:{number}: this project has no project_id")
        elif cost is None:
            problems.append(f"{name}:{number}: the cost of {row.get('project_id')!r} is not a whole number")
        else:
            yield Project(row["project_id"], cost, row.get("name", ""))


def _ballots(rows: Rows, known: set[str], name: str, problems: list[str]) -> Iterator[frozenset[str]]:
    for number, row in rows:
        ballot = frozenset(filter(None, (one.strip() for one in row.get("vote", "").split(","))))
        problems += [f"{name}:{number}: there is no project {one!r}" for one in sorted(ballot - known)]
        yield ballot


def _whole(text: str) -> int | None:
    """A sum without cents; files write 40000 as 40000.0, too."""
    try:
        amount = float(text)
    except ValueError:
        return None
    return int(amount) if amount.is_integer() else None
