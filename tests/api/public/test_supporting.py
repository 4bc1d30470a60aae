"""Supporters of a public idea by its pages: an address, one mail, a box to tick; the same words to everybody."""

import re
from collections.abc import AsyncIterator

import httpx2
import pytest

from api.app import create_app
from api.services import Services
from storage import entries, people, supporters
from tests.api.answering.asked import counted
from tests.api.city import City, send
from tests.api.conftest import SITE
from tests.api.office.conftest import signed_in

TABLES = ("people", "addresses", "guests", "support_entries", "supporters", "support_links", "outbox")


@pytest.fixture
async def other(services: Services) -> AsyncIterator[httpx2.AsyncClient]:
    """Another browser: the one in which mail is read."""
    transport = httpx2.ASGITransport(app=create_app(services))
    headers = {"Accept-Language": "de"}
    async with httpx2.AsyncClient(transport=transport, base_url=SITE.base_url, headers=headers) as browser:
        yield browser


@pytest.fixture
async def case_id(city: City) -> str:
    return await city.in_review(title="<script>Bänke")


@pytest.fixture
async def idea(city: City, case_id: str) -> str:
    return f"/ideas/{(await city.case(case_id)).number}"


async def stored(city: City) -> dict[str, int]:
    return {table: await counted(city.db, table) for table in TABLES}


async def links(city: City) -> list[str]:
    """The paths in the mails, in the order in which they were written."""
    bodies = [mail.get_body(("plain",)) for name, mail in await city.mails() if name == "confirm_support"]
    return [re.findall(r"http://ideen\.example(/support/[a-z2-7]{32})", str(b.get_content()))[0] for b in bodies if b]


async def ask(client: httpx2.AsyncClient, idea: str, address: str) -> httpx2.Response:
    return await send(client, f"{idea}/support", email=address, language="de")


async def press(client: httpx2.AsyncClient, link: str, mine: str = "yes") -> httpx2.Response:
    return await send(client, link, to="/support/confirm", mine=mine)


async def confirmed(client: httpx2.AsyncClient, city: City, idea: str, address: str) -> str:
    """Somebody supports the idea; their link."""
    known = await links(city)
    assert (await ask(client, idea, address)).headers["location"] == f"{idea}/support/sent"
    (link,) = [one for one in await links(city) if one not in known]
    assert (await press(client, link)).headers["location"] == "/support/done/counted"
    return link


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_a_stranger_counts_once_and_takes_it_back_by_the_same_link(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, city: City, idea: str
) -> None:
    assert f'href="{idea}/support"' in (await client.get(idea)).text
    assert (await ask(client, idea, "Ida@Example.org")).headers["location"] == f"{idea}/support/sent"
    assert await counted(city.db, "supporters") == await counted(city.db, "guests") == 0
    (link,) = await links(city)
    assert (await press(other, link)).headers["location"] == "/support/done/counted"
    assert (await other.get("/support/done/counted")).status_code == 200
    assert "Das ist einem Menschen wichtig" in (await client.get(idea)).text
    second = await confirmed(client, city, idea, "ida@example.org")
    assert await counted(city.db, "supporters") == 1
    await confirmed(client, city, idea, "ute@example.org")
    assert "Das ist 2 Menschen wichtig" in (await client.get(idea)).text
    assert "nicht mehr mitgezählt werden" in (await other.get(link)).text
    assert (await press(other, link)).headers["location"] == "/support/done/withdrawn"
    assert await counted(city.db, "supporters") == 1
    assert "nicht mitgezählt" in (await other.get(second)).text
    assert (await press(other, second)).headers["location"] == "/support/done/counted"
    assert await counted(city.db, "supporters") == 2


async def test_the_office_sees_how_many_and_not_who(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, city: City, idea: str
) -> None:
    await confirmed(client, city, idea, "ida@example.org")
    page = (await (await signed_in(other, city)).get(f"/office{idea}")).text
    assert "Das ist einem Menschen wichtig" in page
    assert "ida@" not in page


async def test_looking_and_pressing_without_the_tick_leave_no_trace(
    client: httpx2.AsyncClient, city: City, idea: str
) -> None:
    before = await stored(city)
    for address in (idea, f"{idea}/support", f"{idea}/support/sent", "/privacy/support", "/support/confirm"):
        assert (await client.get(address)).status_code in (200, 404), address
        await client.head(address)
    assert (await send(client, f"{idea}/support")).status_code == 422
    assert await stored(city) == before
    await ask(client, idea, "ida@example.org")
    (link,), before = await links(city), await stored(city)
    for _ in range(2):
        assert (await client.get(link)).status_code == 200
        refused = await press(client, link, mine="")
        assert refused.status_code == 422
        assert link.rpartition("/")[2] not in refused.text
    assert await stored(city) == before


