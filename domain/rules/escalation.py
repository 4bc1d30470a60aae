"""What the ladder does once the end is past: whoever stands in is asked, then somebody above hears of it."""

from dataclasses import replace

from domain import ladder
from domain.asking.back import asked_in, on_the_clock, own_time
from domain.asking.eligibility import biased
from domain.case import Assignment, Task
from domain.definition import Escalation
from domain.deputies import deputy_of
from domain.draft import Draft
from domain.rules.asking_back import pass_on
from domain.rules.desk import ASKED
from domain.staffing import eligible
from domain.words import EventKind, Role, TaskKind
from domain.world import Person

OFFICE, SUPERIOR = "office", "superior"
# They may do it themselves; of other tasks they are told, and see to whoever has them.
SHARED = frozenset({TaskKind.REVIEW, TaskKind.DECIDE})


def ask_deputies(draft: Draft, task: Task) -> None:
    """Whoever stands in for those who say nothing is asked beside them; the first to answer is heard."""
    draft.swap("tasks", replace(task, deputy_at=None))
    asked = asked_in(draft.case, task)
    for assignment in on_the_clock(draft.case, task):
        deputy = deputy_of(assignment.person, asked, draft.case, draft.world)
        if deputy is not None and deputy not in _asked(draft, task):
            beside = draft.assign(asked, deputy, ASKED[asked.kind], assignment.asked_as, for_person=assignment.seat)
            _share_time(draft, task, beside)


def escalate(draft: Draft, task: Task) -> None:
    """Somebody above is told, and where they may do it themselves, they have it too."""
    draft.swap("tasks", replace(task, escalate_at=None, escalated_at=draft.now))
    rules = ladder.rules_of(task, draft.world.definition.stages)
    if rules is None or rules.escalate is None:
        return
    person, asked = _above(draft, task, rules.escalate), asked_in(draft.case, task)
    if person is None:
        draft.record(EventKind.ESCALATED, task=asked, to=OFFICE)
    elif asked.kind in SHARED and on_the_clock(draft.case, task):
        assignment = draft.assign(asked, person.id)
        _share_time(draft, task, assignment)
        draft.record(EventKind.ESCALATED, task=asked, assignment=assignment, to=rules.escalate.to)
    else:
        draft.record(EventKind.ESCALATED, task=asked, to=rules.escalate.to, person=person.id)


def _share_time(draft: Draft, task: Task, beside: Assignment) -> None:
    """Whoever is asked beside somebody with time of their own has that, not the time of the others, which is over."""
    own = draft.case.task(task.id)
    if task.kind is TaskKind.OWN_TIME and own_time(draft.case, beside.id) is None:
        pass_on(draft, own, None, beside)


def _above(draft: Draft, task: Task, step: Escalation) -> Person | None:
    """Who is to hear of it: of a role, whoever has least to do; None where it is the office, or there is nobody."""
    if step.to == OFFICE:
        return None
    if step.to == SUPERIOR:
        return _superior(draft, task)
    asked, world = _asked(draft, task), draft.world
    fit = [p for p in world.holding(step.to) if eligible(p, Role(step.to), draft.case) and p.id not in asked]
    return min(fit, key=lambda p: (world.load.get(p.id, 0), p.id), default=None)


def _superior(draft: Draft, task: Task) -> Person | None:
    """Whom the first of those who say nothing reports to; nobody judges their own idea, or one they are biased
    about."""
    for assignment in on_the_clock(draft.case, task):
        person = draft.world.superior_of(assignment.person)
        if person is not None and _may_hear(person, draft, task):
            return person
    return None


def _may_hear(person: Person, draft: Draft, task: Task) -> bool:
    mine = person.id == draft.case.submitter or biased(person.id, draft.case)
    return not mine and person.id not in _asked(draft, task)


def _asked(draft: Draft, task: Task) -> set[str]:
    return {a.person for a in draft.case.assignments if a.task == asked_in(draft.case, task).id}
