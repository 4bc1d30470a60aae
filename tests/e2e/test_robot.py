"""A mail scanner that opens every link, clicks everything and sends every form as it is: nothing happens by it."""

import contextlib
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest
from playwright.async_api import Browser, Error, Locator, Page

from tests.e2e.browsing import profile
from tests.e2e.caught import LINK, message_id
from tests.e2e.stack import Stack
from tests.e2e.town import Town, settle

pytestmark = pytest.mark.timeout(900)  # seconds: every page in a real browser, on a machine that does other things too

BUTTONS = 'button, input[type="submit"]'
MOST_LINKS = 12  # a page's own; the frame's are the same everywhere
ALIKE = 3  # mails of one kind, and pages that differ in whose they are
WATCHED = ("inbox", "events", "answers", "decisions", "people", "cases")


@pytest.fixture
async def stack(tmp_path: Path) -> AsyncIterator[Stack]:
    """Its own: a robot uses up what a link may be used in a minute, and others want to press there too."""
    async with Stack(tmp_path) as running:
        yield running


@pytest.fixture
async def town(stack: Stack) -> Town:
    """The one of that stack."""
    return await settle(stack)


async def test_a_scanner_decides_withdraws_and_publishes_nothing(stack: Stack, browser: Browser, town: Town) -> None:
    addresses = await links_in_mails(stack, town)
    before = await state(stack)
    async with (
        httpx2.AsyncClient() as scanner,
        profile(browser, stack.base_url, java_script_enabled=True) as context,
    ):
        page, seen, alike = await context.new_page(), set[str](), Counter[str]()
        for address in addresses:
            assert (await scanner.head(address)).status_code == 200
            for found in [address, *(one for one in await links_on(page, address) if alike[shape(one)] < ALIKE)]:
                if found not in seen:
                    seen.add(found)
                    alike[shape(found)] += 1
                    if "<button" in (opened := await scanner.get(found)).text or "<form" in opened.text:
                        await press_everything(page, found)
    assert len(seen) > len(addresses)
    assert await state(stack) == before


async def links_in_mails(stack: Stack, town: Town) -> list[str]:
    """Those of the town, in every state, and those in the first mails of each kind: others read the same."""
    kinds, taken = await stack.kinds_of_mail(), Counter[str]()
    found = [link for link in town.links.values() if LINK.fullmatch(link)]
    for mail in stack.caught.all():
        kind = kinds.get(message_id(mail), "")
        if taken[kind] < ALIKE:
            taken[kind] += 1
            found += LINK.findall(mail.text)
    assert len(taken) > 15, taken
    return list(dict.fromkeys(found))


def shape(address: str) -> str:
    """The same for pages that differ in whose they are."""
    return re.sub(r"[a-z2-7]{32}|[0-9a-f]{32}|\d{4}-\d{4}", "*", address)


async def state(stack: Stack) -> dict[str, object]:
    """Whatever a scanner could have brought about."""
    kept: dict[str, object] = {name: (await stack.rows(f"SELECT count(*) FROM {name}"))[0][0] for name in WATCHED}
    kept["public"] = await stack.rows("SELECT number FROM cases WHERE public ORDER BY number")
    kept["confirmed"] = await stack.rows("SELECT id FROM submissions WHERE confirmed_at IS NOT NULL ORDER BY id")
    kept["states"] = await stack.rows("SELECT number, state FROM cases ORDER BY number")
    return kept


async def links_on(page: Page, address: str) -> list[str]:
    """Addresses of ours that this page leads to."""
    await page.goto(address)
    found = await page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
    whole = [urljoin(address, one) for one in found]
    return [one for one in whole if urlsplit(one).netloc == urlsplit(address).netloc][:MOST_LINKS]


async def press_everything(page: Page, address: str) -> None:
    """Each button once on a fresh page, and each form once more without any button."""
    if page.url != address:
        await page.goto(address)
    fresh, acts = True, ((BUTTONS, "one => one.click()"), ("form", "one => one.submit()"))
    for selector, act, count in [(*one, await page.locator(one[0]).count()) for one in acts]:
        for number in range(count):
            if not fresh:
                await page.goto(address)
            fresh = False
            if await page.locator(selector).count() > number:
                await then_another_page(page, page.locator(selector).nth(number), act)


async def then_another_page(page: Page, one: Locator, act: str) -> None:
    """Scripts may click what people cannot reach; what leads nowhere is no harm."""
    with contextlib.suppress(Error):
        async with page.expect_navigation(timeout=4000):
            await one.evaluate(act)
