"""A part does not start on a database whose tables it does not have."""

from pathlib import Path

import pytest

from tests.commands.calling import called


@pytest.mark.parametrize("command", ["api", "worker"])
def test_nothing_starts_before_migrate_and_the_refusal_names_it(command: str, tmp_path: Path) -> None:
    refused = called(tmp_path, command, TEMPORAL_ADDRESS="127.0.0.1:1", UMLAUF_PORT="0")
    assert refused.returncode == 1
    assert refused.stderr == ("The database has not the tables of this release. Run first: python -m umlauf migrate\n")
