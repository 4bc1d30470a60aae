"""Asking back: whoever reviews, decides or signs asks the submitter or the office; their time stands until the answer
or its end."""

from dataclasses import replace

from domain.asking.back import (
    ALONE,
    asked_so_far,
    is_waiting,
    named_meanwhile,
    on_the_clock,
    own_time,
    rules_for,
    stood_since,
    with_dates_of,
)
from domain.case import Assignment, Question, Task
from domain.definition import Deadline
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import AskedBack, Replied
from domain.may import Relation, relations
from domain.rules.assignments import find
from domain.rules.pause import moved
from domain.words import Asked, AssignmentState, EventKind, TaskKind


def asked_back(draft: Draft, happening: AskedBack) -> None:
    """The question goes out; whoever asked is not waited for meanwhile, everybody else is."""
    assignment, task = find(draft, happening.assignment)
    if assignment.person != happening.by:
        raise RuleBroken("not_allowed")
    rules = rules_for(task, draft.world.definition.stages)
    if rules is None or rules.questions is None:
        raise RuleBroken("question.not_offered")
    if is_waiting(draft.case, assignment, task):
        raise RuleBroken("question.waiting")
    if asked_so_far(draft.case, assignment) >= rules.questions_at_most:
        raise RuleBroken("question.enough", most=rules.questions_at_most)
    question = Question(
        id=draft.new_id(),
        by=happening.by,
        asked_at=draft.now,
        question=happening.question,
        whom=_whom(draft, happening.to),
        assignment=assignment.id,
    )
    if task.kind not in ALONE:
        _take_time_along(draft, assignment, task)
    draft.add("questions", question)
    _ask(draft, question, rules.questions)


def _whom(draft: Draft, to: Asked) -> Asked:
    """Where the submitter has left, the office answers."""
    submitter = draft.world.people.get(draft.case.submitter)
    return to if submitter is not None and submitter.active else Asked.OFFICE


def _take_time_along(draft: Draft, assignment: Assignment, task: Task) -> None:
    if own_time(draft.case, assignment.id) is None:
        own = replace(task, id=draft.new_id(), kind=TaskKind.OWN_TIME, about=assignment.id, quorum=0)
        draft.add("tasks", replace(own, opened_at=draft.now, text_version=draft.case.version))


def _ask(draft: Draft, question: Question, rules: Deadline) -> None:
    office = question.whom is Asked.OFFICE
    task = draft.open_task(TaskKind.QUESTION, rules, role="office" if office else "", about=question.id)
    asked = None if office else draft.assign(task, draft.case.submitter)
    draft.record(EventKind.ASKED_BACK, task=task, assignment=asked, question=question.id, to=question.whom)


def answered(draft: Draft, happening: Replied, question: Question) -> None:
    """The answer reaches whoever asked, also after its time, as long as they are asked themselves."""
    assignment = draft.case.assignment(question.assignment)
    actor = draft.world.people.get(happening.by)
    if question.whom is Asked.OFFICE and Relation.OFFICE not in relations(draft.case, happening.by, actor):
        raise RuleBroken("not_allowed")
    if assignment is None or assignment.state is not AssignmentState.OPEN:
        raise RuleBroken("question.over")
    late = question.ended_at is not None
    draft.swap("questions", replace(question, reply=happening.reply, replied_at=draft.now))
    if not late:
        _finish(draft, question, by=happening.by)
        _go_on(draft, assignment, question)
    task = draft.case.task(assignment.task)
    draft.record(EventKind.ANSWERED_BACK, task=task, assignment=assignment, question=question.id, late=int(late))


def over(draft: Draft, task: Task) -> None:
    """Nobody has answered in time: the office knows, and whoever asked goes on without."""
    if task.overdue_at is None:
        draft.record(EventKind.OVERDUE, task=task)
    question = next(q for q in draft.case.questions if q.id == task.about)
    assignment = draft.case.assignment(question.assignment)
    draft.swap("questions", replace(question, ended_at=draft.now))
    draft.close_task(draft.case.task(task.id) or task)
    if assignment is None:
        return
    _go_on(draft, assignment, question)
    asked_in = draft.case.task(assignment.task)
    draft.record(EventKind.UNANSWERED, task=asked_in, assignment=assignment, question=question.id)


def _finish(draft: Draft, question: Question, by: str) -> None:
    for task in draft.case.open_tasks(TaskKind.QUESTION):
        if task.about == question.id:
            draft.answer_open(task, by=by)
            draft.close_task(task)


def _go_on(draft: Draft, assignment: Assignment, question: Question) -> None:
    """Their time goes on where it stood; it is the review's again where that has nobody else on its clock."""
    _move(draft, assignment.task, question)
    own, review = own_time(draft.case, assignment.id), draft.case.task(assignment.task)
    if own is None or review is None:
        return
    later = _after_waiting(draft, own, question)
    draft.swap("tasks", later)
    if not on_the_clock(draft.case, review):
        draft.swap("tasks", with_dates_of(review, later))
        draft.close_task(later)


def _move(draft: Draft, task_id: str, question: Question) -> None:
    """Of what one person has, the time itself stood."""
    task = draft.case.task(task_id)
    if task is not None and task.kind in ALONE and task.closed_at is None:
        draft.swap("tasks", moved(draft, task, stood_since(draft.case, task, question)))


def _after_waiting(draft: Draft, own: Task, question: Question) -> Task:
    """As much later as it stood; a day that the office has named meanwhile holds, unless it is over."""
    if own.due_at is not None and own.due_at > draft.now and named_meanwhile(own, question):
        return own
    return moved(draft, own, stood_since(draft.case, own, question))


def pass_on(draft: Draft, left: Task | None, question: Question | None, to: Assignment) -> None:
    """Whoever takes a part over has the time that was left of it."""
    if question is not None:
        _move(draft, to.task, question)
    if left is None:
        return
    if question is not None:
        left = _after_waiting(draft, left, question)
    draft.add("tasks", replace(left, id=draft.new_id(), about=to.id, opened_at=draft.now, closed_at=None))
