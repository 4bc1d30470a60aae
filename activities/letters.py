"""Writes the letters of a step: links minted, words rendered, bytes frozen and sealed, in the step's transaction."""

import dataclasses
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from activities.letter_links import Links
from activities.mail_props import NothingToTell, Told, props_for
from contracts.mails import MAILS, ConfirmAddress, Mail, NewLink, Opens, RefusedLater, SigninCode
from contracts.post import sealed_mail, sealed_recipient
from domain.case import Case
from domain.happenings import Happening
from domain.step import Notice, Step
from domain.world import Person, World
from kit.i18n import N_
from kit.message import UnsafeMail, address_for_mail, build_message, thread_id
from kit.modes import MailMode, Mode
from kit.sealing import KeyRing
from kit.templating import Templates
from storage import links, mapping, outbox, people
from storage.links import Link
from storage.outbox import NewMail

IDS = UUID("0b9d2f4e-58c1-4a36-9c1e-7a4f2d6b8e35")  # namespace: the same notice is the same mail
CODE_MINUTES = 10
GREETING = N_("Good day")  # in place of a name that is not known
NOTICES = {
    MailMode.TEAM: N_("Trial: mail of this installation goes to the project team only."),
    MailMode.TEST: N_("Test: mail of this installation goes to nobody."),
}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class House:
    """Who writes, from where, and what stands below every mail."""

    organisation: str
    base_url: str
    sender_address: str
    mode: Mode
    office_email: str = ""
    office_phone: str = ""
    zone: str = "Europe/Berlin"

    @property
    def mail_domain(self) -> str:
        """The domain of every Message-ID."""
        return self.mode.mail_domain


@dataclass(frozen=True)
class Letter:
    """One mail before it is words: to whom, about what, and what follows from its link."""

    mail: str
    key: str
    props: Mail
    at: datetime
    language: str
    address: str
    name: str = ""
    person_id: str = ""
    case_id: str | None = None
    assignment: str = ""
    thread: str = ""
    link: Link | None = None


