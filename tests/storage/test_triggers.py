"""Waves that begin when something has happened to an idea: once, and not for what was before."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from activities.triggered import CATCH_UP, Triggers
from contracts.messenger import Letter
from storage import sql
from storage.tables import CaseRow, EventRow, SurveyRow, WaveRow
from tests.storage.town import Town
from tests.storage.wave_town import ZONE, WaveTown

DAY = timedelta(days=1)


class Brought:
    """A messenger that keeps what it was to bring."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    async def bring(self, letter: Letter) -> str | None:
        self.letters.append(letter)
        return None


async def begun(waves_: WaveTown) -> int:
    return await Triggers(waves_.db, Brought(), ZONE, "SH").begin_waves(waves_.town.now)


async def waves_of(waves_: WaveTown) -> list[tuple[str | None, int]]:
    table = sql.table(WaveRow)
    async with waves_.db.read() as session:
        found = await session.execute(select(table.c.case_id, table.c.number).order_by(table.c.number))
        return [(case_id, number) for case_id, number in found]


async def settled(town: Town, *triggers: dict[str, Any]) -> WaveTown:
    waves_ = WaveTown(town)
    await waves_.settle(triggers=triggers)
    return waves_


async def test_a_wave_begins_so_many_days_after_an_idea_came_into_review_and_once(town: Town) -> None:
    waves_ = await settled(town, {"event": "in_review", "days": 3})
    town.later(hours=1)
    case_id = await town.in_review()
    await town.idea()
    assert await begun(waves_) == 0
    town.later(days=3)
    assert [await begun(waves_) for _ in range(3)] == [1, 0, 0]
    assert await waves_of(waves_) == [(case_id, 0)]


async def test_two_triggers_of_one_survey_are_two_waves_and_another_idea_is_another(town: Town) -> None:
    waves_ = await settled(town, {"event": "in_review", "days": 0}, {"event": "in_review", "days": 1})
    town.later(hours=1)
    for _ in range(2):
        await town.in_review()
    assert await begun(waves_) == 2
    town.later(days=1)
    assert await begun(waves_) == 2
    assert [number for _, number in await waves_of(waves_)] == [0, 1, 2, 3]


async def test_what_happened_before_the_survey_or_too_long_ago_begins_nothing(town: Town) -> None:
    await town.in_review()
    town.later(hours=1)
    waves_ = await settled(town, {"event": "in_review", "days": 0})
    table = sql.table(SurveyRow)
    async with waves_.db.write() as session:
        await sql.change(session, table, waves_.survey, {"created_at": town.now})
    assert await begun(waves_) == 0
    town.later(hours=1)
    await town.in_review()
    town.now += CATCH_UP + DAY
    assert await begun(waves_) == 0


async def test_a_survey_of_one_idea_asks_about_no_other(town: Town) -> None:
    waves_ = await settled(town, {"event": "in_review", "days": 0})
    town.later(hours=1)
    mine, _ = await town.in_review(), await town.in_review()
    async with waves_.db.write() as session:
        await sql.change(session, sql.table(SurveyRow), waves_.survey, {"case_id": mine})
    assert await begun(waves_) == 1
    assert await waves_of(waves_) == [(mine, 0)]


@pytest.mark.parametrize("event", ["decided", "live"])
async def test_an_idea_that_is_not_there_yet_begins_nothing(town: Town, event: str) -> None:
    waves_ = await settled(town, {"event": event, "days": 0})
    town.later(hours=1)
    await town.in_review()
    assert await begun(waves_) == 0


@pytest.mark.parametrize(
    ("event", "lines", "outcome"),
    [("decided", ("decided",), "accepted"), ("live", ("commitment_done", "closed"), "settled")],
)
async def test_a_wave_begins_after_a_decision_and_after_the_last_kept_promise(
    town: Town, event: str, lines: tuple[str, ...], outcome: str
) -> None:
    waves_ = await settled(town, {"event": event, "days": 30})
    town.later(hours=1)
    case_id = await town.idea()
    line = {"case_id": case_id, "at": town.now, "by": "clock", "via": "clock", "facts": {}, "previous": "", "hash": ""}
    async with waves_.db.write() as session:
        rows = [line | {"seq": 50 + n, "kind": kind} for n, kind in enumerate(lines)]
        await sql.insert(session, EventRow, rows)
        await sql.change(session, sql.table(CaseRow), case_id, {"outcome": outcome})
    assert await begun(waves_) == 0
    town.later(days=30)
    assert [await begun(waves_) for _ in range(2)] == [1, 0]
    assert await waves_of(waves_) == [(case_id, 0)]


async def test_the_wave_is_planned_by_its_letter(town: Town) -> None:
    waves_ = await settled(town, {"event": "in_review", "days": 0})
    town.later(hours=1)
    await town.in_review()
    post = Brought()
    assert await Triggers(waves_.db, post, ZONE, "SH").begin_waves(town.now) == 1
    (letter,) = post.letters
    assert (await waves_.record(letter.wave, letter.inbox_id)).verdict == "done"
    wave = await waves_.wave(letter.wave)
    assert wave.starts_on == (town.now + DAY).date()
