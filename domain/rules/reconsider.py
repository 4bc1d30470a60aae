"""Disagreement: a criterion on which scores differ too much goes back, once, to those who gave them."""

from dataclasses import replace

from domain.asking.disagreement import differing, first_words, gone_back, of_person
from domain.asking.enough import result_of
from domain.case import Answer, Task
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Reconsidered
from domain.hearing import tally
from domain.rules.asking import standing_of
from domain.rules.assignments import open_assignment
from domain.rules.assurance import shown
from domain.rules.holding import period_end, waits
from domain.rules.stages import go_on
from domain.step import Fact
from domain.words import AssignmentState, EventKind, TaskKind


def goes_back(draft: Draft, review: Task) -> bool:
    """Whether the review, complete otherwise, first goes back to those who differ."""
    definition = draft.world.definition
    rules = definition.stages.review
    if rules is None or rules.disagreement is None:
        return False
    ranges = differing(rules.disagreement, definition.criteria, first_words(draft.case, review.id))
    people = [p for p in sorted({p for r in ranges for p in r.people}) if _is_there(draft, p)]
    if not people:
        return False
    task = draft.open_task(TaskKind.RECONSIDER, rules.deadline, about=review.id)
    draft.record(EventKind.DISAGREED, task=task, criteria=len(ranges), people=len(people))
    for person in people:
        draft.assign(task, person, EventKind.RECONSIDER_ASKED)
    return True


def _is_there(draft: Draft, person_id: str) -> bool:
    person = draft.world.people.get(person_id)
    return person is not None and person.active


def reconsidered(draft: Draft, happening: Reconsidered) -> None:
    """Keeps or changes the scores that came back; everything else the person said stands."""
    assignment, task = open_assignment(draft, happening.assignment, TaskKind.RECONSIDER)
    before = _last_word(draft, task, happening.by)
    _check(draft, happening, task)
    scores = {**before.scores, **happening.scores}
    changed = sum(scores[c] != before.scores.get(c) for c in scores)
    answer = replace(
        _answer(draft, happening, assignment.id, before, scores),
        level=shown(draft, task.kind),
        objection_until=period_end(draft),
    )
    draft.add("answers", answer)
    draft.end(assignment, AssignmentState.ANSWERED)
    draft.record(EventKind.RECONSIDERED, task=task, assignment=assignment, answer=answer.id, changed=changed)
    over_if_said(draft, task)


def over_if_said(draft: Draft, task: Task) -> None:
    """Everybody who was asked has said something, and nobody can take it back any more."""
    if not draft.case.open_assignments(task.id) and not waits(draft, task):
        _over(draft, task)


def over(draft: Draft, task: Task) -> None:
    """The time is over: whoever has said nothing keeps what they said, and the review is complete."""
    kept = len(draft.case.open_assignments(task.id))
    draft.record(EventKind.RECONSIDER_OVER, task=task, kept=kept)
    for assignment in draft.case.open_assignments(task.id):
        draft.end(assignment, AssignmentState.REVOKED)
    over_if_said(draft, task)


def _over(draft: Draft, task: Task) -> None:
    draft.close_task(task)
    review = draft.case.task(task.about)
    assert review is not None  # it is opened by one, and nothing is removed
    review_done(draft, review)


def review_done(draft: Draft, review: Task) -> None:
    """The review is complete, by the rule of what is enough; on with the idea."""
    rules = draft.world.definition.stages.review
    found = tally(draft.case, review.id)
    facts: dict[str, Fact] = {"answers": found.answers, "approvals": found.approvals}
    if found.silent:
        facts["silent"] = found.silent
    if rules is not None and rules.enough is not None:
        facts["result"] = result_of(rules.enough, standing_of(draft.case, rules, review))
    draft.record(EventKind.REVIEW_DONE, review, None, **facts)
    go_on(draft)


def _last_word(draft: Draft, task: Task, person: str) -> Answer:
    return next(a for a in reversed(draft.case.said) if a.task == task.about and a.by == person)


def _check(draft: Draft, happening: Reconsidered, task: Task) -> None:
    person = draft.world.people.get(happening.by)
    if person is not None and person.shared and not happening.stated_name:
        raise RuleBroken("answer.name_required")
    mine = {r.criterion for r in of_person(gone_back(draft.case, draft.world.definition, task), happening.by)}
    if not happening.scores.keys() <= mine:
        raise RuleBroken("review.criterion_unknown")
    for name, score in happening.scores.items():
        criterion = draft.world.definition.criterion(name)
        if score is None and criterion is not None and not criterion.abstention:
            raise RuleBroken("review.no_abstention", criterion=name)
        if score is not None and criterion is not None and score not in criterion.points:
            raise RuleBroken("review.score_out_of_scale", criterion=name)


def _answer(
    draft: Draft, happening: Reconsidered, assignment: str, before: Answer, scores: dict[str, int | None]
) -> Answer:
    return replace(
        before,
        id=draft.new_id(),
        assignment=assignment,
        at=draft.now,
        via=happening.via,
        scores=scores,
        reason=happening.reason,
        stated_name=happening.stated_name,
        late=False,
        redacted_at=None,
    )
