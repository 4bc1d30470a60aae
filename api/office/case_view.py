"""One case as the office sees it: what the page of a case shows, in the reader's words."""

from collections.abc import Mapping
from typing import Any

from api.office import history as record
from api.office import words
from api.office.door import Desk
from domain.case import Answer, Assignment, Case, Commitment, Task
from domain.chain import broken_at
from domain.step import Event
from domain.utility import weighted_utility
from domain.words import AssignmentState, CommitmentState, Outcome, TaskKind
from kit.i18n import N_
from storage.queries.case_page import CaseBundle

HANDED = (TaskKind.REVIEW, TaskKind.DECIDE, TaskKind.COMMITMENT)
Shown = dict[str, Any]


class CaseView:
    """Turns a case into words, dates and tones for one reader."""

    def __init__(self, desk: Desk, bundle: CaseBundle) -> None:
        self.desk, self.bundle, self.case = desk, bundle, bundle.case
        self.url = f"/office/ideas/{self.case.number}"

    def name(self, person_id: str) -> str:
        """The name behind an id, or that it is gone."""
        if person_id in ("clock", "post"):
            return self.desk.services.site.product
        found = self.bundle.name(person_id)
        return found or self.desk.t(N_("deleted person {id}")).format(id=person_id[:6])

    def body(self, body_id: str) -> str:
        """The title of a body."""
        bodies = self.bundle.definition.stages.decision.bodies
        return next((b.title.in_(self.desk.language) for b in bodies if b.id == body_id), body_id)

    def department(self, department_id: str) -> str:
        """The title of a department."""
        known = self.bundle.definition.departments
        return next((d.title.in_(self.desk.language) for d in known if d.id == department_id), department_id)

    def word(self, table: Mapping[str, str], code: str | None) -> str:
        """A code in words."""
        return self.desk.t(words.word(table, code))

    def toned(self, table: Mapping[str, tuple[str, str]], code: str) -> Shown:
        """A code in words, with its tone."""
        text, tone = table.get(code, (code, "neutral"))
        return {"text": self.desk.t(text), "tone": tone}

    # Head

    def head(self) -> Shown:
        """What stands on top, beside the text."""
        case, desk = self.case, self.desk
        return {
            "number": case.number,
            "title": case.text.title if case.texts else "",
            "state": self.toned(words.STATES, case.state),
            "stage": case.stage.value,
            "stage_name": self.word(words.STAGES, case.stage),
            "ended": case.outcome not in (None, Outcome.SETTLED, Outcome.ACCEPTED),
            "settled": case.outcome is Outcome.SETTLED,
            "due": desk.day(case.due_on),
            "overdue": case.due_on is not None and case.due_on < desk.today,
            "public": case.public,
            "source": self.word(words.SOURCES, case.source),
            "project": self.word(words.PROJECTS, case.project) if case.project else "",
            "submitter": self.name(case.submitter),
            "named": case.named,
            "opened": desk.moment(case.opened_at),
            "moved": desk.moment(case.last_at),
            "closed": desk.moment(case.closed_at),
        }

    # Tasks

    def tasks(self) -> list[Shown]:
        """Everything that was asked, what is open first."""
        ordered = sorted(self.case.tasks, key=lambda t: (t.closed_at is not None, t.opened_at))
        return [self._task(task) for task in ordered]

    def _task(self, task: Task) -> Shown:
        desk, open_ = self.desk, task.closed_at is None
        assignments = [a for a in self.case.assignments if a.task == task.id]
        return {
            "label": self.word(words.TASKS, task.kind),
            "open": open_,
            "office": not assignments,
            "since": desk.moment(task.opened_at),
            "due": desk.day(task.due_on),
            "overdue": open_ and task.due_at is not None and task.due_at < desk.services.now(),
            "reminded": desk.moment(task.reminded_at),
            "told": desk.moment(task.overdue_at),
            "closed": desk.moment(task.closed_at),
            "people": [self._assignment(task, a) for a in assignments],
        }

    def _assignment(self, task: Task, assignment: Assignment) -> Shown:
        open_ = assignment.state is AssignmentState.OPEN
        mails = [m for m in self.bundle.mails if m.assignment == assignment.id]
        person = self.bundle.people.get(assignment.person)
        return {
            "name": self.name(assignment.person),
            "department": self.department(person.department) if person is not None and person.department else "",
            "gone": open_ and (person is None or not person.active),
            "state": self.word(words.ASSIGNMENTS, assignment.state),
            "open": open_,
            "since": self.desk.moment(assignment.opened_at),
            "mails": [self.mail(m) for m in mails],
            "hand_over": f"{self.url}/hand-over/{assignment.id}" if open_ and task.kind in HANDED else "",
        }

    # Mails and what is under way

    def mail(self, mail: Any) -> Shown:
        """One mail and how far it came; no address."""
        return {
            "what": self.word(words.MAILS, mail.mail),
            "who": self.name(mail.person_id) if mail.person_id else "",
            "state": self.toned(words.MAIL_STATES, mail.state),
            "when": self.desk.moment(mail.sent_at or mail.created_at),
            "attempts": mail.attempts,
            "code": mail.code if mail.state != "sent" else None,
        }

    def unfinished(self) -> list[Shown]:
        """What was received and is not recorded yet; refusals were shown to whoever asked."""
        waiting = [u for u in self.bundle.unfinished if not (u.verdict or "").startswith("refused:")]
        return [
            {
                "what": self.word(words.HAPPENINGS, one.kind),
                "who": self.name(one.by),
                "when": self.desk.moment(one.received_at),
                "stuck": one.parked_at is not None or (one.verdict or "").startswith("stuck:"),
            }
            for one in waiting
        ]

    # What was said

    def reviews(self) -> list[Shown]:
        """Every review, the last word of each last."""
        return [self._review(answer) for answer in self.case.answers]

    def _review(self, answer: Answer) -> Shown:
        return {
            "name": self.name(answer.by),
            "stated": answer.stated_name,
            "when": self.desk.moment(answer.at),
            "verdict": self.toned(words.VERDICTS, answer.verdict),
            "reason": answer.reason,
            "late": answer.late,
            "version": answer.text_version,
            "old": answer.text_version != self.case.version,
            "scores": [(c.title.in_(self.desk.language), answer.scores.get(c.id)) for c in self._criteria],
            "scored": bool(answer.scores),
        }

    @property
    def _criteria(self) -> Any:
        return self.bundle.definition.criteria

    def utility(self) -> Shown:
        """The weighted utility and how it came about; undefined stays undefined."""
        found = weighted_utility(self._criteria, self.case.answers)
        rows = [
            {
                "title": criterion.title.in_(self.desk.language),
                "weight": criterion.weight,
                "mean": rating.mean,
                "count": rating.count,
                "scale": f"{criterion.scale_from}–{criterion.scale_to}",
                "better": criterion.better,
                "out": rating.knocked_out,
                "limit": criterion.knock_out_below,
            }
            for criterion, rating in zip(self._criteria, found.ratings, strict=True)
        ]
        return {"value": found.value, "out": found.knocked_out, "rows": rows}

    def decisions(self) -> list[Shown]:
        """What was decided, by whom, why."""
        return [
            {
                "outcome": self.word(words.OUTCOMES, d.outcome),
                "accepted": d.outcome is Outcome.ACCEPTED,
                "who": self.body(d.body) if d.body else self.name(d.by),
                "stated": d.stated_name,
                "recorded_by": self.name(d.by) if d.body else "",
                "when": self.desk.day(d.body_date) if d.body_date else self.desk.moment(d.at),
                "number": d.body_number,
                "votes": (d.votes_for, d.votes_against) if d.votes_for is not None else None,
                "utility": d.utility,
                "public": d.public_reason,
                "internal": d.internal_reason,
            }
            for d in self.case.decisions
        ]

    def deferral(self) -> Shown | None:
        """The sleep it is in."""
        found = self.case.deferral
        if found is None:
            return None
        return {
            "until": self.desk.day(found.until),
            "who": self.name(found.by),
            "public": found.public_reason,
            "internal": found.internal_reason,
        }

    def commitments(self) -> list[Shown]:
        """Every promise."""
        return [self.commitment(c) for c in self.case.commitments]

    def commitment(self, promise: Commitment) -> Shown:
        """One promise with its owner and dates."""
        open_ = promise.state is CommitmentState.OPEN
        return {
            "text": promise.text,
            "owner": self.name(promise.owner),
            "due": self.desk.day(promise.due_on),
            "first_due": self.desk.day(promise.first_due_on) if promise.first_due_on != promise.due_on else "",
            "state": self.toned(words.COMMITMENTS, promise.state),
            "overdue": open_ and promise.due_on < self.desk.today,
            "reason": promise.reason,
            "settled": self.desk.moment(promise.settled_at),
            "settle": f"{self.url}/settle/{promise.id}" if open_ else "",
        }

    def questions(self) -> list[Shown]:
        """Questions with their replies."""
        return [
            {
                "question": q.question,
                "who": self.name(q.by),
                "asked": self.desk.moment(q.asked_at),
                "reply": q.reply,
                "replied": self.desk.moment(q.replied_at),
                "open": q.replied_at is None,
            }
            for q in self.case.questions
        ]

    # History

    def history(self) -> list[Shown]:
        """Every line of the record in words, the newest first."""
        return [self._line(event) for event in reversed(self.bundle.events)]

    def _line(self, event: Event) -> Shown:
        told, t = record.told(event, self.case), self.desk.t
        facts = {name: self._value(value) for name, value in told.facts.items()}
        inside = [t(N_("Internal: {text}")).format(text=told.inside)] if told.inside else []
        late = [t(N_("After the deadline."))] if told.late else []
        return {
            "seq": event.seq,
            "when": self.desk.moment(event.at),
            "iso": event.at.isoformat(timespec="minutes"),
            "who": f"{self._who(event)}, {self.word(words.VIAS, event.via)}",
            "what": t(told.sentence).format(**facts),
            "why": told.why,
            "details": [*inside, *late],
            "tone": told.tone,
        }

    def _who(self, event: Event) -> str:
        known = event.by in ("clock", "post") or event.by in self.bundle.people
        return self.name(event.by) if known or event.via != "public" else self.desk.t(N_("somebody"))

    def _value(self, value: record.Value) -> str:
        if isinstance(value, record.Name):
            return self.name(value.id)
        if isinstance(value, record.Code):
            return self.desk.t(value.sentence)
        if isinstance(value, record.Body):
            return self.body(value.id)
        return str(value) if isinstance(value, int | str) else self.desk.day(value)

    def chain(self) -> Shown:
        """Whether the record is whole."""
        broken = broken_at(self.case, self.bundle.events)
        return {"lines": len(self.bundle.events), "broken": broken, "head": self.case.head[:16]}


def shell(case: Case) -> bool:
    """Whether nothing was recorded of this case yet."""
    return not case.texts
