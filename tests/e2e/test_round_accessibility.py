"""axe finds nothing on the pages of a round: the rater's behind their link, and the office's in every state of it."""

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from tests.e2e.axe import inspected
from tests.e2e.browsing import press
from tests.e2e.people import at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems, seen_by_axe
from tests.e2e.test_goals_accessibility import sign_in
from tests.e2e.test_round import MAYOR, ROOT, TITLES, comes_to, invited, rate, started, weighed
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages


async def test_pages_of_a_round(stack: Stack, browser: Browser) -> None:
    found: list[str] = []
    async with inspected(browser, stack.base_url) as context, at_the_desk(stack) as clerk:
        url = await started(clerk, [await weighed(stack, clerk, title) for title in TITLES])
        link = await invited(stack, url, MAYOR)
        found += await _while_open(context, stack, url, link)
        async with Visitor(stack.base_url) as mayor:
            await mayor.open(f"{link}/1")
            await rate(mayor, dict(zip(TITLES, ((9, 1), (2, 8), (5, 5)), strict=True)), most=2)
        await clerk.open(f"{url}/close")
        await clerk.send(clerk.page.form("/close"), {"reason": "Es eilt."}, button="")
        await comes_to(stack, url.rpartition("/")[2], "computed")
        page = await context.new_page()
        for name, address in {"computed": url, "decide": f"{url}/decide", "over": link}.items():
            found += await problems(page, name, address)
    assert not found, "\n".join(found)


async def _while_open(context: BrowserContext, stack: Stack, url: str, link: str) -> list[str]:
    await sign_in(context, stack)
    page, found = await context.new_page(), list[str]()
    pages = {"rounds": ROOT, "new round": f"{ROOT}/new", "round": url, "overview": link, "rating": f"{link}/1"}
    pages |= {f"round, {act}": f"{url}/{act}" for act in ("extend", "add", "close", "cancel")}
    for name, address in pages.items():
        found += await problems(page, name, address)
    return found + await _sent_empty(page, f"{ROOT}/new")


async def _sent_empty(page: Page, form: str) -> list[str]:
    await page.goto(form)
    await press(page, form)
    assert await page.locator(".error-summary").count() == 1, form
    return [f"{form} with errors: {one}" for one in await seen_by_axe(page)]
