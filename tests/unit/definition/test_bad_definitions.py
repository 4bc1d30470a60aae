"""What issue 5 lists as bad definitions, through `process check` itself: refused with file, line, and what was meant.

An unknown role, a quorum larger than the people asked, a chain that can skip everyone, deputies in a circle, a ladder
that escalates before it is due, a condition over an unknown field.
"""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.unit.definition.test_process_check import EXAMPLE, TEXT, line_of
from umlauf.cli import app

PEOPLE = (EXAMPLE / "people.yaml").read_text("utf-8")
WHEN = "when: {field: outside_plan, operator: is, value: true}"
GROUPS = "    who:\n      - {id: field, title: {de: Fach, en: Field}, department: of_theme, role: reviever}\n"
ASKED = TEXT[TEXT.index("    ask: 2") :].partition("    deadline:")[0]
ONE_STEP = f"        - {{id: mayor, title: {{de: OB, en: Mayor}}, function: mayor, {WHEN}}}\n"


def check(tmp_path: Path, text: str, people: str = "") -> str:
    """What the command says of this file, on one line; it must refuse it."""
    (tmp_path / "p.yaml").write_text(text, "utf-8")
    (tmp_path / "people.yaml").write_text(people, "utf-8")
    more = ["--people", str(tmp_path / "people.yaml")] if people else []
    result = CliRunner().invoke(app, ["process", "check", str(tmp_path / "p.yaml"), *more])
    assert result.exit_code != 0, result.output
    told = result.output or str(result.exception)
    return " ".join(told.replace(f"{tmp_path}/", "").replace("\n", " ").split())


def skips_everyone() -> str:
    start, _, rest = TEXT.partition("      steps:\n")
    return f"{start}      steps:\n{ONE_STEP}  follow_up:{rest.partition('  follow_up:')[2]}"


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        pytest.param(
            TEXT.replace(ASKED, GROUPS + "    enough: {when: all}\n", 1),
            "role: reviever",
            "“role” is “reviever”, but must be one of: office, reviewer, decider, owner.",
            id="unknown role",
        ),
        pytest.param(
            TEXT.replace("quorum: 2", "quorum: 3", 1),
            "quorum: 3",
            "3 answers are needed, but only 2 people are asked: this can never be met.",
            id="quorum larger than the people asked",
        ),
        pytest.param(
            skips_everyone(),
            "steps:\n        - {id: mayor",
            "Every step has a condition, so nobody might sign.",
            id="chain that can skip everyone",
        ),
        pytest.param(
            TEXT.replace("escalate: {after: 5, to: decider}", "escalate: {after: -3, to: decider}", 1),
            "escalate: {after: -3",
            "This escalates 3 working days before the deadline is over. Please write 0, or how many after.",
            id="ladder that escalates before it is due",
        ),
        pytest.param(
            TEXT.replace(WHEN, WHEN.replace("outside_plan", "outside_plann"), 1),
            "field: outside_plann",
            "Nothing is known as “outside_plann” here. Did you mean “outside_plan”?",
            id="condition over an unknown field",
        ),
    ],
)
def test_it_is_refused_with_its_line_and_what_was_meant(tmp_path: Path, text: str, at: str, sentence: str) -> None:
    told = check(tmp_path, text)

    assert sentence in told
    assert f"p.yaml:{line_of(text, at)}:" in told, told


def test_deputies_in_a_circle_are_refused_with_theirs(tmp_path: Path) -> None:
    one, other = "silke.brandt@example.org", "ole.jessen@example.org"
    people = f"""people:
  - {{email: {one}, name: Silke, roles: [reviewer], deputies: {{reviewer: [{other}]}}}}
  - {{email: {other}, name: Ole, roles: [reviewer], deputies: {{reviewer: [{one}]}}}}
"""
    told = check(tmp_path, TEXT, people)

    assert f"people.yaml:2: As reviewer, {one} would stand in for themselves, by way of {other}." in told
    assert "Please leave out one of the two." in told
