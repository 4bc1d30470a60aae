"""Before a process is published: visitors are told whom to ask, and nothing leads to a page that is not there."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from kit.templating import Templates
from storage import migrate
from storage.engine import Database
from tests.api.apps import app_on
from tests.api.city import MORNING, Clock
from tests.api.conftest import SITE, a_city


@pytest.fixture
async def bare(tmp_path: Path, templates: Templates) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser before an installation with tables and nothing in them."""
    url = f"sqlite+aiosqlite:///{tmp_path}/bare.db"
    await migrate.upgrade(url)
    db = Database(url)
    city = await a_city(db, Clock(MORNING), templates)
    transport = httpx2.ASGITransport(app=app_on(city.services))
    headers = {"Accept-Language": "de"}
    async with httpx2.AsyncClient(transport=transport, base_url=SITE.base_url, headers=headers) as client:
        yield client
    await db.close()


@pytest.mark.parametrize("path", ["/", "/ideas/new", "/ideas/new/check"])
async def test_visitors_are_told_that_this_is_being_set_up_and_whom_to_ask(bare: httpx2.AsyncClient, path: str) -> None:
    page = await bare.get(path, follow_redirects=True)
    assert page.status_code == 503
    main = page.text.partition("<main")[2].partition("</main")[0]
    assert "wird noch eingerichtet" in main
    assert "040 123-0" in main
    assert "mailto:ideen@stadt.example" in main
    assert 'href="/ideas/new"' not in page.text


@pytest.mark.parametrize("path", ["/ideas", "/surveys", "/office", "/contact", "/privacy", "/accessibility"])
async def test_every_other_page_works(bare: httpx2.AsyncClient, path: str) -> None:
    assert (await bare.get(path, follow_redirects=True)).status_code == 200
