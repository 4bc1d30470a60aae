"""Rework: an idea that is to change goes back to its submitter with all the points."""

from collections.abc import Mapping
from dataclasses import replace

from domain.asking.back import open_points
from domain.case import Answer, Point, Task
from domain.definition import Rework
from domain.draft import Draft
from domain.words import EventKind, TaskKind


def ask_for(draft: Draft, answer: Answer, rules: Rework) -> bool:
    """The submitter has it, with what others wanted before; False where there is nobody to change it."""
    submitter = draft.world.people.get(draft.case.submitter)
    if submitter is None or not submitter.active:
        return False
    task = next(iter(draft.case.open_tasks(TaskKind.REWORK)), None)
    if task is None:
        task = draft.open_task(TaskKind.REWORK, rules.deadline, about=answer.id)
        asked = draft.assign(task, draft.case.submitter)
    else:
        asked = draft.case.open_assignments(task.id)[0]
    draft.record(EventKind.REWORK_ASKED, task=task, assignment=asked, answer=answer.id)
    return True


def keep_points(draft: Draft, answer: Answer, points: tuple[str, ...]) -> None:
    """What is to change, one by one."""
    for text in points:
        draft.add("points", Point(id=draft.new_id(), answer=answer.id, by=answer.by, at=draft.now, text=text))


def see_to_points(draft: Draft, done: Mapping[str, str]) -> None:
    """Every point that was open is dealt with by the text as it is now; what was done may stand beside it."""
    for point in open_points(draft.case):
        said = done.get(point.id, "")
        draft.swap("points", replace(point, done=said, done_at=draft.now, in_version=draft.case.version))


def without(draft: Draft, task: Task) -> None:
    """The submitter has not handed it in: the office sees to the changes."""
    rules = draft.world.definition.stages.review
    if rules is not None and not draft.case.open_tasks(TaskKind.CHANGES):
        draft.open_task(TaskKind.CHANGES, rules.changes, role="office", about=task.about)
