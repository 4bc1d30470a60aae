"""What a method answers: places with a reason for each, and what could not be determined, listed as such."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence in words and numbers: a stable code and the figures it is about; pages and mails spell it out."""

    code: str
    figures: dict[str, float | str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one idea stands. Ideas of the same value share a rank, and the next rank counts them all (1, 2, 2, 4)."""

    idea: str
    rank: int
    value: float
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Undetermined:
    """An idea without a rank, which is not the last rank: nobody scored it, a weight is missing, it was knocked out."""

    idea: str
    why: Reason


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer of one method on one field: everything in the field is either placed or undetermined."""

    method: str
    places: tuple[Place, ...]  # best first; of the same rank by the idea's number
    undetermined: tuple[Undetermined, ...]
