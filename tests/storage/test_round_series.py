"""A date of a series starts one round, on a working day; and none where it is paused, late, ended or still running."""

from datetime import UTC, date, datetime, timedelta

import pytest

from activities.round_series import RoundOpener, round_of_date
from contracts.messenger import Letter
from contracts.rounds import SeriesNote
from domain.survey.survey import Cycle
from storage import round_series
from storage.round_series import Series
from tests.storage.round_town import RoundTown, prioritised
from tests.storage.town import Town

QUARTERLY = Cycle(months=(1, 4, 7, 10), day=1, catch_up_days=2)
APRIL = datetime(2026, 4, 1, 4, 0, tzinfo=UTC)


class Carried:
    """A messenger that brings what it is given at once."""

    def __init__(self, mine: RoundTown) -> None:
        self.mine = mine

    async def bring(self, letter: Letter) -> str | None:
        return (await self.mine.record(letter.round, letter.inbox_id)).verdict


@pytest.fixture
async def mine(town: Town) -> RoundTown:
    return RoundTown(town)


async def series_of(mine: RoundTown) -> Series:
    async with mine.db.write() as session:
        plan, by = await mine.plan(title="Quartalsrunde"), mine.town.people["olga"]
        return await round_series.add(session, plan, QUARTERLY, 5, by=by, at=mine.town.now)


async def comes(mine: RoundTown, series: Series, due: datetime = APRIL, late: timedelta = timedelta()) -> str:
    mine.town.now = max(mine.town.now, due + late)
    opener = RoundOpener(mine.db, Carried(mine), "Europe/Berlin", "SH", lambda: mine.town.now)  # type: ignore[arg-type]
    return await opener.open_next_round(SeriesNote(series.id, due.timestamp()))


async def test_a_date_starts_one_round_and_the_next_only_after_its_decision(mine: RoundTown) -> None:
    for _ in range(2):
        await prioritised(mine.town)
    series = await series_of(mine)

    assert await comes(mine, series) == "opened"
    assert await comes(mine, series) == "there"
    round_ = await mine.round(round_of_date(series.id, date(2026, 4, 1)))
    assert (round_.state, round_.opens_on, len(round_.entries)) == ("open", date(2026, 4, 1), 2)
    assert round_.closes_on is not None
    assert round_.closes_on.weekday() < 5
    assert await comes(mine, series, APRIL + timedelta(days=91)) == "still_running"
    await mine.happen(round_.id, "cancelled", reason="x")
    assert await comes(mine, series, APRIL + timedelta(days=92)) == "opened"
    async with mine.db.read() as session:
        known = await round_series.load(session, series.id)
    assert known is not None
    assert (known.last_on, known.last_code) == (date(2026, 7, 2), "opened")


async def test_a_closed_day_moves_the_round_to_the_next_working_day(mine: RoundTown) -> None:
    for _ in range(2):
        await prioritised(mine.town)
    series = await series_of(mine)
    assert await comes(mine, series, datetime(2026, 8, 1, 4, 0, tzinfo=UTC)) == "opened"  # a Saturday
    round_ = await mine.round(round_of_date(series.id, date(2026, 8, 1)))
    assert (round_.state, round_.opens_on) == ("announced", date(2026, 8, 3))


async def test_what_is_paused_late_ended_or_without_a_panel_starts_nothing(mine: RoundTown) -> None:
    series = await series_of(mine)
    assert await comes(mine, series, late=timedelta(days=3)) == "missed"
    async with mine.db.write() as session:
        await round_series.pause(session, series, note="Umbau", by=mine.town.people["olga"], at=mine.town.now)
    assert await comes(mine, series, APRIL + timedelta(days=91)) == "paused"
    async with mine.db.write() as session:
        await round_series.resume(session, series)
        plan = await mine.plan(roles=("nobody",))
        empty = await round_series.add(session, plan, QUARTERLY, 5, by="x", at=mine.town.now)
    assert await comes(mine, empty, APRIL + timedelta(days=91)) == "nobody_to_ask"
    async with mine.db.write() as session:
        await round_series.end(session, series, mine.town.now)
        assert [one.id for one in await round_series.living(session)] == [empty.id]
    assert await comes(mine, series, APRIL + timedelta(days=91)) == "ended"
