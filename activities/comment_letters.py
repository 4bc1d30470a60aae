"""Tells of a new comment: the office, unless it wrote it, and whoever is asked now, if it is meant for them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from activities.letter_links import Links
from activities.postbox import Letter, Postbox, about_case
from contracts.comment_mails import CommentArrived, CommentNote
from contracts.mail import Mail
from contracts.mails import MAILS
from domain.case import Assignment, Case
from domain.comments.comment import Comment
from domain.comments.words import Audience
from domain.telling import office_of
from domain.words import Role, TaskKind
from domain.world import Person
from storage import people
from storage.outbox import Unsent

NOTE, ARRIVED = "comment_note", "comment_arrived"  # to the office; to whoever is asked now
ASKED = (TaskKind.REVIEW, TaskKind.SIGN, TaskKind.DECIDE, TaskKind.COMMITMENT)


class CommentLetters:
    """Writes them into the outbox. `session` is storage's, that of the transaction that keeps the comment."""

    def __init__(self, postbox: Postbox, links: Links) -> None:
        self.postbox, self.links = postbox, links

    async def write(self, session: Any, *, case: Case, comment: Comment, by_office: bool, at: datetime) -> None:
        """One mail to each, once for each comment; nobody hears of what they wrote themselves."""
        told: dict[str, tuple[Person, Assignment | None]] = {}
        if not by_office:
            told |= {p.id: (p, None) for p in office_of(await people.holding(session, Role.OFFICE))}
        asked = list(_asked(case, comment))
        known = await people.by_ids(session, (a.person for a in asked))
        told |= {a.person: (known[a.person], a) for a in asked if a.person in known and known[a.person].active}
        told.pop(comment.by, None)
        addresses = await people.addresses_of(session, told)
        letters = [
            self._letter(case, comment, *told[one], addresses[one], at) for one in sorted(told) if one in addresses
        ]
        await self.postbox.put(session, *letters)

    def _letter(
        self, case: Case, comment: Comment, person: Person, assignment: Assignment | None, address: str, at: datetime
    ) -> Letter:
        mail, asked = (NOTE, "") if assignment is None else (ARRIVED, assignment.id)
        url, link = self.links.of(MAILS[mail].opens, case, person, asked, at)
        return about_case(
            case,
            person,
            mail=mail,
            key=f"{mail}:{comment.id}:{person.id}:{int(comment.waits)}",
            props=self._props(mail, case, person, url, waits=comment.waits),
            at=at,
            language=self.postbox.language(person.language),
            address=address,
            assignment=asked,
            link=link,
        )

    def _props(self, mail: str, case: Case, person: Person, url: str | None, *, waits: bool) -> Mail:
        """What it says: no word of the comment, and not who wrote it."""
        facts: dict[str, Any] = {
            "recipient_name": self.postbox.greeting(person.name, self.postbox.language(person.language)),
            "organisation": self.postbox.house.organisation,
            "number": case.number,
            "title": case.text.title,
            "link": url,
        }
        return CommentArrived(**facts) if mail == ARRIVED else CommentNote(**facts, to_let_through=waits)

    def anew(self, case: Case, mail: Unsent, person: Person, url: str | None) -> Mail:
        """The props of one that waits to be sent, on the case as it is now."""
        here = url or f"{self.links.base_url}/office/ideas/{case.number}"
        return self._props(mail.mail, case, person, here, waits=mail.dedup_key.endswith(":1"))


def _asked(case: Case, comment: Comment) -> Iterator[Assignment]:
    """Whoever has a task of the case open that is answered by link, if the comment is for them to read now."""
    if comment.audience is Audience.OFFICE or comment.waits:
        return
    tasks = {task.id for task in case.open_tasks() if task.kind in ASKED}
    yield from (a for a in case.open_assignments() if a.task in tasks)
