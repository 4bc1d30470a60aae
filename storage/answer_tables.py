"""Whether the tables of answers, as they stand in the database, keep what the mode of a wave promises (S1, S2)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import text

from domain.errors import RuleBroken
from domain.survey.modes import Mode, check_columns
from storage import sql
from storage.session import Session
from storage.tables import AnonymousAnswerRow, IntakeRow
from storage.tables.surveys import KEPT

# Asked of the database and not of the code: a column, a default or a trigger somebody added there writes by itself.
_COLUMNS = {
    "sqlite": text("SELECT name FROM pragma_table_xinfo(:of)"),
    "postgresql": text(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(:of) AND attnum > 0 AND NOT attisdropped"
    ),
}
_TRIGGERS = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :of"),
    "postgresql": text("SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(:of) AND NOT tgisinternal"),
}


async def check_table(session: Session, mode: Mode) -> None:
    """Raises `mode.columns` unless the tables of answers keep what the mode promises: asked when a wave starts.

    By the columns as they are, so that one nobody declared stops the wave, and so does a key that leads elsewhere.
    """
    kept, declared = KEPT[mode]
    await _check_names(session, mode, kept, declared)
    check_columns(mode, declared.items())
    if mode is Mode.ANONYMOUS:
        await _check_names(session, mode, IntakeRow, ("id", "wave", "sealed"))
        _check_apart()


async def _check_names(session: Session, mode: Mode, row: type[Any], declared: Iterable[str]) -> None:
    """No column but these, in the code or in the database, and nothing that writes by itself."""
    table, known = sql.table(row), set(declared)
    there = await _names(session, _COLUMNS, table.name)
    for name in sorted((there ^ known) | (set(table.c.keys()) ^ known)):
        raise RuleBroken("mode.columns", mode=mode.value, column=name, kind="undeclared")
    for name in sorted(await _names(session, _TRIGGERS, table.name)):
        raise RuleBroken("mode.columns", mode=mode.value, column=name, kind="trigger")


async def _names(session: Session, asked: dict[str, Any], table: str) -> set[str]:
    return {str(row[0]) for row in await session.execute(asked[session.dialect], {"of": table})}


def _check_apart() -> None:
    """Neither table of anonymous answers leads to anybody."""
    for table in (sql.table(IntakeRow), sql.table(AnonymousAnswerRow)):
        for column in table.columns:
            if any(key.target_fullname != "waves.id" for key in column.foreign_keys):
                raise RuleBroken("mode.columns", mode="anonymous", column=column.name, kind="leads_elsewhere")
