"""Mails that no notice of a definition asks for: confirm an address, sign in, a fresh link, a late refusal."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from activities.letter_links import Links
from activities.postbox import Letter, Postbox, about_case
from contracts import support_links, survey_links
from contracts.asked_for_mails import ConfirmAddress, NewLink, RefusedLater, SigninCode
from contracts.assurance_mails import AnswerCode
from contracts.desk_mails import DeskCode, DeskLink
from contracts.mail import Opens
from contracts.support_mails import ConfirmSupport
from contracts.survey_mails import ConfirmEntry
from domain.case import Case
from domain.happenings import Happening
from domain.world import Person
from storage import mapping, people
from storage.links import Link

CODE_MINUTES = 10

_AGAIN = {"objection": Opens.OBJECTION}

Explain = Callable[[str, str], str]  # code of a refusal, language → sentence


class CaselessLetters:
    """Each method writes one kind of mail, or nothing when there is nobody to write to."""

    def __init__(self, postbox: Postbox, links: Links, explain: Explain) -> None:
        self.postbox, self.links, self.explain = postbox, links, explain
        self.organisation = postbox.house.organisation

    async def confirm_address(
        self, session: Any, *, submission_id: str, address: str, language: str, at: datetime
    ) -> None:
        """The only mail to an address nobody confirmed; not a word in it comes from whoever filled in the form."""
        url, link = self.links.to_confirm(submission_id, at)
        language = self.postbox.language(language)
        props = ConfirmAddress(
            recipient_name=self.postbox.greeting("", language),
            organisation=self.organisation,
            link=url,
            expires_on=self.postbox.day(link.expires_at),
        )
        key = f"confirm_address:{submission_id}"
        await self.postbox.put(session, Letter("confirm_address", key, props, at, language, address, link=link))

    async def confirm_entry(
        self,
        session: Any,
        *,
        entry: str,
        token: str,
        title: str,
        closes_on: date,
        expires_at: datetime,
        address: str,
        language: str,
        at: datetime,
    ) -> None:
        """The only mail to an address nobody confirmed, for an open survey: words of the house alone.

        Known by the entry, which is gone once it is confirmed: nothing leads from the invitation to the minute.
        """
        language = self.postbox.language(language)
        props = ConfirmEntry(
            recipient_name=self.postbox.greeting("", language),
            organisation=self.organisation,
            title=title,
            link=f"{self.postbox.house.base_url.rstrip('/')}{survey_links.ANSWER}/{token}",
            expires_on=min(self.postbox.day(expires_at), closes_on),
            closes_on=closes_on,
        )
        letter = Letter("confirm_entry", f"confirm_entry:{entry}", props, at, language, address)
        await self.postbox.put(session, letter)

    async def confirm_support(
        self,
        session: Any,
        *,
        entry: str,
        token: str,
        title: str,
        expires_at: datetime,
        address: str,
        language: str,
        at: datetime,
    ) -> None:
        """The only mail to an address that somebody gave for an idea: of words only the public title."""
        language = self.postbox.language(language)
        props = ConfirmSupport(
            recipient_name=self.postbox.greeting("", language),
            organisation=self.organisation,
            title=title,
            link=f"{self.postbox.house.base_url.rstrip('/')}{support_links.LINK}/{token}",
            expires_on=self.postbox.day(expires_at),
        )
        letter = Letter("confirm_support", f"confirm_support:{entry}", props, at, language, address)
        await self.postbox.put(session, letter)

    async def signin_code(self, session: Any, *, person: Person, code: str, key: str, at: datetime) -> None:
        """A code for signing in; `key` names this code, since each is sent once."""
        address = await people.address_of(session, person.id)
        if address is None:
            return
        language = self.postbox.language(person.language)
        props = SigninCode(
            recipient_name=self.postbox.greeting(person.name, language),
            organisation=self.organisation,
            code=code,
            minutes=CODE_MINUTES,
            expires_at=at + timedelta(minutes=CODE_MINUTES),
        )
        letter = Letter("signin_code", f"signin_code:{key}", props, at, language, address, person.name, person.id)
        await self.postbox.put(session, letter)

    async def desk_link(self, session: Any, *, person: Person, key: str, at: datetime) -> None:
        """A fresh link to somebody's desk, to the address on file; nothing for whoever has left."""
        address = await people.address_of(session, person.id)
        if address is None or not person.active:
            return
        url, link = self.links.to_desk(person.id, at)
        language = self.postbox.language(person.language)
        props = DeskLink(
            recipient_name=self.postbox.greeting(person.name, language),
            organisation=self.organisation,
            link=url,
            expires_on=self.postbox.day(link.expires_at),
        )
        letter = Letter(
            "desk_link", f"desk_link:{key}", props, at, language, address, person.name, person.id, link=link
        )
        await self.postbox.put(session, letter)

    async def desk_code(self, session: Any, *, person: Person, code: str, key: str, at: datetime) -> None:
        """A code for what a desk's link alone does not open."""
        address = await people.address_of(session, person.id)
        if address is None:
            return
        language = self.postbox.language(person.language)
        props = DeskCode(
            recipient_name=self.postbox.greeting(person.name, language),
            organisation=self.organisation,
            code=code,
            minutes=CODE_MINUTES,
            expires_at=at + timedelta(minutes=CODE_MINUTES),
        )
        letter = Letter("desk_code", f"desk_code:{key}", props, at, language, address, person.name, person.id)
        await self.postbox.put(session, letter)

    async def answer_code(
        self, session: Any, *, person: Person, number: str, chosen: str, code: str, key: str, at: datetime
    ) -> None:
        """A code for one answer and what was chosen in it; `key` names this code, since each is sent once."""
        address = await people.address_of(session, person.id)
        if address is None:
            return
        language = self.postbox.language(person.language)
        props = AnswerCode(
            recipient_name=self.postbox.greeting(person.name, language),
            organisation=self.organisation,
            number=number,
            chosen=chosen,
            code=code,
            minutes=CODE_MINUTES,
            expires_at=at + timedelta(minutes=CODE_MINUTES),
        )
        letter = Letter("answer_code", f"answer_code:{key}", props, at, language, address, person.name, person.id)
        await self.postbox.put(session, letter)

    async def new_link(self, session: Any, *, link: Link, at: datetime) -> None:
        """A fresh link in place of this one, to the address on file; nothing when it no longer opens anything."""
        case = await mapping.load_case(session, link.case_id, lock=False) if link.case_id else None
        person = await people.get(session, link.person_id)
        address = await people.address_of(session, link.person_id)
        if case is None or person is None or not person.active or address is None:
            return
        opens = _AGAIN.get(link.purpose, Opens.TASK if link.assignment else Opens.IDEA)
        url, fresh = self.links.of(opens, case, person, link.assignment, at)
        if fresh is None:
            return
        assignment = case.assignment(fresh.assignment)
        task = case.task(assignment.task) if assignment is not None else None
        language = self.postbox.language(person.language)
        props = NewLink(
            recipient_name=self.postbox.greeting(person.name, language),
            organisation=self.organisation,
            number=case.number,
            title=case.text.title,
            link=url,
            due_on=task.due_on if task is not None else None,
            expires_on=self.postbox.day(fresh.expires_at),
        )
        letter = about_case(
            case,
            person,
            mail="new_link",
            key=f"new_link:{fresh.hash}",
            props=props,
            at=at,
            language=language,
            address=address,
            assignment=fresh.assignment,
            link=fresh,
        )
        await self.postbox.put(session, letter)

    async def refused_later(
        self, session: Any, *, case: Case, happening: Happening, person: Person, code: str, at: datetime
    ) -> None:
        """What was received while the engine was away could not be taken: what, why, and the way back to the text."""
        address = await people.address_of(session, person.id)
        if address is None or not case.texts:
            return
        assignment = str(getattr(happening, "assignment", ""))
        opens = Opens.OBJECTION if happening.kind == "objected" else _opens(case, person, assignment)
        url, link = self.links.of(opens, case, person, assignment, at)
        language = self.postbox.language(person.language)
        props = RefusedLater(
            recipient_name=self.postbox.greeting(person.name, language),
            organisation=self.organisation,
            number=case.number,
            title=case.text.title,
            link=url,
            said=happening.kind,
            received_at=happening.at,
            reason=self.explain(code, language),
        )
        letter = about_case(
            case,
            person,
            mail="refused_later",
            key=f"refused_later:{happening.id}",
            props=props,
            at=at,
            language=language,
            address=address,
            assignment=link.assignment if link is not None else "",
            link=link,
        )
        await self.postbox.put(session, letter)


def _opens(case: Case, person: Person, assignment: str) -> Opens:
    """Where somebody finds again what they wrote."""
    if case.assignment(assignment) is not None:
        return Opens.TASK
    return Opens.IDEA if person.id == case.submitter else Opens.OFFICE