class Letters:
    """Writes mails into the outbox. `session` is storage's, always that of the transaction of the cause."""

    def __init__(
        self,
        templates: Templates,
        keys: KeyRing,
        house: House,
        explain: Callable[[str, str], str] | None = None,
    ) -> None:
        """`explain` gives the sentence for a code of a refusal in a language."""
        self.templates, self.keys, self.house = templates, keys, house
        self.explain = explain or (lambda *_: "")
        self.links = Links(house.base_url)

    async def write(self, session: Any, case: Case, step: Step, world: World) -> None:
        """One mail for each notice of the step; dated by the course, never by a wall clock."""
        for notice in step.notices:
            person = world.people.get(notice.to)
            if person is not None:
                await self._tell(session, step.case, notice, person, world)

    async def _tell(self, session: Any, case: Case, notice: Notice, person: Person, world: World) -> None:
        address = await people.address_of(session, person.id)
        if address is None:
            log.warning("letters.no_address case=%s mail=%s person=%s", case.id, notice.mail, person.id)
            return
        opens = MAILS[notice.mail].opens
        url, link = self.links.of(opens, case, person, notice.assignment, world.now)
        language = self.templates.catalogues.resolve(person.language)
        told = Told(notice, case, world, language, self._name(person.name, language), self.house.organisation, url)
        try:
            props = props_for(told)
        except NothingToTell:  # a definition that names this mail for another event than it is about
            log.error("letters.nothing_to_tell case=%s mail=%s event=%s", case.id, notice.mail, notice.event)
            return
        letter = self._to(person, case, notice.mail, notice.key, props, world.now, address, link)
        await self._post(session, dataclasses.replace(letter, assignment=notice.assignment))

    # Mails that no notice asks for

    async def write_caseless(self, session: Any, mail: str, *, at: datetime, **about: Any) -> None:
        """`confirm_address`, `signin_code`, `new_link` or `refused_later`, with what that method takes."""
        writers: dict[str, Callable[..., Awaitable[None]]] = {
            "confirm_address": self.confirm_address,
            "signin_code": self.signin_code,
            "new_link": self.new_link,
            "refused_later": self.refused_later,
        }
        await writers[mail](session, at=at, **about)

    async def confirm_address(
        self, session: Any, *, submission_id: str, address: str, language: str, at: datetime
    ) -> None:
        """The only mail to an address nobody confirmed; not a word in it comes from whoever filled in the form."""
        url, link = self.links.to_confirm(submission_id, at)
        language = self.templates.catalogues.resolve(language)
        props = ConfirmAddress(
            recipient_name=self._name("", language),
            organisation=self.house.organisation,
            link=url,
            expires_on=self._day(link.expires_at),
        )
        key = f"confirm_address:{submission_id}"
        await self._post(session, Letter("confirm_address", key, props, at, language, address, link=link))

    async def signin_code(self, session: Any, *, person: Person, code: str, key: str, at: datetime) -> None:
        """A code for signing in; `key` names this code, since each is sent once."""
        address = await people.address_of(session, person.id)
        if address is None:
            return
        language = self.templates.catalogues.resolve(person.language)
        props = SigninCode(
            recipient_name=self._name(person.name, language),
            organisation=self.house.organisation,
            code=code,
            minutes=CODE_MINUTES,
            expires_at=at + timedelta(minutes=CODE_MINUTES),
        )
        key = f"signin_code:{key}"
        await self._post(
            session, Letter("signin_code", key, props, at, language, address, person.name, person_id=person.id)
        )

    async def new_link(self, session: Any, *, link: Link, at: datetime) -> None:
        """A fresh link in place of this one, to the address on file; nothing when it no longer opens anything."""
        case = await mapping.load_case(session, link.case_id, lock=False) if link.case_id else None
        person = await people.get(session, link.person_id)
        address = await people.address_of(session, link.person_id)
        if case is None or person is None or not person.active or address is None:
            return
        assignment = case.assignment(link.assignment)
        task = case.task(assignment.task) if assignment is not None else None
        opens = Opens.TASK if assignment is not None else Opens.IDEA
        url, fresh = self.links.of(opens, case, person, link.assignment, at)
        if fresh is None:
            return
        language = self.templates.catalogues.resolve(person.language)
        props = NewLink(
            recipient_name=self._name(person.name, language),
            organisation=self.house.organisation,
            number=case.number,
            title=case.text.title,
            link=url,
            due_on=task.due_on if task is not None else None,
            expires_on=self._day(fresh.expires_at),
        )
        key = f"new_link:{fresh.hash}"
        await self._post(session, self._to(person, case, "new_link", key, props, at, address, fresh))

    async def refused_later(
        self, session: Any, *, case: Case, happening: Happening, person: Person, code: str, at: datetime
    ) -> None:
        """What was received while the engine was away could not be taken: what, why, and the way back to the text."""
        address = await people.address_of(session, person.id)
        if address is None or not case.texts:
            return
        assignment = str(getattr(happening, "assignment", ""))
        url, link = self.links.of(_for(case, person, assignment), case, person, assignment, at)
        language = self.templates.catalogues.resolve(person.language)
        props = RefusedLater(
            recipient_name=self._name(person.name, language),
            organisation=self.house.organisation,
            number=case.number,
            title=case.text.title,
            link=url,
            said=happening.kind,
            received_at=happening.at,
            reason=self.explain(code, language),
        )
        key = f"refused_later:{happening.id}"
        await self._post(session, self._to(person, case, "refused_later", key, props, at, address, link))

    def _to(
        self,
        person: Person,
        case: Case,
        mail: str,
        key: str,
        props: Mail,
        at: datetime,
        address: str,
        link: Link | None,
    ) -> Letter:
        return Letter(
            mail=mail,
            key=key,
            props=props,
            at=at,
            language=self.templates.catalogues.resolve(person.language),
            address=address,
            name=person.name,
            person_id=person.id,
            case_id=case.id,
            assignment=link.assignment if link is not None else "",
            thread=f"{case.id}:{person.id}",
            link=link,
        )

    # Words, bytes, seal

    async def _post(self, session: Any, letter: Letter) -> None:
        """Freezes, seals and keeps the letter; an address that no server would take must not hold up the step."""
        mail_id = uuid5(IDS, letter.key).hex
        try:
            recipient = address_for_mail(letter.address)
        except UnsafeMail:
            log.warning("letters.unsafe mail=%s person=%s case=%s", letter.mail, letter.person_id, letter.case_id)
            return
        message = self.message(letter, mail_id)
        new = NewMail(
            id=mail_id,
            mail=letter.mail,
            language=letter.language,
            dedup_key=letter.key,
            recipient=self.keys.seal(recipient.encode("ascii"), sealed_recipient(mail_id)),
            sealed=self.keys.seal(message, sealed_mail(mail_id)),
            created_at=letter.at,
            sha256=hashlib.sha256(message).hexdigest(),
            case_id=letter.case_id,
            assignment=letter.assignment,
            person_id=letter.person_id,
            once=MAILS[letter.mail].once,
        )
        if await outbox.add(session, new) and letter.link is not None:
            await links.add(session, letter.link)

    def message(self, letter: Letter, mail_id: str) -> bytes:
        """The frozen bytes of a letter."""
        house, domain = self.house, self.house.mail_domain
        words = self.templates.mail(letter.mail, letter.language, self.context(letter.props, letter.language))
        return build_message(
            outbox_id=mail_id,
            mail_domain=domain,
            sender_name=house.organisation,
            sender_address=house.sender_address,
            recipient_name=letter.name,
            recipient_address=letter.address,
            subject=house.mode.mark(words.subject),
            text=words.text,
            html=words.html,
            language=letter.language,
            date=letter.at,
            reply_to=house.office_email,
            references=[thread_id(letter.thread, domain)] if letter.thread else [],
        )

    def context(self, props: Mail, language: str) -> dict[str, Any]:
        """What a mail's templates know: its props, and what stands below every mail."""
        house = self.house
        notice = NOTICES.get(house.mode.mode, "")
        site = {
            "organisation": house.organisation,
            "base_url": self.links.base_url,
            "office_email": house.office_email,
            "office_phone": house.office_phone,
            "mail_notice": self.templates.catalogues.of(language).gettext(notice),
        }
        return {field.name: getattr(props, field.name) for field in dataclasses.fields(props)} | {"site": site}

    def _name(self, name: str, language: str) -> str:
        return name.strip() or self.templates.catalogues.of(language).gettext(GREETING)

    def _day(self, moment: datetime) -> Any:
        return moment.astimezone(ZoneInfo(self.house.zone)).date()


def _for(case: Case, person: Person, assignment: str) -> Opens:
    """Where somebody finds again what they wrote."""
    if assignment and case.assignment(assignment) is not None:
        return Opens.TASK
    return Opens.IDEA if person.id == case.submitter else Opens.OFFICE
