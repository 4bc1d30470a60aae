"""The board in a real browser on the real stack: what the worker does appears by itself; axe finds nothing."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page, expect

from storage import limits
from tests.e2e.axe import inspected
from tests.e2e.browsing import fill, press, profile
from tests.e2e.people import at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems, seen_by_axe
from tests.e2e.test_goals_accessibility import sign_in
from tests.e2e.town import new_idea

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
LIMITS = "/office/board/limits"


async def test_the_board_changes_by_itself_and_its_pages_are_for_everybody(stack: Stack, browser: Browser) -> None:
    number = await new_idea(stack)
    async with profile(browser, stack.base_url) as context:
        await sign_in(context, stack)
        page = await context.new_page()
        await _changes_by_itself(page, stack, number)
    async with profile(browser, stack.base_url, java_script_enabled=False) as context:
        await sign_in(context, stack)
        page = await context.new_page()
        await page.goto("/office/board")
        await expect(page.locator("#live")).to_contain_text("Stand:")
        await expect(page.locator("[data-column=review]")).to_contain_text(number)
    async with inspected(browser, stack.base_url) as context:
        await sign_in(context, stack)
        waiting = await new_idea(stack)
        try:
            found = await _seen(await context.new_page(), waiting)
        finally:
            await _no_limits(stack)
    assert not found, "\n".join(found)


async def _changes_by_itself(page: Page, stack: Stack, number: str) -> None:
    """The office takes an idea up elsewhere: its card moves on an open page, and the policy stays as it is."""
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    await page.goto("/office/board")
    await expect(page.locator("[data-column=intake]")).to_contain_text(number)
    await expect(page.locator("#live")).to_have_text("Änderungen erscheinen von selbst.")
    async with at_the_desk(stack) as clerk:
        await clerk.do(number, "accept", {"public": "yes"})
    await expect(page.locator("[data-column=review]")).to_contain_text(number)
    await expect(page.locator("[data-column=intake]")).not_to_contain_text(number)
    assert wrong == []


async def _seen(page: Page, waiting: str) -> list[str]:
    """Every page of the board in every state, also refused and above its limits."""
    found: list[str] = []
    project = await _project(page)
    await page.goto(LIMITS)
    await fill(
        page, **{"stage-review": "0", "stage-intake": "1", "budget": "1000", "capacity": "100", "everybody": "9"}
    )
    await press(page, LIMITS)
    await page.goto(f"/office/ideas/{waiting}/accept")
    await fill(page, public="yes")
    await press(page, "/accept")
    assert await page.locator("[name=above_limit]").count() == 1  # refused, and a reason would do
    found += [f"a full stage: {one}" for one in await seen_by_axe(page)]
    await page.goto(LIMITS)
    await fill(page, **{"stage-review": "viele"})
    await press(page, LIMITS)
    found += [f"wrong limits: {one}" for one in await seen_by_axe(page)]
    pages = {
        "board": "/office/board",
        "filtered": "/office/board?kind=project",
        "nothing fits": "/office/portfolio/map?theme=health&kind=project&level=region",
        "column": "/office/board/all/follow_up",
        "limits": LIMITS,
        "map": "/office/portfolio/map",
        "measure": f"/office/ideas/{project}/measure",
        "case": f"/office/ideas/{project}",
        "public": f"/ideas/{project}",
    }
    for name, address in pages.items():
        found += await problems(page, name, address)
    return found


async def _no_limits(stack: Stack) -> None:
    """Other tests live in the same town."""
    async with stack.db.write() as session:
        newest = await limits.current(session)
        number = newest.number if newest is not None else 0
        await limits.put(session, limits.Board(), number=number, at=datetime.now(UTC), by="test")


async def _project(page: Page) -> str:
    """An existing project that costs more than there is, and goes live; its number."""
    await page.goto("/office/take-over")
    await fill(page, title="Service-Chatbot", cost="50000", effort="20", project="started", public="yes")
    await press(page, "/office/take-over")
    number = page.url.rpartition("/")[2].partition("?")[0]
    await page.goto(f"/office/ideas/{number}/measure")
    day = datetime.now(UTC).strftime("%d.%m.%Y")
    await fill(page, measure="live", since=day, public_reason="Der Chatbot ist im Netz.")
    await press(page, "/measure")
    await expect(page.locator("main")).to_contain_text("in Betrieb")
    return number
