"""axe finds nothing on the pages of goals, canvases and supporters either; a canvas is one page on paper."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from domain.canvas.content import Activity, Content, MapStep
from domain.goals.contribution import Said
from domain.goals.tree import Wanted
from storage import assessments, canvases, goals, people, processes, shelf
from storage.queries.lists import by_number
from tests.e2e.axe import inspected
from tests.e2e.browsing import press, profile
from tests.e2e.caught import link_in
from tests.e2e.people import at_the_desk
from tests.e2e.stack import EXAMPLE, Stack
from tests.e2e.test_accessibility import problems, seen_by_axe
from tests.e2e.test_radar import radar_pages
from tests.e2e.town import new_idea
from tests.e2e.visitor import Visitor
from umlauf.example import case_of
from umlauf.example_goals import load_goals

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
LINK = re.compile(r"https?://[^\s/]+/support/[a-z2-7]{32}")
TEXT = "Wir helfen <b>Menschen</b>, die unterwegs eine Pause brauchen.\nBänke, Schatten, Wasser."
BOXES = "partners activities resources value relationships channels segments costs revenue".split()


async def filled(stack: Stack) -> dict[str, str]:
    """Goals, an idea with contributions and canvases that reviewers see, a supporter; the address of every page."""
    number = await new_idea(stack)
    async with at_the_desk(stack) as clerk:
        await clerk.do(number, "accept", {"public": "yes"})
    review = link_in((await stack.letters("review_asked", number, count=2))[0])
    goal = await _portfolio(stack, number)
    radar = await radar_pages(stack, number)
    supported = await supports(stack, number, "axe@example.org")
    case, root = f"/office/ideas/{number}", "/office/goals"
    pages = {"goals": root, "goal": f"{root}/{goal}", "new goal": f"{root}/new", "matrix": f"{root}/matrix"}
    pages |= {"lists": f"{root}/lists", "coverage": f"{root}/coverage", "contributions": f"{case}/goals", "case": case}
    sheets = f"{case}/canvases"
    pages |= {"canvases": sheets, "sheet": f"{sheets}/business_model", "map": f"{sheets}/story_map"}
    pages |= {
        "full sheet": f"{sheets}/product",
        "fill sheet": f"{sheets}/product/edit",
        "fill map": f"{sheets}/story_map/edit",
    }
    pages |= {"compare": f"{sheets}/business_model/compare", "review": review, "idea": f"/ideas/{number}"}
    pages |= {"support": f"/ideas/{number}/support", "sent": f"/ideas/{number}/support/sent"}
    return pages | {"link": supported, "done": "/support/done/counted", "notice": "/privacy/support"} | radar


async def _portfolio(stack: Stack, number: str) -> str:
    now = datetime.now(UTC)
    async with stack.db.write() as session:
        definition = await processes.current(session)
    assert definition is not None
    await load_goals(stack.db, EXAMPLE, definition, case_of)
    async with stack.db.write() as session:
        by = await people.owner_of(session, "jana.petersen@example.org") or ""
        case_id = await by_number(session, number) or ""
        wanted = Wanted("Saubere <b>Luft", "", "sustainability", "NO2 im Jahresmittel", "20 µg", date(2030, 12, 31), by)
        goal = await goals.add(session, wanted, at=now, by=by)
        known = [one.id for one in await goals.tree(session)]
        values = {one: (-3, -1, 0, 1, 2, 3)[n % 6] for n, one in enumerate(known) if n % 4}
        said = Said(values, frozenset({"sdg.sdg_11", "sdg.sdg_03"}))
        tags = ["sdg.sdg_11", "sdg.sdg_03"]
        await assessments.say(session, case_id, said, known=(known, tags), number=0, at=now, by=by)
        blueprints = {one.id: one for one in await shelf.blueprints(session)}
        sheet, story_map = blueprints["business_model"], blueprints["story_map"]
        for n in range(2):
            content = Content(boxes=dict.fromkeys(BOXES, f"{TEXT}\nFassung {n}"))
            await canvases.save(session, case_id, sheet, content, number=n, at=now, by=by)
        # As much as the smaller letters hold: 19 in a line of a cell, six lines in three rows.
        full = Content(
            boxes={"vision": "W " * 300, "groups": "Alle Menschen der Stadt. " * 56, "details": "Bank " * 350}
        )
        await canvases.save(session, case_id, blueprints["product"], full, number=0, at=now, by=by)
        await canvases.save(session, case_id, story_map, a_map(), number=0, at=now, by=by)
        for name in ("business_model", "story_map"):
            await canvases.show(session, case_id, name, shown=True, at=now, by=by)
    return goal


def a_map(activities: int = 3, steps: int = 3) -> Content:
    """A story map with a story in every cell."""
    stories = ("Ich sehe, wo Bänke stehen.", "Ich melde eine kaputte Bank.", "")
    of_one = tuple(MapStep(title=f"Schritt {s}", stories=stories) for s in range(steps))
    releases = ("Erste Ausgabe", "Zweite Ausgabe", "Später")
    return Content(
        releases=releases, activities=tuple(Activity(title=f"Finden {a}", steps=of_one) for a in range(activities))
    )


async def supports(stack: Stack, number: str, address: str) -> str:
    """Gives an address, gets one mail, ticks the box behind its link; the link's path."""
    place = f"/ideas/{number}/support"
    async with Visitor(stack.base_url) as stranger:
        await stranger.open(f"/ideas/{number}")
        assert place in stranger.page.links
        await stranger.open(place)
        await stranger.send(stranger.page.form(place), {"email": address})
        assert stranger.path == f"{place}/sent", stranger.page.text
        (mail,) = await stack.letters("confirm_support", to=address, count=1)
        (link,) = set(LINK.findall(mail.text))
        await stranger.open(link)
        await stranger.send(stranger.page.form("/support/confirm"), {"mine": ["yes"]})
        assert stranger.path == "/support/done/counted", stranger.page.text
        await stranger.open(f"/ideas/{number}")
        assert "Das ist einem Menschen wichtig" in stranger.page.text
    return "/support/" + link.rpartition("/")[2]


