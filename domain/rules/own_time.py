"""Time of somebody's own, beside that of the review: what the review is given, they have too."""

from dataclasses import replace

from domain.asking.back import clock_of, with_dates_of
from domain.case import Task
from domain.draft import Draft
from domain.words import TaskKind


def bring_along(draft: Draft, review: Task) -> None:
    """Whoever has time of their own is not worse off for having asked when the review has more."""
    for assignment in draft.case.open_assignments(review.id):
        own = clock_of(draft.case, assignment)
        if own is not None and own.kind is TaskKind.OWN_TIME and not _is_later(own, review):
            draft.swap("tasks", replace(with_dates_of(own, review), opened_at=draft.now))


def _is_later(own: Task, review: Task) -> bool:
    return own.due_at is not None and review.due_at is not None and own.due_at >= review.due_at
