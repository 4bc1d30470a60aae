"""What mails say that are written when somebody asks for them, whatever a definition says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from contracts.idea_mails import Dated, OfIdea
from contracts.mail import Kind, Mail, Opens


@dataclass(frozen=True, kw_only=True)
class ConfirmAddress(Mail):
    """The only mail an unconfirmed address gets: nothing in it was written by whoever filled in the form."""

    link: str
    expires_on: date


@dataclass(frozen=True, kw_only=True)
class SigninCode(Mail):
    """A code, sent once."""

    code: str
    minutes: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class NewLink(Dated):
    """A fresh link in place of one that expired."""

    expires_on: date


@dataclass(frozen=True, kw_only=True)
class RefusedLater(OfIdea):
    """What was received while the engine was away could not be taken after all."""

    said: str  # kind of happening
    received_at: datetime
    reason: str  # a sentence of the catalogue


ASKED_FOR: Mapping[str, Kind] = {
    "confirm_address": Kind(ConfirmAddress, Opens.CONFIRM),
    "signin_code": Kind(SigninCode, Opens.NOTHING, once=True),
    "new_link": Kind(NewLink, Opens.AGAIN),
    "refused_later": Kind(RefusedLater, Opens.AGAIN),
}
