"""Opens the wave of a cycle's date, once: whatever is wrong with that date is a code in the log."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import structlog
from temporalio import activity

from activities.wordless import wordless
from contracts import names
from contracts.messenger import Letter, Messenger
from contracts.survey import CycleNote
from domain.calendar import local_date
from domain.errors import RuleBroken
from domain.survey.begun import wave_of_date
from domain.survey.cycle import missed, wave_plan, working_day_from
from domain.words import Via
from storage import cycles, surveys, waves
from storage.engine import Database
from storage.session import Session
from storage.survey_ready import unapproved

log = structlog.stdlib.get_logger(__name__)


class CycleOpener:
    """The activity `open_next_wave`."""

    def __init__(
        self, db: Database, messenger: Messenger, timezone: str, region: str, now: Callable[[], datetime]
    ) -> None:
        self._db, self._messenger, self._now = db, messenger, now
        self._zone, self._region = ZoneInfo(timezone), region

    @activity.defn(name=names.OPEN_NEXT_WAVE)
    async def open_next_wave(self, note: CycleNote) -> str:
        """`opened`, or why not.

        `unknown`, `no_cycle`, `paused`, `missed`, `there`, `still_asking`, `unapproved`, or the code of a refusal.
        """
        with wordless():
            try:
                code, letter = await self._opened(note)
            except RuleBroken as refused:
                code, letter = refused.code, None
        log.info("cycle.date", survey=note.survey, code=code)
        if letter is not None:
            await self._messenger.bring(letter)
        return code

    async def _opened(self, note: CycleNote) -> tuple[str, Letter | None]:
        now = self._now()
        day = local_date(datetime.fromtimestamp(note.at, UTC), self._zone)
        async with self._db.write() as session:
            survey = await surveys.survey(session, note.survey)
            if survey is None:
                return "unknown", None
            if survey.plan.cycle is None:
                return "no_cycle", None
            if await cycles.pause_of(session, survey.id) is not None:
                return "paused", None
            if await waves.known_among(session, [wave_of_date(survey.id, day)]):
                return "there", None
            if missed(survey.plan.cycle, day, local_date(now, self._zone)):
                return "missed", None
            if await waves.still_asking(session, survey.id, now):
                return "still_asking", None
            if await unapproved(session, survey):
                return "unapproved", None
            return "opened", await self._open(session, survey, day, now)

    async def _open(self, session: Session, survey: surveys.Survey, day: date, now: datetime) -> Letter:
        """It begins on its date, or the next working day; a date that passed meanwhile begins today."""
        known = await self._db.known.directory.at(session)
        closed = (await known.closed_days(session, self._region)).days
        starts = working_day_from(max(day, local_date(now, self._zone)), closed)
        plan = wave_plan(survey.plan, starts, closed)
        wave_id = wave_of_date(survey.id, day)
        return await waves.open_wave(session, survey, plan, by="clock", via=Via.CLOCK, at=now, wave_id=wave_id)
