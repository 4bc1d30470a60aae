"""What stands beside a case and may wake it: a frozen picture, read by whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.deferral.words import Standing
from domain.words import MeasureState, Outcome


@dataclass(frozen=True, slots=True)
class OtherIdea:
    """An idea that one may wait for."""

    id: str
    number: str
    standing: Standing


def standing_of(measure: MeasureState | None, outcome: Outcome | None, closed: bool, kept: bool) -> Standing:
    """Where an idea stands for those that wait for it; `kept` says that something promised of it was kept."""
    if measure in (MeasureState.LIVE, MeasureState.DONE):
        return Standing.DONE
    if measure is MeasureState.STOPPED:
        return Standing.OVER
    if not closed:
        return Standing.OPEN
    return Standing.DONE if outcome is Outcome.SETTLED and kept else Standing.OVER


@dataclass(frozen=True, slots=True)
class Name:
    """What people call a goal, an idea or a document; of an idea that is not public, its number."""

    de: str
    en: str

    def in_(self, language: str) -> str:
        """The name in this language; German where there is none."""
        return (self.en if language == "en" else self.de) or self.de


@dataclass(frozen=True, slots=True)
class Beside:
    """As far as it was asked for; what is not in it is not there."""

    goals: Mapping[str, int] = field(default_factory=dict)  # version by id, of removed ones as well
    aims: Mapping[str, int] = field(default_factory=dict)  # the version since which each aims at the same
    removed: frozenset[str] = frozenset()  # of these goals
    ideas: Mapping[str, OtherIdea] = field(default_factory=dict)  # by id and by number
    waits: Mapping[str, frozenset[str]] = field(default_factory=dict)  # ideas that sleep: for which ideas they wait
    documents: Mapping[str, date | None] = field(default_factory=dict)  # the day from which it is in force
    supporters: Mapping[str, Mapping[date, int]] = field(default_factory=dict)  # of a case, how many came on which day
    hidden: frozenset[str] = frozenset()  # of these cases, those nobody can come to support: they are not public
    names: Mapping[str, Name] = field(default_factory=dict)  # by id

    def came_since(self, case_id: str, day: date) -> int:
        """How many of its supporters came on this day or later."""
        return sum(count for since, count in self.supporters.get(case_id, {}).items() if since >= day)
