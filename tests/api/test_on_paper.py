"""A page on paper: number, state and date are there; navigation and the address of a personal link are not."""

import re
from collections.abc import AsyncIterator

import httpx2
import pytest
from playwright.async_api import Browser, Page, Route

from tests.api.asked import a_survey, a_wave
from tests.api.city import City
from tests.api.office.conftest import signed_in

SHOWN = """() => {
  const words = [document.body.innerText];
  for (const element of document.querySelectorAll('*'))
    for (const where of ['::before', '::after'])
      if (element.checkVisibility()) words.push(getComputedStyle(element, where).content);
  return words.join('\\n');
}"""


@pytest.fixture
async def paper(browser: Browser, client: httpx2.AsyncClient) -> AsyncIterator[Page]:
    """A browser that asks the application directly and lays out pages for a printer."""

    async def through(route: Route) -> None:
        answer = await client.get(route.request.url)
        await route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)

    context = await browser.new_context(locale="de-DE")
    await context.route("**/*", through)
    page = await context.new_page()
    await page.emulate_media(media="print")
    yield page
    await context.close()


async def test_a_task_on_paper_shows_its_number_and_no_token(
    paper: Page, client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    await paper.goto(f"{client.base_url}{link}".replace("example//", "example/"))
    words = await paper.evaluate(SHOWN)
    assert (await city.case(case_id)).number in words
    assert "Stadt Norderstedt" in words
    assert link.removeprefix("/a/") not in words
    assert "Aufgabe abgeben" not in words


async def test_a_public_page_on_paper_shows_number_state_and_date(
    paper: Page, client: httpx2.AsyncClient, city: City
) -> None:
    number = (await city.case(await city.planning())).number
    await paper.goto(f"{str(client.base_url).rstrip('/')}/ideas/{number}")
    words = await paper.evaluate(SHOWN)
    line = await paper.inner_text(".print-line")
    assert number in line
    assert "2026" in line.rpartition("·")[2]
    assert "&lt;script" not in words
    assert not await paper.locator(".site-nav").is_visible()
    assert not await paper.locator(".language-switch").is_visible()


@pytest.mark.parametrize(("language", "texts"), [("de", 0), ("en", 0), ("de", 6)])
async def test_the_results_of_a_wave_are_one_page(
    paper: Page, client: httpx2.AsyncClient, city: City, language: str, texts: int
) -> None:
    """A survey of seven questions: how many, how sure, every distribution, what is hidden; texts come on the next."""
    await signed_in(client, city)
    parts = (("inside", "traffic", 14, texts), ("outside", "it", 11, texts))
    wave = await a_wave(city, await a_survey(city), parts=parts)
    address = f"{str(client.base_url).rstrip('/')}/office/surveys/waves/{wave}/results?lang={language}"
    await paper.goto(address)
    words = await paper.evaluate(SHOWN)
    for said in ("25", "31\u00a0%", "Kultur", "2,6" if language == "de" else "2.6"):
        assert said in words, said
    assert not await paper.locator(".exports").is_visible()
    printed = await paper.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == (2 if texts else 1)
    begins = "all => all.map(one => getComputedStyle(one).breakBefore)"
    assert await paper.locator(".texts-part").evaluate_all(begins) == (["page"] if texts else [])
