"""Whoever has asked back: whose time stands until the answer, and whose has become their own. Pure.

A reviewer who asks takes the dates of the review along as a task of their own, which stands while they wait; the clock
of the review itself goes on for everybody else. A decision and a signature are one person's: their own clock stands.
"""

from dataclasses import replace
from datetime import datetime

from domain.case import Assignment, Case, Point, Question, Task
from domain.definition import DecisionStage, ReviewStage, Stages
from domain.words import TaskKind

ALONE = frozenset({TaskKind.SIGN, TaskKind.DECIDE})  # one person has it, and whoever is asked beside them

DATES = (
    "due_on",
    "due_at",
    "calendar",
    "remind_at",
    "reminded_at",
    "overdue_at",
    "look_at",
    "deputy_at",
    "escalate_at",
    "escalated_at",
    "silent_at",
    "first_due_on",
)


def waits_for(case: Case, assignment: str) -> Question | None:
    """The question whose answer this reviewer waits for."""
    mine = (q for q in case.questions if q.assignment == assignment)
    return next((q for q in mine if q.replied_at is None and q.ended_at is None), None)


def may_ask(case: Case, assignment: Assignment, stages: Stages) -> bool:
    """Whether something can be asked from here now."""
    task = case.task(assignment.task)
    rules = rules_for(task, stages) if task is not None else None
    if task is None or rules is None:
        return False
    return not is_waiting(case, assignment, task) and asked_so_far(case, assignment) < rules.questions_at_most


def is_waiting(case: Case, assignment: Assignment, task: Task) -> bool:
    """Whether an answer is waited for already: one at a time."""
    return waits_for(case, assignment.id) is not None or (task.kind in ALONE and stands(case, task))


def asked_so_far(case: Case, assignment: Assignment) -> int:
    """How many questions this person has put from this task."""
    mine = {a.id for a in case.assignments if (a.task, a.person) == (assignment.task, assignment.person)}
    return sum(q.assignment in mine for q in case.questions)


def rules_for(task: Task, stages: Stages) -> ReviewStage | DecisionStage | None:
    """The stage that says how long an answer may take; None where nothing is asked from such a task."""
    rules = stages.review if task.kind is TaskKind.REVIEW else stages.decision if task.kind in ALONE else None
    return rules if rules is not None and rules.questions is not None else None


def own_time(case: Case, assignment: str) -> Task | None:
    """The dates of a reviewer who has asked back, where they are not those of the review."""
    return next((t for t in case.open_tasks(TaskKind.OWN_TIME) if t.about == assignment), None)


def clock_of(case: Case, assignment: Assignment) -> Task | None:
    """The task whose dates hold for this person."""
    return own_time(case, assignment.id) or case.task(assignment.task)


def asked_in(case: Case, task: Task) -> Task:
    """The task that people are asked in: of somebody's own time, the review."""
    assignment = case.assignment(task.about) if task.kind is TaskKind.OWN_TIME else None
    return task if assignment is None else case.task(assignment.task) or task


def on_the_clock(case: Case, task: Task) -> tuple[Assignment, ...]:
    """Those whom the ladder of this task is for now."""
    if not case.questions:
        return case.open_assignments(task.id)
    if task.kind in ALONE:
        return () if _somebody_waits(case, task) else case.open_assignments(task.id)
    if task.kind is TaskKind.OWN_TIME:
        return tuple(a for a in case.open_assignments() if a.id == task.about and waits_for(case, a.id) is None)
    return tuple(a for a in case.open_assignments(task.id) if own_time(case, a.id) is None)


def stands(case: Case, task: Task) -> bool:
    """Whether its clock stands: everybody who is asked waits for an answer, or has time of their own."""
    if not case.questions or task.kind not in (TaskKind.REVIEW, TaskKind.OWN_TIME, *ALONE):
        return False
    if task.kind in ALONE:
        return _somebody_waits(case, task)
    return bool(_asked(case, task)) and not on_the_clock(case, task)


def stood_since(case: Case, own: Task, question: Question) -> datetime:
    """From when on it stands: since the question, or since its dates were given if that was later."""
    return max(question.asked_at, own.opened_at, case.complete_at or question.asked_at)


def named_meanwhile(own: Task, question: Question) -> bool:
    """Whether the office has named the day since the question was asked: it holds as it was told."""
    return own.first_due_on is not None and own.opened_at > question.asked_at


def moves_once_answered(case: Case, task: Task) -> bool:
    """Whether its dates stay until the answer, and then move by all that has passed."""
    if task.kind in ALONE:
        return stands(case, task)
    question = waits_for(case, task.about) if task.kind is TaskKind.OWN_TIME else None
    return question is not None and not named_meanwhile(task, question)


def _somebody_waits(case: Case, task: Task) -> bool:
    return any(waits_for(case, a.id) is not None for a in case.open_assignments(task.id))


def _asked(case: Case, task: Task) -> tuple[Assignment, ...]:
    return case.open_assignments(asked_in(case, task).id)


def with_dates_of(task: Task, other: Task) -> Task:
    """The task with the dates of another."""
    return replace(task, **{name: getattr(other, name) for name in DATES})


def open_points(case: Case) -> tuple[Point, ...]:
    """What is still to be changed, by answers that nobody took back."""
    stand = {answer.id for answer in case.said}
    return tuple(point for point in case.points if point.done_at is None and point.answer in stand)
