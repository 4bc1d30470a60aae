"""`python -m umlauf roadmap`: the example in both languages, and files that cannot be planned."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.errors import DefinitionBroken
from tests.architecture.catalogues import ROOT
from umlauf.cli import app
from umlauf.roadmap_file import load_roadmap

EXAMPLE = ROOT / "examples" / "roadmap" / "roadmap.yaml"


def planned(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["roadmap", str(EXAMPLE), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_example_is_planned_with_what_holds_each_measure() -> None:
    output = planned()
    assert "Finished in quarter 1 of 2029." in output
    assert "2026-Q3 – 2027-Q3 * Electronic files in every office\n          It runs already" in output
    assert "2027-Q4 – 2028-Q2 * Building permits online\n          It waits for “Electronic files" in output
    assert "“Computer department” has too few days left in quarter 2 of 2028: it takes 25, and 20 are left." in output
    assert "–  One app for all: It takes 100 days of “Computer department” in each quarter" in output
    assert "2027-Q3 20/20" in output


def test_the_report_is_the_same_every_time_and_speaks_german() -> None:
    german = planned("--language", "de")
    assert german == planned("--language", "de")
    assert "Fertig im 1. Quartal 2029." in german
    said = german.split("\n", 1)[1]
    assert not re.search(r"\b(of|the|would|needs|quarter)\b", re.sub(r"„[^“]*“|\* .*|  [A-Z].*", "", said))


WRONG = {
    "effort: {ut: 3}": "There is no role “ut”. Please add it under “roles”, or name another.",
    "needs: [x]": "There is no idea “x”.",
    "id: b": "“b” is there twice.",
    "earliest: 2027-Q5": "2027-Q5",
    "length: 0": "length",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_planned_is_told_with_its_line(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "plan.yaml"
    head = "format: umlauf-roadmap/1\nfirst: 2027-Q1\nroles: [{id: it, each_quarter: 5}]\nmeasures:\n  - {id: b}\n"
    file.write_text(head + (f"  - {{{wrong}}}\n" if wrong == "id: b" else f"  - {{id: a, {wrong}}}\n"))
    with pytest.raises(DefinitionBroken) as broken:
        load_roadmap(file)
    assert WRONG[wrong] in "\n".join(broken.value.problems)
    assert re.search(r"plan\.yaml:\d+: ", broken.value.problems[0])


def test_the_same_plan_is_found_in_the_file_and_by_hand() -> None:
    plan = load_roadmap(EXAMPLE).plan
    assert (str(plan.first), str(plan.last), plan.measures[0].late) == ("2027-Q1", "2029-Q4", 1)
    assert plan.capacity[plan.first.plus(2), "it"] == 20
    assert plan.capacity[plan.first.plus(3), "it"] == 40
