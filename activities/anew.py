"""Writes a case's waiting mails anew when a text of it was blanked: nobody is sent the text, nobody misses the mail.

The mail stays the one it is: its row, its place in the queue, its Message-ID, its date, its link. Only its words are
those of the case as it is now. One that cannot be written any more is held back, and the page of the case says so.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

from activities.caseless_letters import Explain
from activities.comment_letters import CommentLetters
from activities.letter_links import Links
from activities.mail_props import NothingToTell, Told, props_for
from activities.postbox import Letter, Postbox, about_case
from contracts.asked_for_mails import NewLink, RefusedLater
from contracts.comment_mails import OF_COMMENTS, REPLY_KEPT
from contracts.mail import Mail
from contracts.mails import MAILS
from contracts.post import sealed_mail, sealed_recipient
from domain.case import Case
from domain.step import Event, Notice
from domain.world import Person, World
from kit.message import UnsafeMail, address_for_mail
from kit.sealing import SealBroken
from kit.tokens import SHAPE, hash_token
from storage import inbox, links, mapping, outbox, people
from storage.outbox import Unsent

UNWRITABLE = (KeyError, ValueError, IndexError, UnsafeMail, SealBroken, NothingToTell)


@dataclass(frozen=True)
class Anew:
    """One case and what its mails are written from. `session` is storage's, that of the step that blanked."""

    session: Any
    case: Case
    world: World
    postbox: Postbox
    links: Links
    explain: Explain

    async def write(self) -> None:
        """Every mail of the case that has not gone out says what may still be said, or is held back."""
        waiting = await outbox.unsent(self.session, self.case.id)
        if not waiting:
            return
        record = {event.seq: event for event in await mapping.load_events(self.session, self.case.id)}
        addresses = await people.addresses_of(self.session, (mail.person_id for mail in waiting))
        for mail in waiting:
            if not await self._written(mail, record, addresses):
                await outbox.hold_back(self.session, mail.id, self.world.now, why=outbox.BLANKED)

    async def _written(self, mail: Unsent, record: Mapping[int, Event], addresses: Mapping[str, str]) -> bool:
        person = self.world.people.get(mail.person_id) or await people.get(self.session, mail.person_id)
        try:
            recipient = address_for_mail(addresses[mail.person_id]).encode("ascii")
            token = self._token(mail)
            props = None if person is None else await self._props(mail, person, token, record)
        except UNWRITABLE:
            return False
        if person is None or props is None:
            return False
        message = self.postbox.message(self._letter(mail, person, props, addresses[person.id]), mail.id)
        keys = self.postbox.keys
        await outbox.change(
            self.session,
            mail.id,
            recipient=keys.seal(recipient, sealed_recipient(mail.id)),
            sealed=keys.seal(message, sealed_mail(mail.id)),
            sha256=hashlib.sha256(message).hexdigest(),
        )
        return True

    def _token(self, mail: Unsent) -> str:
        """The token of the mail's link, which stands nowhere else; empty for one that acts on nothing."""
        plain = self.postbox.keys.open(mail.sealed, sealed_mail(mail.id))
        part = message_from_bytes(plain, policy=policy.default).get_body(("plain",))
        text = "" if part is None else str(part.get_content())
        found = re.search(rf"{re.escape(self.links.base_url)}/a/({SHAPE.pattern})\b", text)
        return "" if found is None else found[1]

    def _letter(self, mail: Unsent, person: Person, props: Mail, address: str) -> Letter:
        return about_case(
            self.case,
            person,
            mail=mail.mail,
            key=mail.dedup_key,
            props=props,
            at=mail.created_at,
            language=self.postbox.language(person.language),
            address=address,
            assignment=mail.assignment,
            link=None,
        )

    async def _props(self, mail: Unsent, person: Person, token: str, record: Mapping[int, Event]) -> Mail | None:
        if mail.mail == "new_link":
            return await self._new_link(mail, person, token)
        if mail.mail == "refused_later":
            return await self._refused_later(mail, person, token)
        if mail.mail == REPLY_KEPT:
            here = self._url(token) or self._address(mail, person)
            return CommentLetters(self.postbox, self.links).kept_anew(self.case, mail, person, here)
        if mail.mail in OF_COMMENTS:
            return CommentLetters(self.postbox, self.links).anew(self.case, mail, person, self._url(token))
        return self._of_notice(mail, person, token, record)

    def _of_notice(self, mail: Unsent, person: Person, token: str, record: Mapping[int, Event]) -> Mail:
        """The notice again, from the line of the record that its key names."""
        event = record[int(mail.dedup_key.split(":")[2])]
        notice = Notice(mail.mail, person.id, mail.dedup_key, event.kind, mail.assignment, event.facts)
        url = self._url(token) or self._address(mail, person)
        language, name = self._to(person)
        say = self.postbox.templates.catalogues.of(language)
        told = Told(notice, self.case, self.world, language, name, self.postbox.house.organisation, url, say)
        return props_for(told)

    def _address(self, mail: Unsent, person: Person) -> str | None:
        """An address that needs no token: the office's page, or the public one."""
        url, minted = self.links.of(MAILS[mail.mail].opens, self.case, person, mail.assignment, self.world.now)
        return url if minted is None else None

    async def _new_link(self, mail: Unsent, person: Person, token: str) -> NewLink | None:
        link = await links.find(self.session, hash_token(token))
        if link is None:
            return None
        assignment = self.case.assignment(mail.assignment)
        task = self.case.task(assignment.task) if assignment is not None else None
        return NewLink(
            recipient_name=self._to(person)[1],
            organisation=self.postbox.house.organisation,
            number=self.case.number,
            title=self.case.text.title,
            link=self._url(token),
            due_on=task.due_on if task is not None else None,
            expires_on=self.postbox.day(link.expires_at),
        )

    async def _refused_later(self, mail: Unsent, person: Person, token: str) -> RefusedLater | None:
        refused = await inbox.refused(self.session, mail.dedup_key.partition(":")[2])
        if refused is None:
            return None
        said, received_at, code = refused
        language, name = self._to(person)
        return RefusedLater(
            recipient_name=name,
            organisation=self.postbox.house.organisation,
            number=self.case.number,
            title=self.case.text.title,
            link=self._url(token) or f"{self.links.base_url}/office/ideas/{self.case.number}",
            said=said,
            received_at=received_at,
            reason=self.explain(code, language),
        )

    def _to(self, person: Person) -> tuple[str, str]:
        """In which language, and how, somebody is addressed."""
        language = self.postbox.language(person.language)
        return language, self.postbox.greeting(person.name, language)

    def _url(self, token: str) -> str | None:
        return f"{self.links.base_url}/a/{token}" if token else None
