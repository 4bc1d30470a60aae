"""A new wave and what happens to it by hand: its row, and the happening in the inbox beside it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from domain import calendar
from domain.survey.wave_happenings import Planned, WaveHappening, WavePlan
from domain.words import Via
from domain.world import ClosedDays
from storage import sql, surveys
from storage.inbox import OWN_TRY
from storage.session import Session
from storage.survey_ready import next_number
from storage.surveys import S, Survey
from storage.tables import InboxRow, WaveRow


def planned(survey: Survey, starts_on: date, closed: ClosedDays, closes_on: date | None = None) -> WavePlan:
    """The dates of a wave of this survey that starts on this day."""
    plan = survey.plan
    return WavePlan(
        starts_on=starts_on,
        closes_on=closes_on or calendar.working_days_after(starts_on, plan.open_days, closed.days),
        enough=plan.enough,
        remind_after=plan.remind_after,
        respond=plan.respond,
    )


async def new_wave(
    session: Session, survey: Survey, plan: WavePlan, *, at: datetime, by: str, via: Via = Via.OFFICE
) -> tuple[str, Planned]:
    """The next wave of the survey with its first happening in the inbox: it is planned once the course took it."""
    await session.execute(select(S.c.id).where(S.c.id == survey.id).with_for_update())
    newest = await surveys.latest(session, survey.questionnaire)
    assert newest is not None, "checked by whoever found it ready"
    wave = uuid4().hex
    row: dict[str, Any] = {
        "id": wave,
        "survey": survey.id,
        "questionnaire": newest.content_hash,
        "mode": survey.mode.value,
    }
    row |= {"owner": survey.owner, "number": await next_number(session, survey.id), "state": "planned"}
    row |= {"remind_on": [], "errands": [], "units": {}, "last_at": at, "head": "", "calendar": ""}
    row |= dict.fromkeys(("seq", "events", "reminded", "invited", "answered"), 0)
    await sql.insert(session, WaveRow, [row])
    happening = Planned(id=uuid4().hex, by=by, via=via, at=at, plan=plan)
    await put(session, wave, happening)
    return wave, happening


async def put(session: Session, wave: str, happening: WaveHappening, wait: timedelta = OWN_TRY) -> None:
    """Keeps a happening of a wave with its content; accepted once this transaction is committed."""
    values: dict[str, Any] = {"id": happening.id, "wave": wave, "kind": happening.kind, "by": happening.by}
    values |= {"via": happening.via.value, "received_at": happening.at, "content": happening.model_dump_json()}
    await sql.insert(session, InboxRow, [values | {"attempts": 0, "next_try": happening.at + wait}])
