"""Takes a reply to one of our mails: kept for the office as a comment, answered once, and never a decision.

What comes in here has no door to the inbox of a case: nothing it says can become a happening.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from contracts.comment_mails import REPLY_KEPT
from domain.case import Case
from domain.comments.comment import LONGEST_TEXT, MOST_PER_HOUR, Comment
from domain.comments.words import Audience, Origin
from domain.may import Relation
from domain.words import Via
from domain.world import Person
from kit.incoming import Incoming, read_mail
from storage import comments, mapping, outbox, people
from storage.engine import Database
from storage.outbox import Sent
from storage.session import Session

IDS = UUID("8d6a2f53-0c1e-4c7b-9a55-6f0b7f3f2d19")  # namespace: one mail is one comment, however often it comes
HOUR = timedelta(hours=1)


class Outcome(StrEnum):
    """What became of a mail that came in."""

    KEPT = "kept"
    KNOWN = "known"  # it had come before
    AUTOMATIC = "automatic"  # a machine wrote it
    UNMATCHED = "unmatched"  # it answers no mail of ours about an idea
    TOO_MANY = "too_many"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Taken:
    """What became of it, and with which case; no address and no word."""

    outcome: Outcome
    case_id: str = ""
    mail_id: str = ""


@dataclass(frozen=True)
class Replies:
    """Where mail that comes in is taken."""

    db: Database
    write: Callable[..., Awaitable[None]]  # activities.letters.Letters.write_caseless
    mail_domain: str

    async def take(self, raw: bytes, at: datetime) -> Taken:
        """Keeps and answers it in one transaction, or says why not. Raises StorageUnavailable."""
        mail = read_mail(raw, self.mail_domain, LONGEST_TEXT)
        if mail is None:
            return Taken(Outcome.UNREADABLE)
        if mail.automatic:
            return Taken(Outcome.AUTOMATIC)
        async with self.db.write() as session:
            sent = await outbox.first_of(session, mail.answers)
            case = await mapping.load_case(session, sent.case_id, lock=False) if sent is not None else None
            person = await people.get(session, sent.person_id) if sent is not None else None
            if sent is None or person is None or case is None or not case.texts:
                return Taken(Outcome.UNMATCHED)
            outcome = await self._kept(session, mail, sent, case, person, at)
        return Taken(outcome, sent.case_id, sent.id)

    async def _kept(
        self, session: Session, mail: Incoming, sent: Sent, case: Case, person: Person, at: datetime
    ) -> Outcome:
        comment = _comment(mail, sent, case, at)
        if await comments.there(session, comment.id):
            return Outcome.KNOWN
        if await comments.written_since(session, person.id, at - HOUR) >= MOST_PER_HOUR:
            return Outcome.TOO_MANY
        if not await comments.add(session, comment):
            return Outcome.KNOWN
        await self.write(session, "comment", case=case, comment=comment, by_office=False, at=at)
        if sent.mail != REPLY_KEPT:  # or a program that marks nothing as automatic would be answered for ever
            about = {"case": case, "comment": comment, "person": person, "assignment": sent.assignment}
            await self.write(session, REPLY_KEPT, at=at, **about)
        return Outcome.KEPT


def _comment(mail: Incoming, sent: Sent, case: Case, at: datetime) -> Comment:
    """For the office alone; of its author we know no more than whom our mail went to."""
    assignment = case.assignment(sent.assignment)
    return Comment(
        id=uuid5(IDS, f"{sent.id}:{mail.key}").hex,
        case_id=case.id,
        task=assignment.task if assignment is not None else "",
        by=sent.person_id,
        role=Relation.ANYONE,
        stated_name="",
        at=at,
        via=Via.POST,
        audience=Audience.OFFICE,
        text=mail.text,
        text_version=case.version,
        origin=Origin.MAIL,
        left_out=mail.left_out,
    )
