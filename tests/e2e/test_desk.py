"""The desk in a real browser: ten tasks on a narrow screen by keyboard alone; the daily mail leaves by SMTP."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page
from sqlalchemy import text

from activities.calendar import closed_days
from activities.digests import Digests
from domain.calendar import ONE_DAY, is_working_day, local_date
from tests.e2e.axe import in_every_scheme, inspected
from tests.e2e.browsing import press, profile
from tests.e2e.caught import CODE, link_in
from tests.e2e.people import OFFICE, Idea, at_the_desk, submit_by_api
from tests.e2e.stack import Stack
from tests.e2e.test_goals_accessibility import sign_in
from tests.e2e.visitor import Visitor
from umlauf.wiring import Wiring

pytestmark = pytest.mark.timeout(900)

REVIEWER = "yusuf.aydin@example.org"
THEME = "health"  # whose reviewers are two, so that both are asked about every idea
SUBMITTER = "renate.kruse@example.org"
TEN = 10
NARROW = {"width": 360, "height": 740}
ZONE = ZoneInfo("Europe/Berlin")


@pytest.fixture
async def alone(tmp_path: Path) -> AsyncIterator[Stack]:
    """An installation of its own: in a shared one others leave tasks on the same desk."""
    async with Stack(tmp_path) as running:
        yield running


async def asked_for(stack: Stack, count: int) -> list[str]:
    """So many ideas about which the same people are asked; their numbers."""
    numbers = [await submit_by_api(stack, SUBMITTER, f"<script>Idee {n}", THEME) for n in range(count)]
    async with at_the_desk(stack) as clerk:
        for number in numbers:
            await clerk.do(number, "accept", {"public": "no"})
    return numbers


async def desk_of(stack: Stack, number: str) -> str:
    """From the mail about one task, by the page behind its link, to the mail with the link to all of them."""
    review = link_in(await stack.letter(REVIEWER, "review_asked", number))
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(f"{review}/desk")
        await visitor.send(visitor.page.form("/desk"), {"sure": ["yes"]})
    return link_in(await stack.letter(REVIEWER, "desk_link"))


async def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until this has the focus."""
    for _ in range(150):
        await page.keyboard.press("Tab")
        if await page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector} on {await page.title()}")


async def enter(page: Page) -> None:
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def review_by_keyboard(page: Page) -> None:
    """The form of a review, from its first field to its button."""
    for name in ("scores.benefit", "scores.complexity"):
        await tab_to(page, f'[name="{name}"]')
        await page.keyboard.press("Space")
        for _ in range(6):
            await page.keyboard.press("ArrowRight")
    await tab_to(page, '[name="verdict"]')
    await page.keyboard.press("Space")
    await tab_to(page, 'form[action$="/answer"] button[type="submit"]')
    await enter(page)


async def test_ten_tasks_are_answered_on_a_narrow_screen_by_keyboard_alone(alone: Stack, browser: Browser) -> None:
    numbers = await asked_for(alone, TEN)
    desk = await desk_of(alone, numbers[-1])
    async with profile(browser, alone.base_url, viewport=NARROW) as context:
        page = await context.new_page()
        await page.goto(desk)
        assert await page.locator(".task-list a").count() == TEN
        await tab_to(page, '.task-list a[href*="/on/"]')
        for left in range(TEN - 1, -1, -1):
            await enter(page)
            assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
            await review_by_keyboard(page)
            assert "Ihre Antwort ist festgehalten" in await page.inner_text("main")
            assert await page.locator(".task-list a").count() == left
            assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
            if left:
                await tab_to(page, '.notice a[href*="/on/"]')
        assert "Nichts wartet auf Sie" in await page.inner_text("main")
    said = 'SELECT count(*) FROM answers a JOIN addresses d ON d.person_id = a."by" WHERE d.address = :who'
    assert (await alone.rows(said, who=REVIEWER))[0][0] == TEN


async def test_axe_finds_nothing_at_a_desk(stack: Stack, browser: Browser) -> None:
    numbers = await asked_for(stack, 2)
    desk = await desk_of(stack, numbers[0])
    review = link_in(await stack.letter(REVIEWER, "review_asked", numbers[0]))
    found: list[str] = []
    async with inspected(browser, stack.base_url) as context:
        page = await context.new_page()
        await page.set_viewport_size({"width": 360, "height": 740})

        async def look(name: str, address: str = "") -> None:
            if address:
                await page.goto(address)
            assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
            found.extend(f"{name}: {one}" for one in await in_every_scheme(page))

        await look("desk", desk)
        await look("desk, after a choice", f"{desk}?done=wish")
        await press(page, "/mails")
        await look("desk, with a mistake")
        await look("a task at a desk", str(await page.locator(".task-list a").first.get_attribute("href")))
        await look("ask for a desk", f"{review}/desk")
        await look("code", f"{desk}/code?for=several")
        before = len(await stack.letters("desk_code", to=REVIEWER, count=0))
        await press(page)
        await look("code, sent")
        code = CODE.search((await stack.letters("desk_code", to=REVIEWER, count=before + 1))[-1].text)
        assert code is not None
        await page.locator('[name="code"]').fill(code[1])
        await press(page, "", "take")
        await look("several")
        await press(page, "/several")
        await look("several, with mistakes")
        await look("history", f"{desk}/history")
        await sign_in(context, stack)
        await look("my desk at the office", "/office/desk")
    assert not found, "\n".join(found)


def last_working_morning() -> datetime:
    """Half past seven on the last working day before today."""
    day = local_date(datetime.now(UTC), ZONE) - ONE_DAY
    while not is_working_day(day, closed_days("SH", day.year).days):
        day -= ONE_DAY
    return datetime.combine(day, time(7, 30), ZONE).astimezone(UTC)


async def test_the_daily_mail_leaves_by_smtp_and_its_link_opens_the_desk(stack: Stack) -> None:
    number = await submit_by_api(stack, SUBMITTER, Idea.title)
    morning = last_working_morning()
    async with stack.db.write() as session:
        await session.execute(
            text("UPDATE digest_items SET at = :at WHERE mail_id = ''"), {"at": morning - timedelta(hours=12)}
        )
    wiring = Wiring(stack.settings)
    try:
        await Digests(stack.db, wiring.letters.postbox, "Europe/Berlin", "SH").send(morning)
    finally:
        await wiring.db.close()
    mail = await stack.letter(OFFICE, "digest")
    assert re.search(rf"Neue Idee prüfen \(fällig am [^)]+\): {number} ", mail.text)
    assert f"Neu: {number} " in mail.text
    async with Visitor(stack.base_url) as visitor:
        page = await visitor.open(link_in(mail))
        assert "Ihr Schreibtisch" in page.text
        assert number in page.text
