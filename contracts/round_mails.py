"""What mails about rounds say to the panel and to the office; what submitters get is a mail about their idea."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from contracts.mail import Kind, Mail, Opens
from domain.rounds.words import RoundEventKind


@dataclass(frozen=True, kw_only=True)
class OfRound(Mail):
    """A mail about one round."""

    title: str
    link: str


@dataclass(frozen=True, kw_only=True)
class RoundInvitation(OfRound):
    """To somebody of the panel: how many ideas, until when; one link for all of them."""

    ideas: int
    closes_on: date


class RoundReminder(RoundInvitation):
    """To somebody of the panel who is still waited for."""


@dataclass(frozen=True, kw_only=True)
class RoundNote(OfRound):
    """To the office: what a round needs, or that its ranking is there."""

    round_news: RoundEventKind


@dataclass(frozen=True, kw_only=True)
class RoundRefused(OfRound):
    """What was received about a round while the engine was away could not be taken after all."""

    received_at: datetime
    reason: str  # a sentence of the catalogue


OF_ROUNDS: Mapping[str, Kind] = {
    "round_invitation": Kind(RoundInvitation, Opens.ROUND),
    "round_reminder": Kind(RoundReminder, Opens.ROUND),
    "round_note": Kind(RoundNote, Opens.OFFICE),
    "round_refused": Kind(RoundRefused, Opens.OFFICE),
}
