"""A part does not start on a database whose tables it does not have."""

from pathlib import Path

import pytest

from tests.commands.calling import called


@pytest.mark.parametrize("command", ["api", "worker"])
def test_nothing_starts_before_migrate_and_the_refusal_names_it(command: str, tmp_path: Path) -> None:
    refused = called(tmp_path, command, TEMPORAL_ADDRESS="127.0.0.1:1", UMLAUF_PORT="0")
    assert refused.returncode == 1
    assert refused.stderr == ("The database has not the tables of this release. Run first: python -m umlauf migrate\n")


def test_behind_an_unnamed_proxy_no_api_starts(tmp_path: Path) -> None:
    refused = called(tmp_path, "api", UMLAUF_TRUSTED_PROXIES="")
    assert refused.returncode == 1
    assert refused.stderr.startswith("UMLAUF_TRUSTED_PROXIES is missing: https ends at a proxy in front of us")
