"""What docs/operating.md tells operators to type and to write is what the application takes."""

import re

import pytest
from typer.testing import CliRunner

from kit.modes import SIMULATED, Deliver, MailMode, Mode, Simulate
from tests.architecture.catalogues import ROOT
from umlauf import idea_csv, people_file
from umlauf.cli import app

PAPER = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def told(first: str) -> list[str]:
    """What stands in quotes in the first column of the table with this head."""
    table = PAPER.split(f"| {first} |", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\| `([^`]+)` \|", table, re.M)


def test_the_table_of_columns_is_the_one_that_is_read() -> None:
    assert set(told("column")) == set(idea_csv.COLUMNS)


@pytest.mark.parametrize(
    ("command", "columns"), [(["import"], idea_csv.COLUMNS), (["people", "import"], people_file.COLUMNS)]
)
def test_help_names_every_column(command: list[str], columns: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"}).output.lower()
    assert [name for name in columns if not re.search(rf"\b{name}\b", shown)] == []


@pytest.mark.parametrize("mode", MailMode)
def test_the_addresses_of_the_simulator_are_those_that_lead_nowhere(mode: MailMode) -> None:
    addresses = told("address")
    assert {address.partition("@")[0] for address in addresses} == set(SIMULATED)
    installation = Mode(mode, "stadt.example.org", ["simulator.stadt.example.org"])
    for address in addresses:
        assert isinstance(installation.routes(address.replace("DOMAIN", "stadt.example.org")), Simulate)
    assert not isinstance(installation.routes("other@simulator.stadt.example.org"), Deliver)
