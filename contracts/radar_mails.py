"""What the mail of the radar says: how many findings are new, and the first of them; people are not named in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.mail import Kind, Mail, Opens


@dataclass(frozen=True, kw_only=True)
class RadarFinding:
    """One finding in a mail: what it is about and why, in the reader's language."""

    subject: str
    trigger: str


@dataclass(frozen=True, kw_only=True)
class RadarNote(Mail):
    """To the owner of findings, or to the office: one mail for all that are new."""

    many: int
    findings: tuple[RadarFinding, ...]  # the first of them; the others are on the page
    office: bool  # the link leads to the radar at the office; else to the reader's own findings …
    link: str
    expires_on: date | None  # … until this day


OF_RADAR: Mapping[str, Kind] = {"radar_note": Kind(RadarNote, Opens.OFFICE)}
