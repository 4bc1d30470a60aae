"""Asking for reviews: whom the definition means, the next in place of whoever cannot, the office where nobody is.

Nobody left to ask is never silence: the office has a task in the same step.
"""

from collections.abc import Sequence
from functools import cache

from domain.asking.choosing import choose
from domain.asking.eligibility import may_review
from domain.asking.enough import missing
from domain.asking.groups import group_of, groups_of, members
from domain.asking.parts import MOST, Enough, Group
from domain.asking.tally import Standing, standing
from domain.case import Assignment, Case, Task
from domain.definition import ReviewStage
from domain.draft import Draft
from domain.happenings import Accepted
from domain.words import EventKind, TaskKind


def open_review(draft: Draft, first: Sequence[str] = ()) -> None:
    """Asks these people first, then others, as many in all as the definition says."""
    rules = draft.world.definition.stages.review
    assert rules is not None  # a definition without review never leads here: checked when it is loaded
    needed = rules.quorum if rules.enough is None else 0
    draft.change(reviews_needed=needed)
    task = draft.open_task(TaskKind.REVIEW, rules.deadline, quorum=needed)
    for group in groups_of(rules):
        _ask_group(draft, task, group, first)
    name_missing_reviewers(draft, task)


def _ask_group(draft: Draft, task: Task, group: Group, first: Sequence[str]) -> None:
    chosen = draft.happening.reviewers if isinstance(draft.happening, Accepted) else ()
    wanted = MOST if group.count is None else group.count
    for person in _again(draft, task, group, first)[:wanted]:
        draft.assign(task, person, EventKind.REVIEW_ASKED, group.id)
        wanted -= 1
    # One by one where people are away: somebody's deputy may be the next who would have been chosen.
    at_once = 1 if draft.world.absences else MOST
    while wanted and (found := choose(group, draft.case, draft.world, task.id, min(wanted, at_once), chosen)):
        for one in found:
            draft.assign(task, one.id, EventKind.REVIEW_ASKED, group.id)
        wanted -= len(found)


def _again(draft: Draft, task: Task, group: Group, first: Sequence[str]) -> list[str]:
    """Those of the group who know the idea already and may still be asked."""
    case, world = draft.case, draft.world
    known = {p.id for p in members(group, case, world)}
    people = (world.people[p] for p in first if p in known)
    return [p.id for p in people if may_review(p, case, world, task.id)]


def replace_reviewer(draft: Draft, task: Task, left: Assignment) -> None:
    """The next who is eligible of the same group is asked; where there is nobody, the office gets it at once."""
    rules = draft.world.definition.stages.review
    assert rules is not None  # as above
    for person in choose(group_of(rules, left.asked_as), draft.case, draft.world, task.id, 1):
        draft.assign(task, person.id, EventKind.REVIEW_ASKED, left.asked_as)
    name_missing_reviewers(draft, task)


def name_missing_reviewers(draft: Draft, task: Task) -> None:
    """What the review needs must stay within reach: opens or closes the office's task of naming a reviewer."""
    rules = draft.world.definition.stages.review
    if rules is None:
        return
    short, waiting = (
        missing(enough_of(rules, task), standing_of(draft.case, rules, task)),
        draft.case.open_tasks(TaskKind.STAFF),
    )
    if short > 0 and not waiting:
        staffing = draft.open_task(TaskKind.STAFF, rules.changes, role="office", about=task.id)
        draft.record(EventKind.NOBODY_TO_ASK, task=staffing, missing=short)
    elif short <= 0:
        draft.close_tasks(TaskKind.STAFF)


def enough_of(rules: ReviewStage, task: Task) -> Enough:
    """When this review has what it needs; without `enough`, once as many have answered as `quorum` says."""
    return rules.enough or _answers(task.quorum)


@cache  # making one takes longer than all that is asked of it
def _answers(number: int) -> Enough:
    return Enough.model_construct(number=number, of="answers")


def standing_of(case: Case, rules: ReviewStage, task: Task) -> Standing:
    """How this review stands."""
    return standing(case, task.id, [group.id for group in rules.who])


def vacant_group(draft: Draft, rules: ReviewStage, task: Task) -> str:
    """The group that somebody is to be named for, if nobody says which: the first that lacks most."""
    groups = groups_of(rules)
    if not rules.who:
        return groups[0].id
    tallies = standing_of(draft.case, rules, task).groups
    needed = rules.enough.groups if rules.enough is not None else {}
    return max(groups, key=lambda g: max(needed.get(g.id, 1), 1) - tallies[g.id].seats).id
