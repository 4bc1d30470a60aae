"""What mails about a co-signature say."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.idea_mails import AskedAnew, Dated
from contracts.mail import Kind, Opens
from domain.words import EventKind


@dataclass(frozen=True, kw_only=True)
class SignAsked(AskedAnew):
    """To a signer: it is your turn."""

    step: str  # what the process calls it; "" for one that the office put in
    back: bool  # whether it was sent back to them


@dataclass(frozen=True, kw_only=True)
class SignOffNews(Dated):
    """To the office: somebody refused, objected or sent it back, or all have signed."""

    change: EventKind


OF_SIGN_OFFS: Mapping[str, Kind] = {
    "sign_asked": Kind(SignAsked, Opens.TASK),
    "sign_off_news": Kind(SignOffNews, Opens.OFFICE),
}
