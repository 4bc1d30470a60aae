"""Planning facts and the frame at the desk: what is saved, and every refusal with what was typed kept."""

import httpx2
import pytest

from domain.planning.facts import Facts
from domain.planning.frame import Frame, Named
from domain.planning.quarters import Quarter
from storage import planning
from tests.api.city import City
from tests.api.office.conftest import fill
from tests.api.office.test_surveys import again
from tests.e2e.page import Page

FRAME = "/office/portfolio/frame"
EVIL = "<script>Getippt"
ROWS = {"line.0.title": "Verkehr", "line.0.2027": "100.000 €", "role.0.title": "Planung", "role.0.2027-Q1": "60"}


async def a_frame(office: httpx2.AsyncClient, city: City) -> Frame:
    sent = await fill(office, FRAME, **ROWS)
    assert sent.status_code == 303, sent.text
    async with city.db.read() as session:
        return (await planning.frame(session)).frame


async def page_of(city: City, case_id: str) -> str:
    return f"/office/ideas/{(await city.case(case_id)).number}/planning"


async def facts_of(city: City, case_id: str) -> Facts:
    async with city.db.read() as session:
        return (await planning.versions(session, case_id))[-1].facts


@pytest.mark.parametrize("language", ["de", "en"])
async def test_every_page_opens_empty_and_filled_and_only_for_the_office(
    client: httpx2.AsyncClient, city: City, language: str, request: pytest.FixtureRequest
) -> None:
    paths = ["/office/portfolio", FRAME, await page_of(city, await city.idea())]
    for path in paths:
        assert (await client.get(path)).status_code == 303
    office = await request.getfixturevalue("signed_in_later")()
    for filled in (False, True):
        for path in paths:
            page = await office.get(f"{path}?lang={language}")
            assert (page.status_code, page.text.count("<h1")) == (200, 1)
        if not filled:
            await a_frame(office, city)


@pytest.fixture
def signed_in_later(client: httpx2.AsyncClient, city: City):
    from tests.api.office.conftest import signed_in

    return lambda: signed_in(client, city)


async def test_the_frame_is_entered_and_a_renamed_row_keeps_its_id(office: httpx2.AsyncClient, city: City) -> None:
    first = await a_frame(office, city)
    line, role = first.lines[0].id, first.roles[0].id
    assert first.budget == {(2027, line): 100_000}
    assert first.capacity == {(Quarter(2027, 1), role): 60}
    await fill(office, FRAME, **{"line.0.title": "Straßen", "line.0.2027": "0", "line.1.title": "Grün"})
    async with city.db.read() as session:
        then = (await planning.frame(session)).frame
    assert then.lines[0] == Named(line, "Straßen")
    assert then.lines[1].title == "Grün"
    assert then.budget == {(2027, line): 0}
    page = (await office.get(FRAME)).text
    assert "Straßen 2027: – → 0" in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("line.0.2027", "-5", "nicht unter 0"),
        ("line.0.2027", "12.5", "ganze Zahl"),
        ("line.0.2027", EVIL, "ganze Zahl"),
        ("role.0.2027-Q1", "1000000001", "ganze Zahl"),
        ("interest", "-2", "Prozent im Jahr"),
        ("interest", "2,555", "Prozent im Jahr"),
        ("line.0.title", "", "einen Namen"),
        ("line.1.title", "verkehr", "heißt schon so"),
    ],
)
async def test_a_frame_that_cannot_be_is_refused_at_its_field_and_kept(
    office: httpx2.AsyncClient, field: str, value: str, said: str
) -> None:
    page = await fill(office, FRAME, **ROWS | {field: value})
    assert page.status_code == 422
    assert f'href="#f-{field.replace(".", "-")}"' in page.text
    assert said in page.text
    assert f'value="{value.replace("<", "&lt;").replace(">", "&gt;")}"' in page.text


