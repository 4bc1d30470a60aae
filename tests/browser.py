"""A real browser for the tests: the system's Chromium, or the one `playwright install chromium` fetched."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Error, async_playwright, expect

REQUIRED = "UMLAUF_REQUIRE_BROWSER"
# The headless build first: ten fresh profiles take it 3.5 s of processor time and the whole browser 12.6, axe needs
# two thirds.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without a sandbox root can start it, without background networking it calls nobody but us.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
]
WAY_OUT = "Install it (Debian: apt-get install chromium-headless-shell; elsewhere: playwright install chromium)."


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium without a window; where there is none the test is skipped loudly, or fails if it is required."""
    expect.set_options(timeout=90_000)  # ms: on a busy machine all comes, but late
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    async with async_playwright() as playwright:
        try:
            started = await playwright.chromium.launch(executable_path=program, args=SWITCHES)
        except Error as error:
            if os.environ.get(REQUIRED):
                raise
            pytest.skip(f"No browser: {error.message.splitlines()[0]} {WAY_OUT}")
        try:
            yield started
        finally:
            await started.close()
