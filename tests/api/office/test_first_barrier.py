"""The page of results names the first barrier of a questionnaire whose questions rest on one another."""

import httpx2
import pytest
from sqlalchemy import update

from domain.survey.modes import Mode
from domain.survey.wave_words import WaveState
from storage import sql
from storage.tables import WaveRow
from tests.api.city import City
from tests.storage.answered import answer, in_state
from tests.storage.asking import add_survey, add_wave, questionnaire

W = sql.table(WaveRow)


async def a_wave_of_readiness(city: City, said: list[dict[str, int]]) -> str:
    """Closed, with these answers."""
    owner = city.people["torben.voss"]
    await add_survey(city.db, owner)  # waves are made with the pulse, then given the other wording
    survey = await add_survey(city.db, owner, name="readiness")
    wave = await add_wave(city.db, survey, owner, Mode.ANONYMOUS, WaveState.OPEN)
    await answer(city.db, wave, said)
    async with city.db.write() as session:
        form = questionnaire("readiness").content_hash
        await session.execute(update(W).where(W.c.id == wave).values(questionnaire=form))
    await in_state(city.db, wave, WaveState.DONE, invited=40)
    return wave


@pytest.mark.parametrize(
    ("language", "sentence"), [("de", "Erste Hürde: Stufe 3 von 5"), ("en", "First barrier: step 3 of 5")]
)
async def test_the_first_barrier_with_its_interval(
    office: httpx2.AsyncClient, city: City, language: str, sentence: str
) -> None:
    said = [{"awareness": 5, "desire": 4, "knowledge": 1 + n % 2, "ability": 1, "reinforcement": 1} for n in range(12)]
    wave = await a_wave_of_readiness(city, said)
    page = (await office.get(f"/office/surveys/waves/{wave}/results?lang={language}")).text
    assert sentence in page
    interval = "1,5 (1,2 bis 1,8)" if language == "de" else "1.5 (1.2 to 1.8)"
    assert page.index(sentence) < page.index(interval)


async def test_nothing_is_said_where_nothing_may_be_shown(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave_of_readiness(city, [{"awareness": 1}] * 4)
    page = (await office.get(f"/office/surveys/waves/{wave}/results")).text
    assert "Hürde" not in page.partition("<main")[2]
