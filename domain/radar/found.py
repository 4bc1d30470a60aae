"""What a detector answers: one trigger, what it is about, and the numbers that make it one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.radar.words import KIND_OF, About, Kind, Trigger

Fact = str | int | float | list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing amiss. `part` tells apart what one subject can have several of: another idea, a year, a quarter."""

    trigger: Trigger
    about: About
    subject: str
    facts: Mapping[str, Fact] = field(default_factory=dict)  # ids, codes and numbers
    part: str = ""
    owner: str = ""  # a person's id; "" for the office

    @property
    def key(self) -> str:
        """The same trigger at the same place is the same finding, however its numbers change."""
        return ":".join((self.trigger, self.subject, *((self.part,) if self.part else ())))

    @property
    def kind(self) -> Kind:
        """What kind of risk it is."""
        return KIND_OF[self.trigger]
