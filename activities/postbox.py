"""Takes a letter: puts it into words, freezes its bytes, seals them, and keeps them with the hash of their link."""

import dataclasses
import hashlib
import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from contracts.mail import Mail
from contracts.mails import MAILS
from contracts.post import sealed_mail, sealed_recipient
from domain.case import Case
from domain.world import Person
from kit.i18n import N_
from kit.message import UnsafeMail, address_for_mail, build_message, thread_id
from kit.modes import MailMode, Mode
from kit.sealing import KeyRing
from kit.templating import MailText, Templates
from storage import links, outbox
from storage.links import Link
from storage.outbox import NewMail

IDS = UUID("0b9d2f4e-58c1-4a36-9c1e-7a4f2d6b8e35")  # namespace: the same notice is the same mail
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
    """One mail before it is words: to whom, about what, and what is kept of its link."""

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
    link: Link | None = None
    wave: str | None = None
    unsubscribe: str = ""  # for mail one may opt out of
    words: MailText | None = None  # where they are known already
    not_before: datetime | None = None  # None: it leaves at once


def about_case(
    case: Case,
    person: Person,
    *,
    mail: str,
    key: str,
    props: Mail,
    at: datetime,
    language: str,
    address: str,
    assignment: str,
    link: Link | None,
    not_before: datetime | None = None,
) -> Letter:
    """A letter to a person we know, about a case."""
    about = (person.name, person.id, case.id, assignment, link)
    return Letter(mail, key, props, at, language, address, *about, not_before=not_before)


class Postbox:
    """Where all letters of an installation go. `session` is storage's, that of the transaction of the cause."""

    def __init__(self, templates: Templates, keys: KeyRing, house: House) -> None:
        self.templates, self.keys, self.house = templates, keys, house

    async def put(self, session: Any, *letters: Letter) -> None:
        """Keeps each letter once per key, with the hash of its link."""
        written = [(letter, mail) for letter in letters if (mail := self.written(letter)) is not None]
        kept = set(await outbox.add_all(session, [mail for _, mail in written]))
        await links.add_all(session, [one.link for one, mail in written if mail.id in kept and one.link is not None])

    def written(self, letter: Letter) -> NewMail | None:
        """Frozen and sealed; None for an address no server would take: it must not hold up the step."""
        try:
            recipient = address_for_mail(letter.address).encode("ascii")
        except UnsafeMail:
            log.warning("letters.unsafe mail=%s person=%s case=%s", letter.mail, letter.person_id, letter.case_id)
            return None
        return self._sealed(letter, uuid5(IDS, letter.key).hex, recipient)

    def _sealed(self, letter: Letter, mail_id: str, recipient: bytes) -> NewMail:
        message = self.message(letter, mail_id)
        return NewMail(
            id=mail_id,
            mail=letter.mail,
            language=letter.language,
            dedup_key=letter.key,
            recipient=self.keys.seal(recipient, sealed_recipient(mail_id)),
            sealed=self.keys.seal(message, sealed_mail(mail_id)),
            created_at=letter.at,
            not_before=letter.not_before,
            sha256=hashlib.sha256(message).hexdigest(),
            case_id=letter.case_id,
            wave=letter.wave,
            assignment=letter.assignment,
            person_id=letter.person_id,
            once=MAILS[letter.mail].once,
        )

    def message(self, letter: Letter, mail_id: str) -> bytes:
        """The frozen bytes: to one person, dated by the cause, threaded per person and case."""
        house, domain = self.house, self.house.mail_domain
        words = letter.words or self.words(letter.mail, letter.language, letter.props)
        about = letter.case_id or letter.wave
        thread = f"{about}:{letter.person_id}"
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
            references=[thread_id(thread, domain)] if about else [],
            unsubscribe_url=letter.unsubscribe,
        )

    def words(self, mail: str, language: str, props: Mail) -> MailText:
        """The mail in words."""
        return self.templates.mail(mail, language, self._context(props, language))

    def _context(self, props: Mail, language: str) -> dict[str, Any]:
        notice = NOTICES.get(self.house.mode.mode, "")
        site = {
            "organisation": self.house.organisation,
            "base_url": self.house.base_url.rstrip("/"),
            "office_email": self.house.office_email,
            "office_phone": self.house.office_phone,
            "mail_notice": self.templates.catalogues.of(language).gettext(notice),
        }
        return {field.name: getattr(props, field.name) for field in dataclasses.fields(props)} | {"site": site}

    def language(self, wanted: str) -> str:
        """One of our languages."""
        return self.templates.catalogues.resolve(wanted)

    def greeting(self, name: str, language: str) -> str:
        """How a mail addresses somebody."""
        return name.strip() or self.templates.catalogues.of(language).gettext(GREETING)

    def day(self, moment: datetime) -> date:
        """The local day of an instant."""
        return moment.astimezone(ZoneInfo(self.house.zone)).date()
