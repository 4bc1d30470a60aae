"""What a method says of itself: which settings it takes, and what the field has to hold for it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from domain.ranking.field import Field
from domain.ranking.ranking import Ranking


class Need(StrEnum):
    """What a field has to hold."""

    SCORES = "scores"
    PAIRS = "pairs"
    BALLOTS = "ballots"
    COST = "cost"  # of ideas; without, an idea is not determined
    EFFORT = "effort"
    BUDGET = "budget"  # the setting of this name


class SettingKind(StrEnum):
    """How a setting is asked for."""

    NUMBER = "number"
    CRITERION = "criterion"  # the id of one
    CRITERIA = "criteria"  # ids of several, with commas


@dataclass(frozen=True, slots=True)
class Setting:
    """Something a method lets the office choose; `title` is a gettext id."""

    name: str
    title: str
    kind: SettingKind
    default: float | str


@dataclass(frozen=True, slots=True)
class Method:
    """One way to rank; `title` and `note` are gettext ids, spoken in `kit.ranking_sentences`."""

    name: str
    title: str
    note: str  # what it asks of the field, in one sentence
    needs: tuple[Need, ...]
    settings: tuple[Setting, ...]
    rank: Callable[[Field], Ranking]


LEAST_RATERS = Setting("least_raters", "Raters at least", SettingKind.NUMBER, 1)
