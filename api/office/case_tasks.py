"""What was asked of whom in a case, until when, and how far the mails came."""

from api.office import words
from api.office.case_view import CaseView, Shown
from domain.asking.back import stands
from domain.case import Assignment, Task
from domain.words import AssignmentState, TaskKind

HANDED = (TaskKind.REVIEW, TaskKind.SIGN, TaskKind.DECIDE, TaskKind.COMMITMENT)


def tasks(view: CaseView) -> list[Shown]:
    """Everything that was asked, what is open first."""
    ordered = sorted(view.case.tasks, key=lambda t: (t.closed_at is not None, t.opened_at))
    return [_task(view, task) for task in ordered]


def _task(view: CaseView, task: Task) -> Shown:
    desk, open_ = view.desk, task.closed_at is None
    assignments = [a for a in view.case.assignments if task.about == a.id or a.task == task.id]
    return {
        "label": view.word(words.TASKS, task.kind),
        "open": open_,
        "office": not assignments,
        "since": desk.moment(task.opened_at),
        "due": desk.day(task.due_on),
        "not_begun": open_ and task.due_at is None,
        "first_due": desk.day(task.first_due_on),
        "escalated": desk.moment(task.escalated_at),
        "stands": open_ and stands(view.case, task),
        "extend": f"{view.url}/extend/{task.id}" if open_ and task.due_on and view.case.paused_at is None else "",
        "overdue": open_ and _late(view, task),
        "reminded": desk.moment(task.reminded_at),
        "told": desk.moment(task.overdue_at),
        "closed": desk.moment(task.closed_at),
        "take_back": _whole(view, task, len([a for a in assignments if a.state is AssignmentState.OPEN])),
        "people": [_assignment(view, task, a) for a in assignments],
    }


def _assignment(view: CaseView, task: Task, assignment: Assignment) -> Shown:
    open_ = assignment.state is AssignmentState.OPEN
    mails = [m for m in view.bundle.mails if m.assignment == assignment.id]
    person = view.bundle.people.get(assignment.person)
    return {
        "name": view.name(assignment.person),
        "department": view.department(person.department) if person is not None and person.department else "",
        "gone": open_ and (person is None or not person.active),
        "state": view.word(words.ASSIGNMENTS, assignment.state),
        "silence": view.word(words.SILENCES, assignment.silence),
        "open": open_,
        "since": view.desk.moment(assignment.opened_at),
        "mails": [view.mail(m) for m in mails],
        "for": view.name(assignment.for_person) if assignment.for_person else "",
        "alone": view.desk.day(assignment.alone_until) if open_ else "",
        "hand_over": f"{view.url}/hand-over/{assignment.id}" if _handed(view, task, open_=open_) else "",
        "take_back": f"{view.url}/take-back/{assignment.id}" if _handed(view, task, open_=open_) else "",
    }


def _whole(view: CaseView, task: Task, waiting: int) -> str:
    """Where all of several parts are taken back at once."""
    return f"{view.url}/take-back/{task.id}" if waiting > 1 and _handed(view, task, open_=True) else ""


def _late(view: CaseView, task: Task) -> bool:
    """In a pause nothing is, and nobody who waits for an answer."""
    if stands(view.case, task):
        return False
    return view.case.paused_at is None and task.due_at is not None and task.due_at < view.desk.services.now()


def _handed(view: CaseView, task: Task, *, open_: bool) -> bool:
    return open_ and task.kind in HANDED and view.case.paused_at is None
