"""axe finds nothing on the pages of communication either: plan, entries, forms with errors, map, groups unheard."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser

from domain.communication.plan import Group, Planned, Proof
from domain.communication.stakeholders import Placed
from domain.communication.words import Channel, Disposition, GroupKind
from storage import people, plan, stakeholders
from tests.e2e.axe import inspected
from tests.e2e.browsing import press
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems, seen_by_axe, sign_in
from tests.e2e.town import Town

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
ROOT = "/office/communication"
PAPER = Group(GroupKind.NAMED, "", "Beirat <b>")


async def test_pages_of_communication(stack: Stack, browser: Browser, town: Town) -> None:
    found: list[str] = []
    addresses = await planned(stack)
    async with inspected(browser, stack.base_url) as context:
        await sign_in(context, stack, town)
        page = await context.new_page()
        for name, address in addresses.items():
            found += await problems(page, name, address)
        for form in ("/entries/new", "/map/new"):
            await page.goto(ROOT + form)
            await press(page, ROOT + form)
            assert await page.locator(".error-summary").count() == 1
            found += [f"{form} with errors: {one}" for one in await seen_by_axe(page)]
    assert not found, "\n".join(found)


async def planned(stack: Stack) -> dict[str, str]:
    """One entry that is late, one that was sent, groups in every corner of the map; the address of every page."""
    now = datetime.now(UTC)
    day = now.date() - timedelta(days=3)
    async with stack.db.write() as session:
        owner = await people.owner_of(session, "jana.petersen@example.org") or ""
        late = await plan.add(session, Planned(PAPER, "<b>Wir fragen.", Channel.PRESS, day, owner), at=now, by=owner)
        sent = await plan.add(session, Planned(PAPER, "Gesagt.", Channel.MEETING, day, owner), at=now, by=owner)
        await plan.prove(session, sent, Proof(day, owner, now, "Protokoll"), today=now.date())
        for power, interest in ((1, 1), (1, 5), (5, 1), (5, 5), (3, 3), (3, 3)):
            placed = Placed(PAPER, power, interest, Disposition.AGAINST, Disposition.SUPPORTIVE, "Notiz")
            one = await stakeholders.add(session, placed, at=now, by=owner)
    return {
        "plan": ROOT,
        "entry": f"{ROOT}/entries/{late}",
        "entry with proof": f"{ROOT}/entries/{sent}",
        "change of an entry": f"{ROOT}/entries/{late}/edit",
        "map": f"{ROOT}/map",
        "group on the map": f"{ROOT}/map/{one}",
        "unheard": f"{ROOT}/voices",
    }
