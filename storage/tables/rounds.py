"""Rounds: many ideas against each other; who rates them, what they said, and what came of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, text

from domain.rounds.words import Fate, RoundState
from domain.words import Via
from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base, one_of

WITH_ROUND = "as long as the round, with the ideas it compared"
RUNNING = text("state NOT IN ('decided', 'cancelled')")
LIVE = text("live")


class RoundRow(Base, table=True):
    """One round; its row is the lock that every step takes. Columns are the fields of `rounds.nouns.Round`."""

    __tablename__ = "rounds"
    __table_args__ = (
        one_of("state", RoundState),
        Index("ix_rounds_wake", "wake", sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_ROUND)
    number: str = procedure(unique=True, max_length=ID, keep=WITH_ROUND)
    state: str = procedure(default=RoundState.ANNOUNCED.value, max_length=20, keep=WITH_ROUND)
    seq: int = procedure(default=0, keep=WITH_ROUND)
    events: int = procedure(default=0, keep=WITH_ROUND)
    head: str = procedure(default="", max_length=64, keep=WITH_ROUND)
    plan: dict[str, Any] | None = case_text(default=None, sa_type=JSON, keep=WITH_ROUND)  # with its title
    opens_on: date | None = procedure(default=None, keep=WITH_ROUND)
    closes_on: date | None = procedure(default=None, keep=WITH_ROUND)
    remind_on: list[str] = procedure(sa_type=JSON, keep=WITH_ROUND)
    reminded: int = procedure(default=0, keep=WITH_ROUND)
    reminders: int = procedure(default=0, keep=WITH_ROUND)
    opened_at: datetime | None = procedure(default=None, keep=WITH_ROUND)
    closed_at: datetime | None = procedure(default=None, keep=WITH_ROUND)
    missing: int | None = procedure(default=None, keep=WITH_ROUND)
    result: int = procedure(default=0, keep=WITH_ROUND)
    decided_at: datetime | None = procedure(default=None, keep=WITH_ROUND)
    cancelled_at: datetime | None = procedure(default=None, keep=WITH_ROUND)
    decider: str = personal(default="", max_length=ID, keep=WITH_ROUND)
    body: str = procedure(default="", max_length=ID, keep=WITH_ROUND)
    sign_off: bool = procedure(default=False, keep=WITH_ROUND)
    look_at: datetime | None = procedure(default=None, keep=WITH_ROUND)
    calendar: str = procedure(default="", max_length=ID, keep=WITH_ROUND)
    wake: datetime | None = procedure(default=None, keep=WITH_ROUND)
    # What the round's rules do not know: its series, when a step was last taken, and which errands are open.
    series: str | None = procedure(default=None, index=True, max_length=ID, keep=WITH_ROUND)
    last_at: datetime = procedure(keep=WITH_ROUND)
    errands: list[str] = technical(sa_type=JSON, keep=WITH_ROUND)


class RoundIdeaRow(Base, table=True):
    """One idea of a round's field; `live` as long as the round: an idea is in one living round at a time."""

    __tablename__ = "round_ideas"
    __table_args__ = (
        one_of("fate", Fate),
        Index("uq_round_ideas_live", "case_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
    )

    round: str = procedure(primary_key=True, foreign_key="rounds.id", max_length=ID, keep=WITH_ROUND)
    case_id: str = procedure(primary_key=True, foreign_key="cases.id", max_length=ID, keep=WITH_ROUND)
    position: int = procedure(default=0, keep=WITH_ROUND)
    live: bool = procedure(default=True, keep=WITH_ROUND)
    fate: str | None = procedure(default=None, max_length=20, keep=WITH_ROUND)
    reason: str = case_text(default="", keep=WITH_ROUND)
    deviates: bool = procedure(default=False, keep=WITH_ROUND)
    rank: int | None = procedure(default=None, keep=WITH_ROUND)
    until: date | None = procedure(default=None, keep=WITH_ROUND)
    conditions: list[dict[str, Any]] = procedure(sa_type=JSON, keep=WITH_ROUND)
    again: str = procedure(default="prioritisation", max_length=20, keep=WITH_ROUND)
    outside_plan: bool = procedure(default=False, keep=WITH_ROUND)
    told: bool = technical(default=False, keep=WITH_ROUND)
    kept: bool = procedure(default=False, keep=WITH_ROUND)


class RoundRaterRow(Base, table=True):
    """Somebody of the panel, and how far they are; never what they think."""

    __tablename__ = "round_raters"
    __table_args__ = (Index("uq_round_raters_person", "round", "person_id", unique=True),)

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_ROUND)
    round: str = procedure(foreign_key="rounds.id", max_length=ID, keep=WITH_ROUND)
    person_id: str = personal(foreign_key="people.id", index=True, max_length=ID, keep=WITH_ROUND)
    removed_at: datetime | None = procedure(default=None, keep=WITH_ROUND)
    counts: bool = procedure(default=True, keep=WITH_ROUND)
    finished: bool = procedure(default=False, keep=WITH_ROUND)
    asked: str = technical(default="", max_length=ID, keep=WITH_ROUND)  # the errand that wrote to them last
    reminded: str = technical(default="", max_length=ID, keep=WITH_ROUND)  # likewise


