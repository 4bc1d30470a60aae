"""The radar on the real parts: a finding appears, is told once, is cured, and leaves the list of what is open."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser

from activities.calendar import closed_days
from activities.radar import Radar
from domain import calendar
from domain.goals.tree import Wanted
from domain.radar.found import Found
from domain.radar.words import About, Trigger
from storage import goals, people
from storage import radar as kept
from storage.queries.lists import by_number
from tests.e2e.axe import inspected
from tests.e2e.browsing import press, profile
from tests.e2e.caught import link_in
from tests.e2e.people import CLERK, OFFICE, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems
from umlauf.wiring import Wiring

ROOT = "/office/portfolio/radar"
GOAL = "0_radar"  # told among the first, however much else there is
TITLE = "Radarziel <b>klar"
OWNER = "silke.brandt@example.org"  # who does not sign in at the office


def a_working_morning(now: datetime) -> datetime:
    """The last one: mails leave on working days only, and tests run on any."""
    day = calendar.working_days_before(now.date(), 1, closed_days("SH", now.year).days)
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


async def radar_pages(stack: Stack, number: str) -> dict[str, str]:
    """Findings of several kinds and states, some with long words; the addresses of their pages, for axe."""
    now = datetime.now(UTC)
    stays = {"stage": "review", "most": 10, "stays": 20, "percent": 85, "days": 41}
    today = now.date()
    async with stack.db.write() as session:
        by, case_id = await people.owner_of(session, CLERK) or "", await by_number(session, number) or ""
        found = [
            Found(Trigger.STAYS_LONG, About.CASE, case_id, stays, "review"),
            Found(Trigger.NEEDS_CIRCLE, About.CASE, case_id, {"ideas": [case_id, case_id]}, "circle", by),
            Found(Trigger.PERSON_OVERLOADED, About.PERSON, by, {"open": 9, "most": 8}),
        ]
        for one in found:
            await kept.keep_found(session, one.trigger, [one], now, today)
        shown = await kept.of_case(session, case_id)
        given = {"number": 1, "at": now, "by": by, "why": "Im März <b>besprochen"}
        await kept.accept(session, shown[0].id, until=today, today=today, **given)
        await kept.mitigate(session, shown[1].id, **given)
    pages = {f"finding {one.trigger}": f"{ROOT}/{one.id}" for one in shown}
    return pages | {"radar": ROOT, "radar, all": f"{ROOT}?state=all", "radar, none": f"{ROOT}?state=cured&kind=budget"}


async def told(stack: Stack) -> int:
    """How many mails name it."""
    return sum(TITLE in mail.text for mail in await stack.letters("radar_note", to=OFFICE, count=0))


async def test_a_finding_appears_is_told_once_and_goes_with_its_trigger(stack: Stack) -> None:
    wiring = Wiring(stack.settings)
    radar = Radar(stack.db, wiring.letters.postbox, "Europe/Berlin", "SH")
    async with stack.db.write() as session:
        by = await people.owner_of(session, CLERK) or ""
        await goals.add(session, Wanted(TITLE), at=datetime.now(UTC), by=by, goal_id=GOAL)
    await radar.look(datetime.now(UTC))
    await radar.look(datetime.now(UTC))

    async with at_the_desk(stack) as clerk:
        await clerk.open(f"{ROOT}?kind=unclear")
        assert clerk.page.text.count(TITLE) == 1
        morning = a_working_morning(datetime.now(UTC))
        for after in range(3):
            await radar.tell(morning + timedelta(hours=after))
        await stack.letters("radar_note", to=OFFICE, count=1)
        assert await told(stack) == 1

        await clerk.open(f"/office/goals/{GOAL}")
        due = (datetime.now(UTC) + timedelta(days=400)).strftime("%d.%m.%Y")
        clear = {"indicator": "NO2", "target": "20 µg", "due_on": due, "owner": by}
        await clerk.send(clerk.page.form(having="indicator"), clear)
        await radar.look(datetime.now(UTC))

        await clerk.open(f"{ROOT}?kind=unclear")
        assert TITLE not in clerk.page.text
        await clerk.open(f"{ROOT}?kind=unclear&state=cured")
        assert clerk.page.text.count(TITLE) == 1
    await radar.tell(morning)
    assert await told(stack) == 1


@pytest.mark.timeout(900)
async def test_an_owner_answers_by_the_link_in_their_mail_on_a_narrow_screen_without_javascript(
    stack: Stack, browser: Browser
) -> None:
    radar = Radar(stack.db, Wiring(stack.settings).letters.postbox, "Europe/Berlin", "SH")
    async with stack.db.write() as session:
        owner = await people.owner_of(session, OWNER) or ""
        await goals.add(session, Wanted("Ziel <i>ohne", owner=owner), at=datetime.now(UTC), by=owner, goal_id="1_radar")
    await radar.look(datetime.now(UTC))
    await radar.tell(a_working_morning(datetime.now(UTC)))
    (mail,) = await stack.letters("radar_note", to=OWNER)
    findings = f"{link_in(mail)}/findings"
    assert findings in mail.text
    async with stack.db.read() as session:
        ((one,), _) = await kept.page(session, kept.Wanted(owner=owner), datetime.now(UTC).date())

    async with inspected(browser, stack.base_url) as context:
        page = await context.new_page()
        found = await problems(page, "findings", findings) + await problems(page, "a finding", f"{findings}/{one.id}")
        assert not found, "\n".join(found)
    narrow = {"width": 360, "height": 740}
    async with profile(browser, stack.base_url, java_script_enabled=False, viewport=narrow) as context:
        page = await context.new_page()
        await page.goto(findings)
        await page.get_by_role("link", name="Ziel <i>ohne").click()
        await page.locator("summary", has_text="Es wird etwas dagegen getan").click()
        await press(page, f"/findings/{one.id}", "mitigate")
        assert await page.locator(".error-summary").count() == 1
        await page.locator('[name="note"]').fill("Im März <b>besprochen")
        await press(page, f"/findings/{one.id}", "mitigate")
        assert "Im März <b>besprochen" in await page.inner_text("main")
