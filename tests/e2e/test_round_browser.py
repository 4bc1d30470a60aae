"""The rating page in a real browser: begun without JavaScript on one device, finished with it on another."""

import pytest
from playwright.async_api import Browser, Page

from tests.e2e.browsing import fill, press, profile
from tests.e2e.people import at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.test_round import MAYOR, TITLES, invited, started, weighed

pytestmark = pytest.mark.timeout(300)  # seconds: three ideas are led through their review first
SAID = """SELECT r.abstains, r.complete FROM round_ratings r JOIN round_raters p ON p.id = r.rater
  WHERE p.round = :mine ORDER BY r.abstains"""
PHONE = {"width": 360, "height": 740}


async def test_a_rater_begins_without_javascript_and_goes_on_with_it_elsewhere(stack: Stack, browser: Browser) -> None:
    async with at_the_desk(stack) as clerk:
        url = await started(clerk, [await weighed(stack, clerk, title) for title in TITLES])
    link, mine = await invited(stack, url, MAYOR), url.rpartition("/")[2]
    async with profile(browser, stack.base_url, java_script_enabled=False, viewport=PHONE) as context:
        page = await context.new_page()
        await _begun(page, link)
    assert [tuple(map(bool, row)) for row in await stack.rows(SAID, mine=mine)] == [(False, False)]
    async with profile(browser, stack.base_url) as context:
        wrong: list[str] = []
        page = await context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        await _finished(page, link)
        assert [one for one in wrong if "status of 422" not in one] == []  # the button alone, which is refused
    rows = [tuple(map(bool, row)) for row in await stack.rows(SAID, mine=mine)]
    assert rows == [(False, True), (False, True), (True, False)]


async def _begun(page: Page, link: str) -> None:
    """One criterion of one idea: it is kept, and the next idea is there; on a phone nothing is wider than it."""
    await page.goto(link)
    assert "0 von 3 Ideen bewertet" in await page.inner_text("main")
    await page.goto(f"{link}/1")
    assert await page.locator("h1").inner_text() in TITLES
    assert await page.locator("section[aria-labelledby=text]").count() == 1  # it stands beside the criteria
    await fill(page, score__benefit="9")
    await press(page, "/1", "go")
    assert page.url == f"{link}/2"
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def _finished(page: Page, link: str) -> None:
    """What was said elsewhere stands there; the rest is said, one idea not judged; a button alone ends nothing."""
    await page.goto(f"{link}/1")
    assert await page.locator('[name="score.benefit"][value="9"]').is_checked()
    await fill(page, score__complexity="1")
    await press(page, "/1", "go")
    await fill(page, score__benefit="5", score__complexity="none")
    await press(page, "/2", "go")
    await fill(page, abstains="yes")
    await press(page, "/3", "overview")
    assert page.url == link
    assert "3 von 3 Ideen bewertet" in await page.inner_text("main")
    await press(page, "/finish")
    assert await page.locator(".error-summary").count() == 1
    await fill(page, sure="yes")
    await press(page, "/finish")
    assert await page.locator(".error-summary").count() == 0
