"""axe finds nothing on pages of results either, whole and of a part, published and at the desk; nothing sticks out."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from playwright.async_api import Browser

from storage import people
from tests.api.asked import a_survey, a_topic, a_wave
from tests.api.city import City
from tests.e2e.axe import inspected
from tests.e2e.browsing import profile
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems, sign_in
from tests.e2e.town import Town

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
OWNER = "torben.voss"
BEHIND_THE_EDGE = """() => [...document.querySelectorAll('main .table-region')]
    .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1).map(one => one.ariaLabel)"""


async def test_pages_of_results(stack: Stack, browser: Browser, town: Town) -> None:
    found: list[str] = []
    addresses = await asked(stack)
    async with inspected(browser, stack.base_url) as context:
        await sign_in(context, stack, town)
        page = await context.new_page()
        for name, address in addresses.items():
            found += await problems(page, name, address)
    assert not found, "\n".join(found)


async def test_on_a_phone_every_column_of_figures_is_in_sight(stack: Stack, browser: Browser, town: Town) -> None:
    async with profile(browser, stack.base_url, viewport={"width": 360, "height": 800}) as context:
        await sign_in(context, stack, town)
        page = await context.new_page()
        for name, address in (await asked(stack)).items():
            for language in ("de", "en"):
                await page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
                assert await page.evaluate(BEHIND_THE_EDGE) == [], (name, language)


async def asked(stack: Stack) -> dict[str, str]:
    """Two waves with answers, the later one published; the address of every page of results."""
    async with stack.db.read() as session:
        owner = await people.owner_of(session, f"{OWNER}@example.org")
    seeded = SimpleNamespace(db=stack.db, people={OWNER: owner}, clock=lambda: datetime.now(UTC))
    city = cast("City", seeded)
    survey = await a_survey(city)
    first, wave = await a_wave(city, survey), await a_wave(city, survey, number=1)
    await a_topic(city, wave)
    results = f"/office/surveys/waves/{wave}/results"
    return {
        "results": results,
        "results of a part": f"{results}?part=unit.traffic&beside={first}",
        "trend": f"/office/surveys/{survey}/trend",
        "published": f"/surveys/{wave}",
        "published, a part": f"/surveys/{wave}?part=unit.traffic",
        "list of published": "/surveys",
    }
