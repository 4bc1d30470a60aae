"""axe finds nothing on any page or HTML mail, in both languages and schemes; nothing sticks out at 320 pixels."""

from itertools import product

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from contracts.mail_samples import sample
from contracts.mails import MAILS
from kit.i18n import Catalogues
from kit.templating import Templates
from tests.e2e.axe import in_every_scheme, inspected, violations
from tests.e2e.browsing import press
from tests.e2e.stack import ROOT, Stack
from tests.e2e.town import Town

pytestmark = pytest.mark.timeout(900)  # seconds: every page in a real browser, on a machine that does other things too

MISSING = ("nothing there", "unknown link")
SITE = {
    "organisation": "Stadt Norderstedt", "base_url": "https://ideen.example.org", "office_email": "ideen@example.org",
    "office_phone": "040 12345", "mail_notice": "",
}  # fmt: skip
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}
OVERFLOWING = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def test_public_pages(stack: Stack, browser: Browser, town: Town) -> None:
    found: list[str] = []
    async with inspected(browser, stack.base_url) as context:
        page = await context.new_page()
        for name, address in town.public.items():
            found += await problems(page, name, address)
    assert not found, "\n".join(found)


async def test_pages_behind_links(stack: Stack, browser: Browser, town: Town) -> None:
    found: list[str] = []
    async with inspected(browser, stack.base_url) as context:
        page = await context.new_page()
        for name, address in town.links.items():
            found += await problems(page, name, address)
        found += await problems_of_wrong_forms(page, town)
    assert not found, "\n".join(found)


async def test_the_mailbox_of_the_demo(stack: Stack, browser: Browser, town: Town) -> None:
    found: list[str] = []
    async with inspected(browser, stack.mailbox_url) as context:
        page = await context.new_page()
        for address in ("/", f"/mails/{stack.caught.all()[-1].id}"):
            await page.goto(address)
            found += [f"mailbox {address}: {one}" for one in await seen_by_axe(page)]
    assert not found, "\n".join(found)


async def test_pages_of_the_office(stack: Stack, browser: Browser, town: Town) -> None:
    found: list[str] = []
    async with inspected(browser, stack.base_url) as context:
        await sign_in(context, stack, town)
        page = await context.new_page()
        for name, address in town.office.items():
            found += await problems(page, f"office {name}", address)
    assert not found, "\n".join(found)


async def test_html_mails(browser: Browser) -> None:
    found: list[str] = []
    templates = Templates(ROOT / "templates", Catalogues(ROOT / "locales"), globals={"site": SITE})
    async with inspected(browser, "http://localhost") as context:
        page = await context.new_page()
        for mail, language in product(MAILS, ("de", "en")):
            await page.set_content(templates.mail(mail, language, sample(mail)).html)
            found += [f"mail {mail} {language}: {one}" for one in await seen_by_axe(page)]
    assert not found, "\n".join(found)


async def test_axe_sees_what_is_wrong_in_one_scheme_only(browser: Browser) -> None:
    """Or finding nothing would say nothing, for one page is drawn in all schemes and asked again and again."""
    pale = "<style>:root { color-scheme: light dark } @media (%s) { p { color: #888; background: #999 } }</style>"
    page = '<html lang="de"><title>x</title>' + pale + "<main><h1>x</h1><p>blass</p></main></html>"
    async with inspected(browser, "http://localhost") as context:
        tab = await context.new_page()
        for scheme in ("light", "dark"):
            await tab.set_content(page % f"prefers-color-scheme: {scheme}")
            found = await in_every_scheme(tab)
            assert [one.partition(": Elements")[0] for one in found] == [f"{scheme}: color-contrast"]


async def test_axe_sees_one_pale_word_among_many_that_are_alike(browser: Browser) -> None:
    """Though of elements that are alike only some are asked."""
    rows = [f"<tr><td{' class=pale' if n == 30 else ''}>{n}</td><td>gut</td></tr>" for n in range(60)]
    style = "<style>td { color: #000; background: #fff } .pale { color: #ccc } tr:last-child td { color: #ddd }</style>"
    table = f"<table><caption>Zahlen</caption><tr><th>a</th><th>b</th></tr>{''.join(rows)}</table>"
    async with inspected(browser, "http://localhost") as context:
        tab = await context.new_page()
        await tab.set_content(f'<html lang="de"><title>x</title>{style}<main><h1>x</h1>{table}</main></html>')
        found = [one for one in await violations(tab) if one.startswith("color-contrast")]
        assert len(found) == 1
        assert ".pale" in found[0]
        assert "tr:nth-child(61)" in found[0]


async def problems(page: Page, name: str, address: str) -> list[str]:
    """In both languages; by light and in the dark; wide and narrow."""
    found = []
    for language in ("de", "en"):
        answer = await page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert answer is not None
        assert answer.status == (404 if name in MISSING else 200), f"{name}: {answer.status}"
        found += [f"{name} ({address}) {language}: {one}" for one in await seen_by_axe(page)]
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


async def seen_by_axe(page: Page) -> list[str]:
    """Every rule in both schemes, and what sticks out of a narrow screen."""
    return await in_every_scheme(page) + await _narrow(page)


async def _narrow(page: Page) -> list[str]:
    await page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wider = await page.evaluate(OVERFLOWING)
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return ["wider than 320 pixels"] if wider else []


async def sign_in(context: BrowserContext, stack: Stack, town: Town) -> None:
    """With the session of the clerk who settled the town."""
    await context.add_cookies(
        [{"name": name, "value": value, "url": stack.base_url + "/office"} for name, value in town.cookies]
    )
