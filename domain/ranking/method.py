"""What a method says of itself: which settings it takes, and what the field has to hold for it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from domain.definition import Criterion
from domain.ranking.field import Field
from domain.ranking.ranking import Ranking


class Need(StrEnum):
    """What a field has to hold; where an idea lacks it, that idea is not determined."""

    SCORES = "scores"
    PAIRS = "pairs"
    BALLOTS = "ballots"
    COST = "cost"  # of ideas
    EFFORT = "effort"
    BUDGET = "budget"  # the setting of this name


class SettingKind(StrEnum):
    """How a setting is asked for."""

    NUMBER = "number"
    CRITERION = "criterion"  # the id of one
    CRITERIA = "criteria"  # ids of several, with commas


@dataclass(frozen=True, slots=True)
class Setting:
    """Something a method lets the office choose; `title` is a gettext id. Without a default it has to be given."""

    name: str
    title: str
    kind: SettingKind = SettingKind.CRITERION
    default: float | str | None = None
    most: float | None = None  # a number above it is a slip

    def number(self, field: Field) -> float:
        """What the field says of it, as a number."""
        return float(self._given(field))

    def criterion(self, field: Field) -> Criterion | None:
        """The criterion the field names for it; None where it names none."""
        return field.criterion(str(self._given(field)))

    def criteria(self, field: Field) -> tuple[Criterion, ...]:
        """The criteria the field names for it."""
        return tuple(c for one in self.names(field) if (c := field.criterion(one)) is not None)

    def names(self, field: Field) -> tuple[str, ...]:
        """The ids the field names for it, whether there are such criteria or not."""
        return tuple(filter(None, (one.strip() for one in str(self._given(field)).split(","))))

    def _given(self, field: Field) -> float | str:
        default = "" if self.default is None else self.default
        return field.settings.get(self.name, default)


@dataclass(frozen=True, slots=True)
class Method:
    """One way to rank; `title` and `note` are gettext ids, spoken in `kit.ranking_sentences`."""

    name: str
    title: str
    note: str  # what it does, in one sentence
    needs: tuple[Need, ...]
    settings: tuple[Setting, ...]
    rank: Callable[[Field], Ranking]


LEAST_RATERS = Setting("least_raters", "Raters at least", SettingKind.NUMBER, 1)
