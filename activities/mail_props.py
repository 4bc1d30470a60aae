"""Fills the props of a mail from the step it tells of: one small function per field, whichever mails have it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from activities.absence_props import ABSENCE_FILLED
from activities.sign_off_props import SIGN_OFF_FILLED
from contracts.decision_mails import Promise, Score
from contracts.mail import Mail, Opens
from contracts.mails import MAILS
from domain.asking.back import own_time
from domain.assurance import chosen
from domain.case import Answer, Case, Commitment, Decision, Deferral, SignStep, Task
from domain.hearing import voices
from domain.ladder import reminder
from domain.signing.chain import step_of
from domain.step import Notice
from domain.utility import weighted_utility
from domain.words import Assurance, CommitmentState, EventKind, Silence
from domain.world import World
from kit.deferral_sentences import waits_for, why_it_woke
from kit.i18n import Translator

Some = TypeVar("Some")


class NothingToTell(Exception):  # noqa: N818 - reads as what happened
    """The step holds nothing of what this mail is about."""


@dataclass(frozen=True)
class Told:
    """One notice with all that a mail may say of it; the case is as the step left it."""

    notice: Notice
    case: Case
    world: World
    language: str
    recipient_name: str
    organisation: str
    link: str | None
    say: Translator

    @property
    def task(self) -> Task | None:
        """The task the notice is about, or that its reader is asked for."""
        asked = self.case.assignment(self.notice.assignment)
        if asked is not None and (own := own_time(self.case, asked.id)) is not None:
            return own
        return self.case.task(str(self.notice.facts.get("task", asked.task if asked is not None else "")))

    @property
    def commitment(self) -> Commitment | None:
        """The commitment the notice is about."""
        wanted = self.notice.facts.get("commitment") or (self.task.about if self.task is not None else "")
        return next((c for c in self.case.commitments if c.id == wanted), None)

    @property
    def decision(self) -> Decision:
        """The decision that was made, though it may still wait for objections."""
        return _there(self.case.decided)

    @property
    def answered(self) -> Answer | Decision | Commitment | SignStep:
        """What was recorded in somebody's name."""
        rows: tuple[Answer | Decision, ...] = (*self.case.answers, *self.case.decisions)
        row = next((r for r in rows if r.assignment == self.notice.assignment), None)
        asked = self.case.assignment(self.notice.assignment)
        signed = step_of(self.case, self.case.task(asked.task)) if asked is not None else None
        return row or signed or _there(self.commitment)

    @property
    def answered_at(self) -> datetime:
        """When its assignment ended."""
        asked = self.case.assignment(self.notice.assignment)
        return _there(asked.closed_at if asked is not None else None)


def props_for(told: Told) -> Mail:
    """The props of the notice's mail; a field nobody fills is a KeyError that a test finds first."""
    kind = MAILS[told.notice.mail].props
    return kind(**{field.name: FILLED[field.name](told) for field in fields(kind)})


def due_on(told: Told) -> date | None:
    """Of the task itself while it is open, else of what comes next for the reader."""
    if told.task is not None and told.task.closed_at is None:
        return told.task.due_on
    if MAILS[told.notice.mail].opens is Opens.OFFICE:
        waiting = [t.due_on for t in told.case.open_tasks() if t.role == "office" and t.due_on is not None]
        return min(waiting, default=None)
    return told.case.due_on


def _there(value: Some | None) -> Some:
    if value is None:
        raise NothingToTell
    return value


def _late(told: Told) -> bool:
    task = told.task
    return task is not None and task.due_at is not None and task.due_at <= told.world.now


def _last(told: Told) -> bool:
    return told.task is None or reminder(told.task) is None


def _body(told: Told) -> str:
    wanted = told.notice.facts.get("body")
    bodies = told.world.definition.stages.decision.bodies
    return next((b.title.in_(told.language) for b in bodies if b.id == wanted), "")


def _scores(told: Told) -> tuple[Score, ...]:
    criteria = told.world.definition.criteria
    ratings = weighted_utility(criteria, voices(told.case).values()).ratings
    return tuple(
        Score(c.title.in_(told.language), r.mean, c.scale_from, c.scale_to, c.better)
        for c, r in zip(criteria, ratings, strict=True)
    )


def _promises(told: Told) -> tuple[Promise, ...]:
    return tuple(Promise(c.text, c.due_on) for c in told.case.commitments if c.state is not CommitmentState.DROPPED)


def _deferral(told: Told) -> Deferral:
    """The one the notice is about, though it may be over by now."""
    wanted = told.notice.facts.get("deferral")
    return _there(next((d for d in told.case.deferrals if d.id == wanted), told.case.deferral))


def _waits(told: Told) -> tuple[str, ...]:
    return tuple(waits_for(one, told.world.beside.names, told.say) for one in _deferral(told).conditions)


def _woke(told: Told) -> str:
    facts = told.notice.facts
    count, about = int(facts.get("count") or 0), str(facts.get("waited") or "")
    return why_it_woke(str(facts.get("why") or ""), count, about, told.world.beside.names, told.say)


def _instead_of(told: Told) -> str:
    asked = told.case.assignment(told.notice.assignment)
    person = None if asked is None else told.world.people.get(asked.for_person)
    return "" if person is None else person.name


FILLED: Mapping[str, Callable[[Told], Any]] = {
    "recipient_name": lambda told: told.recipient_name,
    "organisation": lambda told: told.organisation,
    "number": lambda told: told.case.number,
    "title": lambda told: told.case.text.title,
    "link": lambda told: told.link,
    "due_on": due_on,
    "task": lambda told: told.notice.facts.get("about") or "",
    "stage": lambda told: told.case.stage,
    "public": lambda told: told.case.public,
    "until": lambda told: _deferral(told).until,
    "waits": _waits,
    "woke": _woke,
    "change": lambda told: told.notice.event,
    "other": lambda told: told.notice.facts["number"],
    "heard": lambda told: told.notice.facts["news"],
    "promised": lambda told: _there(told.commitment).text if told.case.public else "",
    "promised_on": lambda told: _there(told.commitment).due_on,
    "outcome": lambda told: told.decision.outcome,
    "public_reason": lambda told: told.decision.public_reason,
    "body": _body,
    "body_date": lambda told: told.decision.body_date,
    "body_number": lambda told: told.decision.body_number,
    "votes_for": lambda told: told.decision.votes_for,
    "votes_against": lambda told: told.decision.votes_against,
    "utility": lambda told: told.decision.utility,
    "scores": _scores,
    "promises": _promises,
    "late": _late,
    "last": _last,
    "asked": lambda told: bool(told.notice.assignment),
    "meaning": lambda told: Silence(str(told.notice.facts["meaning"])),
    "instead_of": _instead_of,
    "chosen": lambda told: chosen(told.answered),
    "answered_at": lambda told: told.answered_at,
    "level": lambda told: Assurance(told.answered.level or Assurance.L0),
    "objection_until": lambda told: getattr(told.answered, "objection_until", None),
    "undone": lambda told: told.notice.event is EventKind.OBJECTED,
    "full": lambda told: bool(told.notice.facts.get("full")),
    **SIGN_OFF_FILLED,
    **ABSENCE_FILLED,
}
