"""What came of a case: the decision with the scores it rests on, and what was promised, without staff names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.case import Case, Reason
from domain.definition import ProcessDefinition
from domain.hearing import voices
from domain.utility import weighted_utility
from domain.words import CommitmentState, EventKind


@dataclass(frozen=True)
class Mean:
    """One criterion's mean; None is undefined."""

    title: str
    mean: float | None
    low: int
    high: int
    better: str


@dataclass(frozen=True)
class Outcome:
    """A decision as a receipt shows it."""

    accepted: bool
    at: datetime
    reason: str
    body: str
    body_date: date | None
    body_number: str
    votes_for: int | None
    votes_against: int | None
    utility: float | None
    means: tuple[Mean, ...]
    compared: tuple[str, ...] = ()  # what rounds said on the way to it


def compared(case: Case) -> tuple[Reason, ...]:
    """Why rounds decided on it as they did, otherwise than proposed for one; what a deferral says now is told there."""
    now = case.deferral.public_reason if case.deferral is not None else ""
    return tuple(r for r in case.reasons if r.kind == EventKind.RANKED and r.public and r.public != now)


def outcome(case: Case, definition: ProcessDefinition, language: str) -> Outcome | None:
    """The last decision with the mean scores it rests on; the case must still have its answers."""
    decision = case.decision
    if decision is None:
        return None
    body = next((b.title.in_(language) for b in definition.stages.decision.bodies if b.id == decision.body), "")
    return Outcome(
        accepted=decision.outcome == "accepted",
        at=decision.at,
        reason=decision.public_reason,
        body=body,
        body_date=decision.body_date,
        body_number=decision.body_number,
        votes_for=decision.votes_for,
        votes_against=decision.votes_against,
        utility=decision.utility,
        means=tuple(means(case, definition, language)),
        compared=tuple(reason.public for reason in compared(case)),
    )


def means(case: Case, definition: ProcessDefinition, language: str) -> Iterator[Mean]:
    """The mean score of each criterion."""
    ratings = weighted_utility(definition.criteria, voices(case).values()).ratings
    for criterion, rating in zip(definition.criteria, ratings, strict=True):
        title = criterion.title.in_(language)
        yield Mean(title, rating.mean, criterion.scale_from, criterion.scale_to, criterion.better)


@dataclass(frozen=True)
class Promised:
    """A commitment as it is published: its owner's department, and whether it is late."""

    text: str
    department: str
    due_on: date
    first_due_on: date
    state: str  # "open", "overdue", "done", "dropped"
    reason: str
    settled_at: datetime | None


def promises(
    case: Case, definition: ProcessDefinition, departments: Mapping[str, str], language: str, now: datetime
) -> list[Promised]:
    """All commitments; `departments` says for each whose it is."""
    titles = {d.id: d.title.in_(language) for d in definition.departments}
    return [
        Promised(
            text=c.text,
            department=titles.get(departments.get(c.id, ""), ""),
            due_on=c.due_on,
            first_due_on=c.first_due_on,
            state="overdue" if c.state is CommitmentState.OPEN and now > c.due_at else c.state.value,
            reason=c.reason,
            settled_at=c.settled_at,
        )
        for c in case.commitments
    ]
