"""Whoever gives an address, to take part in an open survey or to support an idea: sealed until it is confirmed."""

from typing import Annotated, ClassVar, Literal, Protocol, Self

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator

from api.services import Services
from domain.happenings.base import Line, Model
from kit.message import UnsafeMail, address_for_mail
from kit.sealing import SealBroken
from storage import entries


def _address(text: str) -> str:
    """An address our mail can be written to, in its normal form."""
    try:
        address = validate_email(text, check_deliverability=False).normalized
        address_for_mail(address)
    except (EmailNotValidError, UnsafeMail):
        raise ValueError("email") from None
    return address


Address = Annotated[Line, AfterValidator(_address)]


class Waits(Protocol):
    """What lies sealed until its address is confirmed."""

    @property
    def id(self) -> str:
        """Names what one page sent."""
        ...

    @property
    def sealed(self) -> bytes:
        """What was given."""
        ...


class Given(Model):
    """An address that somebody gave, and the version of the privacy notice they were shown; sealed meanwhile."""

    CONTEXT: ClassVar[str]  # under which name it is sealed

    email: Address
    language: Literal["de", "en"] = "de"
    notice: str = ""

    def sealed(self, services: Services, entry_id: str) -> bytes:
        """Readable with our keys and in its own row only."""
        return services.keys.seal(self.model_dump_json().encode(), f"{self.CONTEXT}:{entry_id}")

    @classmethod
    def opened(cls, services: Services, entry: Waits) -> Self | None:
        """What was given; None where a key is missing."""
        try:
            return cls.model_validate_json(services.keys.open(bytes(entry.sealed), f"{cls.CONTEXT}:{entry.id}"))
        except SealBroken:
            return None


class Guest(Given):
    """Whoever wants to take part in an open survey."""

    CONTEXT = "survey.entry"

    tell: bool = False  # whether they want to hear by mail what came of it

    @property
    def known_as(self) -> entries.Guest:
        """As storage takes it."""
        return entries.Guest(self.email, self.language, self.tell)
