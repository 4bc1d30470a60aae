"""Other codes in a column that allows only some: what a check says is changed, whatever else the table has."""

import re
from collections.abc import Sequence

from alembic import op
from sqlalchemy import column as sa_column
from sqlalchemy import func, inspect, select, text
from sqlalchemy import table as sa_table

from storage.errors import StorageError


def also(table: str, column: str, *codes: str) -> None:
    """Lets the column hold these codes besides those it may hold, whichever migrations came before."""
    allow(table, column, [*_allowed(table, column), *codes])


def no_longer(table: str, column: str, *codes: str) -> None:
    """Takes these codes back; refuses while a row has one of them, since going back would lose what it says."""
    for code in codes:
        refuse_while_used(table, column, code)
    allow(table, column, [code for code in _allowed(table, column) if code not in codes])


class StillUsed(StorageError):  # noqa: N818 - reads as what happened
    """The tables of before do not know what a row says."""

    def __init__(self, table: str, column: str, code: str, rows: int) -> None:
        super().__init__(
            f"storage.still_used: {rows} rows of {table} say “{code}” in {column}, which the version before does not"
            " know. Nothing was changed. Please restore the backup from before the upgrade instead."
        )


def refuse_while_used(table: str, column: str, code: str) -> None:
    """Stops the way back while a row says what the tables of before do not know. Raises StillUsed."""
    found = select(func.count()).select_from(sa_table(table)).where(sa_column(column) == code)
    rows = op.get_bind().execute(found).scalar_one()
    if rows:
        raise StillUsed(table, column, code, rows)


def _allowed(table: str, column: str) -> list[str]:
    checks = inspect(op.get_bind()).get_check_constraints(table)
    said = next(check["sqltext"] for check in checks if check["name"] == f"ck_{table}_{column}")
    return re.findall(r"'([a-z_]*)'", said)


def allow(table: str, column: str, codes: Sequence[str]) -> None:
    """Lets the column hold these codes, and no others."""
    name = f"ck_{table}_{column}"
    condition = f"{column} IN ({', '.join(repr(code) for code in codes)})"
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(table, name, condition)
    else:
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, condition)


def _rebuild(table: str, name: str, condition: str) -> None:
    """SQLite changes no check: the table is made anew with it, and filled, and gets its indexes and triggers back.

    The order is the one of https://www.sqlite.org/lang_altertable.html, section 7; references from elsewhere stay.
    """
    bind = op.get_bind()
    of_table = {"table": table}
    made = bind.execute(text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"), of_table)
    beside = bind.execute(
        text("SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND tbl_name = :table AND sql <> ''"),
        of_table,
    ).scalars()
    again = list(beside)
    changed, checks = re.subn(
        rf"CONSTRAINT {name} CHECK \([^()]*\([^()]*\)\)", f"CONSTRAINT {name} CHECK ({condition})", made.scalar_one()
    )
    assert checks == 1, f"{table} has no check {name}"
    op.execute(re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_anew", changed))
    op.execute(f"INSERT INTO {table}_anew SELECT * FROM {table}")  # noqa: S608 - names of our own
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for statement in again:
        op.execute(statement)
