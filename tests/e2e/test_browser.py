"""The main job in a real browser without JavaScript; and that no page tells anybody where its reader was."""

import re

from playwright.async_api import Browser, BrowserContext, Page

from tests.e2e import people
from tests.e2e.browsing import TOKEN, Watched, fill, press, profile
from tests.e2e.caught import code_in, link_in, subject_of
from tests.e2e.people import CLERK, DECIDER, number_in
from tests.e2e.stack import Stack
from tests.e2e.town import Town

ADDRESS = "browser@example.org"
TITLE = "<script>alert(2)</script> Ampeln mit Augen"


async def test_the_main_job_in_a_browser_without_javascript(stack: Stack, browser: Browser) -> None:
    watched = Watched()
    async with profile(browser, stack.base_url, java_script_enabled=False) as context:
        context.on("requestfinished", watched.note)
        page = await context.new_page()
        number = await submitted(stack, page)
        await signed_in(stack, page)
        await at_the_desk(page, number, "accept", public="yes")
        for mail in await stack.letters("review_asked", number, count=2):
            await page.goto(link_in(mail))
            await fill(page, scores__benefit="8", scores__complexity="3", verdict="approve", reason="Gern.")
            await press(page, "/answer")
            assert "Gern." in await page.inner_text("main")
        await page.goto(f"/office/ideas/{number}/put-forward")
        await page.locator("label", has_text="Oberbürgermeisterin").first.click()
        await press(page, "/put-forward")
        await decided(stack, page, number)
        await told(stack, page, number)
    assert watched.hosts == {stack.base_url.removeprefix("http://")}
    assert watched.count > 40
    assert not [referer for referer in watched.referers if re.search(TOKEN, referer)]


async def submitted(stack: Stack, page: Page) -> str:
    """Form, check, mail, link, tick: the number of the idea."""
    await page.goto("/")
    await page.goto("/ideas/new")
    await fill(page, title=TITLE, group1="Alle", how1="Sicherer", theme="mobility", level="city")
    async with page.expect_navigation():
        await page.locator('[name="title"]').press("Enter")
    assert await page.locator("html").get_attribute("lang") == "de", "Enter sends the form"
    assert "email" in await page.content(), "what is missing is named, and nothing typed is lost"
    assert await page.locator('[name="title"]').input_value() == TITLE
    await fill(page, name="Bro Wser", email=ADDRESS)
    await press(page, "/ideas/new")
    await press(page, "/ideas/new", "send")
    await page.goto(link_in(await stack.letter(ADDRESS, "confirm_address")))
    await fill(page, mine="yes")
    await press(page)
    return number_in(await stack.letter(ADDRESS, "idea_received"))


async def signed_in(stack: Stack, page: Page) -> None:
    """By the code in the mail."""
    before = len(stack.caught.all(CLERK))
    await page.goto("/office")
    await fill(page, address=CLERK)
    await press(page)
    await fill(page, code=code_in(await stack.caught.wait(CLERK, count=before + 1)))
    await press(page)


async def at_the_desk(page: Page, number: str, what: str, **given: str) -> None:
    """One intervention of the office."""
    await page.goto(f"/office/ideas/{number}/{what}")
    await fill(page, **given)
    await press(page, f"/{what}")
    assert f"/office/ideas/{number}?done={what}" in page.url


async def decided(stack: Stack, page: Page, number: str) -> None:
    """Asked for an outcome, then to check it; sent twice it is decided once, and both see how it stands."""
    link = link_in(await stack.letter(DECIDER, "decision_asked", number))
    tabs = [page, await page.context.new_page()]
    for tab in tabs:  # the same link open twice stands for the double click and the back button
        await tab.goto(link)
        await fill(tab, outcome="accepted", public_reason="Weil es hilft.")
        await press(tab, "/decide")
    await back_and_forth(page)
    for tab in tabs:
        await press(tab, "/decide", "send")
        if tab.url.endswith("/prove"):  # the first of the two; for the other it is decided by then
            await fill(tab, code=code_in((await people.codes_for(stack, number, count=1))[-1]))
            await press(tab, "/decide", "code")
        assert "Weil es hilft." in await tab.inner_text("main")
        for _ in range(2):  # to the last look and to the form before it, which lead to what was recorded
            await tab.go_back()
            assert "Weil es hilft." in await tab.inner_text("main")
            assert await tab.locator("main form").count() == 0
    once = "SELECT d.outcome FROM decisions d JOIN cases c ON c.id = d.case_id WHERE c.number = :number"
    assert len(await stack.rows(once, number=number)) == 1


