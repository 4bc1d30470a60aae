"""Whoever gives an address to take part in an open survey: sealed until the address is confirmed."""

from typing import Annotated, Literal, Self

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator

from api.services import Services
from domain.happenings import Line, Model
from kit.message import UnsafeMail, address_for_mail
from kit.sealing import SealBroken
from storage import entries
from storage.entries import Entry


def _address(text: str) -> str:
    """An address our mail can be written to, in its normal form."""
    try:
        address = validate_email(text, check_deliverability=False).normalized
        address_for_mail(address)
    except (EmailNotValidError, UnsafeMail):
        raise ValueError("email") from None
    return address


Address = Annotated[Line, AfterValidator(_address)]


class Guest(Model):
    """What somebody gave, and the version of the privacy notice they were shown."""

    email: Address
    language: Literal["de", "en"] = "de"
    tell: bool = False  # whether they want to hear by mail what came of it
    notice: str = ""

    def sealed(self, services: Services, entry_id: str) -> bytes:
        """Readable with our keys and in its own row only."""
        return services.keys.seal(self.model_dump_json().encode(), _context(entry_id))

    @classmethod
    def opened(cls, services: Services, entry: Entry) -> Self | None:
        """What was given; None where a key is missing."""
        try:
            return cls.model_validate_json(services.keys.open(bytes(entry.sealed), _context(entry.id)))
        except SealBroken:
            return None

    @property
    def known_as(self) -> entries.Guest:
        """As storage takes it."""
        return entries.Guest(self.email, self.language, self.tell)


def _context(entry_id: str) -> str:
    return f"survey.entry:{entry_id}"
