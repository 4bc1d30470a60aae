"""A decision with the code from the mail, its receipt, and an objection in time: on the real parts, by links alone."""

import pytest
from playwright.async_api import Browser

from tests.e2e import people
from tests.e2e.caught import link_in
from tests.e2e.house import MINE, WITH_OBJECTION, follow, over, seen
from tests.e2e.people import CLERK, DECIDER, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.town import SUBMITTER, new_idea
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages


async def test_a_decision_that_was_not_theirs_is_taken_back_in_time_and_made_again(
    house: Stack, browser: Browser
) -> None:
    stack, found = house, []
    await follow(stack, WITH_OBJECTION)
    number = await new_idea(stack)
    async with at_the_desk(stack, CLERK) as clerk:
        await clerk.do(number, "accept", {"public": "yes"})
        for mail in await stack.letters("review_asked", number, count=2):
            await people.review(stack, link_in(mail))
        await over(stack, number, "prioritisation")
        await clerk.put_forward(number)
        first = link_in(await stack.letter(DECIDER, "decision_asked", number))
        await stranger(stack, first)
        await people.decide(stack, first, "rejected", reason="Das war nicht ich.")
        receipt = await stack.letter(DECIDER, "answer_receipt", number)
        assert "Link und Code aus dem Postfach" in receipt.text
        found += await seen(stack, browser, link_in(receipt), f"/office/ideas/{number}")
        await objected(stack, link_in(receipt))
        second = link_in((await stack.letters("decision_asked", number, count=2))[-1])
        assert second != first
        await stack.letters("objection_note", number)
        assert await stack.letters("receipt", number, count=0) == []
        found += await seen(stack, browser, link_in(receipt), first, f"/office/ideas/{number}")
        await people.decide(stack, second, "accepted", reason="Das hilft <b>vielen</b>.")
        assert await stack.letters("receipt", number, count=0) == []
        await over(stack, number, "follow_up")
        told = await stack.letter(SUBMITTER, "receipt", number)
        assert "Das hilft <b>vielen</b>." in told.text
        assert "nicht ich" not in told.text
        page = await clerk.case(number)
    for words in ("Die Antwort war nicht von dieser Person", "durch Einspruch zurückgenommen", "Sie gilt."):
        assert words in page.text
    assert found == [], "\n".join(found)
    said = f"SELECT outcome, level, objected_at IS NULL FROM decisions WHERE {MINE} ORDER BY position"
    levels = await stack.rows(said, number=number)
    assert [(row[0], row[1], bool(row[2])) for row in levels] == [("rejected", "L1", False), ("accepted", "L1", True)]


async def stranger(stack: Stack, link: str) -> None:
    """Somebody else with the mail sees who was asked, and gets no further than to the code."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert "Sind Sie das?" in visitor.page.text
        await visitor.send(visitor.page.form("/decide"), {"outcome": "accepted", "public_reason": "Gekapert"})
        await visitor.send(visitor.page.form("/decide"), button="send")
        assert visitor.path.endswith("/prove")
        number = people.number_on(visitor.page)
        await people.codes_for(stack, number, count=1)  # it is not theirs to read
        await visitor.send(visitor.page.form("/decide"), {"code": "000000"}, button="code", expect=422)
    assert await stack.rows(f"SELECT id FROM decisions WHERE {MINE}", number=number) == []


async def objected(stack: Stack, link: str) -> None:
    """Says that it was not them; the page then says that they are asked again."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert "Das war nicht ich." in visitor.page.text
        given = {"sure": ["yes"], "reason": "Ich war im Urlaub."}
        await visitor.send(visitor.page.form("/objection"), given)
        assert "Die Antwort wurde zurückgenommen" in visitor.page.text
