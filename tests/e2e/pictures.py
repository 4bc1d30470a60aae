"""Makes the pictures of the papers: `python -m tests.e2e.pictures` plays the example on a real stack and takes them."""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright

from tests.browser import PROGRAMS, SWITCHES
from tests.e2e.people import at_the_desk
from tests.e2e.stack import Stack
from umlauf.example import load_example
from umlauf.running import run_async

DOCS = Path(__file__).resolve().parents[2] / "docs"


async def take() -> None:
    """The board of the office, as `docs/board.png`."""
    with tempfile.TemporaryDirectory() as folder:
        async with Stack(Path(folder)) as stack:
            os.environ["TEMPORAL_ADDRESS"] = stack.environment["TEMPORAL_ADDRESS"]
            await load_example(stack.settings)
            async with at_the_desk(stack) as clerk:
                cookies = [{"name": c.name, "value": c.value, "url": stack.base_url} for c in clerk.client.cookies.jar]
            await _shoot(f"{stack.base_url}/office?lang=en", cookies, DOCS / "board.png")


async def _shoot(url: str, cookies: list[Any], picture: Path) -> None:
    program = next(path for name in PROGRAMS if (path := shutil.which(name)))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=SWITCHES)
        context = await browser.new_context(viewport={"width": 1400, "height": 900})
        await context.add_cookies(cookies)
        page = await context.new_page()
        await page.goto(url)
        await page.screenshot(path=picture)
        await browser.close()


if __name__ == "__main__":
    run_async(asyncio.wait_for(take(), 300))
