"""Forced colours, as Windows' contrast themes draw pages: all can be read, and focus, buttons and states are seen."""

import pytest
from playwright.async_api import Browser, Locator, Page

from tests.e2e.axe import inspected, violations
from tests.e2e.browsing import press
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import sign_in
from tests.e2e.town import Town

pytestmark = pytest.mark.timeout(900)  # seconds: every page in a real browser, on a machine that does other things too

Change = tuple[str, str]  # what changes the look of a thing, and what changes it back
FOCUS: Change = ("one.focus({focusVisible: true})", "one.blur()")
CHOICE: Change = ("one.checked = true", "one.checked = false")
CURRENT: Change = ("one.removeAttribute('aria-current')", "one.setAttribute('aria-current', 'page')")
RADIO, BOX, SCORE = '.choice input[type="radio"]', '.choice input[type="checkbox"]', ".score-point input"
STATES = (".step-current", ".step-done", ".field-invalid")


def without(name: str) -> Change:
    """A class taken away shows whether it is seen."""
    return f"one.classList.remove('{name}')", f"one.classList.add('{name}')"


SEEN = [
    *(
        (selector, FOCUS)
        for selector in ("main a", "input.input", "textarea.input", "select.input", ".button", "summary")
    ),
    *((selector, change) for selector in (RADIO, BOX, SCORE) for change in (FOCUS, CHOICE)),
    (".site-nav [aria-current]", CURRENT),
    *((state, without(state.strip("."))) for state in STATES),
]
FRAMELESS = """all => all.filter(one => {
    const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(one)
    const paper = getComputedStyle(document.body).backgroundColor
    return parseFloat(borderTopWidth) < 1 || borderTopStyle === 'none' || borderTopColor === paper
}).map(one => one.innerText)"""
# axe asks for the fill of a text, and Chromium answers with the colour the page wanted, not the one it draws.
AS_DRAWN = """const said = CSSStyleDeclaration.prototype.getPropertyValue
CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
    return name === '-webkit-text-fill-color' ? this.color : said.call(this, name) }"""


async def test_all_can_be_read_and_focus_buttons_and_states_are_seen(
    stack: Stack, browser: Browser, town: Town
) -> None:
    shown = ["/", "/ideas/new", town.public["idea: decided"], town.links["idea"], town.links["review: done"]]
    shown += [town.links["review"], "/office", town.office["case: decided"], town.office["act: record-decision"]]
    found, left = list[str](), list(SEEN)
    async with inspected(browser, stack.base_url) as context:
        await context.add_init_script(AS_DRAWN)
        await sign_in(context, stack, town)
        page = await context.new_page()
        await page.emulate_media(forced_colors="active")
        for address in shown:
            await page.goto(address)
            found += [f"{address}: {one}" for one in await problems(page, left)]
        await page.goto(town.links["review"])
        await press(page, "/answer")
        found += [f"with errors: {one}" for one in await problems(page, left)]
    assert not found, "\n".join(found)
    assert not left, "on none of these pages"


async def problems(page: Page, left: list[tuple[str, Change]]) -> list[str]:
    """What cannot be read or told apart; what was looked at once is no longer left to be looked at."""
    assert await page.evaluate("matchMedia('(forced-colors: active)').matches")
    found = []
    for scheme in ("dark", "light"):
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{scheme}: {one}" for one in await violations(page, whole=False)]
    found += [f"no edge around {button!r}" for button in await page.locator(".button").evaluate_all(FRAMELESS)]
    for selector, change in list(left):
        one = page.locator(f"{selector}:visible").first
        if await one.count():
            left.remove((selector, change))
            found += [] if await looks_different(page, one, *change) else [f"{selector}: {change[0]} is not seen"]
    return found


async def looks_different(page: Page, one: Locator, change: str, back: str) -> bool:
    """Whether the change is seen, at the thing itself or right beside it."""
    await one.scroll_into_view_if_needed()
    handle = await one.element_handle()
    assert handle is not None
    box = await handle.bounding_box()
    assert box is not None
    clip = {
        "x": max(0, box["x"] - 8),
        "y": max(0, box["y"] - 8),
        "width": box["width"] + 16,
        "height": box["height"] + 16,
    }
    before = await page.screenshot(clip=clip)  # type: ignore[arg-type]
    await handle.evaluate(f"one => {{ {change} }}")
    after = await page.screenshot(clip=clip)  # type: ignore[arg-type]
    await handle.evaluate(f"one => {{ {back} }}")
    return before != after
