"""Two ideas that are one, and one that is two, on the real parts: what one case brings another goes by the worker."""

import pytest
from playwright.async_api import Browser

from tests.e2e.caught import link_in
from tests.e2e.house import seen
from tests.e2e.people import Clerk, at_the_desk, submit_by_api
from tests.e2e.stack import Stack
from tests.e2e.town import SUBMITTER
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import until

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
OTHER = "emre.demir@example.org"
TITLES = ("Sichere Radwege <i>am Ring</i>", "Sichere Radwege <i>am Ring</i>!")
WHY, NOT_AFTER_ALL = "Beide wollen <b>dasselbe</b>.", "Doch <b>zwei</b> Wege."
PART = "Nur die Bänke <script>"


async def test_an_idea_goes_on_in_another_and_comes_out_again(stack: Stack, browser: Browser) -> None:
    whole, same = await submit_by_api(stack, SUBMITTER, TITLES[0]), await submit_by_api(stack, OTHER, TITLES[1])
    first, second = f"/office/ideas/{whole}", f"/office/ideas/{same}"
    async with at_the_desk(stack) as clerk:
        await clerk.do(same, "accept", {"public": "yes"})
        reviewed_by = link_in((await stack.letters("review_asked", same, count=2))[0])
        found = await seen(stack, browser, f"{second}/merge")
        await clerk.do(same, "merge", {"into": whole, "public_reason": WHY})
        assert any(link.endswith(first) for link in clerk.page.links)
        await stack.letters("no_longer_needed", same, count=2)
        await opens_no_form(stack, reviewed_by)

        own = link_in(await stack.letter(OTHER, "idea_merged", same))
        async with Visitor(stack.base_url) as visitor:
            page = await visitor.open(own)
        assert whole in page.text
        assert WHY in page.text
        await says(clerk, first, same)  # the worker has carried it into the other case
        found += await seen(stack, browser, own, first, second, f"{second}/take-out")

        await clerk.do(whole, "accept", {"public": "yes"})
        news = link_in(await stack.letter(OTHER, "joined_news", same))
        found += await seen(stack, browser, news)

        await clerk.do(same, "take-out", {"public_reason": NOT_AFTER_ALL})
        await says(clerk, first, f"Die Idee {same} wurde herausgelöst")
        asked_again = (await stack.letters("review_asked", same, count=4))[2:]
        assert len({m.envelope_to for m in asked_again}) == 2  # whoever has least to do by now
        page = await clerk.case(same)
    for words in (WHY, NOT_AFTER_ALL, "wurde herausgelöst und geht für sich weiter"):
        assert words in page.text, words
    assert found == [], "\n".join(found)


async def test_a_part_goes_on_as_an_idea_of_its_own(stack: Stack, browser: Browser) -> None:
    whole = await submit_by_api(stack, SUBMITTER, "Radwege und Bänke <script>")
    async with at_the_desk(stack) as clerk:
        split = f"/office/ideas/{whole}/split"
        found = await seen(stack, browser, split)
        await clerk.open(split)
        await clerk.send(clerk.page.form(split), {"title": PART, "public_reason": WHY}, button="")
        told = await stack.letter(SUBMITTER, "idea_split", whole)
        ((part,),) = await stack.rows(
            "SELECT c.number FROM cases c JOIN texts t ON t.case_id = c.id WHERE t.title = :title", title=PART
        )
        await stack.letter(SUBMITTER, "idea_received", part)
        await clerk.do(part, "accept", {"public": "no"})
        await stack.letters("review_asked", part, count=2)
        found += await seen(stack, browser, link_in(told), f"/office/ideas/{whole}", f"/office/ideas/{part}")
        for one, other in ((whole, part), (part, whole)):
            assert other in (await clerk.case(one)).text
    assert found == [], "\n".join(found)


async def says(clerk: Clerk, page: str, words: str) -> None:
    """The page of a case does, as soon as the worker has brought it there."""

    async def look() -> bool:
        return words in (await clerk.open(page)).text

    await until(look, lambda: f"{words!r} is not on {clerk.page.text}")


async def opens_no_form(stack: Stack, link: str) -> None:
    """Whoever was asked about it reads that it is over."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert not [form for form in visitor.page.forms if form.action.endswith("/answer")]
