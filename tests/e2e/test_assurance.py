"""A decision with the code from the mail, its receipt, and an objection in time: on the real parts, by links alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.builders import EXAMPLE
from tests.e2e import people
from tests.e2e.axe import inspected
from tests.e2e.caught import link_in
from tests.e2e.people import CLERK, DECIDER, Idea, at_the_desk, number_in
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems
from tests.e2e.test_goals_accessibility import sign_in
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import until

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
IDEA = Idea(email="wer.war.das@example.org")
RULES = EXAMPLE.read_text("utf-8").replace("# objection: {working_days: 1}", "objection: {working_days: 1}")


@pytest.fixture
async def patient(tmp_path: Path) -> AsyncIterator[Stack]:
    """An installation of its own, in which an answer can be taken back for a working day."""
    rules = tmp_path / "process.yaml"
    rules.write_text(RULES, "utf-8")
    async with Stack(tmp_path / "stack") as stack:
        await stack.umlauf("process", "publish", str(rules))
        yield stack


async def test_a_decision_that_was_not_theirs_is_taken_back_in_time_and_made_again(
    patient: Stack, browser: Browser
) -> None:
    stack, found = patient, []
    await people.confirm(stack, await people.submit(stack, IDEA))
    number = number_in(await stack.letter(IDEA.email, "idea_received"))
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
        told = await stack.letter(IDEA.email, "receipt", number)
        assert "Das hilft <b>vielen</b>." in told.text
        assert "nicht ich" not in told.text
        page = await clerk.case(number)
    for words in ("Die Antwort war nicht von dieser Person", "durch Einspruch zurückgenommen", "Sie gilt."):
        assert words in page.text
    assert found == [], "\n".join(found)
    levels = await stack.rows("SELECT outcome, level, objected_at IS NULL FROM decisions ORDER BY position")
    assert [(row[0], row[1], bool(row[2])) for row in levels] == [("rejected", "L1", False), ("accepted", "L1", True)]


async def over(stack: Stack, number: str, stage: str) -> None:
    """The time to object is over, and the idea has gone on."""
    await stack.bring_forward(number)

    async def look() -> bool:
        return bool(await stack.rows("SELECT 1 FROM cases WHERE number = :n AND stage = :s", n=number, s=stage))

    await until(look, lambda: f"{number} did not come to {stage}")


async def seen(stack: Stack, browser: Browser, *addresses: str) -> list[str]:
    """What axe finds on these pages, in both languages and schemes, and what is wider than a narrow screen."""
    found: list[str] = []
    async with inspected(browser, stack.base_url) as context:
        await sign_in(context, stack)
        page = await context.new_page()
        for address in addresses:
            found += await problems(page, address, address)
    return found


async def stranger(stack: Stack, link: str) -> None:
    """Somebody else with the mail sees who was asked, and gets no further than to the code."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert "Sind Sie das?" in visitor.page.text
        await visitor.send(visitor.page.form("/decide"), {"outcome": "accepted", "public_reason": "Gekapert"})
        await visitor.send(visitor.page.form("/decide"), button="send")
        assert visitor.path.endswith("/prove")
        await people.codes_for(stack, people.number_on(visitor.page), count=1)  # it is not theirs to read
        await visitor.send(visitor.page.form("/decide"), {"code": "000000"}, button="code", expect=422)
    assert await stack.rows("SELECT id FROM decisions") == []


async def objected(stack: Stack, link: str) -> None:
    """Says that it was not them; the page then says that they are asked again."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert "Das war nicht ich." in visitor.page.text
        given = {"sure": ["yes"], "reason": "Ich war im Urlaub."}
        await visitor.send(visitor.page.form("/objection"), given)
        assert "Die Antwort wurde zurückgenommen" in visitor.page.text
