"""Review: answers with scores, requests for changes, and when it is enough."""

from dataclasses import replace

from domain.asking.eligibility import may_review, still_reviews, still_there
from domain.asking.enough import result_of
from domain.asking.groups import groups_of
from domain.asking.tally import COUNT
from domain.case import Answer, Assignment, Task
from domain.definition import Criterion
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Answered, ReviewedAgain, ReviewerNamed
from domain.hearing import voices
from domain.rules import beside, rework
from domain.rules.anew import ask_once_more
from domain.rules.asking import (
    enough_of,
    name_missing_reviewers,
    open_review,
    replace_reviewer,
    standing_of,
    vacant_group,
)
from domain.rules.assignments import check_not_asked, open_assignment
from domain.rules.assurance import shown
from domain.rules.holding import let_go, period_end, waits
from domain.rules.own_time import bring_along
from domain.rules.reconsider import goes_back, review_done
from domain.words import AssignmentState, EventKind, Stage, TaskKind, Verdict

REASONED = (Verdict.REJECT, Verdict.CHANGES)
SCORED = (Verdict.APPROVE, Verdict.REJECT)  # the others may leave scores out


def answered(draft: Draft, happening: Answered) -> None:
    """One reviewer's answer: counted towards the quorum, or a request for changes to the office."""
    assignment, task = open_assignment(draft, happening.assignment, TaskKind.REVIEW)
    if happening.on_version != draft.case.version:
        raise RuleBroken("task.changed", version=draft.case.version)
    _check_answer(draft, happening)
    answer = _answer(draft, happening, assignment, task)
    draft.add("answers", answer)
    rework.keep_points(draft, answer, happening.points)
    draft.end(assignment, AssignmentState.ANSWERED)
    draft.record(
        EventKind.ANSWERED,
        task=task,
        assignment=assignment,
        answer=answer.id,
        verdict=answer.verdict,
        late=int(answer.late),
    )
    if answer.verdict is Verdict.CHANGES:
        _ask_for_changes(draft, answer)
    if answer.verdict is Verdict.NOT_MY_FIELD:
        replace_reviewer(draft, task, assignment)
    others = beside.others_of(draft, assignment) if answer.verdict in COUNT else ()
    for other in others:
        draft.end(other, AssignmentState.REVOKED)
    if answer.verdict in COUNT:
        name_missing_reviewers(draft, task)
    finish_if_complete(draft)
    beside.tell(draft, others, assignment)


def _check_answer(draft: Draft, happening: Answered) -> None:
    if happening.verdict in REASONED and not happening.reason and not happening.points:
        raise RuleBroken("review.reason_required")
    if happening.verdict is Verdict.CHANGES and not happening.points and _submitter_changes(draft):
        raise RuleBroken("review.points_required")
    if happening.points and happening.verdict is not Verdict.CHANGES:
        raise RuleBroken("review.points_without_changes")
    person = draft.world.people.get(happening.by)
    if person is not None and person.shared and not happening.stated_name:
        raise RuleBroken("answer.name_required")
    criteria = {c.id: c for c in draft.world.definition.criteria}
    if not happening.scores.keys() <= criteria.keys():
        raise RuleBroken("review.criterion_unknown")
    for criterion in criteria.values():
        _check_score(criterion, happening)


def _submitter_changes(draft: Draft) -> bool:
    rules = draft.world.definition.stages.review
    return rules is not None and rules.rework is not None


def _check_score(criterion: Criterion, happening: Answered) -> None:
    if criterion.id not in happening.scores:
        if happening.verdict in SCORED:
            raise RuleBroken("review.score_missing", criterion=criterion.id)
        return
    score = happening.scores[criterion.id]
    if score is None and not criterion.abstention:
        raise RuleBroken("review.no_abstention", criterion=criterion.id)
    if score is not None and not criterion.scale_from <= score <= criterion.scale_to:
        raise RuleBroken("review.score_out_of_scale", criterion=criterion.id)


def _answer(draft: Draft, happening: Answered, assignment: Assignment, task: Task) -> Answer:
    return Answer(
        id=draft.new_id(),
        assignment=assignment.id,
        task=task.id,
        by=happening.by,
        at=draft.now,
        via=happening.via,
        text_version=happening.on_version,
        verdict=happening.verdict,
        scores=dict(happening.scores),
        reason=happening.reason,
        stated_name=happening.stated_name,
        late=task.due_at is not None and happening.at > task.due_at,
        level=shown(draft, task.kind),
        objection_until=period_end(draft),
    )


def _ask_for_changes(draft: Draft, answer: Answer) -> None:
    rules = draft.world.definition.stages.review
    if draft.case.open_tasks(TaskKind.CHANGES) or rules is None:
        return
    if rules.rework is not None and rework.ask_for(draft, answer, rules.rework):
        return
    task = draft.open_task(TaskKind.CHANGES, rules.changes, role="office", about=answer.id)
    draft.record(EventKind.CHANGES_ASKED, task=task, answer=answer.id)


