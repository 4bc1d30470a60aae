"""YAML that people write: read into plain data with the line of everything, stricter and simpler than YAML.

Only `true` and `false` are yes and no (so `on:` is a key like any other), dates stay text, a key may stand only once,
and nothing refers to anything else.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from kit.i18n import N_
from kit.problems import Problem, utf8

Where = tuple[str | int, ...]
Data = dict[str, "Data"] | list["Data"] | str | int | float | bool | None

_INT = re.compile(r"-?(0|[1-9][0-9]{0,15})$")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,15})\.[0-9]{1,15}$")
_PLAIN: Mapping[str, Data] = {"true": True, "false": False, "null": None, "~": None, "": None}
LONGEST = 1_000_000

NOT_YAML = N_("This cannot be read: {problem}. Please check indentation, colons and quotation marks.")
TOO_LONG = N_("The file is longer than {longest} bytes.")
TOO_DEEP = N_("The file is nested too deeply.")
EMPTY = N_("The file is empty.")
TWICE = N_("The key “{key}” stands here a second time (first in line {first}). Please keep one of them.")
NO_KEY = N_("A key must be a single word.")
REFERENCE = N_("References (& and *) are not supported. Please write it out.")


@dataclass(frozen=True, slots=True)
class Lined:
    """Plain data, and the line on which each part of it begins."""

    data: Data
    lines: Mapping[Where, int]

    def line(self, where: Where) -> int:
        """The line of this part, or of the nearest part around it that stands in the file."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def json(self) -> str:
        """The data as JSON, which strict pydantic models read without coercing anything."""
        return json.dumps(self.data)


class YamlError(ValueError):
    """The text is no YAML that we read; carries every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(p.sentence for p in problems))
        self.problems = problems


def read_yaml(raw: bytes) -> Lined:
    """The data of a YAML file with its lines; raises YamlError with all that is wrong."""
    reader = _Reader()
    try:
        root = _compose(raw)
        data = reader.value(root, ())
    except RecursionError:
        raise YamlError([Problem(1, TOO_DEEP)]) from None
    if reader.problems:
        raise YamlError(reader.problems)
    return Lined(data, reader.lines)


def _compose(raw: bytes) -> yaml.Node:
    text = utf8(raw) if len(raw) <= LONGEST else Problem(1, TOO_LONG, {"longest": LONGEST})
    if isinstance(text, Problem):
        raise YamlError([text])
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or ""
        raise YamlError([Problem(mark.line + 1 if mark else 1, NOT_YAML, {"problem": problem})]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError([Problem(line, NOT_YAML, {"problem": error.reason})]) from None
    if root is None:
        raise YamlError([Problem(1, EMPTY)])
    return root


class _Reader:
    """One walk over the nodes: data, lines and problems."""

    def __init__(self) -> None:
        self.lines: dict[Where, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, where: Where) -> Data:
        self.lines.setdefault(where, _line(node))
        if id(node) in self._seen:
            self.problems.append(Problem(self.lines[where], REFERENCE))
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return {key: self.value(child, (*where, key)) for key, child in self._pairs(node, where)}
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*where, index)) for index, child in enumerate(node.value)]
        return _scalar(node)

    def _pairs(self, node: yaml.MappingNode, where: Where) -> Iterator[tuple[str, yaml.Node]]:
        for key_node, child in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(_line(key_node), NO_KEY))
                continue
            key, line = str(key_node.value), _line(key_node)
            if (*where, key) in self.lines:
                facts = {"key": key, "first": self.lines[(*where, key)]}
                self.problems.append(Problem(line, TWICE, facts))
                continue
            self.lines[(*where, key)] = line
            yield key, child


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _scalar(node: yaml.Node) -> Data:
    text = str(node.value)
    if getattr(node, "style", None) is not None:
        return text
    if text in _PLAIN:
        return _PLAIN[text]
    if _INT.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text
