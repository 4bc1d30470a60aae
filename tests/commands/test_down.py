"""Commands while a part is down: one sentence with what to do, no traceback, and nothing anybody typed."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.calling import called
from tests.e2e.stack import EXAMPLE

PROCESS, PEOPLE = str(EXAMPLE / "process.yaml"), str(EXAMPLE / "people.yaml")
NOBODY = "127.0.0.1:1"  # nothing listens there
AWAY = {"UMLAUF_DATABASE_URL": f"postgresql+asyncpg://umlauf:geheim@{NOBODY}/umlauf"}
NO_TABLES = "The database has not the tables of this release. Run first: python -m umlauf migrate\n"
NO_DATABASE = (
    f"The database {NOBODY}/umlauf does not answer. "
    "Start it, or say where it is: UMLAUF_DATABASE_URL. Nothing was changed.\n"
)
NO_TEMPORAL = f"Temporal does not answer at {NOBODY}. Start it, or say where it is: TEMPORAL_ADDRESS=HOST:PORT\n"


@pytest.fixture
def ideas(tmp_path: Path) -> str:
    """A table with one idea."""
    (tmp_path / "ideas.csv").write_text("title\nBänke\n", encoding="utf-8")
    return str(tmp_path / "ideas.csv")


@pytest.mark.parametrize(
    "command",
    [("migrate",), ("people", "import", PEOPLE), ("process", "publish", PROCESS), ("token", "create", "x@example.org")],
    ids=lambda command: command[0],
)
def test_a_database_that_is_away_is_named_with_its_place(command: tuple[str, ...], tmp_path: Path) -> None:
    said = called(tmp_path, *command, **AWAY)
    assert (said.returncode, said.stderr) == (1, NO_DATABASE)


def test_ideas_are_not_imported_into_a_database_that_is_away(ideas: str, tmp_path: Path) -> None:
    said = called(tmp_path, "import", ideas, **AWAY)
    assert (said.returncode, said.stderr) == (1, NO_DATABASE)


@pytest.mark.parametrize(
    "command", [("people", "import", PEOPLE), ("token", "create", "x@example.org")], ids=lambda command: command[0]
)
def test_before_migrate_a_command_names_migrate_and_no_address(command: tuple[str, ...], tmp_path: Path) -> None:
    said = called(tmp_path, *command)
    assert (said.returncode, said.stderr) == (1, NO_TABLES)


def test_a_file_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    said = called(tmp_path, "migrate", UMLAUF_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/no/folder/u.db")
    assert said.returncode == 1
    assert said.stderr == (
        f"The database {tmp_path}/no/folder/u.db cannot be opened. Make its folder, with the right "
        "to write, or correct UMLAUF_DATABASE_URL. Nothing was changed.\n"
    )


def test_a_database_that_does_not_know_us_is_said_to_refuse(new_postgres: Callable[..., str], tmp_path: Path) -> None:
    url = new_postgres()
    name = url.partition("?")[0].rpartition("/")[2]
    said = called(tmp_path, "migrate", UMLAUF_DATABASE_URL=url.replace(f"/{name}", "/nobody_made_this", 1))
    assert said.returncode == 1
    assert said.stderr.startswith("The database /nobody_made_this lets us not in. Correct name, password or database")


def test_recover_says_where_it_looked_for_temporal(tmp_path: Path) -> None:
    said = called(tmp_path, "recover", TEMPORAL_ADDRESS=NOBODY)
    assert (said.returncode, said.stderr) == (1, NO_TEMPORAL)


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=20) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_recover_does_not_wait_for_a_temporal_that_hangs(silent: str, tmp_path: Path) -> None:
    said = called(tmp_path, "recover", TEMPORAL_ADDRESS=silent)
    assert (said.returncode, said.stderr) == (1, NO_TEMPORAL.replace(NOBODY, silent))


def test_doctor_says_of_each_part_what_to_do(tmp_path: Path) -> None:
    said = called(tmp_path, "doctor", TEMPORAL_ADDRESS=NOBODY, **AWAY)
    assert said.returncode == 1
    assert NO_DATABASE.strip() in said.stdout
    assert NO_TEMPORAL.strip() in said.stdout
    assert "geheim" not in said.stdout + said.stderr
