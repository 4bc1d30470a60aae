"""A round of comparisons by links alone, on the real parts; axe finds nothing on its pages."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser

from tests.e2e.axe import inspected
from tests.e2e.people import Clerk, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems
from tests.e2e.test_goals_accessibility import sign_in
from tests.e2e.test_round import DEPARTMENT, MAYOR, ROOT, comes_to, invited, weighed
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
BEST, SECOND, LAST = TITLES = ("Paare: Radweg <b>", "Paare: Bücherbus", "Paare: Sprechstunde")


async def started(clerk: Clerk, numbers: Iterable[str]) -> str:
    """A round of comparisons over these ideas; its path."""
    await clerk.open(f"{ROOT}/new?ask=pairs")
    chosen = [clerk.page.choice("ideas", number) for number in numbers]
    last = (datetime.now(UTC) + timedelta(days=10)).strftime("%d.%m.%Y")
    given = {"title": "Paarrunde", "closes_on": last, "which": "chosen", "ideas": chosen, "roles": ["decider"]}
    given |= {"take": "1", "when_complete": ["yes"], "pairs_each": "3", "method": "pairwise"}
    await clerk.send(clerk.page.form("/new"), given, button="")
    assert "Paarvergleich" in clerk.page.text, clerk.page.text
    await clerk.send(clerk.page.form("/new"), button="send")
    return clerk.path


async def compares(visitor: Visitor, link: str) -> None:
    """Goes on as long as there is something to compare: what stands earlier in the titles is better."""
    await visitor.open(f"{link}/compare")
    for _ in range(3):
        first, second = sorted((title for title in TITLES if title in visitor.page.text), key=visitor.page.text.index)[
            :2
        ]
        says = "first" if TITLES.index(first) < TITLES.index(second) else "second"
        await visitor.send(visitor.page.form(visitor.path), {"says": says}, button="go")


async def test_ideas_are_compared_two_by_two_and_the_order_is_what_was_said(stack: Stack, browser: Browser) -> None:
    async with inspected(browser, stack.base_url) as context, at_the_desk(stack) as clerk:
        url = await started(clerk, [await weighed(stack, clerk, title) for title in TITLES])
        links = [await invited(stack, url, one) for one in (MAYOR, DEPARTMENT)]
        await sign_in(context, stack)
        page, found = await context.new_page(), list[str]()
        for name, address in {"overview": links[0], "compare": f"{links[0]}/compare", "open": url}.items():
            found += await problems(page, name, address)
        for ask in ("votes", "pairs", "approvals"):
            found += await problems(page, f"new round of {ask}", f"{ROOT}/new?ask={ask}")
        for link in links:
            async with Visitor(stack.base_url) as rater:
                await compares(rater, link)
                assert "3 von 3" in rater.page.text
                await rater.send(rater.page.form("/finish"), {"sure": ["yes"]})
        await comes_to(stack, url.rpartition("/")[2], "computed")
        await clerk.open(f"{url}/decide")
        places = [clerk.page.text.index(title) for title in TITLES]
        assert places == sorted(places)
        for name, address in {"result": url, "compared": links[0]}.items():
            found += await problems(page, name, address)
    assert not found, "\n".join(found)
