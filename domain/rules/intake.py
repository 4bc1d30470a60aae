"""Intake: an idea comes in, is asked about, edited, and accepted into review."""

from dataclasses import replace

from domain.case import Question
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Accepted, Edited, QuestionAsked, Replied, Submitted
from domain.may import Relation, relations
from domain.rules import asking_back, review
from domain.rules.stages import enter, go_on
from domain.rules.texts import add_version
from domain.signing.chain import is_mending
from domain.words import EventKind, Stage, TaskKind


def submitted(draft: Draft, happening: Submitted) -> None:
    """The first version of the text; the office is to triage it."""
    add_version(draft, happening.text)
    draft.change(named=happening.named)
    enter(draft, Stage.INTAKE)
    told = {"notice": happening.notice} if happening.notice else {}  # none: nobody was shown one
    told |= {"part_of": happening.part_of} if happening.part_of else {}
    draft.record(EventKind.SUBMITTED, None, None, source=draft.case.source, version=1, **told)


def edited(draft: Draft, happening: Edited) -> None:
    """A new version, as long as nobody relies on the old one."""
    if not draft.case.editable and not _mended_by_office(draft):
        raise RuleBroken("edit.too_late")
    if happening.on_version != draft.case.version:
        raise RuleBroken("edit.stale", version=draft.case.version)
    version = add_version(draft, happening.text)
    draft.record(EventKind.EDITED, version=version.version)


def _mended_by_office(draft: Draft) -> bool:
    """Whether the office changes what was sent back in a co-signature."""
    person = draft.world.people.get(draft.happening.by)
    return is_mending(draft.case) and Relation.OFFICE in relations(draft.case, draft.happening.by, person)


def question_asked(draft: Draft, happening: QuestionAsked) -> None:
    """The idea goes back to the submitter with a question; triage rests until the reply."""
    in_changes = bool(draft.case.open_tasks(TaskKind.CHANGES))
    if draft.case.stage is not Stage.INTAKE and not in_changes:
        raise RuleBroken("question.wrong_stage")
    question = Question(id=draft.new_id(), by=happening.by, asked_at=draft.now, question=happening.question)
    draft.add("questions", question)
    draft.close_tasks(TaskKind.TRIAGE)
    task = draft.open_task(TaskKind.REPLY, draft.world.definition.stages.intake.reply, about=question.id)
    assignment = draft.assign(task, draft.case.submitter)
    draft.record(EventKind.QUESTION_ASKED, task=task, assignment=assignment, question=question.id)


def replied(draft: Draft, happening: Replied) -> None:
    """The reply; triage goes on, or the changed idea goes back to those who asked for changes."""
    question = next((q for q in draft.case.questions if q.id == happening.question), None)
    if question is None:
        raise RuleBroken("question.unknown")
    if question.replied_at is not None:
        raise RuleBroken("question.replied")
    if question.assignment:
        asking_back.answered(draft, happening, question)
        return
    draft.swap("questions", replace(question, reply=happening.reply, replied_at=draft.now))
    waited = _finish_reply(draft, question.id)
    draft.record(EventKind.REPLIED, question=question.id)
    if not waited or draft.case.open_tasks(TaskKind.REPLY):
        return  # kept, but the case has gone on without it or waits for another reply
    if draft.case.stage is Stage.INTAKE:
        enter(draft, Stage.INTAKE)
    else:
        review.ask_again(draft)


def _finish_reply(draft: Draft, question_id: str) -> bool:
    """Whether the reply was still waited for."""
    tasks = [t for t in draft.case.open_tasks(TaskKind.REPLY) if t.about == question_id]
    for task in tasks:
        draft.answer_open(task, by=draft.happening.by)
        draft.close_task(task)
    return bool(tasks)


def accepted(draft: Draft, happening: Accepted) -> None:
    """Triage says yes: no review without a stated benefit."""
    if draft.case.stage is not Stage.INTAKE:
        raise RuleBroken("accept.wrong_stage")
    if draft.world.definition.stages.intake.benefit_required and not draft.case.text.benefits:
        raise RuleBroken("accept.no_benefit")
    draft.close_tasks(TaskKind.TRIAGE, TaskKind.REPLY)
    draft.change(public=happening.public)
    draft.record(EventKind.ACCEPTED, public=int(happening.public), version=draft.case.version)
    go_on(draft)
