"""Tells of a new comment: the office, unless it wrote it, and whoever is asked now, if it is meant for them.

A reply by mail is answered to the address on file of whoever our mail went to, never to where it came from.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from activities.letter_links import Links
from activities.postbox import Letter, Postbox, about_case
from contracts.comment_mails import REPLY_KEPT, CommentArrived, CommentNote, ReplyKept
from contracts.mail import Mail, Opens
from contracts.mails import MAILS
from domain.case import Assignment, Case
from domain.comments.comment import Comment
from domain.comments.words import Audience, Origin
from domain.telling import office_of
from domain.words import AssignmentState, Role, TaskKind
from domain.world import Person
from storage import mail_hours, people
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
        if comment.origin is not Origin.MAIL:  # of a mail it is not certain that they wrote it
            told.pop(comment.by, None)
        addresses = await people.addresses_of(session, told)
        letters = [
            replace(
                self._letter(case, comment, *told[one], addresses[one], at),
                not_before=await mail_hours.leaves(session, case.id, told[one][0], at),
            )
            for one in sorted(told)
            if one in addresses
        ]
        await self.postbox.put(session, *letters)

    async def answer(
        self, session: Any, *, case: Case, comment: Comment, person: Person, assignment: str, at: datetime
    ) -> None:
        """Says to whom our mail went that the reply has decided nothing; with the link that acts, if one still does."""
        address = await people.address_of(session, person.id)
        if address is None or not person.active:
            return
        url, link = self.links.of(Opens.TASK, case, person, assignment, at)
        if link is None and person.id == case.submitter:
            url, link = self.links.to_idea(case, at)
        if url is None:
            url, link = self.links.of(MAILS[REPLY_KEPT].opens, case, person, assignment, at)
        letter = about_case(
            case,
            person,
            mail=REPLY_KEPT,
            key=f"{REPLY_KEPT}:{comment.id}:{int(comment.left_out > 0)}",
            props=self._kept(case, person, url, assignment, left_out=comment.left_out > 0),
            at=at,
            language=self.postbox.language(person.language),
            address=address,
            assignment=assignment,
            link=link,
        )
        await self.postbox.put(session, letter)

    def _kept(self, case: Case, person: Person, url: str | None, assignment: str, *, left_out: bool) -> ReplyKept:
        return ReplyKept(
            **self._facts(case, person, url), asked=_still_asked(case, person, assignment), left_out=left_out
        )

    def kept_anew(self, case: Case, mail: Unsent, person: Person, url: str | None) -> Mail:
        """The props of an answer to a reply that waits to be sent, on the case as it is now."""
        return self._kept(case, person, url, mail.assignment, left_out=mail.dedup_key.endswith(":1"))

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
        facts = self._facts(case, person, url)
        return CommentArrived(**facts) if mail == ARRIVED else CommentNote(**facts, to_let_through=waits)

    def _facts(self, case: Case, person: Person, url: str | None) -> dict[str, Any]:
        return {
            "recipient_name": self.postbox.greeting(person.name, self.postbox.language(person.language)),
            "organisation": self.postbox.house.organisation,
            "number": case.number,
            "title": case.text.title,
            "link": url,
        }

    def anew(self, case: Case, mail: Unsent, person: Person, url: str | None) -> Mail:
        """The props of one that waits to be sent, on the case as it is now."""
        here = url or f"{self.links.base_url}/office/ideas/{case.number}"
        return self._props(mail.mail, case, person, here, waits=mail.dedup_key.endswith(":1"))


def _still_asked(case: Case, person: Person, assignment: str) -> bool:
    """Whether what our mail was about still waits for them."""
    theirs = case.assignment(assignment)
    if theirs is not None:
        return theirs.person == person.id and theirs.state is AssignmentState.OPEN
    return any(one.id == assignment and one.of == person.id and one.given_at is None for one in case.advice)


def _asked(case: Case, comment: Comment) -> Iterator[Assignment]:
    """Whoever has a task of the case open that is answered by link, if the comment is for them to read now."""
    if comment.audience is Audience.OFFICE or comment.waits:
        return
    tasks = {task.id for task in case.open_tasks() if task.kind in ASKED}
    yield from (a for a in case.open_assignments() if a.task in tasks)
