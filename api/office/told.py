"""What a line of the record is told with: a sentence, and what stands in its places."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from domain.case import Case
from domain.step import Event


@dataclass(frozen=True, slots=True)
class Name:
    """Stands for a person in a sentence: an id, shown as the name that belongs to it now."""

    id: str


@dataclass(frozen=True, slots=True)
class Code:
    """Stands for words that are translated on their own."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Body:
    """Stands for a body of the definition."""

    id: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Stands for a rule of the definition about surveys."""

    id: str


@dataclass(frozen=True, slots=True)
class StepTitle:
    """Stands for a step of a co-signature."""

    id: str


Value: TypeAlias = Name | Code | Body | Rule | StepTitle | date | int | str


@dataclass(frozen=True, slots=True)
class Told:
    """One line: a sentence with places, what fills them, whose words belong to it."""

    sentence: str
    facts: Mapping[str, Value] = field(default_factory=dict)
    tone: str = "neutral"
    why: str = ""  # for the public
    inside: str = ""  # for the office only
    late: bool = False


Teller = Callable[[Event, Case], Told]
