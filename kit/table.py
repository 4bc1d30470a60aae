"""CSV that people and spreadsheets write: rows by column name with their lines, comma or semicolon alike."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kit.i18n import N_
from kit.problems import Problem, closest, form, utf8

EMPTY = N_("The file is empty: the first line must name the columns.")
NO_COLUMN = N_("The column “{name}” is missing.")
UNKNOWN_COLUMN = N_("The column “{name}” is not known. Known: {known}.")
COLUMN_TWICE = N_("The column “{name}” stands here twice.")
CELLS = N_("This row has {found} cells, the first line names {expected}. Put text with a separator in quotation marks.")
NOT_CSV = N_("This cannot be read as CSV: {problem}. Is a quotation mark missing?")
TOO_LONG = N_("The file is longer than {longest} bytes. Please split it.")
LONGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, and its cells without blanks around them."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell, or "" where there is no such column."""
        return self.cells.get(column, "")


def read_table(raw: bytes, known: Collection[str], required: Collection[str]) -> tuple[list[Row], list[Problem]]:
    """All rows that can be read, and everything wrong with the file's form."""
    text = utf8(raw) if len(raw) <= LONGEST else Problem(1, TOO_LONG, {"longest": LONGEST})
    if isinstance(text, Problem):
        return [], [text]
    lines = _records(text)
    try:
        _, header = next(lines, (1, []))
    except csv.Error as error:
        return [], [Problem(1, NOT_CSV, {"problem": error})]
    columns = [form(name) for name in header]
    problems = list(_header_problems(columns, known, required))
    if problems:
        return [], problems
    return _rows(lines, columns)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; empty lines are passed over."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    for record in reader:
        if any(cell.strip() for cell in record):
            yield begins, record
        begins = reader.line_num + 1


def _header_problems(columns: list[str], known: Collection[str], required: Collection[str]) -> Iterator[Problem]:
    if not columns:
        yield Problem(1, EMPTY)
        return
    for index, name in enumerate(columns):
        if name not in known:
            yield Problem(1, UNKNOWN_COLUMN, {"name": name, "known": ", ".join(known)}, closest(name, known))
        elif name in columns[:index]:
            yield Problem(1, COLUMN_TWICE, {"name": name})
    for name in (name for name in required if name not in columns):
        yield Problem(1, NO_COLUMN, {"name": name})


def _rows(records: Iterator[tuple[int, list[str]]], columns: list[str]) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    line = 1
    try:
        for line, cells in records:
            if len(cells) == len(columns):
                rows.append(Row(line, {c: cell.strip() for c, cell in zip(columns, cells, strict=True)}))
            else:
                problems.append(Problem(line, CELLS, {"found": len(cells), "expected": len(columns)}))
    except csv.Error as error:
        problems.append(Problem(line + 1, NOT_CSV, {"problem": error}))
    return rows, problems
