"""The migrations make exactly the tables the code names, and every column declares what it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engine import Database
from storage.migrate import current, differences, head, upgrade
from storage.register import register
from storage.tables import METADATA
from tests.storage.town import Town

KINDS = {"personal", "case text", "process", "technical"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    empty: Callable[[], str] = request.getfixturevalue("new_postgres")
    return empty()


async def test_the_migrations_leave_no_difference_to_the_tables_in_code(database_url: str) -> None:
    found = await differences(database_url)

    assert found == [], f"Tables and migrations differ: {found}. Add a file to storage/migrations/versions."


async def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    await upgrade(database_url)

    assert await current(database_url) == head() != ""


async def test_a_migration_that_fails_half_way_leaves_nothing_behind(empty_url: str) -> None:
    await upgrade(empty_url, "0004")
    engine = create_async_engine(empty_url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE guests (in_the_way INTEGER)"))
    with pytest.raises(DBAPIError):
        await upgrade(empty_url)
    assert await current(empty_url) == "0004"
    async with engine.begin() as connection:
        await connection.execute(text("DROP TABLE guests"))
    await engine.dispose()
    await upgrade(empty_url)
    assert await differences(empty_url) == []


def test_every_column_declares_its_class_its_ground_and_its_time() -> None:
    undeclared = [
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.columns
        if column.info.get("class") not in KINDS or not column.info.get("basis") or not column.info.get("keep")
    ]

    assert undeclared == [], (
        f"{undeclared} declare nothing: erasure and access would not reach them."
        " Use personal(), case_text(), procedure() or technical() of storage/columns.py."
    )
    assert len(register()) == sum(len(table.columns) for table in METADATA.sorted_tables)


def test_sentences_and_names_are_declared_as_such() -> None:
    declared = {(line.table, line.column): line.kind for line in register()}

    assert declared["texts", "description"] == "case text"
    assert declared["inbox", "content"] == "case text"
    assert declared["people", "name"] == declared["addresses", "address"] == "personal"
    assert declared["outbox", "sealed"] == "personal"


async def test_a_name_with_other_than_latin_letters_comes_back_as_it_was(town: Town) -> None:
    case_id = await town.idea(description="Größe, ß, Ω, 🚲, 'quoted', \"double\", %s")

    assert (await town.case(case_id)).text.description == "Größe, ß, Ω, 🚲, 'quoted', \"double\", %s"


async def test_all_tables_are_there(db: Database) -> None:
    async with db.read() as session:
        for table in METADATA.sorted_tables:
            await session.execute(table.select().limit(1))
