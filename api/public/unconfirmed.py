"""What comes from the public form is no case yet: sealed, with the one mail that asks to confirm the address."""

import hashlib
from datetime import datetime
from typing import Annotated, Literal, Self

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict

from api.errors import TooMany
from api.privacy import SUBMITTERS, current
from api.services import Services
from domain.happenings import IdeaText
from domain.happenings.base import Line, Model
from kit.message import UnsafeMail, address_for_mail
from kit.sealing import SealBroken
from storage import notices, people, submissions
from storage.submissions import Submission


def _address(text: str) -> str:
    """An address our mail can be written to, in its normal form."""
    try:
        address = validate_email(text, check_deliverability=False).normalized
        address_for_mail(address)
    except (EmailNotValidError, UnsafeMail):
        raise ValueError("email") from None
    return address


class Contact(Model):
    """Who submits, and whether the name may be shown."""

    name: Line
    email: Annotated[Line, AfterValidator(_address)]
    named: bool = False


class Unconfirmed(BaseModel):
    """The whole form, as it is sealed."""

    model_config = ConfigDict(frozen=True)

    text: IdeaText
    contact: Contact
    language: Literal["de", "en"] = "de"
    notice: str = ""  # version of the privacy notice; forms of before 0.2 name none

    def sealed(self, services: Services, submission_id: str) -> bytes:
        """Readable with our keys and in its own row only."""
        return services.keys.seal(self.model_dump_json().encode(), context(submission_id))

    @classmethod
    def opened(cls, services: Services, form: Submission) -> Self | None:
        """What was sent in; None once it is gone."""
        if form.sealed is None:
            return None
        try:
            return cls.model_validate_json(services.keys.open(bytes(form.sealed), context(form.id)))
        except SealBroken:
            return None


def context(submission_id: str) -> str:
    """Under which name a form is sealed."""
    return f"submission:{submission_id}"


def same_form(form: Unconfirmed, nonce: str) -> str:
    """The id of what one page sent with these words: a double click, or going back and sending again, is one form."""
    return hashlib.sha256(f"{nonce}\n{form.model_dump_json()}".encode()).hexdigest()[:32]


async def keep(services: Services, form: Unconfirmed, nonce: str, network: str, at: datetime) -> None:
    """Keeps the form with what was said of privacy, and writes the mail.

    More than three mails an hour to one address are not written, silently. Raises TooMany when a network or an
    address sends too much.
    """
    address = people.normalised(form.contact.email)
    await services.limits.spend("submit.network", network)
    await services.limits.spend("submit.address", address)
    try:
        await services.limits.spend("confirm.address", address)
    except TooMany:
        return
    submission_id = same_form(form, nonce)
    async with services.db.write() as session:
        if not await submissions.add(session, submission_id, form.sealed(services, submission_id), at=at):
            return
        told = current(services, SUBMITTERS, form.language)
        await notices.keep(session, told.version, audience=told.audience, language=told.language, html=told.html, at=at)
        await services.write_caseless(
            session,
            "confirm_address",
            at=at,
            submission_id=submission_id,
            address=form.contact.email,
            language=form.language,
        )
