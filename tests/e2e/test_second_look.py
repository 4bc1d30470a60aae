"""Bias and disagreement on the real parts, by the links in the mails alone: replaced, asked once more, complete."""

import pytest
from playwright.async_api import Browser

from tests.e2e import people
from tests.e2e.caught import link_in
from tests.e2e.house import changed, follow, seen, stage
from tests.e2e.people import CLERK, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.town import IDEA, SUBMITTER, new_idea
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
RULES = changed(("    # disagreement: {more_than: 4}", "    disagreement: {more_than: 4}"))


async def test_a_biased_reviewer_is_replaced_and_scores_that_differ_go_back_once(
    house: Stack, browser: Browser
) -> None:
    stack, found = house, []
    await follow(stack, RULES)
    number = await new_idea(stack)
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
        await stack.letter(SUBMITTER, "review_done_submitter", number)
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
    assert await stage(stack, number) == "prioritisation"


def office_pages(number: str) -> tuple[str, ...]:
    return (f"/office/ideas/{number}",)


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
