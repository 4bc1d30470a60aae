"""S1: a wave starts only where the tables of answers, as they stand in the database, keep what its mode promises."""

import pytest
from sqlalchemy import Column, String, text

from domain.errors import RuleBroken
from domain.survey.modes import Mode
from storage import sql, surveys
from storage.answer_tables import check_table
from storage.engine import Database
from storage.survey_ready import ready, stops
from storage.tables import KEPT, AnonymousAnswerRow, IntakeRow
from tests.storage import asking
from tests.storage.test_surveys import NOW, reachable
from tests.storage.town import Town
from tests.storage.wave_town import WaveTown

STAMPED = {
    "sqlite": (
        "CREATE TRIGGER stamps AFTER INSERT ON {table} BEGIN UPDATE {table} SET id = id WHERE rowid = NEW.rowid; END",
    ),
    "postgresql": (
        "CREATE FUNCTION stamp() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql",
        "CREATE TRIGGER stamps BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION stamp()",
    ),
}
TABLES = sorted({sql.table(row).name for row, _ in KEPT.values()} | {sql.table(IntakeRow).name})


async def does(db: Database, *statements: str) -> None:
    """As whoever may change the tables does."""
    async with db.write() as session:
        for statement in statements:
            await session.execute(text(statement))


async def refused(db: Database, mode: Mode) -> dict[str, object]:
    async with db.read() as session:
        with pytest.raises(RuleBroken) as broken:
            await check_table(session, mode)
    assert broken.value.code == "mode.columns"
    return dict(broken.value.facts)


def mode_of(table: str) -> Mode:
    return next((mode for mode, (row, _) in KEPT.items() if sql.table(row).name == table), Mode.ANONYMOUS)


@pytest.mark.parametrize("mode", list(Mode))
async def test_the_tables_keep_what_each_mode_promises(db: Database, mode: Mode) -> None:
    async with db.read() as session:
        await check_table(session, mode)


@pytest.mark.parametrize("table", TABLES)
async def test_a_column_that_somebody_added_to_the_database_stops_the_wave(db: Database, table: str) -> None:
    await does(db, f"ALTER TABLE {table} ADD COLUMN seen_at varchar(40)")
    assert await refused(db, mode_of(table)) == {"mode": mode_of(table), "column": "seen_at", "kind": "undeclared"}


@pytest.mark.parametrize("table", TABLES)
async def test_so_does_what_writes_by_itself(db: Database, table: str) -> None:
    dialect = "sqlite" if db.sqlite else "postgresql"
    await does(db, *(one.format(table=table) for one in STAMPED[dialect]))
    assert await refused(db, mode_of(table)) == {"mode": mode_of(table), "column": "stamps", "kind": "trigger"}


async def test_so_does_a_column_that_is_not_there(db: Database) -> None:
    await does(db, "ALTER TABLE answers_anonymous RENAME COLUMN unit TO department")
    assert (await refused(db, Mode.ANONYMOUS))["column"] == "department"


@pytest.mark.parametrize("row", [AnonymousAnswerRow, IntakeRow])
async def test_a_column_of_the_code_that_nobody_declared_stops_it_as_well(
    db: Database, row: type[AnonymousAnswerRow | IntakeRow]
) -> None:
    table = sql.table(row)
    extra: Column[str] = Column("at", String)
    table.append_column(extra)
    try:
        assert (await refused(db, Mode.ANONYMOUS))["column"] == "at"
    finally:
        table._columns.remove(extra)
    async with db.read() as session:
        await check_table(session, Mode.ANONYMOUS)


async def test_before_a_survey_starts_the_office_is_told(db: Database) -> None:
    people = await reachable(db, 3)
    survey = await asking.add_survey(db, people[0])
    await does(db, "ALTER TABLE intake ADD COLUMN seen_at varchar(40)")
    async with db.read() as session:
        asked = await surveys.survey(session, survey)
        assert asked is not None
        assert [(f.where, f.code) for f in stops(await ready(session, asked, NOW))] == [(("mode",), "mode_columns")]


async def test_a_wave_that_was_planned_before_the_table_changed_asks_nobody(town: Town) -> None:
    waves = WaveTown(town)
    await waves.settle()
    wave = await waves.planned()
    await does(town.db, "ALTER TABLE answers_anonymous ADD COLUMN seen_at varchar(40)")
    facts = await waves.wakes(wave)
    assert (facts.state, facts.invited) == ("planned", 0)
    await does(town.db, "ALTER TABLE answers_anonymous DROP COLUMN seen_at")
    town.later(days=1)
    assert (await waves.wakes(wave)).state == "inviting"
