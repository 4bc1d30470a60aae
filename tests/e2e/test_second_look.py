"""Bias and disagreement on the real parts, by the links in the mails alone: replaced, asked once more, complete."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.builders import EXAMPLE
from tests.e2e import people
from tests.e2e.axe import inspected
from tests.e2e.caught import link_in
from tests.e2e.people import CLERK, Idea, at_the_desk, number_in
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems
from tests.e2e.test_goals_accessibility import sign_in
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
IDEA = Idea(email="second.look@example.org")
RULES = EXAMPLE.read_text("utf-8").replace("    # disagreement: {more_than: 4}", "    disagreement: {more_than: 4}")


@pytest.fixture
async def differing(tmp_path: Path) -> AsyncIterator[Stack]:
    """An installation of its own, whose process lets scores go back that are more than four points apart."""
    rules = tmp_path / "process.yaml"
    rules.write_text(RULES, "utf-8")
    async with Stack(tmp_path / "stack") as stack:
        await stack.umlauf("process", "publish", str(rules))
        yield stack


async def test_a_biased_reviewer_is_replaced_and_scores_that_differ_go_back_once(
    differing: Stack, browser: Browser
) -> None:
    stack, found = differing, []
    await people.confirm(stack, await people.submit(stack, IDEA))
    number = number_in(await stack.letter(IDEA.email, "idea_received"))
    async with at_the_desk(stack, CLERK) as clerk:
        await clerk.do(number, "accept", {"public": "yes"})
        first, second = await stack.letters("review_asked", number, count=2)
        found += await seen(stack, browser, link_in(first), f"{link_in(first)}/bias")
        await biased(stack, link_in(first))
        third = (await stack.letters("review_asked", number, count=3))[-1]
        found += await seen(stack, browser, *office_pages(number), f"/office/ideas/{number}/name-reviewer")
        assert third.envelope_to[0] not in (first.envelope_to[0], second.envelope_to[0])
        await people.review(stack, link_in(second), benefit=1, reason="Kostet nur <b>Geld</b>.")
        await people.review(stack, link_in(third), benefit=9, reason="Endlich!")
        again = await stack.letters("reconsider_asked", number, count=2)
        assert {m.envelope_to[0] for m in again} == {second.envelope_to[0], third.envelope_to[0]}
        found += await seen(stack, browser, *(link_in(m) for m in again), *office_pages(number))
        links = {m.envelope_to[0]: link_in(m) for m in again}
        await looked_again(stack, links[second.envelope_to[0]], "Endlich!", 6)
        await looked_again(stack, links[third.envelope_to[0]], "Kostet nur <b>Geld</b>.", 9)
        await stack.letter(IDEA.email, "review_done_submitter", number)
        page = await clerk.case(number)
    for words in (
        "ist befangen und gibt keine Stellungnahme ab",
        "Die Meinungen gehen weit auseinander",
        "hat noch einmal hingesehen und Punkte geändert",
        "hat noch einmal hingesehen und bleibt bei den Punkten",
        "Die Stellungnahmen sind vollständig: 2 von 2 dafür.",
    ):
        assert words in page.text
    assert found == [], "\n".join(found)
    assert (await stack.rows("SELECT stage FROM cases WHERE number = :number", number=number))[0][0] == "prioritisation"


def office_pages(number: str) -> tuple[str, ...]:
    return (f"/office/ideas/{number}",)


async def seen(stack: Stack, browser: Browser, *addresses: str) -> list[str]:
    """What axe finds on these pages, in both languages and schemes, and what is wider than a narrow screen."""
    found: list[str] = []
    async with inspected(browser, stack.base_url) as context:
        await sign_in(context, stack)
        page = await context.new_page()
        for address in addresses:
            found += await problems(page, address, address)
    return found


async def biased(stack: Stack, link: str) -> None:
    """Says so behind the link; it then opens the idea no more."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(f"{link}/bias")
        await visitor.send(visitor.page.form("/bias"), {"sure": ["yes"], "reason": "Mein Schwager baut das."})
        assert "Sie haben sich für befangen erklärt" in visitor.page.text
        await visitor.open(link)
        assert not visitor.page.forms
        assert IDEA.title not in visitor.page.text


async def looked_again(stack: Stack, link: str, others: str, score: int) -> None:
    """Sees what the other one wrote, without a name, and gives a score."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert others in visitor.page.text
        assert "zwischen" in visitor.page.text
        await visitor.send(visitor.page.form("/reconsider"), {"scores.benefit": str(score)})
        assert "Das wurde festgehalten" in visitor.page.text
