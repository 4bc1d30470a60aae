"""What mails to supporters of ideas say: one, to an address that somebody gave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.mail import Kind, Mail, Opens


@dataclass(frozen=True, kw_only=True)
class ConfirmSupport(Mail):
    """The only mail an address gets about an idea that matters to its owner: to confirm, and later to take it back."""

    title: str
    link: str
    expires_on: date


OF_SUPPORT: Mapping[str, Kind] = {"confirm_support": Kind(ConfirmSupport, Opens.CONFIRM)}
