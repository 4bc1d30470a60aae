"""Finding, starting and asking Temporal."""

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.workflow.engine import Engine
from umlauf.temporal import TemporalAway, connect, has_worker, name_what_is_searched, serve_temporal, temporal_binary
from umlauf.worker import until_connected


def test_a_named_program_wins_and_the_one_beside_python_needs_no_path(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert temporal_binary("/opt/temporal") == Path("/opt/temporal")
    monkeypatch.setenv("PATH", "")
    found = temporal_binary()
    assert found is not None
    assert found.is_file()


def test_the_development_server_is_started_on_a_file_with_the_pragmas_that_make_it_fast() -> None:
    command = serve_temporal(Path("temporal"), Path("a folder/t.db"), port=1, ui_port=None)
    assert "--headless" in command
    assert command[command.index("--db-filename") + 1] == "a folder/t.db"
    assert "journal_mode=WAL" in command
    assert "UmlaufStage=Keyword" in command


async def test_search_attributes_are_registered_once(engine: Engine) -> None:
    await name_what_is_searched(engine.env.client)
    await name_what_is_searched(engine.env.client)


async def test_a_worker_is_seen(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    await engine.submitted()
    monkeypatch.setattr("contracts.names.IDEAS", engine.queue)
    assert await has_worker(engine.env.client)
    monkeypatch.setattr("contracts.names.IDEAS", "nobody-asks-here")
    assert not await has_worker(engine.env.client)


async def test_a_lazy_client_is_there_while_temporal_is_not() -> None:
    client = await connect("tests", lazy=True, environment={"TEMPORAL_ADDRESS": "127.0.0.1:1"})
    assert client.namespace == "default"


async def test_a_temporal_that_is_away_is_named_with_its_place() -> None:
    with pytest.raises(TemporalAway, match=r"does not answer at 127\.0\.0\.1:1\. Start it"):
        await connect("tests", environment={"TEMPORAL_ADDRESS": "127.0.0.1:1"})


async def test_a_worker_waits_longer_each_time_says_where_it_looks_and_stops_at_once_when_told_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
    stop = asyncio.Event()
    with capture_logs() as said:
        waiting = asyncio.create_task(until_connected(stop))
        async with asyncio.timeout(90):
            while len(said) < 3:
                await asyncio.sleep(0.05)
            stop.set()
            assert await waiting is None
    assert [(one["event"], one["where"], one["wait_s"]) for one in said] == [
        ("worker.waiting_for_temporal", "127.0.0.1:1", pause) for pause in (1, 2, 4)
    ]