async def sign_in(context: BrowserContext, stack: Stack) -> None:
    """With a session of the office."""
    async with at_the_desk(stack) as clerk:
        cookies = [(cookie.name, cookie.value or "") for cookie in clerk.client.cookies.jar]
    where = {"url": stack.base_url + "/office"}
    given: list[Any] = [{"name": name, "value": value, **where} for name, value in cookies]
    await context.add_cookies(given)


async def test_pages_of_goals_canvases_and_supporters(stack: Stack, browser: Browser) -> None:
    found: list[str] = []
    pages = await filled(stack)
    async with inspected(browser, stack.base_url) as context:
        await sign_in(context, stack)
        page = await context.new_page()
        for name, address in pages.items():
            found += await problems(page, name, address)
        for form in (pages["new goal"], pages["support"]):
            found += await _with_errors(page, form)
    assert not found, "\n".join(found)


async def test_a_canvas_is_one_page_on_paper_and_nothing_spills_out_of_its_boxes(
    stack: Stack, browser: Browser
) -> None:
    number = await new_idea(stack)
    await _portfolio(stack, number)
    async with profile(browser, stack.base_url) as context:
        await sign_in(context, stack)
        page = await context.new_page()
        for name in ("business_model", "product", "story_map"):
            assert await pages_on_paper(page, f"/office/ideas/{number}/canvases/{name}") == 1, name
            assert await spilling(page) == [], name


async def _with_errors(page: Page, form: str) -> list[str]:
    await page.goto(form)
    await press(page, form)
    assert await page.locator(".error-summary").count() == 1, form
    return [f"{form} with errors: {one}" for one in await seen_by_axe(page)]


async def spilling(page: Page) -> list[str]:
    """Boxes whose text does not fit into them on paper."""
    await page.emulate_media(media="print")
    await page.set_viewport_size({"width": 1047, "height": 718})  # A4 landscape without its margins
    found: list[str] = await page.evaluate(
        "() => [...document.querySelectorAll('.sheet-box')].filter(e => e.scrollHeight > e.clientHeight + 1)"
        ".map(e => `${e.innerText.slice(0, 30)}: ${e.scrollHeight} in ${e.clientHeight}`)"
    )
    await page.emulate_media(media="null")
    return found


async def pages_on_paper(page: Page, address: str) -> int:
    """How many pages a print of it has; by the page's own size, as a browser's dialogue takes it."""
    await page.goto(address)
    paper = await page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 84[12][.0-9]* 59[45]", paper), "not A4 landscape"
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))
