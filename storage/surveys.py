"""Surveys as they are kept: what is asked, of whom, and how."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast
from uuid import uuid4

from sqlalchemy import bindparam, func, or_, select, update

from domain.definition import Part
from domain.errors import RuleBroken
from domain.survey.modes import Mode, changed_mode, check_settings
from domain.survey.opening import ENTERED, check_open
from domain.survey.protection import raised
from domain.survey.resolving import all_named
from domain.survey.staff import Approval
from domain.survey.survey import Cycle, SurveyPlan
from domain.survey.wave_status import ASKING
from domain.survey.wave_words import WaveState
from domain.words import Role
from storage import audiences, sql, wordings
from storage.session import Session
from storage.tables import InvitationRow, PersonRow, RoleRow, SurveyRow, WaveRow

S, P, ROLE = sql.table(SurveyRow), sql.table(PersonRow), sql.table(RoleRow)
W, I = sql.table(WaveRow), sql.table(InvitationRow)  # noqa: E741 - one letter per table, as elsewhere
_ONE = select(S).where(S.c.id == bindparam("this"))
COMING = (*ASKING, WaveState.PLANNED)
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

    @property
    def approved(self) -> Approval | None:
        """Who agreed to which wording, where anybody did."""
        given = self.approval
        if given is None:
            return None
        on = date.fromisoformat(given["on"])
        return Approval(given["questionnaire"], given["body"], on, given.get("reference", ""))


@dataclass(frozen=True, slots=True)
class SurveyIn:
    """What the office decides about a survey."""

    questionnaire: str  # its name
    audience: str
    mode: Mode
    owner: str
    plan: SurveyPlan
    public: bool = False
    case_id: str | None = None


# Reading


async def survey(session: Session, survey_id: str) -> Survey | None:
    """The survey as it is now."""
    found = (await session.execute(_ONE, {"this": survey_id})).mappings().one_or_none()
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


async def created_at(session: Session, survey_id: str) -> datetime:
    """Since when it is there."""
    found: datetime = (await session.execute(select(S.c.created_at).where(S.c.id == survey_id))).scalar_one()
    return found


async def invited_at(session: Session, survey_id: str) -> datetime | None:
    """When the first invitation of this survey left, or may have; None as long as none has."""
    asked = select(I.c.id).where(I.c.wave == W.c.id, I.c.state.in_(("invited", ENTERED))).exists()
    began = select(func.min(func.coalesce(W.c.started_at, W.c.last_at)))
    mine = (W.c.survey == survey_id, or_(W.c.invited > 0, asked))
    first: datetime | None = (await session.execute(began.where(*mine))).scalar_one()
    return first


# Changing


async def create_survey(
    session: Session, wanted: SurveyIn, *, at: datetime, by: str, survey_id: str = "", seed: str = ""
) -> str:
    """A new survey; nobody is asked before a wave of it starts. Raises RuleBroken where it could never ask anybody."""
    await _check(session, wanted)
    new = survey_id or uuid4().hex
    made = {"id": new, "seed": seed or uuid4().hex, "created_at": at, "created_by": by, "revision": 0}
    await sql.insert(session, SurveyRow, [_columns(wanted) | made])
    return new


async def change_survey(session: Session, survey_id: str, wanted: SurveyIn, *, revision: int) -> None:
    """The survey as wanted, for waves to come. Raises RuleBroken.

    `survey.stale`: somebody else changed it; `mode.frozen`: somebody was invited; `mode.planned`: a wave has the old
    mode; `threshold.lowered`: people were promised more; `resolvers.frozen`, `readers.frozen`: people read
    who they are; `resumable.frozen`: some have broken off and rely on it.
    """
    old = await _locked(session, survey_id)
    if old.revision != revision:
        raise RuleBroken("survey.stale")
    changed_mode(old.mode, wanted.mode, await invited_at(session, survey_id))
    if old.mode is not wanted.mode and await _has_wave(session, survey_id, COMING):
        raise RuleBroken("mode.planned")
    raised(old.plan.thresholds, wanted.plan.figures, wanted.plan.free_text)
    asks = await _has_wave(session, survey_id, ASKING)
    if asks and _who_resolves(old.plan) != _who_resolves(wanted.plan):
        raise RuleBroken("resolvers.frozen")
    if asks and _who_reads(old.mode, old.plan) != _who_reads(wanted.mode, wanted.plan):
        raise RuleBroken("readers.frozen")
    if asks and old.plan.resumable and not wanted.plan.resumable:
        raise RuleBroken("resumable.frozen")
    await _check(session, wanted)
    await session.execute(update(S).where(S.c.id == survey_id).values(**_columns(wanted), revision=revision + 1))


async def approve(session: Session, survey_id: str, approval: Approval, *, at: datetime, by: str) -> None:
    """Records that somebody agreed to exactly this wording. Raises `approval.other_wording` if it is not the newest."""
    old = await _locked(session, survey_id)
    newest = await wordings.latest(session, old.questionnaire)
    if newest is None or newest.content_hash != approval.questionnaire:
        raise RuleBroken("approval.other_wording")
    kept = asdict(approval) | {"on": approval.on.isoformat(), "recorded_at": at.isoformat(), "recorded_by": by}
    await session.execute(update(S).where(S.c.id == survey_id).values(approval=kept, revision=old.revision + 1))


async def _locked(session: Session, survey_id: str) -> Survey:
    """The survey, which nobody else changes until this transaction ends."""
    await session.execute(select(S.c.id).where(S.c.id == survey_id).with_for_update())
    found = await survey(session, survey_id)
    if found is None:
        raise RuleBroken("survey.unknown")
    return found


async def _check(session: Session, wanted: SurveyIn) -> None:
    """What it names is there, and the promise can be said."""
    form = await wordings.newest(session, wanted.questionnaire)
    if form is None:
        raise RuleBroken("questionnaire.unknown")
    if await audiences.load(session, wanted.audience) is None:
        raise RuleBroken("audience.unknown")
    active = (await session.execute(select(P.c.active).where(P.c.id == wanted.owner))).scalar_one_or_none()
    if not active:
        raise RuleBroken("wave.owner_unknown", owner=wanted.owner)
    check_settings(wanted.plan.settings(wanted.mode, form))
    if wanted.mode is Mode.CONFIDENTIAL:
        await _check_resolvers(session, wanted.plan)
    if wanted.public:
        check_open(wanted.mode, form)


async def _check_resolvers(session: Session, plan: SurveyPlan) -> None:
    """Whoever may find out is one person, can sign in, and stands in the promise by name.

    A mailbox that several read could be the second person of whoever reads it.
    """
    if not plan.resolver_ids:
        return
    able = select(P.c.id, P.c.name).join(ROLE, ROLE.c.person_id == P.c.id)
    wanted = (P.c.id.in_(plan.resolver_ids), P.c.active, P.c.shared.is_(False), ROLE.c.role == Role.OFFICE.value)
    names = {row.id: row.name for row in await session.execute(able.where(*wanted))}
    if set(names) != set(plan.resolver_ids):
        raise RuleBroken("resolvers.unknown")
    if not all_named(plan.resolvers, names.values()):
        raise RuleBroken("resolvers.not_in_words")


def _who_resolves(plan: SurveyPlan) -> tuple[str, frozenset[str]]:
    return plan.resolvers, frozenset(plan.resolver_ids)


def _who_reads(mode: Mode, plan: SurveyPlan) -> str:
    """As the promise of a survey with names says it; the others name no readers."""
    return plan.readers if mode is Mode.NAMED else ""


async def _has_wave(session: Session, survey_id: str, states: Iterable[WaveState]) -> bool:
    """Whether a wave of it, all of which have its mode, stands there now."""
    there = W.c.state.in_(sorted(state.value for state in states))
    return (await session.execute(select(W.c.id).where(W.c.survey == survey_id, there).limit(1))).first() is not None


def _columns(wanted: SurveyIn) -> dict[str, Any]:
    given = {name: getattr(wanted, name) for name in ("questionnaire", "audience", "owner", "public", "case_id")}
    return given | {"mode": wanted.mode.value, "plan": wanted.plan.model_dump(mode="json")}


def _model(kind: type[Kind], content: Any) -> Kind:
    """The models are strict, and JSON knows neither tuples nor dates."""
    return kind.model_validate_json(json.dumps(content))
