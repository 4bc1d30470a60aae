"""The page about questionnaires names every key, and its examples work."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

import domain.condition
import domain.survey.questionnaire
import domain.survey.questions
from domain.condition import Operator
from domain.definition import Part
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Asked
from domain.survey.references import OPERATORS
from kit.yaml_lines import read_yaml
from umlauf.questionnaire_file import read_questionnaire

PAGE = (Path(__file__).parents[3] / "docs" / "questionnaires.md").read_text("utf-8")
EXAMPLES = re.findall(r"<!-- example: (\w+) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)
MODULES = (domain.survey.questionnaire, domain.survey.questions, domain.condition)
NAMED = {name: kind for module in MODULES for name, kind in vars(module).items() if isinstance(kind, type)}
PARTS = {
    name: kind
    for name, kind in NAMED.items()
    if issubclass(kind, BaseModel) and kind not in (Part, Asked, BaseModel) and not name.startswith("_")
}


def keys(part: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in part.model_fields.items()}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_every_key_is_documented(part: type[BaseModel]) -> None:
    missing = [key for key in keys(part) if f"`{key}`" not in PAGE]

    assert not missing, f"docs/questionnaires.md does not name {missing} of {part.__name__}"


@pytest.mark.parametrize("kind", OPERATORS)
def test_every_type_is_documented_with_its_operators(kind: str) -> None:
    named = {word for word in Operator if re.search(rf"\| .*`{kind}`.* \| .*`{word}`", PAGE)}
    these = {word for word in Operator if "these, and" in row_of(kind) and f"`{word}`" in row_of("single")}

    assert named | these == OPERATORS[kind]


def row_of(kind: str) -> str:
    return PAGE[PAGE.index("| type of question |") :].split(f"`{kind}`")[1].split("\n")[0]


def test_every_kind_of_part_has_an_example() -> None:
    assert {name for name, _ in EXAMPLES} == set(PARTS)


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=lambda value: value if value.isidentifier() else "")
def test_every_example_loads(name: str, text: str) -> None:
    read = read_yaml(text.encode())
    PARTS[name].model_validate_json(read.json())
    said_once = set(Asked.model_fields) if issubclass(PARTS[name], Asked) and name != "Single" else set()

    assert keys(PARTS[name]) - said_once <= set(read.data or {}), "An example shows every key."
    if PARTS[name] is Questionnaire:
        assert len(read_questionnaire(text.encode(), "page").hints) == 1  # the approval it waits for
