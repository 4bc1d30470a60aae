"""A file that a whole process or survey rests on: read, checked, and told in sentences what is wrong on which line."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic

from domain.checking import Finding
from domain.errors import DefinitionBroken, ImportBroken
from kit.problems import Gettext, Problem, closest, texts
from kit.yaml_lines import Lined
from umlauf.files import AnyModel, read_bytes, read_model


@dataclass(frozen=True, slots=True)
class Kind(Generic[AnyModel]):
    """One kind of file: its model, what finds that it cannot work, and the sentence for every code found."""

    model: type[AnyModel]
    check: Callable[[AnyModel], Iterable[Finding]]
    sentences: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Checked(Generic[AnyModel]):
    """What works, and the lines of its parts."""

    content: AnyModel
    lines: Lined


def load_checked(path: Path, kind: Kind[AnyModel], gettext: Gettext = str) -> Checked[AnyModel]:
    """What stands in this file; raises DefinitionBroken with every problem as "file:line: sentence"."""
    try:
        raw = read_bytes(path, gettext)
    except ImportBroken as error:
        raise DefinitionBroken(error.problems) from None
    return read_checked(raw, str(path), kind, gettext)


def read_checked(raw: bytes, file: str, kind: Kind[AnyModel], gettext: Gettext = str) -> Checked[AnyModel]:
    """What these bytes say; `file` is what the problems call them."""
    try:
        content, lines = read_model(raw, file, kind.model, gettext)
    except ImportBroken as error:
        raise DefinitionBroken(error.problems) from None
    if problems := told(kind.check(content), kind.sentences, lines, file, gettext):
        raise DefinitionBroken(problems)
    return Checked(content, lines)


def told(
    findings: Iterable[Finding], sentences: Mapping[str, str], lines: Lined, file: str, gettext: Gettext = str
) -> list[str]:
    """Every finding as "file:line: sentence", in the order of the file."""
    return texts([_problem(finding, sentences, lines) for finding in findings], file, gettext)


def _problem(finding: Finding, sentences: Mapping[str, str], lines: Lined) -> Problem:
    guess = closest(finding.wrong, finding.known) if finding.wrong else ""
    return Problem(lines.line(finding.where), sentences[finding.code], finding.facts, guess)
