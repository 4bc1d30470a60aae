"""Scenarios of rounds, and which of them was made the proposal when; never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index

from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base, at_most

WITH_ROUND = "as long as the round"


class ScenarioRow(Base, table=True):
    """One scenario: what was set, what it chose, who saved it."""

    __tablename__ = "scenarios"
    __table_args__ = (at_most("name", 200), Index("uq_scenarios_round_number", "round", "number", unique=True))

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_ROUND)
    round: str = procedure(foreign_key="rounds.id", max_length=ID, keep=WITH_ROUND)
    number: int = procedure(keep=WITH_ROUND)
    result: int = procedure(keep=WITH_ROUND)  # of the round's results
    name: str = case_text(keep=WITH_ROUND)
    at: datetime = procedure(keep=WITH_ROUND)
    by: str = personal(max_length=ID, keep=WITH_ROUND)
    content: dict[str, Any] = procedure(sa_type=JSON, keep=WITH_ROUND)  # `domain.planning.scenario.Content`


class RoundProposalRow(Base, table=True):
    """A scenario became the proposal of its round; an empty one gives the place back to the ranking."""

    __tablename__ = "round_proposals"
    __table_args__ = (Index("uq_round_proposals_round_number", "round", "number", unique=True),)

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_ROUND)
    round: str = procedure(foreign_key="rounds.id", max_length=ID, keep=WITH_ROUND)
    number: int = procedure(keep=WITH_ROUND)
    scenario: str = procedure(max_length=ID, keep=WITH_ROUND)
    at: datetime = procedure(keep=WITH_ROUND)
    by: str = personal(max_length=ID, keep=WITH_ROUND)
