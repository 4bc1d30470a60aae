"""axe finds nothing on the pages of an open survey either: the list, its page, the mail's page, and the closed one."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from playwright.async_api import Browser

from domain.survey.wave_happenings import WavePlan
from domain.survey.wave_words import WaveState
from storage import people, sql
from storage.tables import WaveRow
from tests.api.asked import a_survey
from tests.api.city import City
from tests.e2e.axe import inspected
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems
from tests.e2e.test_open_survey import enters
from tests.storage.asking import add_wave

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
PLAN = WavePlan(starts_on=date(2026, 3, 2), closes_on=date(2036, 3, 13), public=True).model_dump(mode="json")


async def a_wave(stack: Stack, state: WaveState) -> str:
    """The public page of an open wave."""
    async with stack.db.read() as session:
        owner = await people.owner_of(session, "torben.voss@example.org")
    assert owner is not None
    city = cast("City", SimpleNamespace(db=stack.db, people={"torben.voss": owner}, clock=lambda: datetime.now(UTC)))
    wave = await add_wave(stack.db, await a_survey(city), owner, state=state)
    async with stack.db.write() as session:
        await sql.change(session, sql.table(WaveRow), wave, {"plan": PLAN, "closes_on": date(2036, 3, 13)})
    return f"/surveys/{wave}"


async def test_pages_of_an_open_survey(stack: Stack, browser: Browser) -> None:
    page = await a_wave(stack, WaveState.OPEN)
    link = await enters(stack, page, "axe@example.org")
    addresses = {
        "list": "/surveys",
        "open": page,
        "sent": f"{page}/sent",
        "confirm": "/s/" + link.rpartition("/")[2],
        "closed": await a_wave(stack, WaveState.CLOSED),
        "notice": "/privacy/surveys",
    }
    found: list[str] = []
    async with inspected(browser, stack.base_url) as context:
        tab = await context.new_page()
        for name, address in addresses.items():
            found += await problems(tab, name, address)
    assert not found, "\n".join(found)
