"""axe finds nothing on any page or HTML mail, in both languages and schemes; nothing sticks out at 320 pixels."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, BrowserContext, Page

from contracts.mail_samples import sample
from contracts.mails import MAILS
from kit.i18n import Catalogues
from kit.templating import Templates
from tests.e2e.browsing import press, profile
from tests.e2e.stack import ROOT, Stack
from tests.e2e.town import Town

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
MISSING = ("nothing there", "unknown link")
SITE = {
    "organisation": "Stadt Norderstedt", "base_url": "https://ideen.example.org", "office_email": "ideen@example.org",
    "office_phone": "040 12345", "mail_notice": "",
}  # fmt: skip
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}
OVERFLOWING = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def test_public_pages_and_pages_behind_links(stack: Stack, browser: Browser, town: Town) -> None:
    found: list[str] = []
    async with profile(browser, stack.base_url, bypass_csp=True) as context:
        page = await context.new_page()
        for name, address in {**town.public, **town.links}.items():
            found += await problems(page, name, address)
        found += await problems_of_wrong_forms(page, town)
    assert not found, "\n".join(found)


async def test_the_mailbox_of_the_demo(stack: Stack, browser: Browser, town: Town) -> None:
    found: list[str] = []
    async with profile(browser, stack.mailbox_url, bypass_csp=True) as context:
        page = await context.new_page()
        for address in ("/", f"/mails/{stack.caught.all()[-1].id}"):
            await page.goto(address)
            found += [f"mailbox {address}: {one}" for one in await seen_by_axe(page)]
    assert not found, "\n".join(found)


async def test_pages_of_the_office(stack: Stack, browser: Browser, town: Town) -> None:
    found: list[str] = []
    async with profile(browser, stack.base_url, bypass_csp=True) as context:
        await sign_in(context, stack, town)
        page = await context.new_page()
        for name, address in town.office.items():
            found += await problems(page, f"office {name}", address)
    assert not found, "\n".join(found)


async def test_html_mails(browser: Browser) -> None:
    found: list[str] = []
    templates = Templates(ROOT / "templates", Catalogues(ROOT / "locales"), globals={"site": SITE})
    async with profile(browser, "http://localhost") as context:
        page = await context.new_page()
        for mail, language in product(MAILS, ("de", "en")):
            await page.emulate_media(color_scheme="light" if language == "de" else "dark")
            await page.set_content(templates.mail(mail, language, sample(mail)).html)
            found += [f"mail {mail} {language}: {one}" for one in await _run(page, ALL) + await _narrow(page)]
    assert not found, "\n".join(found)


async def problems(page: Page, name: str, address: str) -> list[str]:
    """In German by light and in the dark, in English in the dark; wide and narrow."""
    found = []
    for language in ("de", "en"):
        answer = await page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert answer is not None
        assert answer.status == (404 if name in MISSING else 200), f"{name}: {answer.status}"
        found += [f"{name} ({address}) {language}: {one}" for one in await seen_by_axe(page, dark=language == "en")]
    return found


async def problems_of_wrong_forms(page: Page, town: Town) -> list[str]:
    """The same forms with nothing in them, so that their errors are shown."""
    found = []
    for name, form in {"confirm": "", "review": "/answer", "decide": "/decide", "commitment": "/commitment"}.items():
        await page.goto(town.links[name])
        await press(page, form)
        assert await page.locator(".error-summary").count() == 1
        found += [f"{name} with errors: {one}" for one in await seen_by_axe(page)]
    return found


async def seen_by_axe(page: Page, *, dark: bool = False) -> list[str]:
    """Every rule in one scheme (contrast also in the other), and what sticks out of a narrow screen."""
    await page.emulate_media(color_scheme="dark" if dark else "light")
    found = await _run(page, ALL)
    if not dark:
        await page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in await _run(page, CONTRAST)]
    return found + await _narrow(page)


async def _narrow(page: Page) -> list[str]:
    await page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wider = await page.evaluate(OVERFLOWING)
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return ["wider than 320 pixels"] if wider else []


async def _run(page: Page, options: Mapping[str, Any]) -> list[str]:
    result = await Axe().run(page, options=dict(options))
    return [
        f"{violation['id']}: {violation['help']} at {[node['target'] for node in violation['nodes']][:3]}"
        for violation in result.response["violations"]
    ]


async def sign_in(context: BrowserContext, stack: Stack, town: Town) -> None:
    """With the session of the clerk who settled the town."""
    await context.add_cookies(
        [{"name": name, "value": value, "url": stack.base_url + "/office"} for name, value in town.cookies]
    )
