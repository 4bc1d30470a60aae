"""Surveys by API: the same figures as on the pages, files that the record knows of, nothing for whoever may not."""

import json

import httpx2
import pytest
from sqlalchemy import text

from domain.survey.modes import Mode
from domain.survey.wave_words import WaveState
from tests.api.answering.asked import set_wave
from tests.api.asked import a_survey, a_wave
from tests.api.city import City
from tests.api.office.waves import let_waves_happen
from tests.api.v1.conftest import OFFICE, SUBMITTER, Program, problem
from tests.storage.test_entries import PUBLIC


@pytest.fixture(autouse=True)
def _recorded(city: City) -> None:
    """Exports reach the record of their wave."""
    let_waves_happen(city)


@pytest.fixture
async def office(program: Program) -> httpx2.AsyncClient:
    return await program(OFFICE, "read", "office")


async def test_surveys_and_their_waves_are_listed(office: httpx2.AsyncClient, city: City) -> None:
    survey = await a_survey(city)
    wave = await a_wave(city, survey)
    (line,) = (await office.get("/surveys")).json()["surveys"]
    assert (line["survey"], line["title"], line["mode"]) == (survey, "Pulse <b>", "anonymous")
    found = (await office.get(f"/surveys/{survey}")).json()
    assert [(one["wave"], one["number"], one["state"]) for one in found["waves"]] == [(wave, 1, "done")]
    assert (await office.get(f"/surveys/waves/{wave}")).json() == found["waves"][0]


async def test_results_hide_what_pages_hide(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    told = (await office.get(f"/surveys/waves/{wave}/results")).json()
    assert (told["answered"], told["least"], told["final"]) == (28, 5, True)
    assert {"split": "@unit", "value": "culture"} in told["hidden"]
    assert told["parts"][0]["part"] == {"split": "", "value": ""}
    side = told["parts"][0]["figures"][0]
    assert [(bar["key"], bar["share"]["count"]) for bar in side["bars"]] == [("inside", 14), ("outside", 14)]
    assert "Rückmeldung" not in str(told)


@pytest.mark.parametrize("state", [WaveState.OPEN, WaveState.ANSWERING])
async def test_others_see_published_waves_only(program: Program, city: City, state: WaveState) -> None:
    survey = await a_survey(city)
    hidden, shown = await a_wave(city, survey, state=state), await a_wave(city, survey, number=1)
    client = await program(SUBMITTER)
    await problem(await client.get(f"/surveys/waves/{hidden}/results"), 404, "results.unknown")
    await problem(await client.get(f"/surveys/waves/{hidden}"), 404, "results.unknown")
    assert (await client.get(f"/surveys/waves/{shown}/results")).status_code == 200
    refused = await problem(await client.get("/surveys"), 403, "token.scope")
    assert "“office”" in refused["detail"], "which one it lacks"
    taken = await client.post(f"/surveys/waves/{shown}/export", json={"what": "figures", "format": "csv"})
    await problem(taken, 403, "token.scope")


async def test_a_running_anonymous_wave_has_no_figure(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city), state=WaveState.OPEN)
    told = (await office.get(f"/surveys/waves/{wave}/results")).json()
    assert (told["answered"], told["withheld"], told["parts"]) == (None, "running", [])
    taken = await office.post(f"/surveys/waves/{wave}/export", json={"what": "figures", "format": "csv"})
    await problem(taken, 409, "export.not_yet")
    few = await a_wave(city, await a_survey(city), parts=(("inside", "traffic", 3, 0),))
    taken = await office.post(f"/surveys/waves/{few}/export", json={"what": "figures", "format": "csv"})
    refused = await problem(taken, 409, "export.too_few")
    assert "fewer than 5 answers" in refused["detail"]


async def test_looking_at_named_figures_makes_none(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city, Mode.NAMED), Mode.NAMED, WaveState.OPEN)
    assert (await office.get(f"/surveys/waves/{wave}/results")).json()["withheld"] == "not_yet"


async def test_a_file_is_taken_along(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    taken = await office.post(f"/surveys/waves/{wave}/export", json={"what": "figures", "format": "csv"})
    assert taken.status_code == 200
    assert taken.headers["content-type"].startswith("text/csv")
    async with city.db.read() as session:  # in the record, like a file that was taken on a page
        noted = await session.execute(text("SELECT content FROM inbox WHERE wave = :wave"), {"wave": wave})
        (told,) = [json.loads(one) for one in noted.scalars()]
    assert (told["kind"], told["via"], told["what"], told["format"]) == ("exported", "api", "figures", "csv")
    wrong = await office.post(f"/surveys/waves/{wave}/export", json={"what": "rows", "format": "csv"})
    await problem(wrong, 409, "export.too_small")
    even = await a_wave(city, await a_survey(city), parts=(("inside", "traffic", 14, 6), ("outside", "it", 11, 5)))
    alone = await office.post(f"/surveys/waves/{even}/export", json={"what": "rows", "format": "csv"})
    await problem(alone, 409, "taking.needed")
    unknown = await office.post(f"/surveys/waves/{wave}/export", json={"what": "rows", "format": "exe"})
    await problem(unknown, 422, "input.invalid")


async def test_what_is_not_there_is_not_found(office: httpx2.AsyncClient) -> None:
    for path in ("/surveys/nothing", "/surveys/waves/nothing", "/surveys/waves/nothing/results"):
        await problem(await office.get(path), 404, "results.unknown")


async def test_surveys_that_are_open_now_are_for_every_token(program: Program, city: City) -> None:
    wave = await a_wave(city, await a_survey(city), state=WaveState.OPEN)
    client = await program(SUBMITTER)
    assert (await client.get("/surveys/open")).json() == {"surveys": []}
    await set_wave(city.db, wave, plan=PUBLIC)
    (one,) = (await client.get("/surveys/open")).json()["surveys"]
    assert one["page"].endswith(f"/surveys/{wave}")
    assert one["promise"]
