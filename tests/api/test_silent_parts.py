"""Parts that take a connection and say nothing, as a stopped process does: whoever asks for health has an answer."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from kit.smtp import Smtp
from storage.engine import Database
from tests.api.city import City
from tests.api.office.conftest import signed_in
from umlauf.doctor import examine
from umlauf.serving import probes_of
from umlauf.settings import Settings
from umlauf.temporal import connect

SOON = 25.0  # seconds: a few of patience, and what a busy machine needs beside them; not for ever


@pytest.fixture
async def silent() -> AsyncIterator[int]:
    """The port of a server that takes every connection and never says a word."""
    held: list[asyncio.StreamWriter] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)
        await reader.read()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    yield int(server.sockets[0].getsockname()[1])
    server.close()
    for writer in held:
        writer.close()


@pytest.fixture
async def hanging(city: City, silent: int) -> City:
    """A city whose Temporal and mail server hang."""
    client = await connect("tests", lazy=True, environment={"TEMPORAL_ADDRESS": f"127.0.0.1:{silent}"})
    city.services.probes = probes_of(client, Smtp("127.0.0.1", silent, "none"))
    return city


async def test_ready_answers_while_temporal_and_mail_hang(client: httpx2.AsyncClient, hanging: City) -> None:
    begun = time.monotonic()
    answer = await client.get("/health/ready")
    assert time.monotonic() - begun < SOON
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "degraded",
        "parts": {"database": True, "temporal": False, "worker": False, "mail": False},
    }


async def test_the_offices_page_answers_while_temporal_and_mail_hang(client: httpx2.AsyncClient, hanging: City) -> None:
    office = await signed_in(client, hanging)
    begun = time.monotonic()
    page = await office.get("/office/operations")
    assert time.monotonic() - begun < SOON
    assert page.status_code == 200


async def test_a_database_that_hangs_is_not_ready(client: httpx2.AsyncClient, hanging: City, silent: int) -> None:
    hanging.services.db = Database(f"postgresql+asyncpg://umlauf:x@127.0.0.1:{silent}/umlauf")
    begun = time.monotonic()
    answer = await client.get("/health/ready")
    assert time.monotonic() - begun < SOON
    assert (answer.status_code, answer.json()["parts"]["database"]) == (503, False)


@pytest.mark.parametrize("database", ["here", "silent"])
async def test_doctor_says_of_all_that_hang_that_they_do(
    city: City, db: Database, silent: int, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{silent}")
    url = f"postgresql+asyncpg://umlauf:x@127.0.0.1:{silent}/umlauf"
    settings = Settings(
        data_dir=tmp_path,
        database_url=url if database == "silent" else db.url.render_as_string(hide_password=False),
        mail_host="127.0.0.1",
        mail_port=silent,
    )
    begun = time.monotonic()
    found = {finding.part: finding for finding in await examine(settings)}
    assert time.monotonic() - begun < SOON
    assert [part for part, finding in found.items() if not finding.well and part in ("temporal", "mail")] == [
        "temporal",
        "mail",
    ]
    assert "has not answered in 5 seconds" in found["mail"].sentence
    assert found["database"].well == (database == "here")
    assert ("files" in found) == (database == "here")
