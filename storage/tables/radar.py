"""The radar: findings as they stand, the history of each, when it looked, and who was told on which day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, text

from domain.radar.words import About, Did, Kind, State, Trigger
from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base, at_most, one_of

WITH_FINDING = "as long as the radar knows of it"
UNTOLD = text("told_at IS NULL AND state != 'cured'")
HERE = text("state != 'cured'")


class FindingRow(Base, table=True):
    """One finding; the same trigger at the same place is the same row, also when it comes back."""

    __tablename__ = "findings"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("trigger", Trigger),
        one_of("about", About),
        one_of("state", State),
        Index("ix_findings_untold", "owner", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
        Index("ix_findings_here", "trigger", "key", sqlite_where=HERE, postgresql_where=HERE),
        Index("ix_findings_subject", "about", "subject"),
    )

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_FINDING)
    key: str = personal(unique=True, max_length=400, keep=WITH_FINDING)
    kind: str = procedure(max_length=20, keep=WITH_FINDING)
    trigger: str = procedure(max_length=40, keep=WITH_FINDING)
    about: str = procedure(max_length=20, keep=WITH_FINDING)
    subject: str = personal(max_length=ID, keep=WITH_FINDING)  # an id; of a person, where it is about one
    facts: dict[str, Any] = procedure(sa_type=JSON, keep=WITH_FINDING)  # ids, codes and numbers
    owner: str = personal(max_length=ID, keep=WITH_FINDING)  # "" is the office
    state: str = procedure(max_length=20, keep=WITH_FINDING)
    since: datetime = procedure(keep=WITH_FINDING)
    number: int = technical(keep=WITH_FINDING)  # lines of its history
    told_at: datetime | None = technical(default=None, keep=WITH_FINDING)
    accepted_until: date | None = procedure(default=None, keep=WITH_FINDING)
    cured_at: datetime | None = procedure(default=None, keep=WITH_FINDING)


class FindingLineRow(Base, table=True):
    """One line of a finding's history; the database refuses to change or remove it, but for blanking its words."""

    __tablename__ = "finding_lines"
    __table_args__ = (
        one_of("did", Did),
        at_most("why", 4_000),
        Index("uq_finding_lines_finding_number", "finding", "number", unique=True),
    )

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_FINDING)
    finding: str = procedure(foreign_key="findings.id", max_length=ID, keep=WITH_FINDING)
    number: int = procedure(keep=WITH_FINDING)
    did: str = procedure(max_length=20, keep=WITH_FINDING)
    at: datetime = procedure(keep=WITH_FINDING)
    by: str = personal(max_length=ID, keep=WITH_FINDING)
    facts: dict[str, Any] = personal(sa_type=JSON, keep=WITH_FINDING)
    why: str = case_text(keep=WITH_FINDING)


class RadarLookRow(Base, table=True):
    """When it was looked for something, so that nobody looks too often, and no older look undoes a newer one."""

    __tablename__ = "radar_looks"

    name: str = technical(primary_key=True, max_length=ID, keep="always")
    at: datetime = technical(keep="always")


class RadarToldRow(Base, table=True):
    """Somebody was told on this day; there is one mail a day for everything."""

    __tablename__ = "radar_told"

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID, keep=WITH_FINDING)
    on: date = personal(primary_key=True, keep=WITH_FINDING)
