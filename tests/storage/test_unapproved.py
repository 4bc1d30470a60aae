"""S19: employees are asked only with the notices and an approval of exactly this wording, whatever begins the wave."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update

from activities.cycle import CycleOpener
from activities.triggered import Triggers
from contracts.messenger import Letter
from contracts.survey import CycleNote
from domain.survey.questionnaire import Questionnaire
from domain.survey.staff import Approval
from storage import cycles, due_waves, sql, surveys, wordings
from storage.tables import SurveyRow
from tests.storage import asking
from tests.storage.answered import put_wave
from tests.storage.town import Town
from tests.storage.wave_town import ZONE, WaveTown

NOTICES = ("voluntary", "purpose", "recipients", "evaluations")


class Brought:
    """A messenger that keeps what it was to bring."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    async def bring(self, letter: Letter) -> str | None:
        self.letters.append(letter)
        return None


@dataclass
class House:
    """A survey of employees with everything but the approval."""

    waves: WaveTown
    wording: str

    async def approve(self) -> None:
        given = Approval(self.wording, "Personalrat", date(2026, 2, 20))
        async with self.waves.db.write() as session:
            await surveys.approve(session, self.waves.survey, given, at=self.waves.town.now, by="office")

    async def held(self, now: datetime) -> due_waves.HeldBack | None:
        async with self.waves.db.read() as session:
            found = await due_waves.all_held_back(session, now, ZoneInfo(ZONE))
        return found[0] if found else None


async def house(town: Town, **plan: Any) -> House:
    waves = WaveTown(town)
    await waves.settle(**plan)
    plain = asking.questionnaire().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    told = {"id": "staff", "kind": "staff", "notice": {name: {"de": "x", "en": "x"} for name in NOTICES}}
    form = Questionnaire.from_text(json.dumps(plain | told))
    table = sql.table(SurveyRow)
    async with town.db.write() as session:
        await wordings.save(session, form, form.text, at=town.now, by="office")
        mine = update(table).where(table.c.id == waves.survey)
        await session.execute(mine.values(questionnaire="staff", created_at=town.now))
    return House(waves, form.content_hash)


async def test_what_happens_to_an_idea_asks_no_employee_before_the_approval(town: Town) -> None:
    asked = await house(town, triggers=({"event": "in_review", "days": 0},))
    town.later(hours=1)
    await town.in_review()
    messenger = Brought()
    rounds = Triggers(town.db, messenger, ZONE, "SH")
    assert await rounds.begin_waves(town.now) == 0
    assert messenger.letters == []
    await asked.approve()
    assert [await rounds.begin_waves(town.now) for _ in range(2)] == [1, 0]


async def test_no_date_of_a_cycle_asks_an_employee_before_the_approval(town: Town) -> None:
    asked = await house(town, cycle={"months": tuple(range(1, 13)), "day": 1})
    messenger = Brought()
    now = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
    opener = CycleOpener(town.db, messenger, ZONE, "SH", lambda: now)
    note = CycleNote(asked.waves.survey, now.timestamp())
    assert await opener.open_next_wave(note) == "unapproved"
    assert messenger.letters == []
    await asked.approve()
    assert await opener.open_next_wave(note) == "opened"


async def test_an_idea_whose_wave_is_held_back_is_named_as_long_as_it_is_in_time(town: Town) -> None:
    asked = await house(town, triggers=({"event": "in_review", "days": 2},))
    town.later(hours=1)
    case_id = await town.in_review()
    came = town.now.date()
    assert await asked.held(town.now) is None
    town.later(days=3)
    held = await asked.held(town.now)
    assert held is not None
    assert [(one.case_id, one.since, one.until) for one in held.events] == [
        (case_id, came + timedelta(days=2), came + timedelta(days=16))
    ]
    assert (held.since, held.day) == (came + timedelta(days=2), None)
    assert await asked.held(town.now + timedelta(days=14)) is None
    await asked.approve()
    assert await asked.held(town.now) is None


async def test_a_date_of_a_cycle_that_passed_without_a_wave_is_named_until_one_is_made(town: Town) -> None:
    asked = await house(town, cycle={"months": tuple(range(1, 13)), "day": 1})
    now, survey = datetime(2026, 6, 1, 4, 0, tzinfo=UTC), asked.waves.survey
    for moment, day in ((now, date(2026, 6, 1)), (datetime(2026, 6, 1, 3, 59, tzinfo=UTC), date(2026, 5, 1))):
        held = await asked.held(moment)
        assert held is not None
        assert (held.day, held.events) == (day, ())
    async with town.db.write() as session:
        await cycles.pause(session, survey, note="", by="office", at=now)
    assert await asked.held(now) is None
    async with town.db.write() as session:
        await cycles.resume(session, survey)
    for starts, there in ((date(2026, 5, 29), False), (date(2026, 6, 2), True)):
        wave = await asking.add_wave(town.db, survey, (await asking.add_people(town.db, 1))[0])
        await put_wave(town.db, wave, state="done", starts_on=starts, number=starts.toordinal())
        assert (await asked.held(now) is None) is there
        await put_wave(town.db, wave, starts_on=date(2026, 3, 2))
    assert await asked.held(now) is not None
    await asked.approve()
    assert await asked.held(now) is None
