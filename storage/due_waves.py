"""Waves that are to begin by themselves and are not there yet, and those held back until the wording is approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from sqlalchemy import select

from domain.calendar import local_date
from domain.survey.begun import wave_of_date, wave_of_event
from domain.survey.cycle import dates, opened_at
from domain.survey.survey import Trigger
from storage import cycles, sql, surveys, triggers, waves
from storage.session import Session
from storage.survey_ready import unapproved
from storage.surveys import Survey
from storage.tables import WaveRow

W = sql.table(WaveRow)
ONE_DAY = timedelta(days=1)
CATCH_UP = timedelta(days=14)  # a wave missed for longer is left out, not sent late


@dataclass(frozen=True, slots=True)
class Due:
    """A wave that something which happened to an idea asks for."""

    wave: str
    case_id: str
    trigger: Trigger
    since: date
    until: date  # from this day on it is left out


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What would have begun, had the wording been approved."""

    survey: Survey
    events: tuple[Due, ...]
    day: date | None  # the last one of its cycle, where it passed without a wave

    @property
    def since(self) -> date:
        """The first day of any of it."""
        return min([*(one.since for one in self.events), *([self.day] if self.day is not None else [])])


async def due_by_events(session: Session, survey: Survey, since: datetime, now: datetime, zone: ZoneInfo) -> list[Due]:
    """Of every trigger, what is due and not there; what happened before the survey was there begins nothing."""
    found = [
        Due(wave_of_event(survey.id, case_id, trigger), case_id, trigger, day, day + CATCH_UP)
        for trigger in survey.plan.triggers
        for case_id, day in (await _days(session, survey, trigger, since, now, zone)).items()
    ]
    known = await waves.known_among(session, [one.wave for one in found])
    return [one for one in found if one.wave not in known]


async def held_back(session: Session, survey: Survey, now: datetime, zone: ZoneInfo) -> HeldBack | None:
    """What the missing approval of this survey holds back now; None where it holds back nothing."""
    if not (survey.plan.triggers or survey.plan.cycle) or not await unapproved(session, survey):
        return None
    since = await surveys.created_at(session, survey.id)
    events = await due_by_events(session, survey, since, now, zone)
    day = await _passed(session, survey, since, now, zone)
    return HeldBack(survey, tuple(events), day) if events or day is not None else None


async def all_held_back(session: Session, now: datetime, zone: ZoneInfo) -> list[HeldBack]:
    """The same of all surveys, the longest held back first."""
    ids = {one for one, _ in await surveys.with_triggers(session)} | {
        one for one, _ in await surveys.with_cycles(session)
    }
    each = [await surveys.survey(session, one) for one in sorted(ids)]
    found = [await held_back(session, one, now, zone) for one in each if one is not None]
    return sorted((one for one in found if one is not None), key=lambda one: one.since)


async def _days(
    session: Session, survey: Survey, trigger: Trigger, since: datetime, now: datetime, zone: ZoneInfo
) -> Mapping[str, date]:
    """By idea, the day on which its wave was to begin."""
    if trigger.event == "live" and trigger.days < 0:
        ahead = -trigger.days * ONE_DAY
        after = local_date(max(since - ONE_DAY, now - CATCH_UP), zone) + ahead
        live = await triggers.to_go_live(session, after, local_date(now, zone) + ahead, survey.case_id)
        return {case_id: day - ahead for case_id, day in live.items()}
    later = max(trigger.days, 0) * ONE_DAY
    until = now - later
    happened = await triggers.happened(session, trigger.event, max(since, until - CATCH_UP), until, survey.case_id)
    return {case_id: local_date(at + later, zone) for case_id, at in happened.items()}


async def _passed(session: Session, survey: Survey, since: datetime, now: datetime, zone: ZoneInfo) -> date | None:
    """The last day of the cycle, if no wave was made that day or later and none asks that would keep it from it."""
    cycle = survey.plan.cycle
    if cycle is None or await cycles.pause_of(session, survey.id) is not None:
        return None
    over = takewhile(lambda day: opened_at(day, zone) <= now, dates(cycle, local_date(since, zone) + ONE_DAY))
    day = max(over, default=None)
    if day is None or await waves.still_asking(session, survey.id, now):
        return None
    later = select(W.c.id).where(W.c.survey == survey.id, W.c.starts_on >= day).limit(1)
    there = await waves.known_among(session, [wave_of_date(survey.id, day)])
    return None if there or (await session.execute(later)).first() is not None else day
