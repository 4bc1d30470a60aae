"""Somebody answers in a real browser, without scripts and on two devices; a robot that presses all leaves nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Error, Page, Request

from domain.survey.modes import Mode
from tests.api.answering.asked import KINDS, a_wave, counted, set_wave
from tests.e2e.axe import inspected
from tests.e2e.browsing import fill, profile
from tests.e2e.respondents import House, house
from tests.e2e.test_accessibility import seen_by_axe
from tests.e2e.test_robot import links_on, press_everything
from tests.storage.voting import NOW, rows

pytestmark = pytest.mark.timeout(600)
FIRST = "/s/page/working_together"
LAST = "/s/page/next_quarter"
TEXT = "<script>Mehr Bänke an der Schule"


@pytest.fixture
async def respondents(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as running:
        yield running


async def press(page: Page, label: str) -> None:
    """A button of the page, by what is written on it."""
    await page.get_by_role("main").get_by_role("button", name=label, exact=True).click()
    await page.wait_for_load_state()


async def test_a_branching_survey_is_answered_on_two_devices_without_scripts(
    browser: Browser, respondents: House
) -> None:
    _, (link, _) = await a_wave(respondents.db)
    async with profile(browser, respondents.base_url, java_script_enabled=False) as desk:
        page = await desk.new_page()
        await page.goto(link)
        await press(page, "Beginnen")
        assert "Seite 1 von 2" in await page.inner_text("main")
        await fill(page, q__side="inside", q__informed="4", q__heard="2", q__join_in="7")
        await press(page, "Weiter")
        assert page.url.endswith("/s/page/obstacles")
        await fill(page, q__obstacle="too_slow")
        await press(page, "Speichern und später weitermachen")
        code = await page.inner_text(".code-shown")
    phone = {"width": 360, "height": 740}
    async with profile(browser, respondents.base_url, java_script_enabled=False, viewport=phone) as device:
        page = await device.new_page()
        await page.goto(link)
        await page.locator("summary").click()
        await page.fill("[name=code]", code.upper())
        await press(page, "Mit diesem Code weiter")
        assert page.url.endswith(LAST)
        await page.goto(FIRST)
        assert await page.locator("[name='q.heard'][value='2']").is_checked()
        await fill(page, q__heard="5")  # not asked what was in the way any more
        await press(page, "Weiter")
        assert page.url.endswith(LAST)
        await page.select_option("[name='q.first.climate']", "1")
        await page.fill("textarea", TEXT)
        await press(page, "Weiter")
        assert "Woran lag es" not in await page.inner_text("main")
        assert TEXT in await page.inner_text("main")
        await page.check("[name=sure]", force=True)
        await press(page, "Abschicken")
        assert "Ihre Antworten sind abgeschickt" in await page.inner_text("main")
        await page.go_back()
        assert "Sie haben teilgenommen" in await page.inner_text("main")
        assert TEXT not in await page.content()
    assert (await counted(respondents.db, "intake"), await counted(respondents.db, "drafts")) == (1, 0)


async def test_the_links_token_is_in_one_request_of_a_browser_and_on_no_page(
    browser: Browser, respondents: House
) -> None:
    """S3, A14: of all that goes over the line from the mail to the thanks, with its headers and what forms send."""
    _, (link, _) = await a_wave(respondents.db)
    token, sent, shown = link.rpartition("/")[2], list[Request](), list[str]()
    async with profile(browser, respondents.base_url, java_script_enabled=False) as context:
        context.on("request", lambda one: sent.append(one))
        page = await context.new_page()
        await page.goto(link)
        shown.append(await page.content())
        await press(page, "Beginnen")
        shown.append(await page.content())
        await fill(page, q__side="inside", q__heard="5")
        for button in ("Weiter", "Weiter"):
            await press(page, button)
            shown.append(await page.content())
        assert page.url.endswith("/s/check")
        await page.check("[name=sure]", force=True)
        await press(page, "Abschicken")
        assert page.url.endswith("/s/thanks")
        shown.append(await page.content())
        told = [(one.method, one.url, f"{one.url}{await one.all_headers()}{one.post_data}") for one in sent]
        cookies = repr(await context.cookies())
    assert [(method, url) for method, url, words in told if token in words] == [("GET", respondents.base_url + link)]
    assert {url.partition("/s/")[0].partition("/static/")[0].partition("/theme")[0] for _, url, _ in told} == {
        respondents.base_url
    }
    assert len(told) > 10
    assert not [one for one in [*shown, cookies] if token in one]


async def test_the_keyboard_alone_is_enough(browser: Browser, respondents: House) -> None:
    _, (link, _) = await a_wave(respondents.db, Mode.NAMED)
    async with profile(browser, respondents.base_url, java_script_enabled=False) as context:
        page = await context.new_page()
        await page.goto(link)
        await page.get_by_role("button", name="Beginnen").focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**{FIRST}")
        for name in ("side", "informed", "heard", "join_in"):
            await page.locator(f"[name='q.{name}']").first.focus()
            await page.keyboard.press("Space")
            await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")  # in a field: sends as "next" does, and switches no language
        await page.wait_for_url("**/s/page/obstacles")
        await page.goto(FIRST)
        assert await page.locator("input:checked").evaluate_all("all => all.map(one => one.value)") == [
            "outside",
            "2",
            "2",
            "1",
        ]


async def test_a_robot_that_presses_everything_leaves_no_trace(browser: Browser, respondents: House) -> None:
    _, links = await a_wave(respondents.db)
    before = [await counted(respondents.db, table) for table in ("drafts", "intake", "answers_named")]
    async with profile(browser, respondents.base_url, java_script_enabled=True) as context:
        page = await context.new_page()
        for link in links:
            address = respondents.base_url + link
            for found in [address, *await links_on(page, address)]:
                await everything_pressed(context, found)
        for under in (FIRST, "/s/page/obstacles", LAST, "/s/check", "/s/later", "/s/thanks", "/s/state"):
            await everything_pressed(context, respondents.base_url + under)
        for (person,) in await rows(respondents.db, "SELECT person_id FROM invitations"):
            await everything_pressed(context, respondents.stop_link(str(person)))
    assert await counted(respondents.db, "people", "opted_out_at IS NOT NULL") == 0
    assert [await counted(respondents.db, table) for table in ("drafts", "intake", "answers_named")] == before
    assert await counted(respondents.db, "invitations", "answered") == 0


async def everything_pressed(context: BrowserContext, address: str) -> None:
    """Begins anew where a page that came late, on a busy machine, ran into the next."""
    for last in (False, False, True):
        page = await context.new_page()
        try:
            await press_everything(page, address)
        except Error:
            if last:
                raise
        else:
            return
        finally:
            await page.close()


async def test_axe_finds_nothing_on_any_page_of_a_survey(browser: Browser, respondents: House) -> None:
    found: list[str] = []
    async with inspected(browser, respondents.base_url) as context:
        page = await context.new_page()
        for language in ("de", "en"):
            found += await _of_kinds(page, respondents, language)
            found += await _of_the_pulse(page, respondents, language)
            found += await _of_stopping(page, respondents, language)
    assert not found, "\n".join(found)


async def _of_kinds(page: Page, respondents: House, language: str) -> list[str]:
    """Every kind of question, empty and with errors."""
    _, (link, _) = await a_wave(respondents.db, Mode.NAMED, form=KINDS)
    await page.goto(f"{link}?lang={language}")
    found = await _seen(page, f"staff {language}")
    await _first_button(page)
    found += await _seen(page, f"kinds {language}")
    await page.fill("[name='q.number']", "x")
    await page.fill("[name='q.day']", "x")
    await page.select_option("[name='q.rank.y']", "2")
    await _first_button(page)
    assert await page.locator(".error-summary a").count() == 4
    return found + await _seen(page, f"kinds with errors {language}")


async def _of_the_pulse(page: Page, respondents: House, language: str) -> list[str]:
    """The way of one answer, and the states a link may be in."""
    wave, (link, other) = await a_wave(respondents.db)
    await page.goto(f"{link}?lang={language}")
    found = await _seen(page, f"entry {language}")
    await page.locator("details").evaluate("e => e.open = true")
    await page.fill("[name=code]", "x")
    await page.locator("form#resume button").click()
    found += await _seen(page, f"wrong code {language}")
    await _first_button(page)
    await fill(page, q__heard="1")
    await _first_button(page)
    found += await _seen(page, f"multiple {language}")
    for under in ("/s/later", "/s/check", LAST):
        await page.goto(under)
        found += await _seen(page, f"{under} {language}")
    await page.goto("/s/check")
    await _first_button(page)
    found += await _seen(page, f"not ticked {language}")
    await page.check("[name=sure]", force=True)
    await _first_button(page)
    assert page.url.endswith("/s/thanks")
    found += await _seen(page, f"thanks {language}")
    await page.goto(link)
    found += await _seen(page, f"answered {language}")
    states: dict[str, dict[str, object]] = {
        "paused": {"paused_at": NOW},
        "closed": {"state": "closed"},
        "cancelled": {"cancelled_at": NOW},
    }
    for name, values in states.items():
        await set_wave(respondents.db, wave, **values)
        await page.goto(other)
        found += await _seen(page, f"{name} {language}")
    return found


async def _of_stopping(page: Page, respondents: House, language: str) -> list[str]:
    """The page that ends such mails: before, without the tick, and after."""
    ((person,), *_) = await rows(respondents.db, "SELECT id FROM people WHERE opted_out_at IS NULL")
    await page.goto(f"{respondents.stop_link(str(person))}?lang={language}")
    found = await _seen(page, f"stop {language}")
    await _first_button(page)
    found += await _seen(page, f"stop, not ticked {language}")
    await page.check("[name=sure]", force=True)
    await _first_button(page)
    assert await page.locator("[name=act]").get_attribute("value") == "undo"
    return found + await _seen(page, f"stopped {language}")


async def _first_button(page: Page) -> None:
    await page.locator("main form button[type=submit]").first.click()
    await page.wait_for_load_state()


async def _seen(page: Page, name: str) -> list[str]:
    return [f"{name}: {one}" for one in await seen_by_axe(page)]
