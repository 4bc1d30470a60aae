"""How a review stands: who has said what, who is still waited for, in all and for each group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.case import Case
from domain.hearing import silent, voices
from domain.words import AssignmentState, Silence, Verdict

COUNT = (Verdict.APPROVE, Verdict.REJECT, Verdict.ABSTAIN)
# What a silence that was declared to count says; "no objection" is heard, and neither for nor against.
MEANT: Mapping[Silence, Verdict] = {
    Silence.CONSENT: Verdict.APPROVE,
    Silence.NO_OBJECTION: Verdict.ABSTAIN,
    Silence.ABSTENTION: Verdict.ABSTAIN,
    Silence.DECLINED: Verdict.REJECT,
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Last words that count, and seats that may still speak."""

    approvals: int = 0
    rejections: int = 0
    abstentions: int = 0
    outstanding: int = 0

    @property
    def answers(self) -> int:
        """Everybody who was heard; to abstain is an answer."""
        return self.approvals + self.rejections + self.abstentions

    @property
    def seats(self) -> int:
        """Everybody who was heard or still may be."""
        return self.answers + self.outstanding


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole review, its groups, and how many of these have nobody."""

    whole: Tally
    groups: Mapping[str, Tally] = field(default_factory=dict)
    vacant: int = 0


def standing(case: Case, task: str, groups: Iterable[str] = ()) -> Standing:
    """How this review stands; `groups` are those the definition names, each of which should have somebody."""
    seats = _seats(case, task)
    by_group = {name: _tally(v for g, v in seats.values() if g == name) for name in groups}
    return Standing(
        _tally(v for _, v in seats.values()), by_group, sum(tally.seats == 0 for tally in by_group.values())
    )


def _seats(case: Case, task: str) -> dict[str, tuple[str, Verdict | None]]:
    """Seat → group and last word; None for whoever is still waited for, also until a change they asked for."""
    said = voices(case, task)
    group_of = {a.seat: a.asked_as for a in case.assignments if a.task == task}
    waited = {a.seat for a in case.open_assignments(task)}
    if case.changing:
        waited |= {seat for seat, answer in said.items() if answer.verdict is Verdict.CHANGES}
    people = {answer.by for answer in said.values() if answer.verdict in COUNT}
    quiet = (a for a in silent(case, task) if a.person not in people)
    meant = {a.seat: (a.asked_as, MEANT[Silence(a.silence)]) for a in quiet}
    heard = {s: (group_of[s], a.verdict) for s, a in said.items() if a.verdict in COUNT and s not in waited}
    return meant | heard | {s: (group_of[s], None) for s in waited}


def _tally(verdicts: Iterable[Verdict | None]) -> Tally:
    found = list(verdicts)
    return Tally(
        approvals=found.count(Verdict.APPROVE),
        rejections=found.count(Verdict.REJECT),
        abstentions=found.count(Verdict.ABSTAIN),
        outstanding=found.count(None),
    )


def asked_in_vain(case: Case, task: str) -> int:
    """How many were asked and gave up their seat: biased, or not their field."""
    biased = sum(a.task == task and a.state is AssignmentState.BIASED for a in case.assignments)
    return biased + sum(a.task == task and a.verdict is Verdict.NOT_MY_FIELD for a in case.said)
