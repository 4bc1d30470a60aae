"""Starts the round of a series' date, once: whatever is wrong with that date is a code, in the log and on its page."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import structlog
from temporalio import activity

from activities.wordless import wordless
from contracts import names
from contracts.messenger import Letter, Messenger
from contracts.rounds import SeriesNote
from domain.calendar import local_date, working_days_after
from domain.rounds.happenings import RoundPlan
from domain.survey.cycle import missed, over, working_day_from
from domain.words import Via
from storage import people, round_series, rounds
from storage.engine import Database
from storage.round_series import Series
from storage.session import Session

ROUNDS = UUID("3b0c4a58-7d1e-4a3c-9b7e-0d6c1f2a5e94")  # namespace of the ids of rounds that are started once

log = structlog.stdlib.get_logger(__name__)


def round_of_date(series: str, day: date) -> str:
    """The id of the round of this date: there is one, so it cannot be started twice."""
    return uuid5(ROUNDS, f"series/{series}/{day.isoformat()}").hex


class RoundOpener:
    """The activity `open_next_round`."""

    def __init__(
        self, db: Database, messenger: Messenger, timezone: str, region: str, now: Callable[[], datetime]
    ) -> None:
        self._db, self._messenger, self._now = db, messenger, now
        self._zone, self._region = ZoneInfo(timezone), region

    @activity.defn(name=names.OPEN_NEXT_ROUND)
    async def open_next_round(self, note: SeriesNote) -> str:
        """`opened`, or why not.

        `unknown`, `ended`, `over`, `paused`, `missed`, `there`, `still_running`, or `nobody_to_ask`.
        """
        day = local_date(datetime.fromtimestamp(note.at, UTC), self._zone)
        with wordless():
            async with self._db.write() as session:
                code, letter = await self._opened(session, note.series, day)
                if code not in ("unknown", "there"):
                    await round_series.note_date(session, note.series, day, code)
        log.info("series.date", series=note.series, code=code)
        if letter is not None:
            await self._messenger.bring(letter)
        return code

    async def _opened(self, session: Session, series_id: str, day: date) -> tuple[str, Letter | None]:
        now = self._now()
        series = await round_series.load(session, series_id, lock=True)
        if series is None:
            return "unknown", None
        if series.ended_at is not None:
            return "ended", None
        if over(series.cycle, day):
            return "over", None
        if series.paused_at is not None:
            return "paused", None
        round_id = round_of_date(series_id, day)
        if await round_series.known_round(session, round_id):
            return "there", None
        if missed(series.cycle, day, local_date(now, self._zone)):
            return "missed", None
        if await round_series.still_running(session, series_id):
            return "still_running", None
        if not await _somebody(session, series.plan):
            return "nobody_to_ask", None
        plan = await self._plan(session, series, max(day, local_date(now, self._zone)))
        given = {"round_id": round_id, "series": series_id}
        return "opened", await rounds.open_round(session, plan, by="clock", via=Via.CLOCK, at=now, **given)

    async def _plan(self, session: Session, series: Series, day: date) -> RoundPlan:
        """It opens on its date, or the next working day, and stays open for so many working days."""
        known = await self._db.known.directory.at(session)
        closed = (await known.closed_days(session, self._region)).days
        opens = working_day_from(day, closed)
        closes = working_days_after(opens, series.open_days, closed)
        return series.plan.model_copy(update={"opens_on": opens, "closes_on": closes})


async def _somebody(session: Session, plan: RoundPlan) -> bool:
    """Whether there is a panel: where there is none, the round would be refused, and nobody told."""
    found = await people.everybody(session)
    able = (one for one in found if one.active and not one.shared)
    return any(one.id in plan.people or not one.roles.isdisjoint(plan.roles) for one in able)
