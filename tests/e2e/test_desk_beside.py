"""What stands on a desk besides tasks, in a real browser by keyboard alone: a round, surveys, and advice."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Page

from tests.e2e import test_round
from tests.e2e.axe import in_every_scheme, inspected
from tests.e2e.caught import link_in
from tests.e2e.people import Clerk, at_the_desk, submit_by_api
from tests.e2e.stack import Stack
from tests.e2e.test_desk import NARROW, REVIEWER, SUBMITTER, asked_for, desk_of, enter, tab_to
from tests.e2e.test_round import weighed
from tests.e2e.test_survey import ROOT, answers_behind, comes_to, mails, morning_comes
from tests.e2e.town import PULSE, SAVE, fill
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
NAME = "Yusuf Aydın"
ROUND, IDEAS = "Am Brett <script>", ("Brett: Bänke", "Brett: Brunnen")
NAMED, ANONYMOUS = "Mit Namen <i>gefragt</i>", "Ohne Namen gefragt"
ABOUT, QUESTION, ADVICE = "<script>Radweg", "Passt das zum <b>Plan</b>?", "Ja, mit <i>Schatten</i>."


async def a_round(stack: Stack, clerk: Clerk) -> None:
    """Over two ideas, rated by the one whose desk it is."""
    numbers = [await weighed(stack, clerk, title) for title in IDEAS]
    await clerk.open(f"{test_round.ROOT}/new")
    page, last = clerk.page, (datetime.now(UTC) + timedelta(days=10)).strftime("%d.%m.%Y")
    given = {"title": ROUND, "closes_on": last, "which": "chosen", "take": "1"}
    given |= {"ideas": [page.choice("ideas", one) for one in numbers], "people": [page.choice("people", NAME)]}
    await clerk.send(page.form("/new"), given | {"roles": []}, button="")
    await clerk.send(clerk.page.form("/new"), button="send")
    await test_round.comes_to(stack, clerk.path.rpartition("/")[2], "open")


async def a_wave(stack: Stack, clerk: Clerk, title: str, mode: str) -> None:
    """A survey of everybody, whose invitations have gone out."""
    key, source = f"beside_{mode}", PULSE.read_text().replace("Puls des Netzwerks", title)
    await fill(clerk, f"{ROOT}/questionnaires/new", {"source": source.replace("\nid: pulse\n", f"\nid: {key}\n")}, SAVE)
    await fill(clerk, f"{ROOT}/audiences/new", {"id": key, "title_de": "Alle", "staff": "both"}, SAVE)
    given = {"title_de": title, "questionnaire": key, "audience": key, "mode": mode, "readers": "Amt 11"}
    await fill(clerk, f"{ROOT}/new", given, SAVE)
    await fill(clerk, f"{clerk.path}/start", {}, "Welle starten")
    wave = clerk.path
    await morning_comes(stack, wave)
    await comes_to(clerk, wave, "Einladungen sind hinausgegangen")
    await mails(stack, "survey_invitation", 1, title)


async def advice_is_asked(stack: Stack, clerk: Clerk) -> str:
    """Whoever reviews another idea asks them, behind the link of that task; the link of the task."""
    number = await submit_by_api(stack, SUBMITTER, ABOUT)
    await clerk.do(number, "accept", {"public": "no"})
    task = link_in((await stack.letters("review_asked", number, count=2))[0])
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(f"{task}/advice")
        given = {"adviser": visitor.page.choice("adviser", NAME), "question": QUESTION}
        await visitor.send(visitor.page.form("/advice"), given)
    await stack.letter(REVIEWER, "advice_asked", number)
    return task


async def entered(page: Page, desk: str, words: str) -> str:
    """Comes to the button beside these words with Tab, and presses it; the address of what it opens."""
    await page.goto(desk)
    form = await page.locator("form", has_text=words).get_attribute("id")
    await tab_to(page, f"#{form} button")
    await enter(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    return page.url


async def test_a_round_surveys_and_advice_are_seen_to_from_the_desk(stack: Stack, browser: Browser) -> None:
    (number,) = await asked_for(stack, 1)
    async with at_the_desk(stack) as clerk:
        await a_round(stack, clerk)
        await a_wave(stack, clerk, NAMED, "named")
        await a_wave(stack, clerk, ANONYMOUS, "anonymous")
        asker = await advice_is_asked(stack, clerk)
    desk = await desk_of(stack, number)
    async with inspected(browser, stack.base_url) as context:
        page = await context.new_page()
        await page.set_viewport_size({"width": 360, "height": 740})
        await page.goto(desk)
        found = await in_every_scheme(page)
        there = await page.inner_text("main")
        for words in (f"Ideen einer Runde bewerten: {ROUND}", f"Umfrage beantworten: {NAMED}", f"Rat geben: {ABOUT}"):
            assert words in there, words
        unknown = page.locator(".task", has_text=ANONYMOUS)  # its way in is in its own mail alone
        assert "Anonym" in await unknown.inner_text()
        assert await unknown.locator("a").count() == await page.locator("form", has_text=ANONYMOUS).count() == 0

        rating = await entered(page, desk, ROUND)
        assert "/r/" in rating
        found += await in_every_scheme(page)
        await rated(stack, rating)
        answering = await entered(page, desk, NAMED)
        assert "/s/" in answering
        found += await in_every_scheme(page)
        await answers_behind(stack, answering)
        await advises(page, desk)
        left = await page.inner_text("main")
    for words in (ROUND, NAMED, ABOUT):
        assert f": {words}" not in left, words
    assert ANONYMOUS in left
    async with Visitor(stack.base_url) as visitor:
        assert ADVICE in (await visitor.open(asker)).text
    assert found == [], "\n".join(found)


async def rated(stack: Stack, link: str) -> None:
    """Says of both ideas what they are worth, and that this is all."""
    async with Visitor(stack.base_url) as rater:
        await rater.open(f"{link}/1")
        await test_round.rate(rater, dict.fromkeys(IDEAS, (7, 3)), most=2)
        await rater.send(rater.page.form("/finish"), {"sure": ["yes"]})


async def advises(page: Page, desk: str) -> None:
    """Reads what is asked and answers it, without a mouse; the desk says that it is recorded."""
    await page.goto(desk)
    link = await page.locator(".task-list a", has_text=ABOUT).get_attribute("href")
    await tab_to(page, f'a[href="{link}"]')
    await enter(page)
    assert QUESTION in await page.inner_text("main")
    await tab_to(page, 'textarea[name="advice"]')
    await page.keyboard.type(ADVICE)
    await tab_to(page, 'form[action$="/advise"] button[type="submit"]')
    await enter(page)
    assert "Ihre Antwort ist festgehalten" in await page.inner_text("main")
