"""S8: every kind of question by the keyboard alone and without scripts, and what a screen reader is told of each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page
from sqlalchemy import text

from domain.survey.modes import Mode
from domain.survey.sheet import read_values
from tests.api.answering.asked import KINDS, a_wave
from tests.e2e.browsing import profile
from tests.e2e.respondents import House, house

pytestmark = pytest.mark.timeout(300)
NAMED = Path(__file__).with_name("kinds_of_questions.txt")
FOCUSED = "() => [document.activeElement.name ?? '', document.activeElement.value ?? '']"
MOST = 60  # presses of the tab key from one field to any other: more would be a trap


@pytest.fixture
async def respondents(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as running:
        yield running


async def tab_to(page: Page, name: str, value: str = "") -> None:
    """On from where the focus is, as somebody does who sees only where it is."""
    for _ in range(MOST):
        await page.keyboard.press("Tab")
        focused = await page.evaluate(FOCUSED)
        if focused[0] == name and value in ("", focused[1]):
            return
    raise AssertionError(f"the keyboard does not come to {name} {value}")


async def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        await page.keyboard.press(key)


async def typed(page: Page, name: str, words: str) -> None:
    await tab_to(page, name)
    await page.keyboard.type(words)


async def test_every_kind_is_answered_by_the_keyboard_alone(browser: Browser, respondents: House) -> None:
    _, (link, _) = await a_wave(respondents.db, Mode.NAMED, form=KINDS)
    async with profile(browser, respondents.base_url, java_script_enabled=False) as context:
        page = await context.new_page()
        await page.goto(link)
        await page.get_by_role("button", name="Beginnen").focus()
        await keys(page, "Enter")
        await page.wait_for_url("**/s/page/all")
        await tab_to(page, "q.step")
        await keys(page, "Space", "ArrowDown")
        await tab_to(page, "q.nonce", "b")
        await keys(page, "Space")
        await tab_to(page, "q.visit")
        await keys(page, "Space", "ArrowDown", "ArrowDown")
        await tab_to(page, "q.ten")
        await keys(page, "Space", "ArrowRight", "ArrowRight", "ArrowRight")
        await typed(page, "q.number", "3,5")
        await typed(page, "q.day", "2.11.2026")
        await typed(page, "q.short", "Bänke")
        await typed(page, "q.long", "Am Fluss")
        await tab_to(page, "q.rank.x")
        await keys(page, "2")
        await tab_to(page, "q.rank.y")
        await keys(page, "1")
        await tab_to(page, "q.agree")
        await keys(page, "Space")
        await tab_to(page, "step", "next")
        await keys(page, "Enter")
        await page.wait_for_url("**/s/check")
        await tab_to(page, "sure")
        await keys(page, "Space", "Tab", "Enter")
        await page.wait_for_url("**/s/thanks")
    async with respondents.db.read() as session:
        (kept,) = (await session.execute(text("SELECT content FROM answers_named"))).scalars()
    assert read_values(kept) == {
        "step": "green",
        "nonce": ("b",),
        "visit": 3,
        "ten": 3,
        "number": 3.5,
        "day": "2026-11-02",
        "short": "Bänke",
        "long": "Am Fluss",
        "rank": ("y", "x"),
        "agree": True,
    }


async def test_a_screen_reader_is_told_every_question_its_hint_and_what_is_wrong(
    browser: Browser, respondents: House
) -> None:
    _, (link, _) = await a_wave(respondents.db, Mode.NAMED, form=KINDS)
    async with profile(browser, respondents.base_url, java_script_enabled=False) as context:
        page = await context.new_page()
        await page.goto(link)
        await page.get_by_role("button", name="Beginnen").click()
        await page.wait_for_url("**/s/page/all")
        told = await page.locator("main").aria_snapshot()
        await page.fill("[name='q.number']", "x")
        await page.get_by_role("button", name="Weiter", exact=True).click()
        await page.wait_for_load_state()
        wrong = page.get_by_role("textbox", name="Zahl <b>")
        assert await wrong.get_attribute("aria-invalid") == "true"
        described = (await wrong.get_attribute("aria-describedby") or "").split()
        said = [await page.locator(f"[id='{one}']").inner_text() for one in described]
        assert any("Geben Sie eine Zahl ein" in one for one in said), said
    print(told)
    assert told.strip() == NAMED.read_text(encoding="utf-8").strip()
