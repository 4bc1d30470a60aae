"""`backup` and `restore` as an operator calls them: what they refuse, and the sentence that says what to do."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kit.file_store import FileStore
from storage.attendance import attending
from tests.commands.calling import KEY, called
from tests.e2e.stack import ROOT

OTHER_KEY = KEY.swapcase()
PICTURE = b"\x89PNG not really"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a migrated database, one attached file, and a backup of both."""
    folder = tmp_path_factory.mktemp("house")
    assert called(folder, "migrate").returncode == 0
    parcel = FileStore(folder / "files").parcel()
    parcel.write(PICTURE)
    parcel.close()
    FileStore(folder / "files").place(parcel)
    said = called(folder, "backup", str(folder / "kept.umlauf"))
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("0 cases and 1 attached files are kept, at revision ")
    assert "UMLAUF_SEAL_KEYS" in said.stdout
    return folder


def test_a_backup_is_for_nobody_elses_eyes_and_is_not_written_over(house: Path) -> None:
    kept = house / "kept.umlauf"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    said = called(house, "backup", str(kept))
    assert (said.returncode, said.stderr) == (1, f"{kept} is there already. Name another file.\n")


def test_no_key_is_in_a_backup(house: Path, tmp_path: Path) -> None:
    import tarfile

    with tarfile.open(house / "kept.umlauf") as tar:
        tar.extractall(tmp_path, filter="data")
    content = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert PICTURE in content
    assert KEY.encode() not in content
    assert KEY[::-1].encode() not in content


def test_what_was_kept_comes_back_into_an_empty_house(house: Path, tmp_path: Path) -> None:
    said = called(tmp_path, "restore", str(house / "kept.umlauf"))
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.endswith("Now start API and worker, then run: python -m umlauf recover\n")
    [hash_] = FileStore(tmp_path / "files").hashes()
    assert FileStore(tmp_path / "files").path(hash_).read_bytes() == PICTURE
    assert called(tmp_path, "process", "publish", "examples/norderstedt/process.yaml").returncode == 0


def test_it_goes_through_a_pipe(house: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "umlauf"]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("UMLAUF_", "TEMPORAL_"))}
    own |= {"UMLAUF_SEAL_KEYS": KEY, "UMLAUF_SIGN_KEYS": KEY[::-1]}
    there, here = ({**own, "UMLAUF_DATA_DIR": str(folder)} for folder in (house, tmp_path))
    kept = subprocess.run([*command, "backup", "-"], cwd=ROOT, env=there, capture_output=True, timeout=60, check=True)
    assert b"are kept" in kept.stderr
    back = subprocess.run(
        [*command, "restore", "-"], cwd=ROOT, env=here, input=kept.stdout, capture_output=True, timeout=60, check=True
    )
    assert b"are back" in back.stdout
    assert (tmp_path / "umlauf.db").is_file()


@pytest.fixture
def refused(house: Path) -> Iterator[Callable[..., str]]:
    """Calls `restore` and gives its sentence; whatever it was, nothing has changed."""
    before = (house / "umlauf.db").read_bytes()

    def call(file: str = "kept.umlauf", *options: str, **variables: str) -> str:
        said = called(house, "restore", str(house / file), *options, **variables)
        assert (said.returncode, said.stdout) == (1, "")
        assert "Traceback" not in said.stderr
        return said.stderr

    yield call
    assert (house / "umlauf.db").read_bytes() == before


def test_a_restore_under_a_running_part_is_refused(refused: Callable[..., str], house: Path) -> None:
    with attending(f"sqlite+aiosqlite:///{house / 'umlauf.db'}"):
        said = refused("kept.umlauf", "--replace")
    assert said.startswith(f"Somebody works on the database {house / 'umlauf.db'}. Stop API and worker")
    assert said.endswith("Nothing was changed.\n")


def test_what_is_no_backup_or_is_not_there_is_said(refused: Callable[..., str], house: Path) -> None:
    (house / "half").write_bytes((house / "kept.umlauf").read_bytes()[:2000])
    assert refused("half").startswith("This file cannot be restored: it is no backup, or only the beginning of one.")
    assert refused("nowhere") == f"{house / 'nowhere'} cannot be used: No such file or directory.\n"


def test_a_backup_of_one_kind_of_database_does_not_go_into_the_other(refused: Callable[..., str]) -> None:
    said = refused(UMLAUF_DATABASE_URL="postgresql+asyncpg://umlauf:geheim@127.0.0.1:1/umlauf")
    assert said.startswith("This backup was made from sqlite, and UMLAUF_DATABASE_URL names postgresql.")
    assert "geheim" not in said


def test_without_its_keys_a_backup_comes_back_only_when_that_is_said(
    refused: Callable[..., str], house: Path, tmp_path: Path
) -> None:
    assert refused(UMLAUF_SEAL_KEYS=OTHER_KEY).startswith("UMLAUF_SEAL_KEYS cannot open what this backup holds.")
    said = called(tmp_path, "restore", str(house / "kept.umlauf"), "--other-keys", UMLAUF_SEAL_KEYS=OTHER_KEY)
    assert said.returncode == 0
    both = called(tmp_path, "restore", "--replace", str(house / "kept.umlauf"), UMLAUF_SEAL_KEYS=f"{OTHER_KEY},{KEY}")
    assert both.returncode == 0, "A key that was put in front does not close what an older one behind it opens."


def test_before_migrate_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    said = called(tmp_path, "backup", str(tmp_path / "kept"))
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.endswith("Run first: python -m umlauf migrate\n")
    assert not list(tmp_path.glob("kept*"))
