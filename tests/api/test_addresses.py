"""Forms at every address we let ourselves be called by, and what becomes of a form at another."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx2
import pytest

from api.services import Services
from tests.api.apps import app_on
from tests.api.city import TITLE, hidden_of
from umlauf.settings import LOOPBACK

FORM = {
    "cost": "18000",
    "title": TITLE,
    "description": "Erste Zeile\nzweite <b>Zeile</b>",
    "name": "Nina",
    "email": "nina@example.org",
}
DEMO = "http://localhost:8000"


@asynccontextmanager
async def browser(
    services: Services, base_url: str, at: str, trusted: tuple[str, ...]
) -> AsyncIterator[httpx2.AsyncClient]:
    here = replace(services, site=replace(services.site, base_url=base_url), trusted_hosts=trusted)
    transport = httpx2.ASGITransport(app=app_on(here))
    async with httpx2.AsyncClient(transport=transport, base_url=at, headers={"Accept-Language": "de"}) as client:
        yield client


async def fill(client: httpx2.AsyncClient, origin: str) -> httpx2.Response:
    page = await client.get("/ideas/new")
    return await client.post("/ideas/new", data={**hidden_of(page.text), **FORM}, headers={"Origin": origin})


@pytest.mark.parametrize("at", ["http://127.0.0.1:8000", "http://[::1]:8000", "http://localhost:8000"])
async def test_in_the_demo_forms_are_taken_at_every_name_it_lets_in(services: Services, at: str) -> None:
    async with browser(services, DEMO, at, tuple(sorted(LOOPBACK))) as client:
        assert (await fill(client, at)).status_code in (303, 422)


async def test_a_port_that_goes_without_saying_may_be_said(services: Services) -> None:
    async with browser(services, "https://ideen.example:443", "https://ideen.example", ("ideen.example",)) as client:
        assert (await fill(client, "https://ideen.example")).status_code in (303, 422)


async def test_a_form_at_a_foreign_address_does_nothing_and_loses_nothing(services: Services) -> None:
    async with browser(services, DEMO, "http://localhost:9000", ("localhost",)) as client:
        refused = await fill(client, "https://tunnel.example")
    assert refused.status_code == 403
    assert f'href="{DEMO}/ideas/new"' in refused.text
    assert "Erste Zeile\nzweite &lt;b&gt;Zeile&lt;/b&gt;" in refused.text.replace("\r", "")
    assert "nina@example.org" in refused.text
    assert ">18000</textarea>" in refused.text


async def test_words_of_a_foreign_form_are_shown_to_nobody(services: Services) -> None:
    async with browser(services, DEMO, DEMO, ("localhost",)) as client:
        await client.get("/ideas/new")
        data = {"nonce": "1.0.x", **FORM}
        refused = await client.post("/ideas/new", data=data, headers={"Origin": "https://evil.example"})
    assert refused.status_code == 403
    assert "Erste Zeile" not in refused.text
