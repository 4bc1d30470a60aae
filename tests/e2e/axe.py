"""axe on an open page: there from the start in every page of a context, run as often as the colours are changed."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, BrowserContext, Page

from tests.e2e.browsing import profile

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
FOUND = """options => axe.run(document, options).then(result => result.violations.map(one =>
    `${one.id}: ${one.help} at ${JSON.stringify(one.nodes.slice(0, 3).map(node => node.target))}`))"""


@asynccontextmanager
async def inspected(browser: Browser, base_url: str) -> AsyncIterator[BrowserContext]:
    """A browser profile whose pages can be asked by axe; the policy that forbids scripts is left out for that."""
    async with profile(browser, base_url, bypass_csp=True) as context:
        await context.add_init_script(Axe().axe_script)
        yield context


async def violations(page: Page, options: Mapping[str, Any] = ALL) -> list[str]:
    """Every rule that is broken on the page as it is drawn now, and where."""
    found: list[str] = await page.evaluate(FOUND, dict(options))
    return found


async def in_every_scheme(page: Page) -> list[str]:
    """All rules by light and in the dark."""
    found = []
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{scheme}: {one}" for one in await violations(page)]
    return found
