"""Published answers to surveys: what was asked, said and done; nothing before it is published, no name ever."""

import httpx2
import pytest

from domain.survey.wave_words import WaveState
from storage import sql
from storage.tables import QuestionnaireRow
from tests.api.asked import a_survey, a_topic, a_wave
from tests.api.city import City
from tests.storage.answered import put_wave
from tests.storage.asking import questionnaire


async def test_what_was_asked_said_and_done_is_public(client: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    await a_topic(city, wave)
    page = await client.get(f"/surveys/{wave}")
    assert page.status_code == 200
    for said in ("Viele warten zu lange.", "Wir antworten in 14 Tagen.", "Es ist machbar.", "1. Juni 2026", "<svg"):
        assert said in page.text, said
    assert "Verkehr und Infrastruktur" in page.text
    assert "Rückmeldung &lt;script&gt;" in page.text
    assert "etwa zwei Minuten" not in page.text, "nobody answers any more"
    assert not [name for name in ("Torben", "Voss", "Mehr Rückmeldung", "style=") if name in page.text]


async def test_where_a_ladder_stops_is_published_with_the_figures(client: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city), low=1, high=2)
    form = questionnaire().model_copy(update={"ladder": ("heard", "informed")})
    row = {"hash": form.content_hash, "name": form.id, "version": 2, "source": form.text, "content": form.text}
    async with city.db.write() as session:
        kept = {"saved_at": city.clock(), "saved_by": city.people["torben.voss"]}
        await sql.insert(session, QuestionnaireRow, [row | kept])
    await put_wave(city.db, wave, questionnaire=form.content_hash)
    page = (await client.get(f"/surveys/{wave}")).text
    assert "Erste Hürde: Stufe 1 von 2" in page


@pytest.mark.parametrize("state", [WaveState.OPEN, WaveState.CLOSED, WaveState.ANSWERING, WaveState.CANCELLED])
async def test_before_that_there_is_nothing(client: httpx2.AsyncClient, city: City, state: WaveState) -> None:
    wave = await a_wave(city, await a_survey(city), state=state)
    assert (await client.get(f"/surveys/{wave}")).status_code == 404
    assert wave not in (await client.get("/surveys")).text


async def test_a_survey_with_few_answers_is_published_without_figures(client: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city), parts=(("inside", "it", 4, 0),))
    await a_topic(city, wave)
    page = await client.get(f"/surveys/{wave}")
    assert "<svg" not in page.text
    assert "Weniger als 5" in page.text
    assert "Wir antworten in 14 Tagen." in page.text


async def test_published_ones_are_listed_and_in_the_navigation(client: httpx2.AsyncClient, city: City) -> None:
    assert "Noch keine Antwort" in (await client.get("/surveys")).text
    wave = await a_wave(city, await a_survey(city))
    await a_topic(city, wave)
    page = await client.get("/surveys")
    assert f'href="/surveys/{wave}"' in page.text
    assert 'href="/surveys"' in (await client.get("/")).text


@pytest.mark.parametrize("address", ["/surveys/nothing", "/surveys/%00", "/surveys/" + "x" * 500])
async def test_unknown_ones_are_not_found(client: httpx2.AsyncClient, address: str) -> None:
    assert (await client.get(address)).status_code == 404


async def test_it_is_there_in_english(client: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    page = await client.get(f"/surveys/{wave}", params={"lang": "en"})
    assert "response rate" in page.text
    assert "from the administration" in page.text
