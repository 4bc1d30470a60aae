"""What a ranking is made from: ideas, criteria, and what each rater said when the field was frozen."""

from dataclasses import dataclass, field

from domain.definition import Criterion


@dataclass(frozen=True, slots=True)
class Score:
    """What one rater said of one idea by one criterion, on the criterion's own scale."""

    rater: str
    idea: str
    criterion: str
    value: float


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea in the field: its id and what a method may need beside scores. None is unknown, never 0."""

    id: str
    number: int = 0  # the case's number: the last tie-break, so that a ranking can be repeated
    cost: float | None = None  # euros, as given
    effort: float | None = None  # person days


@dataclass(frozen=True, slots=True)
class Field:
    """Ideas to be ranked and everything that was said of them. An abstention is a score that is not there."""

    ideas: tuple[Idea, ...]
    criteria: tuple[Criterion, ...]
    scores: tuple[Score, ...]
    settings: dict[str, float] = field(default_factory=dict)  # of the method, by the names it declares
