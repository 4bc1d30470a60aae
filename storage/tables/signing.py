"""Co-signature chains. Columns are the fields of `domain.signing.nouns`."""

from datetime import datetime

from domain.words import SignResult, SignState, Via
from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base, at_most, one_of
from storage.tables.said import REDACTED


class SignOffRow(Base, table=True):
    """One chain that was begun."""

    __tablename__ = "sign_offs"
    __table_args__ = (one_of("result", SignResult),)

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    by: str = personal(max_length=ID)
    at: datetime = procedure()
    decider: str = personal(max_length=ID)
    body: str = procedure(max_length=ID)
    outside_plan: bool = procedure()
    ended_at: datetime | None = procedure(default=None)
    result: str | None = procedure(default=None, max_length=20)


class SignStepRow(Base, table=True):
    """One step of a chain."""

    __tablename__ = "sign_steps"
    __table_args__ = (
        one_of("state", SignState),
        one_of("via", Via),
        at_most("title", 200),
        at_most("remark", 4_000),
    )

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    sign_off: str = procedure(max_length=ID)
    place: int = procedure()
    step: str = procedure(max_length=ID)
    title: str = case_text()
    person: str = personal(max_length=ID, index=True)
    together: str = procedure(max_length=ID)
    blocking: bool = procedure()
    again_of: str = procedure(max_length=ID)
    task: str = procedure(max_length=ID)
    state: str = procedure(max_length=20)
    at: datetime | None = procedure(default=None)
    via: str | None = procedure(default=None, max_length=20)
    text_version: int = procedure()
    remark: str = case_text()
    sent_to: str = procedure(max_length=ID)
    stated_name: str = personal(keep="as long as the case", max_length=200)
    late: bool = procedure()
    level: str = procedure(default="", max_length=20)
    objection_until: datetime | None = procedure(default=None)
    objected_at: datetime | None = procedure(default=None)
    redacted_at: datetime | None = technical(**REDACTED)
