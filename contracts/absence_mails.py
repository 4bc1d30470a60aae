"""What mails about absence say: nobody stands in, and a task is taken back; what a deputy gets is any request."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.idea_mails import OfTask
from contracts.mail import Kind, Opens


@dataclass(frozen=True, kw_only=True)
class NobodyStandsIn(OfTask):
    """To the office: whoever is asked is away, and nobody stands in for them."""

    away: str = ""  # their name


class TakenBack(OfTask):
    """To whoever was asked: you need not any more."""


OF_ABSENCE: Mapping[str, Kind] = {
    "nobody_stands_in": Kind(NobodyStandsIn, Opens.OFFICE),
    "taken_back": Kind(TakenBack, Opens.NOTHING),
}
