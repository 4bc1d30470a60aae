"""What mails about decisions say, and about what was promised with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.idea_mails import Asked, AskedAnew, Dated, OfIdea
from contracts.mail import Kind, Opens
from domain.words import EventKind, Outcome


class DecisionAsked(AskedAnew):
    """To whoever decides: please decide."""


@dataclass(frozen=True)
class Score:
    """How one criterion was scored on average; None is undefined, never 0."""

    title: str
    mean: float | None
    scale_from: int
    scale_to: int
    better: str  # "higher" or "lower"


@dataclass(frozen=True)
class Promise:
    """One commitment as it is published: without its owner's name."""

    text: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Receipt(Dated):
    """To the submitter: the decision, why, and what comes next; what is published anyway, and no names."""

    outcome: Outcome
    public_reason: str
    body: str
    body_date: date | None
    body_number: str
    votes_for: int | None
    votes_against: int | None
    scores: tuple[Score, ...]
    utility: float | None
    promises: tuple[Promise, ...]


@dataclass(frozen=True, kw_only=True)
class DecidedNote(Dated):
    """To the office: it is decided."""

    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class PromiseMade(OfIdea):
    """To an owner: you promised something. What it is stands here only if it is public anyway."""

    promised_on: date
    promised: str = ""


@dataclass(frozen=True, kw_only=True)
class CommitmentAsked(Asked):
    """To an owner: what became of it?"""

    promised_on: date


@dataclass(frozen=True, kw_only=True)
class CommitmentChanged(OfIdea):
    """What an owner said of a commitment."""

    change: EventKind
    promised_on: date


class CommitmentNote(CommitmentChanged):
    """To the office."""


class CommitmentNews(CommitmentChanged):
    """To the submitter."""


OF_DECISIONS: Mapping[str, Kind] = {
    "decision_asked": Kind(DecisionAsked, Opens.TASK),
    "receipt": Kind(Receipt, Opens.IDEA),
    "decided_note": Kind(DecidedNote, Opens.OFFICE),
    "promise_made": Kind(PromiseMade, Opens.PUBLIC),
    "commitment_asked": Kind(CommitmentAsked, Opens.TASK),
    "commitment_note": Kind(CommitmentNote, Opens.OFFICE),
    "commitment_news": Kind(CommitmentNews, Opens.IDEA),
}
