"""A deferred idea on the real parts: supporters come, the worker is killed, the idea wakes once, people are told."""

import re

from tests.e2e.caught import link_in
from tests.e2e.people import OFFICE, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.town import SUBMITTER, reviewed
from tests.e2e.visitor import Visitor

LINK = re.compile(r"https?://[^\s/]+/support/[a-z2-7]{32}")
WHY = "Erst wenn mehr Menschen sie wollen <script>."


async def support(stack: Stack, number: str, address: str) -> None:
    """Somebody says that it matters to them, and confirms it by the link in their mail."""
    place = f"/ideas/{number}/support"
    async with Visitor(stack.base_url) as somebody:
        await somebody.open(place)
        await somebody.send(somebody.page.form(place), {"email": address})
        (mail,) = await stack.letters("confirm_support", to=address, count=1)
        (link,) = set(LINK.findall(mail.text))
        await somebody.open(link)
        await somebody.send(somebody.page.form("/support/confirm"), {"mine": ["yes"]})
        assert somebody.path == "/support/done/counted", somebody.page.text


async def test_a_deferred_idea_wakes_because_supporters_came_and_the_submitter_is_told(stack: Stack) -> None:
    async with at_the_desk(stack) as clerk:
        number = await reviewed(stack, clerk, public="yes")
        await support(stack, number, "vorher@example.org")
        await clerk.do(number, "defer", {"supporters": "2", "public_reason": WHY})
        deferred = await stack.letter(SUBMITTER, "deferred", number)
        assert "- 2 weitere Personen unterstützen sie" in deferred.text
        await clerk.open(f"/office/ideas/{number}/defer-again")
        assert clerk.page.form("/defer-again").fields["supporters"].value == ["2"]

        await support(stack, number, "eins@example.org")
        async with Visitor(stack.base_url) as anybody:
            page = await anybody.open(f"/ideas/{number}")
            assert "bisher 1 von 2" in page.text
            assert WHY in page.text
        await support(stack, number, "zwei@example.org")
        await stack.kill("worker")
        await stack.start("worker")  # sweeps at once
        over = await stack.letter(SUBMITTER, "deferral_over", number)  # a worker takes a while to start
        assert "2 weitere Personen haben gesagt, dass sie ihnen wichtig ist." in over.text
        await stack.letter(OFFICE, "deferral_ended", number)
        page = await clerk.case(number)
        assert "2 weitere Personen haben gesagt" in page.text
        await clerk.open("/office/portfolio/asleep")
        assert number not in clerk.page.text
        async with Visitor(stack.base_url) as sender:
            page = await sender.open(link_in(over))
            assert "2 weitere Personen haben gesagt" in page.text
    told = (
        "SELECT count(*) FROM inbox i JOIN cases c ON c.id = i.case_id WHERE c.number = :it AND i.kind = 'came_about'"
    )
    assert await stack.rows(told, it=number) == [(1,)]
