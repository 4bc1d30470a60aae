"""`python -m umlauf rank` with cash flows: what each idea is worth in euros, in both languages, and what cannot be."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.errors import DefinitionBroken
from domain.ranking.worth import worth_doing
from tests.architecture.catalogues import ROOT
from tests.unit.ranking.test_rank_command import part, ranked
from umlauf.cli import app
from umlauf.ranking_file import load_ranking
from umlauf.ranking_worth import SENTENCES

EXAMPLE = ROOT / "examples" / "ranking" / "worth.yaml"


def test_the_ministrys_row_comes_out_of_a_file_and_what_is_unknown_stands_last() -> None:
    output = CliRunner().invoke(app, ["rank", str(EXAMPLE)]).output
    told = part(output, "Worth in euros (net present value, by the rates of the file)\n")
    assert [line.strip() for line in told.strip("\n").split("\n")] == [
        "Lamps that answer to people  €3,902",
        "It pays off.",
        "A bot for questions  -€5,488",
        "It does not pay off, and neither its quality nor its effects are known to have more than 50 of 100 points.",
        "The ministry's row  -€98,940",
        "It does not pay off, but its quality or its effects have more than 50 of 100 points.",
        "–  Screens at bus stops  not determined: A year to come has no rate, so it cannot be said.",
        "–  One app for all  not determined: No cash flow is stated.",
    ]


def test_it_speaks_german_and_is_silent_where_nobody_states_cash_flows() -> None:
    german = CliRunner().invoke(app, ["rank", str(EXAMPLE), "--language", "de"]).output
    told = part(german, "Wert in Euro (Kapitalwert, nach den Zinssätzen der Datei)\n")
    assert "-98.940\u00a0€" in told
    assert "Sie rechnet sich nicht, aber ihre Qualität" in told
    assert "nicht bestimmt: Es sind keine Zahlungen angegeben." in told
    assert "Worth in euros" not in ranked("--weightings", "10").output


def test_the_nine_fields_come_with_their_scales_and_say_that_they_depend_on_the_set() -> None:
    output = CliRunner().invoke(app, ["rank", str(EXAMPLE)]).output
    told = part(output, "WiBe’s nine fields (net present value against quality)\n")
    assert [line.strip() for line in told.strip("\n").split("\n")] == [
        "Thirds from -€98,940 to €3,902, and from 50 to 64 points: the ends are those of the 3 ideas compared. "
        "With other ideas a class can be another.",
        "A  Lamps that answer to people: value in the upper third, quality in the upper third",
        "It would not be in this class without any one of these: A bot for questions.",
        "B  A bot for questions: value in the upper third, quality in the lower third",
        "It would not be in this class without any one of these: The ministry's row.",
        "B  The ministry's row: value in the lower third, quality in the upper third",
        "–  Screens at bus stops  not determined: Its value or its quality is not known.",
        "–  One app for all  not determined: Its value or its quality is not known.",
    ]
    german = CliRunner().invoke(app, ["rank", str(EXAMPLE), "--language", "de"]).output
    assert "A  Lamps that answer to people: Wert im oberen Drittel, Qualität im oberen Drittel" in german


def test_without_two_that_differ_there_are_no_classes_and_without_a_quality_no_fields(tmp_path: Path) -> None:
    file = tmp_path / "worth.yaml"
    text = EXAMPLE.read_text("utf-8")
    file.write_text(text.replace("quality: 62\n", "quality: 50\n").replace("    quality: 64\n", ""), "utf-8")
    assert "No classes: it takes two ideas at least" in CliRunner().invoke(app, ["rank", str(file)]).output
    file.write_text("".join(line for line in text.splitlines(True) if "quality" not in line), "utf-8")
    assert "nine fields" not in CliRunner().invoke(app, ["rank", str(file)]).output


def test_every_verdict_has_its_sentence() -> None:
    verdicts = {worth_doing(value, points) for value in (None, -1.0, 1.0) for points in (None, 60.0)}
    assert verdicts == SENTENCES.keys()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("8: 3.11", "8: high", 5),
        ("8: 3.11", "8: -100", 5),
        ("8: 3.11", "8: .nan", 5),
        ("1: 45000", "-1: 45000", 13),
        ("1: 45000", "1: .inf", 13),
        ("quality: 50", "quality: 101", 18),
    ],
)
def test_what_cannot_be_reckoned_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int) -> None:
    text = EXAMPLE.read_text("utf-8")
    assert old in text
    file = tmp_path / "worth.yaml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DefinitionBroken) as broken:
        load_ranking(file)
    assert [one for one in broken.value.problems if one.startswith(f"{file}:{line}: ")], broken.value.problems
