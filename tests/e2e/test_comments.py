"""A comment with a file in a real browser without JavaScript: from the link in a mail to those it is meant for."""

from pathlib import Path

from playwright.async_api import Browser, Page

from tests.e2e import people
from tests.e2e.axe import in_every_scheme, inspected
from tests.e2e.browsing import fill, press, profile
from tests.e2e.caught import code_in, link_in
from tests.e2e.people import CLERK, OFFICE
from tests.e2e.stack import Stack
from tests.e2e.town import SUBMITTER

TITLE = "Schattige Höfe <i>für alle</i>"
WORDS = "Bitte <b>vertraulich</b>: Der Hof gehört Frau Meier."
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj\n"


async def in_review(stack: Stack, page: Page) -> str:
    """An idea somebody is asked about; its number. Whoever accepted it is signed in."""
    number = await people.submit_by_api(stack, SUBMITTER, TITLE)
    before = len(stack.caught.all(CLERK))
    await page.goto("/office")
    await fill(page, address=CLERK)
    await press(page)
    await fill(page, code=code_in(await stack.caught.wait(CLERK, count=before + 1)))
    await press(page)
    await page.goto(f"/office/ideas/{number}/edit")
    await fill(page, description="Vier <b>Bänke</b> im Schatten.", theme="health")
    await press(page, "/edit")
    await page.goto(f"/office/ideas/{number}/accept")
    await fill(page, public="yes")
    await press(page, "/accept")
    return number


async def commented(page: Page, link: str, *files: Path, text: str = WORDS, audience: str = "reviewers") -> None:
    """From the page of the link to its comments, and what is written there sent."""
    await page.goto(link)
    await page.locator('main a[href$="/comments"]').click()
    await fill(page, comment=text, audience=audience)
    await page.set_input_files('input[type="file"]', [str(file) for file in files])
    await press(page, "/comments")


async def test_a_reviewers_comment_and_file_reach_the_office_and_not_the_submitter(
    stack: Stack, browser: Browser, tmp_path: Path
) -> None:
    plan, large = tmp_path / "Plan Höfe.pdf", tmp_path / "groß.pdf"
    plan.write_bytes(PDF)
    large.write_bytes(PDF + bytes(25_000_000))
    async with (
        profile(browser, stack.base_url, java_script_enabled=False) as desk,
        profile(browser, stack.base_url, java_script_enabled=False, accept_downloads=True) as mine,
    ):
        office, reviewer = await desk.new_page(), await mine.new_page()
        number = await in_review(stack, office)
        mail, *_ = await stack.letters("review_asked", number, count=2)
        await commented(reviewer, link_in(mail), large)
        assert "größer als 20 MB" in await reviewer.inner_text("main")
        assert await reviewer.locator('[name="comment"]').input_value() == WORDS
        await commented(reviewer, link_in(mail), plan)
        assert "Ihr Kommentar ist gespeichert." in await reviewer.inner_text("main")

        await stack.letter(OFFICE, "comment_note", number)
        await office.goto(f"/office/ideas/{number}")
        seen = await office.inner_text("main")
        assert WORDS in seen
        assert "Plan Höfe.pdf" in seen
        async with office.expect_download() as coming:
            await office.get_by_text("Plan Höfe.pdf").first.click()
        saved = await coming.value
        assert saved.suggested_filename == "Plan Höfe.pdf"
        assert Path(await saved.path()).read_bytes() == PDF

        idea = link_in(await stack.letter(SUBMITTER, "idea_received", number))
        for page in (f"{idea}/comments", f"/ideas/{number}"):
            await reviewer.goto(page)
            shown = await reviewer.content()
            assert "vertraulich" not in shown
            assert "Plan Höfe" not in shown
        await commented(reviewer, idea, text="Danke!", audience="office")
        await office.goto(f"/office/ideas/{number}/comments")
        assert "Danke!" in await office.inner_text("main")


async def test_axe_finds_nothing_on_pages_of_comments_and_versions(
    stack: Stack, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "Plan.pdf").write_bytes(PDF)
    async with inspected(browser, stack.base_url) as context:
        page = await context.new_page()
        number = await in_review(stack, page)
        mail, *_ = await stack.letters("review_asked", number, count=2)
        idea = link_in(await stack.letter(SUBMITTER, "idea_received", number))
        await commented(page, link_in(mail), tmp_path / "Plan.pdf", audience="public")
        desk, found = f"/office/ideas/{number}", {}
        places = [f"{link_in(mail)}/comments", f"{idea}/comments", f"{desk}/comments", desk]
        for place in [*places, f"{idea}/versions", f"{desk}/versions", link_in(mail)]:
            await page.goto(place)
            assert not place.endswith("/versions") or await page.locator("ins").count() == 2
            found[place] = await in_every_scheme(page)
        await page.goto(f"{desk}/comments")
        await press(page, "/comments")
        assert "Schreiben Sie Ihren Kommentar." in await page.inner_text("main")
        found["refused"] = await in_every_scheme(page)
        for place in (f"{desk}/comments", f"{link_in(mail)}/comments"):
            await page.set_viewport_size({"width": 320, "height": 800})
            await page.goto(place)
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        assert not {place: wrong for place, wrong in found.items() if wrong}
