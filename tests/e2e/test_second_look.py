"""Bias and disagreement on the real parts, by the links in the mails alone: replaced, asked once more, complete."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.builders import EXAMPLE
from tests.e2e import people
from tests.e2e.caught import link_in
from tests.e2e.people import CLERK, Idea, at_the_desk, number_in
from tests.e2e.stack import Stack
from tests.e2e.visitor import Visitor

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


async def test_a_biased_reviewer_is_replaced_and_scores_that_differ_go_back_once(differing: Stack) -> None:
    stack = differing
    await people.confirm(stack, await people.submit(stack, IDEA))
    number = number_in(await stack.letter(IDEA.email, "idea_received"))
    async with at_the_desk(stack, CLERK) as clerk:
        await clerk.do(number, "accept", {"public": "yes"})
        first, second = await stack.letters("review_asked", number, count=2)
        await biased(stack, link_in(first))
        third = (await stack.letters("review_asked", number, count=3))[-1]
        assert third.envelope_to[0] not in (first.envelope_to[0], second.envelope_to[0])
        await people.review(stack, link_in(second), benefit=1, reason="Kostet nur <b>Geld</b>.")
        await people.review(stack, link_in(third), benefit=9, reason="Endlich!")
        again = await stack.letters("reconsider_asked", number, count=2)
        assert {m.envelope_to[0] for m in again} == {second.envelope_to[0], third.envelope_to[0]}
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
    assert (await stack.rows("SELECT stage FROM cases WHERE number = :number", number=number))[0][0] == "prioritisation"


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
