"""Taking results along: what is hidden stays hidden, no text is a formula, and the record knows."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from domain.survey.modes import Mode
from domain.survey.wave_words import WaveState
from storage import sql
from storage.tables import RoleRow
from tests.api.asked import a_survey, a_wave
from tests.api.city import City, send
from tests.api.office.conftest import fill, signed_in
from tests.api.office.waves import let_waves_happen

EVEN = (("inside", "traffic", 14, 6), ("outside", "it", 11, 5))


WHY = "Datenprüfung <script>"


@pytest.fixture
async def second(client: httpx2.AsyncClient, city: City) -> AsyncIterator[httpx2.AsyncClient]:
    """Another browser, in which another person of the office is signed in."""
    other = httpx2.AsyncClient(transport=client._transport, base_url=client.base_url)
    async with other:
        yield await signed_in(other, city, "malte.hinrichs")


async def agreed(office: httpx2.AsyncClient, second: httpx2.AsyncClient, wave: str) -> None:
    """Somebody asks for the single answers, somebody else agrees."""
    page = f"/office/surveys/waves/{wave}/taking"
    assert (await fill(office, page, reason=WHY)).status_code == 303
    (request,) = set(re.findall(rf"{page}/[0-9a-f]+", (await second.get(page)).text))
    assert (await fill(second, request, step="confirm")).status_code == 303


@pytest.fixture(autouse=True)
def _recorded(city: City) -> None:
    """Exports reach the record of their wave."""
    let_waves_happen(city)


async def taken(office: httpx2.AsyncClient, wave: str, what: str, format_: str) -> httpx2.Response:
    address = f"/office/surveys/waves/{wave}/results"
    return await send(office, address, to=f"{address}/export", what=what, format=format_, step="export")


async def record(city: City) -> list[dict[str, object]]:
    async with city.db.read() as session:
        found = await session.execute(text("SELECT wave, content FROM inbox WHERE kind = 'exported'"))
        return [{"wave": row.wave, **json.loads(row.content)} for row in found]


def rows_in(response: httpx2.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";"))


async def test_figures_leave_in_long_format_as_far_as_they_are_shown(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))
    response = await taken(office, wave, "figures", "csv")
    assert response.headers["content-disposition"] == 'attachment; filename="pulse-1-figures.csv"'
    rows = rows_in(response)
    everybody = [r for r in rows if r["part_by"] == "" and r["question"] == "side" and r["measure"] == "share"]
    assert [(r["answer"], r["count"], r["answered"]) for r in everybody] == [
        ("inside", "14", "28"),
        ("outside", "14", "28"),
    ]
    assert not [r for r in rows if r["part"] in ("culture", "it")]
    assert {"mean", "net_promoter_score", "mean_place"} <= {r["measure"] for r in rows}
    (noted,) = await record(city)
    assert (noted["wave"], noted["format"], noted["what"], noted["rows"]) == (wave, "csv", "figures", len(rows))
    assert noted["by"] == city.people["jana.petersen"]


async def test_a_trend_leaves_with_all_waves(office: httpx2.AsyncClient, city: City) -> None:
    survey = await a_survey(city)
    await a_wave(city, survey)
    wave = await a_wave(city, survey, number=1)
    rows = rows_in(await taken(office, wave, "trend", "csv"))
    assert {row["wave"] for row in rows} == {"1", "2"}


async def test_anonymous_answers_leave_without_texts_ids_or_order(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City
) -> None:
    wave = await a_wave(city, await a_survey(city), parts=EVEN)
    await agreed(office, second, wave)
    rows = rows_in(await taken(office, wave, "rows", "csv"))
    assert len(rows) == 25
    assert "one_thing" not in rows[0]
    assert "person" not in rows[0]
    assert {row["unit"] for row in rows} == {"traffic", "it"}


async def test_three_who_could_be_told_hold_all_rows_back(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city))  # three of the culture department
    response = await taken(office, wave, "rows", "csv")
    assert response.status_code == 409
    assert "Zu wenige Menschen" in response.text
    assert await record(city) == []


async def test_texts_leave_harmless_and_alone(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city), parts=EVEN)
    rows = rows_in(await taken(office, wave, "texts", "csv"))
    assert len(rows) == 11
    assert all(row["text"].startswith("'=") for row in rows)
    assert set(rows[0]) == {"question", "text", "tags"}


async def test_named_answers_leave_with_names(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City
) -> None:
    wave = await a_wave(city, await a_survey(city, Mode.NAMED), Mode.NAMED, parts=EVEN)
    await agreed(office, second, wave)
    rows = rows_in(await taken(office, wave, "rows", "csv"))
    assert rows[0]["person"].startswith("Person ")
    assert "one_thing" in rows[0]


async def test_confidential_answers_leave_under_their_code(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City
) -> None:
    wave = await a_wave(city, await a_survey(city, Mode.CONFIDENTIAL), Mode.CONFIDENTIAL, parts=EVEN)
    await agreed(office, second, wave)
    rows = rows_in(await taken(office, wave, "rows", "csv"))
    assert len({row["person"] for row in rows}) == 25
    assert "one_thing" not in rows[0]


@pytest.mark.parametrize("format_", ["xlsx", "json", "csv_comma"])
async def test_every_format_is_written(office: httpx2.AsyncClient, city: City, format_: str) -> None:
    wave = await a_wave(city, await a_survey(city), parts=EVEN)
    response = await taken(office, wave, "figures", format_)
    assert response.status_code == 200
    assert len(response.content) > 500


async def test_single_answers_come_back_from_every_format_as_they_were(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City, tmp_path: Path
) -> None:
    """S18: texts that begin like a formula stay texts, numbers stay numbers, SPSS has labels and levels."""
    openpyxl, pyreadstat = pytest.importorskip("openpyxl"), pytest.importorskip("pyreadstat")
    wave = await a_wave(city, await a_survey(city, Mode.NAMED), Mode.NAMED, parts=EVEN)
    await agreed(office, second, wave)
    plain = json.loads((await taken(office, wave, "rows", "json")).content)["rows"]
    assert {type(row["heard"]) for row in plain} == {int}
    texts = sorted(row["one_thing"] for row in plain if row["one_thing"])
    assert len(texts) == 11
    assert {text_[0] for text_ in texts} == {"="}

    book = openpyxl.load_workbook(io.BytesIO((await taken(office, wave, "rows", "xlsx")).content))
    head, *cells = book.worksheets[0].iter_rows()
    named = [cell.value for cell in head]
    assert named == list(plain[0])
    assert {cell.data_type for row in cells for cell in row} <= {"s", "n", "inlineStr"}  # no formula among them
    assert sorted(row[named.index("one_thing")].value for row in cells if row[named.index("one_thing")].value) == texts
    heard = sorted(row["heard"] for row in plain)
    assert sorted(row[named.index("heard")].value for row in cells) == heard

    (file := tmp_path / "rows.sav").write_bytes((await taken(office, wave, "rows", "sav")).content)
    data, meta = pyreadstat.read_sav(str(file))
    assert sorted(data["heard"]) == heard
    assert sorted(text_ for text_ in data["one_thing"] if text_) == texts
    assert meta.column_names_to_labels["heard"] == "Was ich einbringe, wird aufgenommen und beantwortet."
    assert meta.variable_value_labels["heard"][1.0] == "stimmt gar nicht"
    assert (meta.variable_measure["heard"], meta.variable_measure["side"]) == ("ordinal", "nominal")

    rows = rows_in(await taken(office, wave, "rows", "csv"))
    assert sorted(row["one_thing"] for row in rows if row["one_thing"]) == [f"'{text_}" for text_ in texts]
    assert sorted(int(row["heard"]) for row in rows) == heard


@pytest.mark.parametrize(("what", "format_"), [("figures", "exe"), ("nothing", "csv"), ("", "")])
async def test_what_is_not_offered_is_refused_on_the_page(
    office: httpx2.AsyncClient, city: City, what: str, format_: str
) -> None:
    wave = await a_wave(city, await a_survey(city), parts=EVEN)
    response = await taken(office, wave, what, format_)
    assert response.status_code == 409
    assert "error-summary" in response.text


@pytest.mark.parametrize("what", ["figures", "rows", "texts"])
async def test_of_a_running_anonymous_wave_nothing_leaves(office: httpx2.AsyncClient, city: City, what: str) -> None:
    wave = await a_wave(city, await a_survey(city), state=WaveState.OPEN)
    assert (await taken(office, wave, what, "csv")).status_code == 409


@pytest.mark.parametrize("mode", list(Mode))
async def test_nobody_takes_single_answers_alone(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City, mode: Mode
) -> None:
    wave = await a_wave(city, await a_survey(city, mode), mode, parts=EVEN)
    page = f"/office/surveys/waves/{wave}/taking"
    for _ in range(2):  # before and after asking, alone it does not go
        sent = await taken(office, wave, "rows", "csv")
        assert sent.status_code == 409
        assert "zweiten Person" in sent.text
        await fill(office, page, reason=WHY)
    (request,) = set(re.findall(rf"{page}/[0-9a-f]+", (await office.get(page)).text))
    assert "Zustimmen" not in (await office.get(request)).text
    own = await fill(office, request, step="confirm")
    assert "selbst gefragt" in own.text
    assert "Datenprüfung &lt;script&gt;" in (await second.get(request)).text
    refused = await fill(second, request, step="refuse", reason="")
    assert refused.status_code == 422
    await fill(second, request, step="confirm")
    assert (await taken(second, wave, "rows", "csv")).status_code == 409
    assert (await taken(office, wave, "rows", "csv")).status_code == 200
    told = (await office.get(f"/office/surveys/waves/{wave}")).text
    officer = (await office.get("/office/surveys/disclosures")).text
    for text_ in (told, officer):
        assert "Eine zweite Person hat zugestimmt, dass einzelne Antworten mitgenommen werden." in text_
        assert "Ergebnisse wurden exportiert" in text_
        assert "Datenprüfung &lt;script&gt;" in text_
    await fill(office, request, step="withdraw")
    assert (await taken(office, wave, "rows", "csv")).status_code == 409


async def test_where_the_record_is_not_reached_no_single_answer_leaves(
    office: httpx2.AsyncClient, second: httpx2.AsyncClient, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = await a_wave(city, await a_survey(city, Mode.NAMED), Mode.NAMED, parts=EVEN)
    await agreed(office, second, wave)
    city.messenger.away = True
    sent = await taken(office, wave, "rows", "csv")
    assert sent.status_code == 409
    assert "noch nicht festgehalten" in sent.text


async def test_who_is_alone_in_the_office_is_told_what_to_do(office: httpx2.AsyncClient, city: City) -> None:
    page = f"/office/surveys/waves/{await a_wave(city, await a_survey(city))}/taking"
    assert "Niemand sonst aus dem Büro" not in (await office.get(page)).text
    roles, me = sql.table(RoleRow), city.people["jana.petersen"]
    async with city.db.write() as session:
        await session.execute(roles.delete().where(roles.c.role == "office", roles.c.person_id != me))
    shown = (await office.get(page)).text
    assert "Niemand sonst aus dem Büro kann zustimmen" in shown
    assert "python -m umlauf people import" in shown


async def test_of_a_running_wave_nobody_asks(office: httpx2.AsyncClient, city: City) -> None:
    wave = await a_wave(city, await a_survey(city, Mode.NAMED), Mode.NAMED, state=WaveState.OPEN)
    page = (await office.get(f"/office/surveys/waves/{wave}/taking")).text
    assert "Vor dem Schluss gibt es keine einzelnen Antworten" in page
    assert 'name="reason"' not in page
