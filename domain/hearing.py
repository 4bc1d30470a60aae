"""Who has been heard in a review: by an answer, or by a silence that was declared to count. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.case import Answer, Assignment, Case
from domain.utility import counted
from domain.words import AssignmentState, Silence, TaskKind, Verdict

COUNTS = frozenset({Silence.CONSENT, Silence.NO_OBJECTION, Silence.ABSTENTION, Silence.DECLINED})


def heard(case: Case, task_id: str = "") -> set[str]:
    """The seats that count towards a quorum, of one review or of all; each once, and nobody holds two."""
    spoke = _counting(case, task_id)
    people = {answer.by for answer in spoke.values()}
    return set(spoke) | {a.seat for a in silent(case, task_id) if a.person not in people}


def last_words(case: Case, answers: Iterable[Answer]) -> dict[str, Answer]:
    """The last of these answers from each seat, in the order in which they came."""
    return by_seat({(a.task, a.person): a.seat for a in case.assignments}, answers)


def by_seat(seats: Mapping[tuple[str, str], str], answers: Iterable[Answer]) -> dict[str, Answer]:
    """The same, where only whose voice somebody is in a task is known; who is not named speaks for themselves."""
    last: dict[str, Answer] = {}
    for answer in answers:
        seat = seats.get((answer.task, answer.by), answer.by)
        last.pop(seat, None)
        last[seat] = answer
    return last


def voices(case: Case, task_id: str = "") -> dict[str, Answer]:
    """The last word of each seat that nobody took back, in one review or in all."""
    return last_words(case, (a for a in case.said if not task_id or a.task == task_id))


def _counting(case: Case, task_id: str) -> dict[str, Answer]:
    last = voices(case, task_id)
    count = {answer.id for answer in counted(last.values())}
    return {seat: answer for seat, answer in last.items() if answer.id in count}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are counted, how many of them in favour, and for how many of them it was silence that counted."""

    answers: int
    approvals: int
    silent: int


def tally(case: Case, task_id: str) -> Tally:
    """What a review says; an abstention is left out."""
    spoke = _counting(case, task_id)
    people = {answer.by for answer in spoke.values()}
    quiet = [a for a in silent(case, task_id) if a.seat not in spoke and a.person not in people]
    meant = [a.silence for a in quiet if a.silence != Silence.ABSTENTION]
    approvals = sum(a.verdict is Verdict.APPROVE for a in spoke.values()) + meant.count(Silence.CONSENT)
    return Tally(len(spoke) + len(meant), approvals, len(meant))


def silent(case: Case, task_id: str = "") -> Iterator[Assignment]:
    """Where somebody said nothing and that counts, once for each seat; not where they are being asked again."""
    asked = {(a.task, a.seat) for a in case.assignments if a.state is AssignmentState.OPEN}
    signing = {task.id for task in case.tasks if task.kind is TaskKind.SIGN}  # a co-signature is no review
    for one in case.assignments:
        over = one.state is AssignmentState.SILENT and one.silence in COUNTS
        wanted = one.task == task_id if task_id else one.task not in signing
        if over and wanted and (one.task, one.seat) not in asked:
            asked.add((one.task, one.seat))
            yield one
