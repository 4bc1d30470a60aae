"""Tables for other programs: CSV, XLSX, SPSS and JSON. No text of a cell is ever a formula; numbers stay numbers."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import xlsxwriter

Cell = str | int | float | None
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_XLSX = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LONGEST = 32_767  # characters in a cell of XLSX
Separator = Literal[",", ";"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name for programs, its label for people, and what its values mean."""

    name: str
    label: str
    measure: Literal["nominal", "ordinal", "scale"] = "nominal"
    numeric: bool = False
    values: Mapping[str | int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def spss_possible() -> bool:
    """Whether what writes SPSS files is installed (the extra `spss`)."""
    return find_spec("pyreadstat") is not None and find_spec("pandas") is not None


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; of what is a number nothing is asked here."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def as_csv(table: Table, separator: Separator = ";") -> bytes:
    """With a mark of UTF-8, as Excel needs it; a German Excel reads the semicolon."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([harmless(column.name) for column in table.columns])
    for row in table.rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """One sheet each: texts as texts, numbers as numbers; and what the columns mean on a last one."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        head, text = book.add_format({"bold": True, "quote_prefix": True}), book.add_format({"quote_prefix": True})
        for table in (*tables, _meaning(tables)):
            sheet = book.add_worksheet(table.name[:31])
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(table.columns):
                sheet.write_string(0, place, column.name, head)
            for line, row in enumerate(table.rows, 1):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(line, place, NOT_IN_XLSX.sub("", cell)[:LONGEST], text)
                    elif cell is not None:
                        sheet.write_number(line, place, cell)
    return out.getvalue()


def _meaning(tables: Sequence[Table]) -> Table:
    columns = [Column("sheet", ""), Column("column", ""), Column("label", ""), Column("values", "")]
    rows = [
        [table.name, column.name, column.label, "; ".join(f"{key} = {text}" for key, text in column.values.items())]
        for table in tables
        for column in table.columns
    ]
    return Table("columns", columns, rows)


def as_json(table: Table) -> bytes:
    """What the columns are, and the rows by their names."""
    columns = [
        {"name": c.name, "label": c.label, "measure": c.measure, "values": {str(k): v for k, v in c.values.items()}}
        for c in table.columns
    ]
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    return json.dumps({"name": table.name, "columns": columns, "rows": rows}, ensure_ascii=False, indent=1).encode()


def as_sav(table: Table) -> bytes:
    """For SPSS, with labels of variables and values and the level of measurement."""
    pandas, pyreadstat = import_module("pandas"), import_module("pyreadstat")
    names = _names(table.columns)
    data = {
        name: [_sav_cell(row[place], numeric=column.numeric) for row in table.rows]
        for place, (name, column) in enumerate(zip(names, table.columns, strict=True))
    }
    labels = {name: dict(c.values) for name, c in zip(names, table.columns, strict=True) if c.values and c.numeric}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.sav"
        pyreadstat.write_sav(
            pandas.DataFrame(data),
            str(path),
            file_label=table.name[:60],
            column_labels=[column.label[:250] for column in table.columns],
            variable_value_labels=labels,
            variable_measure={name: c.measure for name, c in zip(names, table.columns, strict=True)},
        )
        return path.read_bytes()


def _sav_cell(cell: Cell, *, numeric: bool) -> float | str:
    """SPSS has no empty text, and nothing that is no number where numbers stand."""
    if numeric:
        return float("nan") if cell is None or isinstance(cell, str) else float(cell)
    return "" if cell is None else str(cell)


def _names(columns: Sequence[Column]) -> list[str]:
    """As SPSS takes them: letters, digits and underscores, each once whatever the case."""
    names: list[str] = []
    for column in columns:
        name = re.sub(r"[^A-Za-z0-9_]", "_", column.name)[:60]
        name = name if name[:1].isalpha() else f"v_{name}"
        known, n, base = {one.casefold() for one in names}, 2, name
        while name.casefold() in known or name.upper() in RESERVED:
            name, n = f"{base}_{n}", n + 1
        names.append(name)
    return names


RESERVED = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}