async def test_the_form_says_the_same_whoever_has_the_address(
    client: httpx2.AsyncClient, city: City, idea: str
) -> None:
    said = set()
    for address in ("torben.voss@example.org", "renate.kruse@example.org", "new@example.org"):
        answer = await ask(client, idea, address)
        said.add((answer.status_code, answer.headers["location"]))
    assert len(said) == 1
    assert len(await links(city)) == 3


async def test_a_double_click_is_one_mail_and_no_more_than_three_an_hour_go_to_an_address(
    client: httpx2.AsyncClient, city: City, idea: str
) -> None:
    shown = await client.get(f"{idea}/support")
    nonce = re.findall(r'name="nonce" value="([^"]+)"', shown.text)[-1]
    data, origin = {"nonce": nonce, "email": "ida@example.org", "language": "de"}, {"Origin": SITE.base_url}
    for _ in range(2):
        assert (await client.post(f"{idea}/support", data=data, headers=origin)).status_code == 303
    assert len(await links(city)) == 1
    for _ in range(3):
        await ask(client, idea, "ida@example.org")
    assert len(await links(city)) <= 3
    refused = await ask(client, idea, "ida@example.org")
    assert refused.status_code == 429
    assert 'value="ida@example.org"' in refused.text


@pytest.mark.parametrize("address", ["", "keine", "a@b\r\nBcc: c@d.de", "x" * 250 + "@example.org"])
async def test_what_is_no_address_is_refused_and_kept(
    client: httpx2.AsyncClient, city: City, idea: str, address: str
) -> None:
    refused = await ask(client, idea, address)
    assert refused.status_code == 422
    assert 'href="#f-email"' in refused.text
    assert await links(city) == []


async def test_what_is_not_public_or_closed_takes_nobody_and_gives_nothing_away(
    client: httpx2.AsyncClient, city: City, case_id: str, idea: str
) -> None:
    hidden = (await city.case(await city.in_review(public=False))).number
    assert (await client.get(f"/ideas/{hidden}/support")).status_code == 404
    link = await confirmed(client, city, idea, "ida@example.org")
    await ask(client, idea, "ute@example.org")
    waiting = (await links(city))[-1]
    await city.office(case_id, "hidden", reason="Bitte prüfen")
    for one in (link, waiting):
        page = (await client.get(one)).text
        assert "Bänke" not in page
        assert "nimmt keine Unterstützung mehr an" in page
    await city.office(case_id, "published")
    await city.happens(case_id, "withdrawn", "renate.kruse")
    assert (await press(client, link)).headers["location"] == "/support/done/withdrawn"
    assert await counted(city.db, "supporters") == 0


async def test_a_closed_idea_says_so(client: httpx2.AsyncClient, city: City, case_id: str, idea: str) -> None:
    case = await city.case(case_id)
    for assignment in case.open_assignments():
        await city.answer(case_id, assignment)
    await city.office(case_id, "declined", public_reason="Nein.")
    refused = await client.get(f"{idea}/support")
    assert refused.status_code == 409
    assert f'href="{idea}/support"' not in (await client.get(idea)).text


@pytest.mark.parametrize("path", ["/support/x", "/support/" + "a" * 32, "/support/done/x", "/ideas/2026-9999/support"])
async def test_what_is_not_there_is_not_found(client: httpx2.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_a_forged_ticket_counts_nobody(client: httpx2.AsyncClient, city: City, idea: str) -> None:
    await ask(client, idea, "ida@example.org")
    (link,) = await links(city)
    forged = await send(client, link, to="/support/confirm", mine="yes", ticket="x")
    assert forged.status_code == 404
    assert await counted(city.db, "supporters") == 0


async def test_nothing_of_the_address_is_outside_the_tables_of_people(
    client: httpx2.AsyncClient, city: City, case_id: str, idea: str, caplog: pytest.LogCaptureFixture
) -> None:
    link = await confirmed(client, city, idea, "canary@example.org")
    assert "canary" not in caplog.text
    assert link.rpartition("/")[2] not in caplog.text
    async with city.db.read() as session:
        owner = await people.owner_of(session, "canary@example.org")
        assert await supporters.count(session, case_id) == 1
    case = await city.case(case_id)
    assert owner is not None
    assert owner not in str(case)
    await press(client, link)
    async with city.db.write() as session:
        await supporters.forget(session, city.clock())
        await entries.forget_guests(session, city.clock())
        assert await people.owner_of(session, "canary@example.org") is None


async def test_changing_the_language_keeps_what_was_typed(client: httpx2.AsyncClient, idea: str) -> None:
    kept = await send(client, f"{idea}/support", to=f"{idea}/support?lang=en", email="halb@getippt", step="change")
    assert 'value="halb@getippt"' in kept.text
    assert "This matters to me too" in kept.text