async def test_facts_are_entered_with_ties_by_number_and_0_is_not_unknown(
    office: httpx2.AsyncClient, city: City
) -> None:
    frame = await a_frame(office, city)
    first, other, third = [await city.idea() for _ in range(3)]
    numbers = [(await city.case(one)).number for one in (other, third)]
    line, role = frame.lines[0].id, frame.roles[0].id
    given = {f"costs.2027.{line}": "12.000", f"costs.2028.{line}": "0", f"effort.{role}": "40", "length": "2"}
    given |= {"earliest": "2027-Q2", "needs": f" {numbers[0]},", "excludes": numbers[1]}
    page = await page_of(city, first)
    assert (await fill(office, page, **given)).headers["location"] == f"{page}?done=saved"
    said = Facts({(2027, line): 12_000, (2028, line): 0}, {role: 40}, 2, Quarter(2027, 2), (other,), (third,))
    assert await facts_of(city, first) == said
    await fill(office, page)  # as a browser shows it again: nothing is lost
    assert await facts_of(city, first) == said
    shown = (await office.get(page)).text
    for told in ("Verkehr 2027: – → 12.000", "Planung: – → 40 Personentage", "2. Quartal 2027", numbers[0]):
        assert told in shown, told
    assert page in (await office.get(page.removesuffix("/planning"))).text


async def test_the_capital_value_stands_beside_the_facts_with_the_parts_of_its_formula(
    office: httpx2.AsyncClient, city: City
) -> None:
    line = (await a_frame(office, city)).lines[0].id
    page = await page_of(city, await city.idea())
    costs = {f"costs.2026.{line}": "100.000"}
    assert "Kapitalwert" not in (await office.get(page)).text.partition("<h2")[2]
    await fill(office, page, **costs)
    assert "braucht einen Zinssatz" in (await office.get(page)).text

    await fill(office, FRAME, **ROWS | {"interest": "3,5 %"})
    alone = Page((await office.get(page)).text).text
    assert "Heute wert, soweit angegeben: -100.000 €" in alone
    assert "lässt sich nicht sagen, ob sie sich rechnet" in alone

    await fill(office, page, **costs | {"savings.2027": "51.750", "savings.2028": "54000"})
    shown = Page((await office.get(page)).text).text
    for told in ("(1 + 3,5 %)", "0,9335", "50.000 €", "50.410 €", "Kapitalwert: 410 €", "Sie rechnet sich."):
        assert told in shown, told
    assert "Einsparungen und Einnahmen 2027: – → 51.750" in shown
    assert 'name="interest"' in (await office.get(FRAME)).text
    await fill(office, FRAME)  # as a browser shows it again
    async with city.db.read() as session:
        assert (await planning.frame(session)).frame.interest == 350
    refused = await fill(office, page, **{"savings.2027": "-1"})
    assert (refused.status_code, 'href="#f-savings-2027"' in refused.text) == (422, True)


async def test_ties_that_cannot_be_are_refused_with_their_sentence(office: httpx2.AsyncClient, city: City) -> None:
    first, second = await city.idea(), await city.idea()
    mine, other = [(await city.case(one)).number for one in (first, second)]
    assert (await fill(office, await page_of(city, second), needs=mine)).status_code == 303
    page = await page_of(city, first)
    for field, value, said in (
        ("needs", mine, "nicht sich selbst brauchen"),
        ("excludes", mine, "nicht sich selbst ausschließen"),
        ("needs", other, f"im Kreis brauchen: {mine} → {other} → {mine}"),
        ("needs", "2026-9999", "gibt es nicht: 2026-9999"),
        ("length", "0", "von 1 bis 40"),
        ("earliest", "bald", ""),
    ):
        refused = await fill(office, page, **{field: value})
        assert (refused.status_code, f'href="#f-{field}"' in refused.text) == (422, True), field
        assert said in refused.text
        assert f'value="{value}"' in refused.text or field == "earliest"
    async with city.db.read() as session:
        assert await planning.versions(session, first) == []


async def test_the_second_of_two_people_is_told_and_keeps_what_they_typed(
    office: httpx2.AsyncClient, city: City
) -> None:
    page = await page_of(city, await city.idea())
    form = await office.get(page)
    await fill(office, page, length="3")
    late = await again(office, page, form, length="7", number="0")
    assert late.status_code == 422
    assert "inzwischen geändert" in late.text
    assert 'value="7"' in late.text
    assert (await again(office, page, late, length="7", number="1")).status_code == 303
