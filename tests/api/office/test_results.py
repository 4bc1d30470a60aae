"""The results of a wave at the office's desk: as far as they may be shown, searched, tagged, made anew."""

import re

import httpx2
import pytest
from sqlalchemy import text

from domain.survey.modes import Mode
from domain.survey.questionnaire import Questionnaire
from domain.survey.wave_words import WaveState
from storage import wordings
from tests.api.asked import a_survey, a_wave
from tests.api.city import City, send
from tests.api.office.waves import let_waves_happen
from tests.storage.answered import answer
from tests.storage.asking import add_people, questionnaire


def results_of(wave: str) -> str:
    return f"/office/surveys/waves/{wave}/results"


async def test_figures_are_shown_with_intervals_and_a_drawing(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    page = await office.get(results_of(wave))
    assert page.status_code == 200
    for said in ("Puls &lt;b&gt;", "28", "35\u00a0%", "aus der Verwaltung", "<svg", "95-%-Intervall", "Mittelwert"):
        assert said in page.text, said
    assert "style=" not in page.text


async def test_a_part_is_shown_beside_everybody(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    page = await office.get(results_of(wave), params={"part": "unit.traffic"})
    assert "Gestreift darunter" in page.text
    assert '<option value="unit.traffic" selected>' in page.text


async def test_what_is_hidden_has_a_dash_and_the_rule_in_words(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    page = await office.get(results_of(wave))
    assert "Kultur: —" in page.text
    assert "weniger als 5" in page.text
    assert '<option value="unit.culture">' not in page.text
    same = await office.get(results_of(wave), params={"part": "unit.culture"})
    assert "Gestreift darunter" not in same.text  # everybody's, not theirs


async def test_an_anonymous_wave_that_runs_shows_nothing(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city), state=WaveState.OPEN)
    page = await office.get(results_of(wave))
    assert "<svg" not in page.text
    assert "bis dahin sieht niemand" in page.text


async def test_named_figures_are_made_on_request(office: httpx2.AsyncClient, city: City) -> None:
    survey = await a_survey(city, Mode.NAMED)
    wave = await a_wave(city, survey, Mode.NAMED, WaveState.OPEN)
    address = results_of(wave)
    assert "<svg" not in (await office.get(address)).text
    sent = await send(office, address, to=address, step="refresh")
    assert sent.status_code == 303
    page = await office.get(address)
    assert "<svg" in page.text
    await answer(city.db, wave, [{"heard": 1}] * 4, Mode.NAMED, by=await add_people(city.db, 4))
    await send(office, address, to=address, step="refresh")
    assert (await office.get(address)).text.count("28") == page.text.count("28")


async def test_looking_changes_nothing(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    await office.get(results_of(wave))
    async with city.db.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM results_shown"))).scalar_one() == 0


async def test_texts_are_found_and_tagged(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    address = results_of(wave)
    page = await office.get(address, params={"q": "punkt 3"})
    assert "2 von 11" in page.text
    assert "&lt;script&gt;alert" in page.text
    handle = re.findall(r'name="answer" value="([0-9a-f]+)"', page.text)[0]
    tag = {"answer": handle, "question": "one_thing", "tag": " Schneller  antworten ", "step": "add"}
    sent = await send(office, address, to=f"{address}/tags", **tag)
    assert sent.status_code == 303
    tagged = await office.get(address, params={"tag": "Schneller antworten"})
    assert "1 von 11" in tagged.text
    gone = await send(office, address, to=f"{address}/tags", **(tag | {"step": "remove"}))
    assert gone.status_code == 303
    assert "Schneller antworten" not in (await office.get(address)).text


async def test_a_tag_without_a_word_is_refused_in_words(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    address = results_of(wave)
    handle = re.findall(r'name="answer" value="([0-9a-f]+)"', (await office.get(address)).text)[0]
    sent = await send(office, address, to=f"{address}/tags", answer=handle, question="one_thing", tag=" ", step="add")
    assert sent.status_code in (409, 422)
    assert "error-summary" in sent.text


@pytest.mark.parametrize("answer_", ["nothing", "0" * 32])
async def test_a_text_that_is_not_there_is_not_tagged(office: httpx2.AsyncClient, city: City, answer_: str) -> None:
    wave = await a_wave(city, await a_survey(city))
    address = results_of(wave)
    sent = await send(office, address, to=f"{address}/tags", answer=answer_, question="one_thing", tag="x", step="add")
    assert "Diesen Text gibt es hier nicht" in sent.text


async def test_two_texts_of_one_person_have_nothing_in_common(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    page = (await office.get(results_of(wave))).text
    async with city.db.read() as session:
        ids = (await session.execute(text("SELECT id FROM answers_anonymous"))).scalars().all()
    assert not [one for one in ids if one in page]


async def test_the_trend_names_sure_changes_only(office: httpx2.AsyncClient, city: City) -> None:
    survey = await a_survey(city)
    await a_wave(city, survey, low=1, high=2)
    await a_wave(city, survey, number=1, low=4, high=5)
    await a_wave(city, survey, number=2, low=4, high=5)
    page = await office.get(f"/office/surveys/{survey}/trend")
    assert page.status_code == 200
    for said in ("gestiegen", "keine sichere Veränderung", "Panel", "Welle 2", "<polyline"):
        assert said in page.text, said


async def test_a_changed_question_breaks_its_trend_and_no_other(office: httpx2.AsyncClient, city: City) -> None:
    """S10: on the page for scales and for choices, and in the file; nobody draws a line through another question."""
    let_waves_happen(city)
    survey = await a_survey(city)
    await a_wave(city, survey)
    before = await office.get(f"/office/surveys/{survey}/trend")
    assert "die Frage wurde geändert" not in before.text
    form = questionnaire()
    source = (
        form.model_dump_json()
        .replace("Woran lag es", "Was war der Grund")
        .replace("Ich weiß, woran", "Ich sehe, woran")
    )
    async with city.db.write() as session:
        await wordings.save(session, Questionnaire.from_text(source), source, at=city.clock(), by="office")
    later = await a_wave(city, survey, number=1)
    hash_ = Questionnaire.from_text(source).content_hash
    async with city.db.write() as session:
        await session.execute(
            text("UPDATE waves SET questionnaire = :hash WHERE id = :id"), {"hash": hash_, "id": later}
        )
    page = (await office.get(f"/office/surveys/{survey}/trend")).text
    assert page.count("die Frage wurde geändert") == 2
    taken = await send(
        office, results_of(later), to=f"{results_of(later)}/export", what="trend", format="csv", step="export"
    )
    breaks = [line.split(";") for line in taken.text.splitlines() if "trend_break" in line]
    assert [(line[0], line[5]) for line in breaks] == [("2", "informed"), ("2", "obstacle")]


async def test_a_survey_without_results_has_an_empty_trend(office: httpx2.AsyncClient, city: City) -> None:
    survey = await a_survey(city)
    page = await office.get(f"/office/surveys/{survey}/trend")
    assert "Noch keine Welle hat Ergebnisse" in page.text


async def test_another_audience_is_compared(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city), low=4, high=5)
    other = await a_wave(city, await a_survey(city), low=1, high=2)
    page = await office.get(results_of(wave), params={"beside": other})
    assert "Höher: " in page.text


@pytest.mark.parametrize("address", [results_of("nothing"), "/office/surveys/nothing/trend"])
async def test_what_is_not_there_is_not_found(office: httpx2.AsyncClient, address: str) -> None:
    assert (await office.get(address)).status_code == 404


async def test_results_are_for_the_office(client: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    assert (await client.get(results_of(wave))).status_code == 303
