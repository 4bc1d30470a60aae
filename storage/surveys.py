"""Surveys as they are kept: what is asked, of whom, and how."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import select

from domain.definition import Part
from domain.survey.audience import Audience, External, Member
from domain.survey.modes import Mode
from domain.survey.questionnaire import Questionnaire
from domain.survey.survey import Cycle, SurveyPlan
from storage import sql
from storage.session import Session
from storage.tables import (
    AbsenceRow,
    AddressRow,
    AudienceRow,
    InterestRow,
    PersonRow,
    QuestionnaireRow,
    RoleRow,
    SurveyRow,
)

S, Q, A = sql.table(SurveyRow), sql.table(QuestionnaireRow), sql.table(AudienceRow)
P, ADDRESS, ROLE = sql.table(PersonRow), sql.table(AddressRow), sql.table(RoleRow)
INTEREST, ABSENCE = sql.table(InterestRow), sql.table(AbsenceRow)
Kind = TypeVar("Kind", bound=Part)


@dataclass(frozen=True, slots=True)
class Survey:
    """One survey; its waves follow its plan as it is when they are made."""

    id: str
    questionnaire: str  # its name
    audience: str
    mode: Mode
    owner: str
    plan: SurveyPlan
    seed: str
    case_id: str | None
    public: bool
    approval: Mapping[str, Any] | None
    revision: int


async def survey(session: Session, survey_id: str) -> Survey | None:
    """The survey as it is now."""
    found = (await session.execute(select(S).where(S.c.id == survey_id))).mappings().one_or_none()
    if found is None:
        return None
    row = cast("Mapping[str, Any]", found)
    plain = {name: row[name] for name in Survey.__slots__ if name not in ("mode", "plan")}
    return Survey(mode=Mode(row["mode"]), plan=_model(SurveyPlan, row["plan"]), **plain)


async def with_cycles(session: Session) -> list[tuple[str, Cycle]]:
    """Surveys that are repeated by the calendar, by id."""
    found = (await session.execute(select(S.c.id, S.c.plan).order_by(S.c.id))).all()
    plans = ((row.id, _model(SurveyPlan, row.plan)) for row in found)
    return [(survey_id, plan.cycle) for survey_id, plan in plans if plan.cycle is not None]


async def with_triggers(session: Session) -> list[tuple[str, datetime]]:
    """Surveys whose waves something that happens to an idea begins, and since when they are there."""
    found = (await session.execute(select(S.c.id, S.c.plan, S.c.created_at).order_by(S.c.id))).all()
    return [(row.id, row.created_at) for row in found if _model(SurveyPlan, row.plan).triggers]


async def questionnaire(session: Session, content_hash: str) -> Questionnaire | None:
    """Exactly this wording."""
    content = (await session.execute(select(Q.c.content).where(Q.c.hash == content_hash))).scalar_one_or_none()
    return None if content is None else Questionnaire.from_text(content)


async def audience(session: Session, audience_id: str) -> Audience | None:
    """The saved filter as it is now."""
    content = (await session.execute(select(A.c.content).where(A.c.id == audience_id))).scalar_one_or_none()
    return None if content is None else _model(Audience, content)


async def members(session: Session, today: date) -> list[Member]:
    """Everybody who is known, as audiences see them, in the order of their ids."""
    roles = _grouped((await session.execute(select(ROLE.c.person_id, ROLE.c.role))).all())
    interests = _grouped((await session.execute(select(INTEREST.c.person_id, INTEREST.c.theme))).all())
    away = ABSENCE.c.first_day <= today, ABSENCE.c.last_day >= today
    absent = set((await session.execute(select(ABSENCE.c.person_id).where(*away))).scalars())
    addresses = (await session.execute(select(ADDRESS.c.person_id, ADDRESS.c.confirmed_at, ADDRESS.c.refused_at))).all()
    confirmed = {a.person_id for a in addresses if a.confirmed_at is not None}
    reachable = {a.person_id for a in addresses if a.confirmed_at is not None and a.refused_at is None}
    columns = P.c.id, P.c.department, P.c.active, P.c.external, P.c.opted_out_at
    people = (await session.execute(select(*columns).order_by(P.c.id))).all()
    return [
        Member(
            id=p.id,
            department=p.department,
            roles=roles.get(p.id, frozenset()),
            interests=interests.get(p.id, frozenset()),
            external=External(p.external) if p.external else None,
            active=p.active,
            confirmed=p.id in confirmed,
            opted_out=p.opted_out_at is not None,
            bounced=p.id in confirmed and p.id not in reachable,
            absent=p.id in absent,
        )
        for p in people
    ]


def _model(kind: type[Kind], content: Any) -> Kind:
    """The models are strict, and JSON knows neither tuples nor dates."""
    return kind.model_validate_json(json.dumps(content))


def _grouped(pairs: Any) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for person, word in pairs:
        found.setdefault(person, set()).add(word)
    return {person: frozenset(words) for person, words in found.items()}
