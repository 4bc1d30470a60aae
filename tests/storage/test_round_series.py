"""A date of a series starts one round, on a working day; and none where it is paused, late, ended or still running."""

from datetime import UTC, date, datetime, timedelta

import pytest

from activities.round_series import RoundOpener, round_of_date
from contracts.messenger import Letter
from contracts.rounds import SeriesNote
from domain.part import Words
from domain.rounds.declared import Declared, series_id
from domain.rounds.happenings import RoundPlan
from domain.survey.survey import Cycle
from storage import round_series, rounds
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


def said(plan: RoundPlan, name: str = "a", **cycle: object) -> Declared:
    return Declared(series_id("town", name), plan, QUARTERLY.model_copy(update=cycle), 5)


async def declare(mine: RoundTown, *wanted: Declared) -> bool:
    async with mine.db.write() as session:
        return await round_series.declare(session, wanted, mine.town.now)


async def kept(mine: RoundTown, series: str) -> Series:
    async with mine.db.read() as session:
        found = await round_series.load(session, series)
    assert found is not None
    return found


async def test_what_a_definition_declares_is_kept_changed_ended_and_begun_anew(mine: RoundTown) -> None:
    plan = await mine.plan(title="Quartalsrunde")
    by_hand, one, other = await series_of(mine), said(plan), said(plan, "b")
    assert await declare(mine, one, other)
    assert not await declare(mine, one, other)
    async with mine.db.write() as session:
        await round_series.pause(session, await kept(mine, one.id), note="Umbau", by="x", at=mine.town.now)
        await round_series.note_date(session, one.id, date(2026, 4, 1), "paused")
    changed = said(plan.model_copy(update={"take": 7}), day=15, until=date(2028, 12, 31))
    assert await declare(mine, changed)
    now = await kept(mine, one.id)
    assert (now.plan.take, now.cycle.day, now.cycle.until) == (7, 15, date(2028, 12, 31))
    assert (now.declared, now.note, now.last_code, now.ended_at) == (True, "Umbau", "paused", None)
    assert (await kept(mine, other.id)).ended_at == mine.town.now
    assert (await kept(mine, by_hand.id)).ended_at is None
    assert await declare(mine)
    assert not await declare(mine)
    async with mine.db.read() as session:
        assert [living.id for living in await round_series.living(session)] == [by_hand.id]
    assert await declare(mine, one)
    again = await kept(mine, one.id)
    assert (again.ended_at, again.paused_at, again.note, again.last_on) == (None, None, "", None)


async def test_a_declared_series_starts_rounds_with_its_titles_until_its_last_day(mine: RoundTown) -> None:
    for _ in range(2):
        await prioritised(mine.town)
    titles = Words(de="Quartalsrunde", en="Quarterly round")
    one = said((await mine.plan()).model_copy(update={"titles": titles}), until=date(2026, 4, 30))
    await declare(mine, one)
    series = await kept(mine, one.id)
    assert await comes(mine, series) == "opened"
    round_ = await mine.round(round_of_date(series.id, date(2026, 4, 1)))
    assert (round_.title_in("de"), round_.title_in("en")) == ("Quartalsrunde", "Quarterly round")
    async with mine.db.read() as session:
        (line,) = await rounds.all_rounds(session)
    assert line.title_in("en") == "Quarterly round"
    await mine.happen(round_.id, "cancelled", reason="x")
    assert await comes(mine, series, APRIL + timedelta(days=91)) == "over"
