"""What choosing people needs to know: the rules, the people, and how busy they are; `World` is one such picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.definition import ProcessDefinition
from domain.limits import NO_LIMITS, Limits, Taken
from domain.world import Person


class Known(Protocol):
    """The part of the world that says who may be asked."""

    @property
    def definition(self) -> ProcessDefinition: ...
    @property
    def people(self) -> Mapping[str, Person]: ...
    @property
    def load(self) -> Mapping[str, int]: ...
    @property
    def asked(self) -> Mapping[str, datetime]: ...
    @property
    def audiences(self) -> Mapping[str, frozenset[str]]: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def taken(self) -> Taken | None: ...


@dataclass(frozen=True, slots=True)
class House:
    """The same for pages, which read it without a step."""

    definition: ProcessDefinition
    people: Mapping[str, Person]
    load: Mapping[str, int] = field(default_factory=dict)
    asked: Mapping[str, datetime] = field(default_factory=dict)
    audiences: Mapping[str, frozenset[str]] = field(default_factory=dict)
    limits: Limits = NO_LIMITS
    taken: Taken | None = None
