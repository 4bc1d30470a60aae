"""Surveys and waves come back as they were written."""

from datetime import date

from domain.survey.modes import Mode
from domain.survey.wave_words import WaveState
from storage import audiences, surveys, waves, wordings
from storage.engine import Database
from tests.storage import asking

TODAY = date(2026, 3, 2)


async def test_a_survey_with_its_wave_its_wording_and_its_people_comes_back(db: Database) -> None:
    people = await asking.add_people(db, 3, "amt11")
    survey = await asking.add_survey(db, people[0])
    wave = await asking.add_wave(db, survey, people[0])

    async with db.read() as session:
        found = await surveys.survey(session, survey)
        asked = await waves.load_wave(session, wave)
        everybody = await audiences.load(session, "everybody")
        members = await audiences.members(session, TODAY)
        assert found is not None
        assert asked is not None
        assert everybody is not None
        wording = await wordings.exactly(session, asked.questionnaire)

    assert (found.mode, found.plan.title.de, found.owner) == (Mode.ANONYMOUS, "Puls", people[0])
    assert (asked.survey, asked.state, asked.starts_on) == (survey, WaveState.OPEN, TODAY)
    assert wording == asking.questionnaire()
    assert {member.id for member in members if everybody.holds(member)} == set(people)


async def test_what_is_not_there_is_none(db: Database) -> None:
    async with db.read() as session:
        assert await waves.load_wave(session, "nothing") is None
        assert await surveys.survey(session, "nothing") is None
        assert await wordings.exactly(session, "nothing") is None
        assert await audiences.load(session, "nothing") is None
