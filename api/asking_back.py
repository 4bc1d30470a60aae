"""Questions with their answers, points with what was done, as one reader may know them: whoever asks has no name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.case import Case, Point, Question
from domain.words import Asked, AssignmentState, TaskKind
from kit.i18n import N_

REVIEWER, OFFICE, SUBMITTER, YOU = N_("A reviewer"), N_("The office"), N_("The submitter"), N_("You")
ASKS = {TaskKind.DECIDE: N_("Whoever decides"), TaskKind.SIGN: N_("Somebody who co-signs")}


@dataclass(frozen=True)
class Exchange:
    """One question, who asks, and the answer if there is one."""

    question: str
    who: str  # a sentence of the catalogue
    asked_at: datetime
    reply: str
    whose: str
    replied_at: datetime | None
    waits: bool


def for_reviewer(case: Case, me: str) -> list[Exchange]:
    """What whoever judges the idea has asked, their own questions among it."""
    return [_exchange(case, q, me) for q in case.questions if q.assignment]


def for_submitter(case: Case) -> list[Exchange]:
    """What was asked of the submitter and is over; what still waits has a form."""
    over = (q for q in case.questions if q.whom is Asked.SUBMITTER and not waits(case, q))
    return [_exchange(case, q, case.submitter) for q in over]


def all_to_submitter(case: Case) -> list[Exchange]:
    """All that was asked of the submitter."""
    return [_exchange(case, q, case.submitter) for q in case.questions if q.whom is Asked.SUBMITTER]


def to_answer(case: Case) -> list[Question]:
    """Questions the submitter may still answer."""
    return [q for q in case.questions if q.whom is Asked.SUBMITTER and waits(case, q)]


def waits(case: Case, question: Question) -> bool:
    """Whether an answer would still reach anybody, also after its time."""
    if question.replied_at is not None or case.closed_at is not None:
        return False
    if not question.assignment:
        return True
    assignment = case.assignment(question.assignment)
    return assignment is not None and assignment.state is AssignmentState.OPEN


def _exchange(case: Case, question: Question, me: str) -> Exchange:
    whose = OFFICE if question.whom is Asked.OFFICE else SUBMITTER
    return Exchange(
        question.question,
        YOU if question.by == me else asks_as(case, question),
        question.asked_at,
        question.reply,
        YOU if case.submitter == me else whose,
        question.replied_at,
        waits(case, question) and question.ended_at is None,
    )


def asks_as(case: Case, question: Question) -> str:
    """As what somebody asks, never who."""
    assignment = case.assignment(question.assignment)
    task = case.task(assignment.task) if assignment is not None else None
    return OFFICE if task is None else ASKS.get(task.kind, REVIEWER)


def points(case: Case) -> Iterator[tuple[int, Point]]:
    """All points, numbered as everybody sees them."""
    return enumerate(case.points, start=1)
