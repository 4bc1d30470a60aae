"""The page about the process definition names every key, and its examples work."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

import domain.definition
from domain.checking import check
from domain.definition import UNITS, Part, ProcessDefinition
from domain.words import EventKind, TaskKind
from kit.yaml_lines import read_yaml

PAGE = (Path(__file__).parents[3] / "docs" / "process-definition.md").read_text("utf-8")
EXAMPLES = re.findall(r"<!-- example: (\w+) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)
INSTEAD = {
    "Deadline": set(UNITS) - {"working_days"},
    "RoundSeries": {"months"},
}  # one of several that exclude each other
PARTS = [p for p in vars(domain.definition).values() if isinstance(p, type) and issubclass(p, Part) and p is not Part]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_key_is_documented(part: type[BaseModel]) -> None:
    missing = [key for key in _keys(part) if not re.search(rf"`(stages\.)?{key}`", PAGE)]

    assert not missing, f"docs/process-definition.md does not name {missing} of {part.__name__}"


@pytest.mark.parametrize("word", [*EventKind, *TaskKind])
def test_every_word_a_notice_may_use_is_documented(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_every_kind_of_part_has_an_example() -> None:
    shown = {name for name, _ in EXAMPLES}

    assert {p.__name__ for p in PARTS} - shown <= {"Words", "Stages"}  # these are in all of them


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=lambda value: value if value.isidentifier() else "")
def test_every_example_loads(name: str, text: str) -> None:
    part: type[BaseModel] = getattr(domain.definition, name)

    loaded = part.model_validate_json(read_yaml(text.encode()).json())

    if isinstance(loaded, ProcessDefinition):
        assert check(loaded) == []
    else:
        shown = set(read_yaml(text.encode()).data or {})
        assert shown | INSTEAD.get(name, set()) == _keys(part), "An example shows every key."


def _keys(part: type[BaseModel]) -> set[str]:
    """As they stand in a file."""
    return {field.alias or name for name, field in part.model_fields.items()}