def finish_if_complete(draft: Draft) -> None:
    """Ends the review once nothing outstanding can change what comes of it, and no request for changes is open."""
    task, rules = review_task(draft), draft.world.definition.stages.review
    if task is None or rules is None:
        return
    complete = result_of(enough_of(rules, task), standing_of(draft.case, rules, task)) is not None
    if draft.case.changing or not complete:
        let_go(draft)
        return
    if waits(draft, task):
        return
    draft.close_task(task)
    draft.close_tasks(TaskKind.STAFF)
    if not goes_back(draft, task):
        review_done(draft, task)


def review_task(draft: Draft) -> Task | None:
    """The review under way."""
    return next(iter(draft.case.open_tasks(TaskKind.REVIEW)), None)


def reviewed_again(draft: Draft, happening: ReviewedAgain) -> None:
    """The office sends the idea back to those who asked for changes."""
    if not draft.case.changing:
        raise RuleBroken("review.no_changes_asked")
    ask_again(draft)


def ask_nobody_again(draft: Draft) -> None:
    """The review goes on with what was said; where that is too little, the office names somebody."""
    finish_if_complete(draft)
    task = review_task(draft)
    if task is not None:
        name_missing_reviewers(draft, task)


def ask_again(draft: Draft, *, everybody: bool = False) -> None:
    """Whoever asked for changes, or everybody who answered, is asked again about the text as it is now.

    There is a new due date.
    Somebody who has left is not; then the office names another, unless the quorum has answered without them.
    """
    draft.close_tasks(TaskKind.CHANGES, TaskKind.REWORK, TaskKind.REPLY)
    rework.see_to_points(draft, {})
    task, rules = review_task(draft), draft.world.definition.stages.review
    if task is None or rules is None:
        return
    task = replace(task, **draft.dates(rules.deadline), first_due_on=None)
    draft.swap("tasks", task)
    bring_along(draft, task)
    asked = [one for one in _answered(draft, task, everybody=everybody) if _may_again(draft, one)]
    for one in asked:
        ask_once_more(draft, task, one, EventKind.REVIEW_ASKED)
    if not asked:
        finish_if_complete(draft)
    if review_task(draft) is not None:
        name_missing_reviewers(draft, task)


def review_once_more(draft: Draft) -> None:
    """The idea is reviewed anew: those who reviewed it are asked first, then others, as many as at first."""
    known = list(dict.fromkeys(a.by for a in draft.case.said if _still_reviews(draft, a.by)))
    draft.move_to(Stage.REVIEW)
    open_review(draft, known)


def wanted_changes(draft: Draft, task: Task) -> bool:
    """Whether anybody's last word that stands is a request for changes."""
    return bool(_answered(draft, task, everybody=False))


def _answered(draft: Draft, task: Task, *, everybody: bool) -> list[Assignment]:
    """Those whose last word is a request for changes, or any, and who have not been asked since or handed over."""
    meant = set(Verdict) - {Verdict.NOT_MY_FIELD} if everybody else {Verdict.CHANGES}
    last = [a for a in voices(draft.case, task.id).values() if a.verdict in meant]
    found = (draft.case.assignment(answer.assignment) for answer in last)
    return [one for one in found if one is not None and not _asked_since(draft, one)]


def _asked_since(draft: Draft, answered: Assignment) -> bool:
    """Whether somebody was asked for the same seat after this answer."""
    of_task = [a for a in draft.case.assignments if a.task == answered.task]
    later = of_task[of_task.index(answered) + 1 :]
    return any(a.seat == answered.seat and a.opened_at >= (answered.closed_at or draft.now) for a in later)


def _may_again(draft: Draft, asked: Assignment) -> bool:
    person = draft.world.people.get(asked.person)
    if asked.for_person:
        return person is not None and still_there(person, draft.case)
    return _still_reviews(draft, asked.person)


def _still_reviews(draft: Draft, person_id: str) -> bool:
    person = draft.world.people.get(person_id)
    return person is not None and still_reviews(person, draft.case, draft.world)


def reviewer_named(draft: Draft, happening: ReviewerNamed) -> None:
    """The office asks somebody by name."""
    task = review_task(draft)
    if task is None:
        raise RuleBroken("review.not_under_way")
    person, rules = draft.world.people.get(happening.person), draft.world.definition.stages.review
    if person is None or rules is None or not may_review(person, draft.case, draft.world, ""):
        raise RuleBroken("handover.not_eligible")
    check_not_asked(draft, task, person)
    group = happening.group or vacant_group(draft, rules, task)
    if group not in {g.id for g in groups_of(rules)}:
        raise RuleBroken("review.group_unknown")
    draft.assign(task, person.id, EventKind.REVIEW_ASKED, group)
    name_missing_reviewers(draft, task)
