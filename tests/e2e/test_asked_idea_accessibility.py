"""axe finds nothing where surveys and ideas meet: a result beside an idea, forms that name one, before and after."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from playwright.async_api import Browser

from api.app import create_app
from domain.survey.survey import Trigger
from domain.survey.wave_words import WaveState
from kit.i18n import Catalogues
from kit.templating import Templates
from storage import sql, surveys
from storage.engine import Database
from storage.tables import SurveyRow
from tests.api.asked import a_survey, a_wave
from tests.api.city import City, Clock
from tests.api.conftest import MORNING, SITE, a_city, seed
from tests.api.office.conftest import signed_in
from tests.api.office.test_surveys_of_ideas import about, named
from tests.e2e.axe import inspected
from tests.e2e.stack import HOST, ROOT, free_ports
from tests.e2e.test_accessibility import problems
from tests.storage.asking import add_people, invite

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
TRIGGERS = (Trigger(event="in_review", days=3), Trigger(event="live", days=90, same_people=True))


@asynccontextmanager
async def a_house(folder: Path) -> AsyncIterator[tuple[City, str]]:
    """A city on a real port, without an engine, and where it is."""
    url = f"sqlite+aiosqlite:///{folder / 'umlauf.db'}"
    await seed(url)
    db, (port,) = Database(url), free_ports(1)
    base_url = f"http://{HOST}:{port}"
    templates = Templates(ROOT / "templates", Catalogues(ROOT / "locales"))
    city = await a_city(db, Clock(MORNING), templates, plain=True)
    served = replace(city.services, site=replace(SITE, base_url=base_url))
    server = uvicorn.Server(uvicorn.Config(create_app(served), host=HOST, port=port, log_config=None, lifespan="off"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield city, base_url
    finally:
        server.should_exit = True
        await running
        await db.close()


async def pages(city: City) -> dict[str, str]:
    """The address of every page on which a survey and an idea meet."""
    case_id, survey = await city.in_review(), await a_survey(city)
    before = await a_wave(city, survey, number=0, low=1, high=3)
    after = await a_wave(city, survey, state=WaveState.ANSWERING, number=1, low=4, high=5)
    await about(city, before, case_id, "live")
    await about(city, after, case_id, "live", before=before)
    published = await named(city, case_id)
    asking = await a_wave(city, survey, state=WaveState.OPEN, number=3)
    await about(city, asking, case_id)
    (token,) = (await invite(city.db, asking, await add_people(city.db, 1))).values()
    await _with_triggers(city, survey, case_id)
    return {
        "review": "/a/" + (await city.link(case_id, "review_asked")).rpartition("/")[2],
        "case": f"/office/ideas/{(await city.case(case_id)).number}",
        "results": f"/office/surveys/waves/{after}/results",
        "respond": f"/office/surveys/waves/{after}/respond",
        "wave": f"/office/surveys/waves/{after}",
        "survey": f"/office/surveys/{survey}",
        "form": f"/office/surveys/{survey}/edit",
        "published": f"/surveys/{published}",
        "entry": f"/s/{token}",
    }


async def _with_triggers(city: City, survey_id: str, case_id: str) -> None:
    async with city.db.write() as session:
        survey = await surveys.survey(session, survey_id)
        assert survey is not None
        plan = survey.plan.model_copy(update={"triggers": TRIGGERS}).model_dump(mode="json")
        await sql.change(session, sql.table(SurveyRow), survey_id, {"plan": plan, "case_id": case_id})


async def cookies(city: City, base_url: str) -> list[Any]:
    """Of somebody of the office who has signed in."""
    async with httpx2.AsyncClient(base_url=base_url) as client:
        await signed_in(client, city)
        return [{"name": c.name, "value": c.value, "url": base_url} for c in client.cookies.jar]


async def test_pages_on_which_a_survey_and_an_idea_meet(browser: Browser, tmp_path: Path) -> None:
    found: list[str] = []
    async with a_house(tmp_path) as (city, base_url), inspected(browser, base_url) as context:
        addresses = await pages(city)
        await context.add_cookies(await cookies(city, base_url))
        page = await context.new_page()
        for name, address in addresses.items():
            found += await problems(page, name, address)
    assert not found, "\n".join(found)
