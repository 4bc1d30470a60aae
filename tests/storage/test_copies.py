"""A copy of the whole database goes into an empty one, row for row; over what others use or hold it does not go."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.chain import first_break
from storage import copies, migrate
from storage.attendance import attending
from storage.copying import CopyBroken, Filled, Foreign, InUse
from storage.engine import Database
from storage.errors import StorageConflict
from storage.mapping import load_events
from storage.shape import shape_of
from storage.tables import METADATA
from tests.storage.town import Town

ODD = 'a "quoted", back\\slash\tTab\r\n\\N\n<script>ü 😀'


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """Another database of the same kind, without tables."""
    if database_url.startswith("sqlite"):
        return f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"
    new: Callable[[], str] = request.getfixturevalue("new_postgres")
    return new()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "copy").mkdir()
    return tmp_path / "copy"


async def lived_in(url: str) -> str:
    """A database with a case in review that has odd words in it; the case's id."""
    db = Database(url)
    town = Town(db)
    await town.settle()
    case_id = await town.in_review()
    async with db.write() as session:
        await session.execute(text("UPDATE texts SET description = :odd"), {"odd": ODD})
        await session.execute(text("UPDATE outbox SET sealed = :bytes"), {"bytes": bytes(range(256))})
    await db.close()
    return case_id


async def rows(url: str) -> dict[str, list[str]]:
    """Everything there is."""
    db = Database(url)
    async with db.read() as session:
        found = {
            name: sorted(map(repr, (await session.execute(table.select())).all()))
            for name, table in METADATA.tables.items()
        }
    await db.close()
    return found


async def test_a_copy_comes_back_row_for_row_with_its_locks(database_url: str, empty_url: str, folder: Path) -> None:
    case_id = await lived_in(database_url)
    before = await rows(database_url)
    copied = await copies.write_copy(database_url, folder)
    assert (copied.revision, copied.cases) == (migrate.head(), 1)

    assert await copies.restore_copy(empty_url, folder, copied.revision, replace=False)

    assert await rows(empty_url) == before
    assert await migrate.differences(empty_url) == []
    db = Database(empty_url)
    async with db.read() as session:
        events = await load_events(session, case_id)
    assert len(events) > 1
    assert first_break(case_id, events) is None
    with pytest.raises((StorageConflict, DBAPIError)):
        async with db.write() as session:
            await session.execute(text("DELETE FROM events"))
    await db.close()


async def test_a_copy_is_of_one_moment_and_holds_up_nobody(database_url: str, empty_url: str, folder: Path) -> None:
    await lived_in(database_url)
    db = Database(database_url)
    town = Town(db)
    await town.settle()
    copied = await copies.write_copy(database_url, folder)  # beside connections that are open
    await town.idea()
    await db.close()
    await copies.restore_copy(empty_url, folder, copied.revision, replace=False)
    there = await rows(empty_url)
    assert (len(there["cases"]), copied.cases) == (1, 1)


async def test_over_another_it_goes_only_when_that_is_said(database_url: str, empty_url: str, folder: Path) -> None:
    await lived_in(database_url)
    copied = await copies.write_copy(database_url, folder)
    await migrate.upgrade(empty_url)  # as `docker compose up` leaves it: that counts as empty
    await copies.restore_copy(empty_url, folder, copied.revision, replace=False)
    await lived_in(empty_url)
    with pytest.raises(Filled) as refused:
        await copies.restore_copy(empty_url, folder, copied.revision, replace=False)
    assert "cases" in refused.value.tables
    assert len((await rows(empty_url))["cases"]) == 2
    await copies.restore_copy(empty_url, folder, copied.revision, replace=True)
    assert await rows(empty_url) == await rows(database_url)


async def test_nothing_is_restored_while_somebody_is_connected(database_url: str, empty_url: str, folder: Path) -> None:
    await lived_in(database_url)
    copied = await copies.write_copy(database_url, folder)
    await migrate.upgrade(empty_url)
    db = Database(empty_url)
    await shape_of(db)  # as every part asks at its start; it keeps the connection
    with pytest.raises(InUse):
        await copies.restore_copy(empty_url, folder, copied.revision, replace=True)
    await db.close()
    await copies.restore_copy(empty_url, folder, copied.revision, replace=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nothing_is_restored_for_a_part_that_still_holds_a_file_that_was_deleted(
    database_url: str, folder: Path, tmp_path: Path
) -> None:
    await lived_in(database_url)
    copied = await copies.write_copy(database_url, folder)
    with attending(database_url), attending(database_url):
        for file in tmp_path.glob("umlauf.db*"):
            file.unlink()
        with pytest.raises(InUse):
            await copies.restore_copy(database_url, folder, copied.revision, replace=True)
    await copies.restore_copy(database_url, folder, copied.revision, replace=True)


async def test_what_does_not_fit_changes_nothing(database_url: str, empty_url: str, folder: Path) -> None:
    await lived_in(database_url)
    copied = await copies.write_copy(database_url, folder)
    done: list[str] = []
    asked: dict[str, Any] = {"replace": True, "beside": lambda: done.append("files")}
    with pytest.raises(copies.NewerCopy):
        await copies.restore_copy(empty_url, folder, "9999", **asked)
    async with migrate.connected(empty_url) as connection, connection.begin():
        await connection.execute(text("CREATE TABLE somebody_elses (a INTEGER)"))
    with pytest.raises(Foreign) as refused:
        await copies.restore_copy(empty_url, folder, copied.revision, **asked)
    assert refused.value.tables == ["somebody_elses"]
    assert done == []


async def test_a_copy_that_lacks_something_is_not_taken(database_url: str, empty_url: str, folder: Path) -> None:
    await lived_in(database_url)
    copied = await copies.write_copy(database_url, folder)
    lost = "umlauf.db" if database_url.startswith("sqlite") else "events.csv"
    (folder / lost).unlink()
    with pytest.raises(CopyBroken):
        await copies.restore_copy(empty_url, folder, copied.revision, replace=False)
    assert await migrate.current(empty_url) == ""


async def test_an_older_copy_says_that_migrate_comes_next(database_url: str, empty_url: str, folder: Path) -> None:
    await migrate.upgrade(empty_url, "0034")
    copied = await copies.write_copy(empty_url, folder)
    assert copied.revision == "0034"
    assert not await copies.restore_copy(empty_url, folder, "0034", replace=False)
    await migrate.upgrade(empty_url)
    assert await migrate.differences(empty_url) == []


async def test_without_tables_there_is_nothing_to_copy(empty_url: str, folder: Path) -> None:
    with pytest.raises(copies.NoTables):
        await copies.write_copy(empty_url, folder)
