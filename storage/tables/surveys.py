"""Surveys: what is asked of whom, the waves, who was invited, and the answers, kept apart as each mode promises.

`kept` says of every column of an answer what it is, as far as it could lead to somebody; `domain.survey.modes` refuses
to start a wave whose table says too much. No table of anonymous answers, and nothing on the way into it, shares a key,
a time or an order with the invitations.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, text

from domain.survey.modes import Column, Mode
from domain.survey.wave_words import WaveState
from domain.words import Via
from storage.columns import CONSENT, case_text, personal, procedure, technical
from storage.tables.base import ID, Base, one_of

WITH_SURVEY = "as long as the survey"
UNTIL_CLOSED = "until the wave is closed"
INVITATION_STATES = ("waiting", "invited", "left", "entered")  # entered: not asked, but came by an open survey
CONTACTS_KEPT = "400 days, the longest window of the contact budget"

RUNNING = text("state NOT IN ('done', 'cancelled')")
WAITING = text("state = 'waiting'")


class QuestionnaireRow(Base, table=True):
    """One version of a questionnaire; once a wave asked with it, it stays as it is."""

    __tablename__ = "questionnaires"
    __table_args__ = (Index("uq_questionnaires_name_version", "name", "version", unique=True),)

    hash: str = procedure(primary_key=True, max_length=64, keep=WITH_SURVEY)
    name: str = procedure(max_length=ID, keep=WITH_SURVEY)
    version: int = procedure(keep=WITH_SURVEY)
    source: str = procedure(keep=WITH_SURVEY)  # as it was written, with its comments
    content: str = procedure(keep=WITH_SURVEY)  # in the canonical form that the hash names
    saved_at: datetime = procedure(keep=WITH_SURVEY)
    saved_by: str = personal(keep=WITH_SURVEY, max_length=ID)
    sent_at: datetime | None = procedure(default=None, keep=WITH_SURVEY)


class AudienceRow(Base, table=True):
    """People addressed alike: a saved filter."""

    __tablename__ = "audiences"

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    content: dict[str, Any] = procedure(sa_type=JSON, keep=WITH_SURVEY)  # `domain.survey.audience.Audience`
    saved_at: datetime = procedure(keep=WITH_SURVEY)
    saved_by: str = personal(keep=WITH_SURVEY, max_length=ID)


class SurveyRow(Base, table=True):
    """One survey: whom it asks, how, how often, and who owes the answer."""

    __tablename__ = "surveys"
    __table_args__ = (one_of("mode", Mode),)

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    questionnaire: str = procedure(max_length=ID, keep=WITH_SURVEY)  # its name: every wave takes its latest version
    audience: str = procedure(foreign_key="audiences.id", max_length=ID, keep=WITH_SURVEY)
    mode: str = procedure(max_length=20, keep=WITH_SURVEY)
    owner: str = personal(foreign_key="people.id", max_length=ID, keep=WITH_SURVEY)
    plan: dict[str, Any] = procedure(sa_type=JSON, keep=WITH_SURVEY)  # `domain.survey.survey.SurveyPlan`
    seed: str = technical(max_length=64, keep=WITH_SURVEY)  # of samples and thirds
    case_id: str | None = procedure(default=None, foreign_key="cases.id", index=True, max_length=ID, keep=WITH_SURVEY)
    public: bool = procedure(default=False, keep=WITH_SURVEY)  # open to whoever confirms an address
    approval: dict[str, Any] | None = procedure(default=None, sa_type=JSON, keep=WITH_SURVEY)
    created_at: datetime = procedure(keep=WITH_SURVEY)
    created_by: str = personal(keep=WITH_SURVEY, max_length=ID)
    revision: int = technical(default=0, keep=WITH_SURVEY)


class WaveRow(Base, table=True):
    """One wave; its row is the lock that every step takes. Columns are the fields of `wave_nouns.Wave`."""

    __tablename__ = "waves"
    __table_args__ = (
        one_of("state", WaveState),
        one_of("mode", Mode),
        Index("uq_waves_survey_number", "survey", "number", unique=True),
        Index("ix_waves_wake", "wake", sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    survey: str = procedure(foreign_key="surveys.id", max_length=ID, keep=WITH_SURVEY)
    questionnaire: str = procedure(foreign_key="questionnaires.hash", max_length=64, keep=WITH_SURVEY)
    mode: str = procedure(max_length=20, keep=WITH_SURVEY)
    owner: str = personal(foreign_key="people.id", max_length=ID, keep=WITH_SURVEY)
    case_id: str | None = procedure(default=None, foreign_key="cases.id", index=True, max_length=ID, keep=WITH_SURVEY)
    number: int = procedure(default=0, keep=WITH_SURVEY)
    state: str = procedure(default=WaveState.PLANNED.value, max_length=20, keep=WITH_SURVEY)
    seq: int = procedure(default=0, keep=WITH_SURVEY)
    events: int = procedure(default=0, keep=WITH_SURVEY)
    head: str = procedure(default="", max_length=64, keep=WITH_SURVEY)
    plan: dict[str, Any] | None = procedure(default=None, sa_type=JSON, keep=WITH_SURVEY)
    starts_on: date | None = procedure(default=None, keep=WITH_SURVEY)
    closes_on: date | None = procedure(default=None, keep=WITH_SURVEY)
    remind_on: list[str] = procedure(sa_type=JSON, keep=WITH_SURVEY)
    reminded: int = procedure(default=0, keep=WITH_SURVEY)
    invited: int = procedure(default=0, keep=WITH_SURVEY)
    waiting: int | None = procedure(default=None, keep=WITH_SURVEY)
    answered: int = procedure(default=0, keep=WITH_SURVEY)
    started_at: datetime | None = procedure(default=None, keep=WITH_SURVEY)
    closed_at: datetime | None = procedure(default=None, keep=WITH_SURVEY)
    cancelled_at: datetime | None = procedure(default=None, keep=WITH_SURVEY)
    response_on: date | None = procedure(default=None, keep=WITH_SURVEY)
    response_remind_on: date | None = procedure(default=None, keep=WITH_SURVEY)
    response_reminded_at: datetime | None = procedure(default=None, keep=WITH_SURVEY)
    response_overdue_at: datetime | None = procedure(default=None, keep=WITH_SURVEY)
    done_at: datetime | None = procedure(default=None, keep=WITH_SURVEY)
    look_at: datetime | None = procedure(default=None, keep=WITH_SURVEY)
    paused_at: datetime | None = procedure(default=None, keep=WITH_SURVEY)
    calendar: str = procedure(default="", max_length=ID, keep=WITH_SURVEY)
    wake: datetime | None = procedure(default=None, keep=WITH_SURVEY)
    # What the wave's rules do not know: when a step was last taken, which errands are open, the units as they were
    # when it started, and the public half of the key that pending answers are sealed to; above, whose event began it.
    last_at: datetime = procedure(keep=WITH_SURVEY)
    errands: list[str] = technical(sa_type=JSON, keep=WITH_SURVEY)
    units: dict[str, Any] = procedure(sa_type=JSON, keep=WITH_SURVEY)  # unit id: {"title": …, "under": unit id or None}
    public_key: bytes | None = technical(default=None, sa_type=LargeBinary, keep=WITH_SURVEY)


class WaveTopicRow(Base, table=True):
    """One topic of "Gefragt – Gesagt – Getan"."""

    __tablename__ = "wave_topics"

    wave: str = procedure(primary_key=True, foreign_key="waves.id", max_length=ID, keep=WITH_SURVEY)
    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    position: int = procedure(default=0, keep=WITH_SURVEY)
    about: str = case_text(keep=WITH_SURVEY)
    result: str = case_text(keep=WITH_SURVEY)
    decision: str = case_text(keep=WITH_SURVEY)
    reason: str = case_text(keep=WITH_SURVEY)
    owner: str = personal(keep=WITH_SURVEY, max_length=ID)
    due_on: date = procedure(keep=WITH_SURVEY)
    case_id: str | None = procedure(default=None, foreign_key="cases.id", max_length=ID, keep=WITH_SURVEY)
    redacted_at: datetime | None = technical(default=None, keep=WITH_SURVEY)


class WaveReasonRow(Base, table=True):
    """Why somebody closed, paused or called off a wave, in their own words."""

    __tablename__ = "wave_reasons"

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    wave: str = procedure(foreign_key="waves.id", index=True, max_length=ID, keep=WITH_SURVEY)
    kind: str = procedure(max_length=40, keep=WITH_SURVEY)
    by: str = personal(keep=WITH_SURVEY, max_length=ID)
    at: datetime = procedure(keep=WITH_SURVEY)
    public: str = case_text(default="", keep=WITH_SURVEY)
    internal: str = case_text(default="", keep=WITH_SURVEY)
    redacted_at: datetime | None = technical(default=None, keep=WITH_SURVEY)


class WaveEventRow(Base, table=True):
    """One line of a wave's record; the database refuses to change or remove it. No answer leaves a line."""

    __tablename__ = "wave_events"
    __table_args__ = (one_of("via", Via),)

    wave: str = procedure(primary_key=True, foreign_key="waves.id", max_length=ID, keep=WITH_SURVEY)
    seq: int = procedure(primary_key=True, keep=WITH_SURVEY)
    kind: str = procedure(max_length=40, keep=WITH_SURVEY)
    at: datetime = procedure(keep=WITH_SURVEY)
    by: str = personal(keep=WITH_SURVEY, max_length=ID)
    via: str = procedure(max_length=20, keep=WITH_SURVEY)
    facts: dict[str, Any] = personal(keep=WITH_SURVEY, sa_type=JSON)
    previous: str = procedure(max_length=64, keep=WITH_SURVEY)
    hash: str = procedure(max_length=64, keep=WITH_SURVEY)


