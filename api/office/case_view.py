"""One case as the office sees it: names, codes and dates in the reader's words, what stands on top."""

from collections.abc import Mapping
from typing import Any

from api import deferring
from api.office import words
from api.office.case_measure import measure
from api.office.door import Desk
from domain.case import Case
from domain.deferral.beside import Beside
from domain.words import Outcome, Source
from kit.i18n import N_
from storage.outbox import BLANKED
from storage.queries.case_page import CaseBundle

Shown = dict[str, Any]


class CaseView:
    """Turns a case into words, dates and tones for one reader."""

    def __init__(self, desk: Desk, bundle: CaseBundle, around: Beside | None = None) -> None:
        """`around` is what the case waits for beside itself; only its page needs it."""
        self.desk, self.bundle, self.case = desk, bundle, bundle.case
        self.around = around or Beside()
        self.note = deferring.note_of(self.case, self.around, desk.say)
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
            "taken_over": case.source is Source.TAKEOVER,
            "project": self.word(words.PROJECTS, case.project) if case.project else "",
            "measure": measure(self.desk, case),
            "submitter": self.name(case.submitter),
            "named": case.named,
            "opened": desk.moment(case.opened_at),
            "moved": desk.moment(case.last_at),
            "closed": desk.moment(case.closed_at),
        }

    def mail(self, mail: Any) -> Shown:
        """One mail and how far it came; no address."""
        return {
            "what": self.word(words.MAILS, mail.mail),
            "who": self.name(mail.person_id) if mail.person_id else "",
            "state": self._mail_state(mail),
            "when": self.desk.moment(mail.sent_at or mail.created_at),
            "attempts": mail.attempts,
            "code": mail.code if mail.state != "sent" else None,
        }

    def _mail_state(self, mail: Any) -> Shown:
        if mail.state == "suppressed" and mail.reply_text == BLANKED:
            return self.toned({mail.state: words.HELD_BACK}, mail.state)
        if mail.state == "queued" and mail.attempts == 0 and mail.next_try > self.desk.services.now():
            return self.toned({mail.state: words.HELD_OVER}, mail.state)
        return self.toned(words.MAIL_STATES, mail.state)

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


def shell(case: Case) -> bool:
    """Whether nothing was recorded of this case yet."""
    return not case.texts
