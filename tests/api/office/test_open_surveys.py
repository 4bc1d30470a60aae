"""A survey that is open to everybody, at the office: what cannot be open, what is warned of, and counts only."""

import httpx2
import pytest

from storage import surveys
from tests.api.answering.asked import set_wave
from tests.api.city import City
from tests.api.office.test_surveys import ROOT, post
from tests.storage import asking
from tests.storage.test_entries import PUBLIC, confirmed

GIVEN = {"title_de": "Bänke", "questionnaire": "pulse", "audience": "nobody", "mode": "anonymous", "public": "yes"}


@pytest.fixture
async def pulse(city: City) -> str:
    """Brings the questionnaire of the example, with a survey that is for those invited."""
    return await asking.add_survey(city.db, city.people["jana.petersen"])


async def test_it_is_entered_without_an_audience_and_may_start(
    office: httpx2.AsyncClient, city: City, pulse: str
) -> None:
    sent = await post(office, f"{ROOT}/new", **GIVEN)
    assert sent.status_code == 303, sent.text
    page = await office.get(sent.headers["location"])
    assert "ja, mit bestätigter Adresse" in page.text
    assert "Niemand persönlich" in page.text
    assert "Fehlt noch" not in page.text
    assert "Alle dürfen antworten" in page.text  # the pulse asks whether somebody is of the administration
    async with city.db.read() as session:
        found = await surveys.survey(session, sent.headers["location"].partition("?")[0].rpartition("/")[2])
    assert found is not None
    assert found.public


async def test_names_cannot_be_open(office: httpx2.AsyncClient, pulse: str) -> None:
    named = await post(office, f"{ROOT}/new", **GIVEN | {"mode": "named", "readers": "Amt 11"})
    assert named.status_code == 422
    assert "kann nicht mit Namen geführt werden" in named.text
    assert "Bänke" in named.text


async def test_nobody_as_an_audience_starts_nothing_that_is_not_open(office: httpx2.AsyncClient, pulse: str) -> None:
    sent = await post(office, f"{ROOT}/new", **GIVEN | {"public": "no"})
    refused = await post(office, sent.headers["location"].partition("?")[0] + "/start")
    assert refused.status_code == 409


async def test_the_wave_counts_who_came_and_names_nobody(office: httpx2.AsyncClient, city: City, pulse: str) -> None:
    wave = await asking.add_wave(city.db, pulse, city.people["jana.petersen"])
    await set_wave(city.db, wave, plan=PUBLIC)
    await confirmed(city.db, wave, "ida@example.org")
    page = (await office.get(f"{ROOT}/waves/{wave}")).text
    assert "Von selbst gekommen" in page
    assert "weniger als 5" in page
    assert "keine Rücklaufquote" in page
    assert f'href="/surveys/{wave}"' in page
    assert "ida@example.org" not in page