class InvitationRow(Base, table=True):
    """That somebody is asked in a wave, and whether they took part: a flag without a time, nothing of any answer."""

    __tablename__ = "invitations"
    __table_args__ = (
        one_of("state", INVITATION_STATES),
        Index("uq_invitations_wave_person", "wave", "person_id", unique=True),
        Index("ix_invitations_waiting", "wave", "again_at", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    wave: str = procedure(foreign_key="waves.id", max_length=ID, keep=WITH_SURVEY)
    person_id: str = personal(foreign_key="people.id", index=True, max_length=ID, keep=WITH_SURVEY)
    unit: str = personal(default="", max_length=ID, keep=WITH_SURVEY)  # the department then
    state: str = personal(default="waiting", max_length=20, keep=WITH_SURVEY)
    left: str = personal(default="", max_length=40, keep=WITH_SURVEY)  # code: why not asked, or not any more
    again_at: datetime | None = technical(default=None, keep=WITH_SURVEY)  # when the contact budget allows it
    reminders: int = personal(default=0, keep=WITH_SURVEY)
    answered: bool = personal(default=False, keep=WITH_SURVEY)
    response_told: bool = personal(default=False, keep=WITH_SURVEY)


class InvitationLinkRow(Base, table=True):
    """The link of one mail to somebody who was invited: a reminder has its own, all open the same."""

    __tablename__ = "invitation_links"

    hash: str = technical(primary_key=True, max_length=64, keep=WITH_SURVEY)
    invitation: str = technical(foreign_key="invitations.id", index=True, max_length=ID, keep=WITH_SURVEY)


class ContactRow(Base, table=True):
    """That somebody was written to without duty: what the contact budget counts."""

    __tablename__ = "contacts"
    __table_args__ = (Index("ix_contacts_person_id_at", "person_id", "at"),)

    id: str = technical(primary_key=True, max_length=ID, keep=CONTACTS_KEPT)
    person_id: str = personal(foreign_key="people.id", max_length=ID, keep=CONTACTS_KEPT)
    at: datetime = personal(keep=CONTACTS_KEPT)
    purpose: str = personal(max_length=20, keep=CONTACTS_KEPT)


class IntakeRow(Base, table=True):
    """An anonymous answer on its way: sealed to a key that is not in the database, all of one length."""

    __tablename__ = "intake"

    id: str = technical(primary_key=True, max_length=ID, keep=UNTIL_CLOSED)
    wave: str = procedure(foreign_key="waves.id", index=True, max_length=ID, keep=UNTIL_CLOSED)
    sealed: bytes = personal(CONSENT, UNTIL_CLOSED, sa_type=LargeBinary)


class AnonymousAnswerRow(Base, table=True):
    """One anonymous answer, written with all others of its wave at once and in no order."""

    __tablename__ = "answers_anonymous"

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    wave: str = procedure(index=True, max_length=ID, keep=WITH_SURVEY)
    unit: str = procedure(default="", max_length=ID, keep=WITH_SURVEY)
    content: str = case_text(keep=WITH_SURVEY)


class ConfidentialAnswerRow(Base, table=True):
    """One answer under a code."""

    __tablename__ = "answers_confidential"

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    wave: str = procedure(foreign_key="waves.id", index=True, max_length=ID, keep=WITH_SURVEY)
    pseudonym: str = personal(CONSENT, WITH_SURVEY, unique=True, max_length=ID)
    unit: str = procedure(default="", max_length=ID, keep=WITH_SURVEY)
    content: str = case_text(keep=WITH_SURVEY)


class PseudonymRow(Base, table=True):
    """Whose code it is: sealed, so that it takes the key and a recorded reason to find out."""

    __tablename__ = "pseudonyms"

    pseudonym: str = personal(CONSENT, WITH_SURVEY, primary_key=True, max_length=ID)
    wave: str = procedure(foreign_key="waves.id", index=True, max_length=ID, keep=WITH_SURVEY)
    sealed: bytes = personal(CONSENT, WITH_SURVEY, sa_type=LargeBinary)  # the person's id


class NamedAnswerRow(Base, table=True):
    """One answer with its name."""

    __tablename__ = "answers_named"
    __table_args__ = (Index("uq_answers_named_wave_person", "wave", "person_id", unique=True),)

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    wave: str = procedure(foreign_key="waves.id", max_length=ID, keep=WITH_SURVEY)
    person_id: str = personal(CONSENT, WITH_SURVEY, foreign_key="people.id", index=True, max_length=ID)
    at: datetime = personal(CONSENT, WITH_SURVEY)
    unit: str = procedure(default="", max_length=ID, keep=WITH_SURVEY)
    content: str = case_text(keep=WITH_SURVEY)


class DraftRow(Base, table=True):
    """Answers somebody broke off: sealed with a code that only they have, or found by their link."""

    __tablename__ = "drafts"

    id: str = technical(primary_key=True, max_length=ID, keep=UNTIL_CLOSED)  # hash of the code, or of the invitation
    wave: str = procedure(foreign_key="waves.id", index=True, max_length=ID, keep=UNTIL_CLOSED)
    sealed: bytes = personal(CONSENT, UNTIL_CLOSED, sa_type=LargeBinary)


class ShownRow(Base, table=True):
    """Figures of a wave as they were shown: what may be shown later depends on what was shown before."""

    __tablename__ = "results_shown"

    wave: str = procedure(primary_key=True, foreign_key="waves.id", max_length=ID, keep=WITH_SURVEY)
    number: int = procedure(primary_key=True, keep=WITH_SURVEY)
    answered: int = procedure(keep=WITH_SURVEY)
    content: dict[str, Any] = procedure(sa_type=JSON, keep=WITH_SURVEY)


class TextTagRow(Base, table=True):
    """A tag that somebody gave a free text by hand."""

    __tablename__ = "text_tags"

    wave: str = procedure(primary_key=True, foreign_key="waves.id", max_length=ID, keep=WITH_SURVEY)
    answer: str = technical(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    question: str = procedure(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    tag: str = procedure(primary_key=True, max_length=60, keep=WITH_SURVEY)


# What every column of an answer is, as far as it could lead to somebody (S2): asked when a wave starts.
KEPT: dict[Mode, tuple[type[Base], dict[str, Column]]] = {
    Mode.ANONYMOUS: (
        AnonymousAnswerRow,
        {"id": Column.RANDOM, "wave": Column.WAVE, "unit": Column.ANSWER, "content": Column.ANSWER},
    ),
    Mode.CONFIDENTIAL: (
        ConfidentialAnswerRow,
        {
            "id": Column.RANDOM,
            "wave": Column.WAVE,
            "pseudonym": Column.PSEUDONYM,
            "unit": Column.ANSWER,
            "content": Column.ANSWER,
        },
    ),
    Mode.NAMED: (
        NamedAnswerRow,
        {
            "id": Column.RANDOM,
            "wave": Column.WAVE,
            "person_id": Column.PERSON,
            "at": Column.TIME,
            "unit": Column.ANSWER,
            "content": Column.ANSWER,
        },
    ),
}
