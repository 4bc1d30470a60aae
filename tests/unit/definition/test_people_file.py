"""People from YAML or CSV: all of them or none."""

from pathlib import Path
from typing import get_args

import pytest

from domain.definition import ProcessDefinition
from domain.errors import ImportBroken
from domain.survey.audience import External
from domain.words import Role
from umlauf.definition_file import load_definition
from umlauf.people_file import PersonIn, read_people

EXAMPLE = Path(__file__).parents[3] / "examples" / "norderstedt"


@pytest.fixture(scope="module")
def definition() -> ProcessDefinition:
    return load_definition(EXAMPLE / "process.yaml").definition


def people(tmp_path: Path, name: str, text: str, definition: ProcessDefinition | None = None) -> list[PersonIn]:
    (tmp_path / name).write_text(text, "utf-8")
    return read_people(tmp_path / name, definition)


def problems(tmp_path: Path, name: str, text: str, definition: ProcessDefinition | None = None) -> list[str]:
    with pytest.raises(ImportBroken) as refused:
        people(tmp_path, name, text, definition)
    return [problem.removeprefix(str(tmp_path / name) + ":") for problem in refused.value.problems]


def test_the_example_has_somebody_for_everything(definition: ProcessDefinition) -> None:
    everybody = read_people(EXAMPLE / "people.yaml", definition)

    assert {role for person in everybody for role in person.roles} == set(Role)
    assert all(person.email.endswith("@example.org") for person in everybody)
    assert [p.email for p in everybody if p.shared and Role.OFFICE in p.roles] == ["digitalisierungsbuero@example.org"]


def test_yaml_and_csv_say_the_same(tmp_path: Path, definition: ProcessDefinition) -> None:
    from_yaml = people(
        tmp_path,
        "p.yaml",
        "people:\n  - {email: Ana@Example.org, name: Ana <script>, language: en, department: social,"
        " roles: [reviewer, owner], themes: [health], shared: true, external: institution}\n",
        definition,
    )
    from_csv = people(
        tmp_path,
        "p.csv",
        "E-Mail;Name;Language;Department;Roles;Themes;Shared;External\n".replace("E-Mail", "email")
        + "Ana@Example.org;Ana <script>;en;social;reviewer, owner;health;ja;Institution\n",
        definition,
    )

    assert from_yaml == from_csv
    assert from_yaml[0].external == "institution"
    assert from_yaml[0].email == "ana@example.org"


def test_every_problem_of_a_yaml_file_has_its_line(tmp_path: Path, definition: ProcessDefinition) -> None:
    text = """people:
  - {email: a@example.org, name: Ana, department: socal}
  - {email: b@example.org, name: Bo, themes: [helth]}
  - {email: A@example.org, name: Again}
"""
    assert problems(tmp_path, "p.yaml", text, definition) == [
        "2: There is no department “socal”. Did you mean “social”?",
        "3: There is no theme “helth”. Did you mean “health”?",
        "4: The address “a@example.org” stands here a second time (first in line 2).",
    ]


def test_every_problem_of_a_csv_file_has_its_line(tmp_path: Path, definition: ProcessDefinition) -> None:
    text = """email,name,roles,department,shared
nobody,Ana,reviewer,social,
b@example.org,Bo,reviever,social,
c@example.org,,reviewer,social,
d@example.org,Dan,,socal,perhaps
e@example.org,Eve
"""
    assert problems(tmp_path, "p.csv", text, definition) == [
        "2: “nobody” is not a usable e-mail address.",
        "3: The role “reviever” is not known. Did you mean “reviewer”?",
        "4: “name” must not be empty.",
        "5: “shared” is “perhaps”, but must be yes or no.",
        "5: There is no department “socal”. Did you mean “social”?",
        "6: This row has 2 cells, the first line names 5. Put text with a separator in quotation marks.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "1: The file is empty: the first line must name the columns."),
        ("email\n", "1: The column “name” is missing."),
        ("email,nam\n", "1: The column “nam” is not known."),
        ("email,name,name\n", "1: The column “name” stands here twice."),
        ('email,name\na@example.org,"Ana\n', "2: This cannot be read as CSV"),
    ],
)
def test_a_table_of_the_wrong_form_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    assert problems(tmp_path, "p.csv", text)[0].startswith(sentence)


def test_who_is_from_outside_is_said_in_the_words_of_audiences(tmp_path: Path) -> None:
    said = get_args(PersonIn.model_fields["external"].annotation)

    assert set(said) == {"", *External}
    (problem,) = problems(tmp_path, "p.csv", "email,name,external\nana@example.org,Ana,citizen\n")
    assert problem.startswith("2: ")


def test_deputies_are_said_by_role_and_in_order(tmp_path: Path) -> None:
    text = "people:\n  - {email: a@x.de, name: A, deputies: {reviewer: [C@x.de, b@x.de], decider: [b@x.de]}}\n"
    by_yaml = people(tmp_path, "people.yaml", text)
    by_csv = people(
        tmp_path, "people.csv", "email;name;deputies\na@x.de;A;reviewer:c@x.de reviewer:b@x.de decider:b@x.de\n"
    )

    assert by_yaml[0].deputies == by_csv[0].deputies
    assert by_csv[0].deputies == {Role.REVIEWER: ("c@x.de", "b@x.de"), Role.DECIDER: ("b@x.de",)}
    assert people(tmp_path, "people.csv", "email;name\na@x.de;A\n")[0].deputies is None
    assert people(tmp_path, "people.yaml", "people: [{email: a@x.de, name: A, deputies: {}}]")[0].deputies == {}


CIRCLE_YAML = """people:
  - {email: a@x.de, name: A, deputies: {reviewer: [b@x.de], decider: [b@x.de]}}
  - {email: b@x.de, name: B, deputies: {reviewer: [c@x.de], decider: [c@x.de]}}
  - {email: c@x.de, name: C, deputies: {reviewer: [a@x.de]}}
  - {email: d@x.de, name: D, deputies: {owner: [d@x.de]}}
"""
CIRCLE_CSV = """email;name;deputies
a@x.de;A;reviewer:b@x.de decider:b@x.de
b@x.de;B;reviewer:c@x.de decider:c@x.de
c@x.de;C;reviewer:a@x.de
d@x.de;D;owner:d@x.de
"""


@pytest.mark.parametrize(("name", "text"), [("people.yaml", CIRCLE_YAML), ("people.csv", CIRCLE_CSV)])
def test_deputies_in_a_circle_are_told_with_line_and_role(tmp_path: Path, name: str, text: str) -> None:
    found = problems(tmp_path, name, text)

    assert [one.partition("Please")[0].strip() for one in found] == [
        "2: As reviewer, a@x.de would stand in for themselves, by way of c@x.de.",
        "5: As owner, d@x.de would stand in for themselves, by way of d@x.de.",
    ]
    assert all("leave out one of the two" in one for one in found)


def test_what_says_no_deputy_is_told_with_its_line(tmp_path: Path) -> None:
    found = problems(tmp_path, "people.csv", "email;name;deputies\na@x.de;A;reviewr:b@x.de\nb@x.de;B;a@x.de\n")

    assert [one.partition(":")[0] for one in found] == ["2", "3"]
    assert "reviewr:b@x.de" in found[0]
    assert "reviewer" in found[0]
    assert problems(tmp_path, "people.yaml", "people: [{email: a@x.de, name: A, deputies: {boss: [b@x.de]}}]")
