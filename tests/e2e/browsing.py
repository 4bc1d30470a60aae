"""What the browser tests share: contexts like people's browsers, and a look at whom a page talks to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, Request

from tests.e2e.caught import LINK

TOKEN = LINK.pattern.rpartition("/")[2]


@dataclass
class Watched:
    """Every request of a context."""

    hosts: set[str] = field(default_factory=set)
    referers: set[str] = field(default_factory=set)
    count: int = 0

    async def note(self, request: Request) -> None:
        """One request: where it goes, and where it says it comes from."""
        self.count += 1
        self.hosts.add(urlsplit(request.url).netloc)
        self.referers.add((await request.all_headers()).get("referer", ""))


@asynccontextmanager
async def profile(browser: Browser, base_url: str, **options: Any) -> AsyncIterator[BrowserContext]:
    """A fresh browser profile that reads German."""
    given = {"locale": "de-DE", "viewport": {"width": 900, "height": 900}, "reduced_motion": "reduce", **options}
    context = await browser.new_context(base_url=base_url, **given)
    context.set_default_timeout(90_000)
    try:
        yield context
    finally:
        await context.close()


async def fill(page: Page, **given: str) -> None:
    """Types into fields, and ticks radios and boxes by their value."""
    for name, value in given.items():
        known = page.locator(f'[name="{name.replace("__", ".")}"]')
        kind = await known.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            choice = page.locator(f'[name="{name.replace("__", ".")}"][value="{value}"]')
            await choice.check(force=True)  # its label and its box lie on top of each other
        elif await known.first.evaluate("e => e.tagName") == "SELECT":
            await known.select_option(value)
        else:
            await known.fill(value)


async def press(page: Page, action: str = "", value: str = "") -> None:
    """Presses the button of the form that goes there, and waits for the page that follows."""
    form = f'form[action$="{action}"]' if action else "main form"
    button = f'{form} button[type="submit"]' + (f'[value="{value}"]' if value else "")
    async with page.expect_navigation():
        await page.locator(button).first.click()
