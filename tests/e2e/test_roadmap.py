"""The roadmap in a real browser: what is planned, nothing that axe finds, a file, the public page, one paper page."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from domain.planning.facts import Facts
from domain.planning.frame import Frame, Named
from domain.planning.quarters import Quarter, quarter_of
from storage import people, planning
from storage.queries.lists import by_number
from tests.e2e.axe import inspected
from tests.e2e.browsing import profile
from tests.e2e.people import at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems
from tests.e2e.test_goals_accessibility import pages_on_paper, sign_in

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
ROOT = "/office/portfolio/roadmap"
PROJECTS = ("<b>Radschnellweg & Brücke", "Serviceportal", "Bauakte", "Alles auf einmal")


async def test_the_roadmap_of_a_town(stack: Stack, browser: Browser, tmp_path: Path) -> None:
    numbers = await planned(stack)
    async with inspected(browser, stack.base_url) as context:
        await sign_in(context, stack)
        page = await context.new_page()
        await page.goto(f"{ROOT}?quarters=8&lang=de")
        assert await page.locator("svg.roadmap .road-critical").count() == 3  # what runs holds the next
        assert await page.locator(".road-table tbody tr").count() == 3
        assert "Sie wartet auf" in await page.locator(f"#m-{numbers[2]}").inner_text()
        assert "kein Quartal hat mehr als 20" in await page.locator(f"#m-{numbers[3]}").inner_text()
        found = await problems(page, "roadmap", f"{ROOT}?quarters=8")
        assert not found, "\n".join(found)
        await downloaded(page, tmp_path)
        await page.goto(f"{ROOT}?quarters=8&lang=de")
        await page.get_by_role("button", name="Geplante Quartale veröffentlichen").click()
        assert "Die geplanten Quartale sind veröffentlicht." in await page.locator("main").inner_text()
        await page.goto(f"/ideas/{numbers[2]}?lang=de")
        assert "Geplant für" in await page.locator("main").inner_text()
    async with profile(browser, stack.base_url) as context:
        await sign_in(context, stack)
        assert await pages_on_paper(await context.new_page(), ROOT) == 1


async def downloaded(page: Page, folder: Path) -> None:
    """The calendar comes down as a file, and the page says who took it."""
    await page.goto(f"{ROOT}?quarters=8&lang=de")
    async with page.expect_download() as coming:
        await page.get_by_role("button", name="Kalender (iCalendar)").click()
    file = folder / "roadmap.ics"
    await (await coming.value).save_as(file)
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 3
    await page.goto(f"{ROOT}?lang=de")
    assert "Jana Petersen" in await page.locator("#taken + ol").inner_text()


async def planned(stack: Stack) -> list[str]:
    """One project runs, one waits for it by capacity, one waits for that one, one takes too much; their numbers."""
    numbers: list[str] = []
    async with at_the_desk(stack) as clerk:
        for title in PROJECTS:
            await clerk.open("/office/take-over")
            state = "in_progress" if title is PROJECTS[0] else "initiated"
            await clerk.send(clerk.page.form("/take-over"), {"title": title, "project": state, "public": "yes"})
            numbers.append(clerk.path.rpartition("/")[2].partition("?")[0])
    first = quarter_of(datetime.now(UTC).date())
    await _facts(stack, numbers, first)
    return numbers


async def _facts(stack: Stack, numbers: list[str], first: Quarter) -> None:
    given = {"at": datetime.now(UTC)}
    async with stack.db.write() as session:
        by = await people.owner_of(session, "jana.petersen@example.org") or ""
        ids = [await by_number(session, number) or "" for number in numbers]
        said = (
            Facts(effort={"it": 20}, length=2, earliest=first.plus(-1)),
            Facts(effort={"it": 30}, length=2),
            Facts(effort={"it": 20}, length=1, needs=(ids[1],)),
            Facts(effort={"it": 500}, length=1),
        )
        for case_id, facts in zip(ids, said, strict=True):
            await planning.say(session, case_id, facts, number=0, by=by, **given)
        number = (await planning.frame(session)).number
        frame = Frame(roles=(Named("it", "Informatik"),), capacity={(first.plus(at), "it"): 20 for at in range(12)})
        await planning.set_frame(session, frame, number=number, by=by, **given)
