"""Files that people write, read the same way everywhere: every problem with its line, or the content."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from domain.errors import ImportBroken
from kit.i18n import N_
from kit.model_problems import problems_of
from kit.problems import Gettext, Problem, closest, texts
from kit.yaml_lines import Lined, Where, YamlError, read_yaml

NO_FILE = N_("The file cannot be read: {reason}. Please check its name.")
NO_THEME = N_("There is no theme “{name}”.")
NO_DEPARTMENT = N_("There is no department “{name}”.")
NO_FUNCTION = N_("There is no function “{name}”.")
NO_LEVEL = N_("There is no spatial level “{name}”.")
NO_GOAL = N_("There is no goal “{name}”.")
NO_PERSON = N_("Nobody in the people file has the address “{name}”.")

AnyModel = TypeVar("AnyModel", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Reference:
    """A name somewhere in a file that must be one of those known."""

    where: Where
    name: str
    known: Iterable[str]
    sentence: str


def read_bytes(path: Path, gettext: Gettext = str) -> bytes:
    """The content of a file, or a sentence why there is none."""
    try:
        return path.read_bytes()
    except OSError as error:
        problem = Problem(1, NO_FILE, {"reason": error.strerror or ""})
        raise ImportBroken([problem.text(str(path), gettext)]) from None


def read_model(raw: bytes, file: str, model: type[AnyModel], gettext: Gettext = str) -> tuple[AnyModel, Lined]:
    """A YAML file as this model, and the lines of its parts."""
    try:
        read = read_yaml(raw)
        return model.model_validate_json(read.json()), read
    except YamlError as error:
        raise ImportBroken(texts(error.problems, file, gettext)) from None
    except ValidationError as error:
        raise ImportBroken(texts(problems_of(error, read, model), file, gettext)) from None


def dangling(references: Iterable[Reference], read: Lined) -> list[Problem]:
    """Every reference that leads nowhere."""
    return [unknown(read.line(r.where), r) for r in references if r.name and r.name not in r.known]


def unknown(line: int, reference: Reference) -> Problem:
    """The problem of one name that is not known, with what was probably meant."""
    return Problem(line, reference.sentence, {"name": reference.name}, closest(reference.name, reference.known))


def refuse(problems: Iterable[Problem], file: str, gettext: Gettext = str) -> None:
    """Raises ImportBroken if there is any problem."""
    if said := texts(problems, file, gettext):
        raise ImportBroken(said)
