"""Connections lose nothing, and say in our words what is wrong."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import event, select, text, update

from storage import sql
from storage.engine import Database
from storage.errors import StorageConflict, StorageUnavailable
from storage.mapping import load_events
from storage.tables import CaseRow, CounterRow, EventRow
from tests.full_disk import full_disk
from tests.storage.town import Town

COUNTERS = sql.table(CounterRow)


async def test_two_hundred_read_modify_writes_at_once_lose_nothing(db: Database) -> None:
    async with db.write() as session:
        await sql.insert(session, CounterRow, [{"name": "n", "value": 0}])

    async def count_up() -> None:
        for _ in range(20):
            try:
                async with db.write() as session:
                    mine = select(COUNTERS.c.value).where(COUNTERS.c.name == "n").with_for_update()
                    value = (await session.execute(mine)).scalar_one()
                    await session.execute(update(COUNTERS).where(COUNTERS.c.name == "n").values(value=value + 1))
            except StorageUnavailable:
                await asyncio.sleep(0.1)
            else:
                return

    await asyncio.gather(*(count_up() for _ in range(200)))

    async with db.read() as session:
        assert (await session.execute(select(COUNTERS.c.value))).scalar_one() == 200


async def test_numbers_are_given_out_once(db: Database) -> None:
    async def number() -> int:
        async with db.write() as session:
            return await sql.next_number(session, "cases:2026")

    assert sorted(await asyncio.gather(*(number() for _ in range(30)))) == list(range(1, 31))


async def test_readers_do_not_wait_for_a_writer(db: Database) -> None:
    async with db.write() as writer:
        await sql.next_number(writer, "held")
        async with db.read() as reader:
            found = await reader.execute(select(COUNTERS.c.value).where(COUNTERS.c.name == "held"))
            assert found.scalar_one_or_none() is None


async def test_what_raises_inside_leaves_nothing_behind(db: Database) -> None:
    async def fail() -> None:
        async with db.write() as session:
            await sql.next_number(session, "undone")
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        await fail()

    async with db.read() as session:
        assert (await session.execute(select(COUNTERS))).first() is None


async def test_a_taken_key_is_a_conflict(db: Database) -> None:
    with pytest.raises(StorageConflict):
        async with db.write() as session:
            await sql.insert(session, CounterRow, [{"name": "a", "value": 1}, {"name": "a", "value": 2}])


async def test_the_database_refuses_codes_it_does_not_know(town: Town) -> None:
    case_id = await town.idea()
    cases = sql.table(CaseRow)

    with pytest.raises(StorageConflict):
        async with town.db.write() as session:
            await session.execute(update(cases).where(cases.c.id == case_id).values(stage="lunch"))


async def test_a_full_disk_is_unavailable_and_nothing_is_half_written(town: Town) -> None:
    case_id = await town.idea()
    before = await town.case(case_id)
    inbox_id = await town.receive(case_id, "accepted", "olga", public=True)

    # The case is written before its events in the same transaction.
    with full_disk(town.db, ("INSERT INTO events",)), pytest.raises(StorageUnavailable) as unavailable:
        await town.record(case_id, inbox_id)

    assert unavailable.value.reason == "full"
    assert await town.case(case_id) == before
    assert (await town.record(case_id, inbox_id)).verdict == "done"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_sqlite_file_that_may_not_grow_is_unavailable_and_stays_whole(town: Town) -> None:
    await town.db.close()
    event.listen(town.db.engine, "connect", _no_more_pages)
    accepted: list[str] = []

    async def fill() -> None:
        for _ in range(1000):
            case_id = await town.shell()
            await town.receive(case_id, "submitted", "ute", text={"title": "x", "description": "y" * 10_000})
            accepted.append(case_id)

    with pytest.raises(StorageUnavailable) as unavailable:
        await fill()

    assert unavailable.value.reason == "full"
    event.remove(town.db.engine, "connect", _no_more_pages)
    await town.db.close()
    async with town.db.read() as session:
        assert (await session.execute(text("PRAGMA integrity_check"))).scalar_one() == "ok"
    assert [(await town.case(case_id)).seq for case_id in accepted] == [0] * len(accepted)
    assert await town.idea()


async def test_a_step_that_is_cancelled_anywhere_is_whole_or_not_there(town: Town) -> None:
    """As Temporal does with a local activity that takes too long."""
    case_id = await town.idea()
    for n in range(60):
        inbox_id = await town.receive(case_id, "edited", "ute", text={"title": f"Version {n + 2}"}, on_version=n + 1)
        with suppress(TimeoutError):
            await asyncio.wait_for(town.record(case_id, inbox_id), 0.0004 * n)
        assert (await _patiently(town, case_id, inbox_id)) == "done"

    case = await town.case(case_id)
    assert [text.version for text in case.texts] == list(range(1, 62))
    async with town.db.read() as session:
        assert len(await load_events(session, case_id)) == case.events
    assert (await town.record(case_id)).seq == 61


async def _patiently(town: Town, case_id: str, inbox_id: str) -> str:
    for _ in range(20):
        with suppress(StorageUnavailable):
            return (await town.record(case_id, inbox_id)).verdict
        await asyncio.sleep(0.05)
    raise AssertionError("the database stayed locked")


async def test_a_held_lock_is_unavailable_after_a_short_wait(town: Town) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "accepted", "olga", public=True)
    cases = sql.table(CaseRow)
    other = Database(town.db.url.render_as_string(hide_password=False))

    async with other.write() as session:
        await session.execute(select(cases).where(cases.c.id == case_id).with_for_update())
        with pytest.raises(StorageUnavailable) as unavailable:
            await asyncio.wait_for(town.record(case_id, inbox_id), 30)

    await other.close()
    assert unavailable.value.reason == "locked"
    assert (await town.record(case_id, inbox_id)).verdict == "done"


async def test_a_database_that_is_not_there_is_unavailable() -> None:
    for url in ("sqlite+aiosqlite:////nowhere/at/all.db", "postgresql+asyncpg://postgres@127.0.0.1:1/none"):
        db = Database(url)
        with pytest.raises(StorageUnavailable):
            await db.ping()
        await db.close()


async def test_the_record_is_append_only(town: Town) -> None:
    case_id = await town.idea()
    events = sql.table(EventRow)

    for change in (update(events).values(by="somebody"), events.delete()):
        with pytest.raises(StorageConflict):
            async with town.db.write() as session:
                await session.execute(change.where(events.c.case_id == case_id))


def _no_more_pages(connection, record):  # type: ignore[no-untyped-def]
    cursor = connection.cursor()
    cursor.execute("PRAGMA max_page_count = 200")
    cursor.close()
