"""axe finds nothing where answers are taken along, consent is taken back, pairs are told and things are searched."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from playwright.async_api import Browser

from domain.communication.plan import Group, Planned
from domain.communication.stakeholders import Placed
from domain.communication.words import Channel, Disposition, GroupKind
from domain.survey.modes import Mode
from domain.survey.wave_words import WaveState
from storage import plan, sql, stakeholders
from storage.tables import InvitationRow, TakingRow, WaveReasonRow
from tests.api.answering.test_own_barrier import STEPS, sent
from tests.api.apps import app_on
from tests.api.asked import a_survey, a_wave
from tests.api.city import City
from tests.api.conftest import SITE
from tests.api.office.test_paired_results import two_waves
from tests.e2e.axe import inspected
from tests.e2e.browsing import press
from tests.e2e.test_accessibility import problems, seen_by_axe
from tests.e2e.test_asked_idea_accessibility import a_house, cookies
from tests.storage.asking import add_people, invite

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
ME, OTHER = "jana.petersen", "malte.hinrichs"
GERMAN = {"Accept-Language": "de"}
VEREIN = Group(GroupKind.NAMED, "", "Verein <b>")


async def taking(city: City, wave: str, by: str, state: str, second: str = "") -> str:
    """The page of a request, as steps of the wave would have left it."""
    now, one = city.clock(), uuid4().hex
    who = {"by": city.people[by], "at": now, "wave": wave}
    why = who | {"id": uuid4().hex, "kind": "taking_asked", "public": "", "internal": "Datenprüfung <script>"}
    row = who | {"id": one, "lapses_at": now + timedelta(days=7), "state": state, "reason": why["id"]}
    row |= {"second": city.people[second] if second else "", "decided_at": now if second else None}
    async with city.db.write() as session:
        await sql.insert(session, WaveReasonRow, [why])
        await sql.insert(session, TakingRow, [row])
    return f"/office/surveys/waves/{wave}/taking/{one}"


async def entered(city: City) -> str:
    """The link of somebody who came to an open survey by themselves: by it they take their consent back."""
    wave = await a_wave(city, await a_survey(city, Mode.CONFIDENTIAL), Mode.CONFIDENTIAL, WaveState.OPEN)
    (token,) = (await invite(city.db, wave, await add_people(city.db, 1))).values()
    invited = sql.table(InvitationRow)
    async with city.db.write() as session:
        await session.execute(invited.update().where(invited.c.wave == wave).values(state="entered"))
    return f"/s/{token}"


async def a_full_plan(city: City) -> None:
    """Two entries of two people by two channels, and eight groups in one place of the map."""
    today = city.clock().date()
    async with city.db.write() as session:
        for who, channel in ((ME, Channel.PRESS), (OTHER, Channel.MEETING)):
            wanted = Planned(VEREIN, "Wir fragen.", channel, today + timedelta(days=3), city.people[who])
            await plan.add(session, wanted, at=city.clock(), by=city.people[ME])
        for number in range(8):
            group = Group(GroupKind.NAMED, "", f"Verein {number}")
            placed = Placed(group, 4, 4, Disposition.NEUTRAL, Disposition.SUPPORTIVE, "")
            await stakeholders.add(session, placed, at=city.clock(), by=city.people[ME])


async def pages(city: City) -> dict[str, str]:
    """The address of every page."""
    wave = await a_wave(city, await a_survey(city))
    await taking(city, wave, ME, "confirmed", OTHER)
    await taking(city, wave, OTHER, "refused", ME)
    request = await taking(city, wave, OTHER, "asked")
    empty = await a_wave(city, await a_survey(city))
    _, after = await two_waves(city)
    await a_full_plan(city)
    await city.in_review(public=True, title="Bänke <b>am</b> Markt", summary="Sitzbänke " * 30)
    return {
        "office, searched": "/office/search?q=b%C3%A4nke&theme=mobility&since=1.1.2020",
        "office, nothing to look for": "/office/search?q=%25_%27%22*",
        "office, nothing found": "/office/search?q=nirgends",
        "public, searched": "/ideas?q=markt",
        "taking, nobody asked": f"/office/surveys/waves/{empty}/taking",
        "taking, all requests": f"/office/surveys/waves/{wave}/taking",
        "request to decide": request,
        "pairs": f"/office/surveys/waves/{after}/results",
        "consent taken back": await entered(city),
        "plan, searched": f"/office/communication?channel=press&owner={city.people[ME]}",
        "map with a full place": "/office/communication/map",
    }


async def test_pages_of_taking_pairs_consent_plan_and_searches(browser: Browser, tmp_path: Path) -> None:
    found: list[str] = []
    async with a_house(tmp_path) as (city, base_url), inspected(browser, base_url) as context:
        addresses = await pages(city)
        await context.add_cookies(await cookies(city, base_url))
        page: Any = await context.new_page()
        for name, address in addresses.items():
            found += await problems(page, name, address)
        form = addresses["taking, nobody asked"]
        await page.goto(form)
        await press(page, form)
        assert await page.locator(".error-summary").count() == 1
        found += [f"taking with errors: {one}" for one in await seen_by_axe(page)]
        await page.goto("/office/search?q=bank&since=gestern")
        assert await page.locator(".error-summary").count() == 1
        found += [f"search with errors: {one}" for one in await seen_by_axe(page)]
    assert not found, "\n".join(found)


async def test_the_page_of_thanks_that_names_a_barrier(browser: Browser, tmp_path: Path) -> None:
    """It is shown to the browser that answered alone, so its cookies go into a real one."""
    async with a_house(tmp_path) as (city, base_url), inspected(browser, base_url) as context:
        transport = httpx2.ASGITransport(app=app_on(city.services))
        async with httpx2.AsyncClient(transport=transport, base_url=SITE.base_url, headers=GERMAN) as client:
            assert "Ihre erste Hürde" in await sent(client, city.db, Mode.NAMED, STEPS)
            given = [{"name": one.name, "value": one.value or "", "url": base_url} for one in client.cookies.jar]
        await context.add_cookies(given)  # type: ignore[arg-type]
        page = await context.new_page()
        found = await problems(page, "thanks with a barrier", "/s/thanks")
        assert await page.get_by_text("Your first barrier").count() == 1
    assert not found, "\n".join(found)
