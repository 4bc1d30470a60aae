"""The way back: without rows it works; where a row says what the version before does not know, it is refused."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage import comments
from storage.migrate import _config, _engine, current, differences, head, upgrade
from storage.migrations.checks import StillUsed
from tests.storage.test_comments import plan, said
from tests.storage.town import Town


async def downgrade(url: str, revision: str) -> None:
    def back(connection: Connection) -> None:
        command.downgrade(_config(connection), revision)

    engine = _engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(back)
    finally:
        await engine.dispose()


async def test_without_rows_there_is_a_way_back_and_forth(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    await upgrade(url)
    await downgrade(url, "0020")
    assert await current(url) == "0020"

    await upgrade(url)
    assert await differences(url) == []


@pytest.mark.parametrize(
    ("table", "column", "code", "before"),
    [
        ("assignments", "state", "silent", "0022"),
        ("assignments", "state", "biased", "0023"),
        ("tasks", "kind", "reconsider", "0023"),
        ("tasks", "kind", "sign", "0026"),
        ("tasks", "kind", "question", "0027"),
        ("tasks", "kind", "own_time", "0027"),
        ("tasks", "kind", "rework", "0027"),
        ("assignments", "state", "objected", "0028"),
    ],
)
async def test_what_the_version_before_does_not_know_is_named_and_stays(
    town: Town, database_url: str, table: str, column: str, code: str, before: str
) -> None:
    case = await town.idea()
    await town.happen(case, "accepted", "olga", public=False)
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text(f"UPDATE {table} SET {column} = :code"), {"code": code})
    with pytest.raises(StillUsed, match=f"of {table} say “{code}” in {column}"):
        await downgrade(database_url, before)

    assert await current(database_url) == head()
    assert await differences(database_url) == []
    async with engine.connect() as connection:
        kept = await connection.execute(text(f"SELECT DISTINCT {column} FROM {table}"))
        assert kept.scalars().all() == [code]
    await engine.dispose()


async def test_a_comment_by_mail_does_not_lose_its_mark_and_others_go_back_and_forth(
    town: Town, database_url: str
) -> None:
    case = await town.idea()
    engine = create_async_engine(database_url)
    async with town.db.write() as session:
        await comments.add(session, said(town, case, "c1", plan()))
    await downgrade(database_url, "0034")
    await upgrade(database_url)
    async with town.db.read() as session:
        assert await comments.of_case(session, case) == (said(town, case, "c1", plan()),)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE comments SET origin = 'mail'"))
    with pytest.raises(StillUsed, match="of comments say “mail” in origin"):
        await downgrade(database_url, "0034")
    assert await current(database_url) == head()
    await engine.dispose()
