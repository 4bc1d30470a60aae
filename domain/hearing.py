"""Who has been heard in a review: by an answer, or by a silence that was declared to count. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.case import Answer, Assignment, Case
from domain.utility import counted
from domain.words import AssignmentState, Silence, TaskKind, Verdict

COUNTS = frozenset({Silence.CONSENT, Silence.NO_OBJECTION, Silence.ABSTENTION, Silence.DECLINED})


def heard(case: Case, task_id: str = "") -> set[str]:
    """The people who count towards a quorum, of one review or of all; each once."""
    spoke = {answer.by for answer in counted(_answers(case, task_id))}
    return spoke | {assignment.person for assignment in silent(case, task_id)}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are counted, how many of them in favour, and for how many of them it was silence that counted."""

    answers: int
    approvals: int
    silent: int


def tally(case: Case, task_id: str) -> Tally:
    """What a review says; an abstention is left out."""
    answers = counted(_answers(case, task_id))
    spoke = {answer.by for answer in answers}
    meant = [a.silence for a in silent(case, task_id) if a.person not in spoke and a.silence != Silence.ABSTENTION]
    approvals = sum(a.verdict is Verdict.APPROVE for a in answers) + meant.count(Silence.CONSENT)
    return Tally(len(answers) + len(meant), approvals, len(meant))


def silent(case: Case, task_id: str = "") -> Iterator[Assignment]:
    """Where somebody said nothing and that counts; not where they are being asked again."""
    asked = {(a.task, a.person) for a in case.assignments if a.state is AssignmentState.OPEN}
    signing = {task.id for task in case.tasks if task.kind is TaskKind.SIGN}  # a co-signature is no review
    for one in case.assignments:
        over = one.state is AssignmentState.SILENT and one.silence in COUNTS
        wanted = one.task == task_id if task_id else one.task not in signing
        if over and wanted and (one.task, one.person) not in asked:
            yield one


def _answers(case: Case, task_id: str) -> Iterable[Answer]:
    return (a for a in case.said if not task_id or a.task == task_id)
