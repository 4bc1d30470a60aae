"""Finding, starting and asking Temporal."""

from pathlib import Path

import pytest

from tests.workflow.engine import Engine
from umlauf.temporal import connect, has_worker, name_what_is_searched, serve_temporal, temporal_binary


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