class RoundLinkRow(Base, table=True):
    """A link to a rater's page: the token's hash; every mail has one of its own, and all open the same page."""

    __tablename__ = "round_links"

    hash: str = technical(primary_key=True, max_length=64, keep=WITH_ROUND)
    rater: str = personal(foreign_key="round_raters.id", index=True, max_length=ID, keep=WITH_ROUND)
    created_at: datetime = technical(keep=WITH_ROUND)


class RoundRatingRow(Base, table=True):
    """What one rater says of one idea: a score per criterion, or that they abstain; the last word is the only one."""

    __tablename__ = "round_ratings"

    rater: str = personal(primary_key=True, foreign_key="round_raters.id", max_length=ID, keep=WITH_ROUND)
    case_id: str = procedure(primary_key=True, foreign_key="cases.id", max_length=ID, keep=WITH_ROUND)
    scores: dict[str, Any] = personal(sa_type=JSON, keep=WITH_ROUND)  # criterion: score; none: an abstention
    abstains: bool = personal(default=False, keep=WITH_ROUND)  # from the whole idea
    complete: bool = procedure(default=False, keep=WITH_ROUND)  # something was said on every criterion
    saved_at: datetime = technical(keep=WITH_ROUND)


class RoundResultRow(Base, table=True):
    """One ranking of the round; a reopened round has several, and keeps them all."""

    __tablename__ = "round_results"

    round: str = procedure(primary_key=True, foreign_key="rounds.id", max_length=ID, keep=WITH_ROUND)
    number: int = procedure(primary_key=True, keep=WITH_ROUND)
    at: datetime = procedure(keep=WITH_ROUND)
    raters: int = procedure(keep=WITH_ROUND)  # whose ratings count
    scores: int = procedure(keep=WITH_ROUND)
    ranking: dict[str, Any] = procedure(sa_type=JSON, keep=WITH_ROUND)  # `domain.ranking.ranking.Ranking`
    digest: str = procedure(max_length=64, keep=WITH_ROUND)
    analysis: dict[str, Any] | None = procedure(default=None, sa_type=JSON, keep=WITH_ROUND)  # `rounds.analysis`


class RoundReasonRow(Base, table=True):
    """Why something was done to a round; only the office reads it."""

    __tablename__ = "round_reasons"

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_ROUND)
    round: str = procedure(foreign_key="rounds.id", index=True, max_length=ID, keep=WITH_ROUND)
    kind: str = procedure(max_length=40, keep=WITH_ROUND)
    by: str = personal(max_length=ID, keep=WITH_ROUND)
    at: datetime = procedure(keep=WITH_ROUND)
    public: str = case_text(default="", keep=WITH_ROUND)
    internal: str = case_text(default="", keep=WITH_ROUND)
    redacted_at: datetime | None = procedure(default=None, keep=WITH_ROUND)


class RoundEventRow(Base, table=True):
    """One line of a round's record, hash-chained: ids, codes, counts and times only."""

    __tablename__ = "round_events"
    __table_args__ = (one_of("via", Via),)

    round: str = procedure(primary_key=True, foreign_key="rounds.id", max_length=ID, keep=WITH_ROUND)
    seq: int = procedure(primary_key=True, keep=WITH_ROUND)
    kind: str = procedure(max_length=40, keep=WITH_ROUND)
    at: datetime = procedure(keep=WITH_ROUND)
    by: str = personal(max_length=ID, keep=WITH_ROUND)
    via: str = procedure(max_length=20, keep=WITH_ROUND)
    facts: dict[str, Any] = personal(sa_type=JSON, keep=WITH_ROUND)
    previous: str = procedure(max_length=64, keep=WITH_ROUND)
    hash: str = procedure(max_length=64, keep=WITH_ROUND)
