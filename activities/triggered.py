"""Begins the waves that something which happened to an idea asks for: one per survey, idea and trigger, ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from contracts.messenger import Letter, Messenger
from domain.calendar import local_date
from domain.errors import RuleBroken
from domain.survey.cycle import wave_plan, working_day_from
from domain.words import Via
from storage import due_waves, origins, surveys, waves
from storage.due_waves import Due
from storage.engine import Database
from storage.session import Session
from storage.survey_ready import unapproved

ONE_DAY = timedelta(days=1)

log = structlog.stdlib.get_logger(__name__)


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
            found = await due_waves.due_by_events(session, survey, since, now, ZoneInfo(self.timezone))
            opened = [await self._open(session, survey, one, now) for one in found]
            letters = [letter for letter in opened if letter is not None]
        for letter in letters:
            await self.messenger.bring(letter)
        return len(letters)

    async def _open(self, session: Session, survey: surveys.Survey, due: Due, now: datetime) -> Letter | None:
        """It begins on the next working day."""
        known = await self.db.known.directory.at(session)
        closed = (await known.closed_days(session, self.region)).days
        plan = wave_plan(
            survey.plan, working_day_from(local_date(now, ZoneInfo(self.timezone)) + ONE_DAY, closed), closed
        )
        before = await origins.first_asked(session, survey.id, due.case_id) if due.trigger.same_people else None
        try:
            letter = await waves.open_wave(
                session, survey, plan, by="clock", via=Via.CLOCK, at=now, wave_id=due.wave, case_id=due.case_id
            )
            await origins.keep(session, due.wave, due.trigger, before)
            return letter
        except RuleBroken as refused:
            log.warning("trigger.refused", survey=survey.id, case_id=due.case_id, code=refused.code)
            return None