async def back_and_forth(page: Page) -> None:
    """From the last look back to the form, on again, and changing something: what was typed is there every time."""
    await page.go_back()
    assert await page.locator('[name="public_reason"]').input_value() == "Weil es hilft."
    await page.go_forward()
    assert "Weil es hilft." in await page.inner_text("main")
    await press(page, "/decide", "change")
    assert await page.locator('[name="outcome"][value="accepted"]').is_checked()
    await press(page, "/decide")


LONG = "".join(chr(0x4E00 + n) for n in range(3000))  # nothing in it repeats: no cookie takes it


async def test_back_finds_what_was_typed_and_never_asks_to_send_it_again(
    stack: Stack, browser: Browser, town: Town
) -> None:
    async with profile(browser, stack.base_url, java_script_enabled=False) as context:
        page = await context.new_page()
        await page.goto("/ideas")
        await page.goto("/ideas/new")
        await fill(page, title=TITLE, description=LONG, name="Bro Wser", email=ADDRESS)
        await press(page, "/ideas/new")
        await there_and_back(page, "title", TITLE)
        await page.goto(town.links["decide"])
        await fill(page, outcome="rejected", public_reason=LONG)
        await press(page, "/decide")
        await there_and_back(page, "public_reason", LONG)
        await page.goto(town.links["review"])
        await fill(page, reason="Halb <getippt")
        for label in ("English", "Dark"):
            async with page.expect_navigation():
                await page.get_by_role("button", name=label).click()
            assert await page.locator('[name="reason"]').input_value() == "Halb <getippt"
        for _ in range(2):
            await page.go_back()
            assert await page.locator('[name="reason"]').input_value() == "Halb <getippt"
        await page.reload()
        assert await page.locator('[name="reason"]').input_value() == "Halb <getippt"


async def there_and_back(page: Page, field: str, typed: str) -> None:
    """From the page that shows it once more: on to another, back to that one, back to the form, and on again."""
    assert typed in await page.inner_text("main")
    await page.goto("/ideas")
    await page.go_back()
    assert typed in await page.inner_text("main")
    await page.go_back()
    assert await page.locator(f'[name="{field}"]').input_value() == typed
    await page.go_forward()
    await page.reload()
    assert typed in await page.inner_text("main")


async def told(stack: Stack, page: Page, number: str) -> None:
    """The receipt and the case page."""
    receipt = await stack.letter(ADDRESS, "receipt", number)
    assert TITLE in subject_of(receipt)
    await page.goto(link_in(receipt))
    assert "Weil es hilft." in await page.inner_text("main")
    await page.goto(f"/office/ideas/{number}")
    shown = await page.inner_text("main")
    assert "Verlauf vollständig und unverändert" in shown
    assert TITLE in await page.inner_text("body")


async def test_forms_of_other_sites_do_nothing(stack: Stack, browser: Browser, town: Town) -> None:
    async with profile(browser, stack.base_url) as context:
        before = await stack.rows("SELECT count(*) FROM inbox")
        await _visited(context, town.links["review"])
        fields = {"verdict": "approve", "scores.benefit": "8", "scores.complexity": "3", "on_version": "1"}
        for how in ("plain", "sandboxed"):
            answer = await _posted_from_elsewhere(context, f"{town.links['review']}/answer", fields, how)
            assert answer in (403, 0), f"{how}: {answer}"
        assert await stack.rows("SELECT count(*) FROM inbox") == before


async def _visited(context: BrowserContext, link: str) -> None:
    """The victim has the page open, and its cookie."""
    page = await context.new_page()
    await page.goto(link)


async def _posted_from_elsewhere(context: BrowserContext, to: str, fields: dict[str, str], how: str) -> int:
    """What the server says to a form on another site that sends itself; 0 when the browser sent nothing."""
    hidden = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    form = f'<form method="post" action="{to}">{hidden}</form><script>document.forms[0].submit()</script>'
    framed = form.replace("&", "&amp;").replace('"', "&quot;")
    html = form if how == "plain" else f'<iframe sandbox="allow-forms allow-scripts" srcdoc="{framed}"></iframe>'
    page, seen = await context.new_page(), []
    await page.route("http://evil.example/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.on("response", lambda response: seen.append(response.status) if response.url == to else None)
    await page.goto("http://evil.example/")
    await page.wait_for_timeout(1500)
    await page.close()
    return seen[0] if seen else 0
