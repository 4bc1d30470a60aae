"""Begins the waves that something which happened to an idea asks for: one per survey, idea and trigger, ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

import structlog

from activities.cycle import WAVES
from contracts.messenger import Letter, Messenger
from domain.calendar import local_date
from domain.errors import RuleBroken
from domain.survey.cycle import wave_plan, working_day_from
from domain.survey.survey import Trigger
from domain.words import Via
from storage import origins, surveys, triggers, waves
from storage.engine import Database
from storage.session import Session
from storage.survey_ready import unapproved

ONE_DAY = timedelta(days=1)
CATCH_UP = timedelta(days=14)  # a wave missed for longer is left out, not sent late

log = structlog.stdlib.get_logger(__name__)


def wave_of_event(survey_id: str, case_id: str, trigger: Trigger) -> str:
    """The id of the wave of this event: there is one, so it cannot be opened twice."""
    return uuid5(WAVES, f"event/{survey_id}/{case_id}/{trigger.event}/{trigger.days}").hex


@dataclass(frozen=True)
class Triggers:
    """One round of the chore."""

    db: Database
    messenger: Messenger
    timezone: str
    region: str

    async def begin_waves(self, now: datetime) -> int:
        """Opens what is due and not there yet; how many waves."""
        async with self.db.read() as session:
            found = await surveys.with_triggers(session)
        return sum([await self._of_survey(survey_id, since, now) for survey_id, since in found])

    async def _of_survey(self, survey_id: str, since: datetime, now: datetime) -> int:
        async with self.db.write() as session:
            survey = await surveys.survey(session, survey_id)
            if survey is None or await unapproved(session, survey):  # approved in time, it begins in a later round
                return 0
            letters: list[Letter] = []
            for trigger in survey.plan.triggers:
                letters += await self._of_trigger(session, survey, trigger, since, now)
        for letter in letters:
            await self.messenger.bring(letter)
        return len(letters)

    async def _of_trigger(
        self, session: Session, survey: surveys.Survey, trigger: Trigger, since: datetime, now: datetime
    ) -> list[Letter]:
        """What happened before the survey was there begins nothing."""
        cases = await self._cases(session, survey, trigger, since, now)
        wanted = {wave_of_event(survey.id, case_id, trigger): case_id for case_id in cases}
        known = await waves.known_among(session, wanted)
        return [
            letter
            for wave_id, case_id in wanted.items()
            if wave_id not in known
            and (letter := await self._open(session, survey, trigger, wave_id, case_id, now)) is not None
        ]

    async def _cases(
        self, session: Session, survey: surveys.Survey, trigger: Trigger, since: datetime, now: datetime
    ) -> list[str]:
        if trigger.event == "live" and trigger.days < 0:
            zone, ahead = ZoneInfo(self.timezone), -trigger.days * ONE_DAY
            after = local_date(max(since - ONE_DAY, now - CATCH_UP), zone) + ahead
            return await triggers.to_go_live(session, after, local_date(now, zone) + ahead, survey.case_id)
        until = now - max(trigger.days, 0) * ONE_DAY
        return await triggers.happened(session, trigger.event, max(since, until - CATCH_UP), until, survey.case_id)

    async def _open(
        self, session: Session, survey: surveys.Survey, trigger: Trigger, wave_id: str, case_id: str, now: datetime
    ) -> Letter | None:
        """It begins on the next working day."""
        known = await self.db.known.directory.at(session)
        closed = (await known.closed_days(session, self.region)).days
        plan = wave_plan(
            survey.plan, working_day_from(local_date(now, ZoneInfo(self.timezone)) + ONE_DAY, closed), closed
        )
        before = await origins.first_asked(session, survey.id, case_id) if trigger.same_people else None
        try:
            letter = await waves.open_wave(
                session, survey, plan, by="clock", via=Via.CLOCK, at=now, wave_id=wave_id, case_id=case_id
            )
            await origins.keep(session, wave_id, trigger, before)
            return letter
        except RuleBroken as refused:
            log.warning("trigger.refused", survey=survey.id, case_id=case_id, code=refused.code)
            return None
