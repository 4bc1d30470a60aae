"""Whoever decides asks first, on the real parts: the question, the answer behind a link, and then the decision."""

import pytest
from playwright.async_api import Browser

from tests.e2e import people
from tests.e2e.caught import link_in
from tests.e2e.house import changed, follow, seen
from tests.e2e.people import CLERK, DECIDER, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.test_asking_back import sent
from tests.e2e.test_sign_off import WORKER, begun, signs
from tests.e2e.town import SUBMITTER, reviewed
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
DECISION = "    deadline: {working_days: 20, remind_before: 5}\n"
RULES = changed((DECISION, f"{DECISION}    questions: {{working_days: 5, remind_before: 2}}\n"))
QUESTION, ANSWER = "<b>Wer</b> zahlt das?", "Das <i>Land</i>."
REASON = "Wenn das Land zahlt, <u>gern</u>."


async def test_a_decision_waits_for_the_submitters_answer(house: Stack, browser: Browser) -> None:
    stack, found = house, []
    await follow(stack, RULES)
    async with at_the_desk(stack, CLERK) as clerk:
        number = await reviewed(stack, clerk, public="yes")
        await clerk.put_forward(number)
        task = link_in(await stack.letter(DECIDER, "decision_asked", number))
        assert [way for way in await ways_from(stack, task) if way.endswith("/ask")]
        found += await seen(stack, browser, f"{task}/ask")
        page = await sent(stack, f"{task}/ask", {"to": "submitter", "question": QUESTION})
        assert "Ihre Frist ruht" in page.text

        own = link_in(await stack.letter(SUBMITTER, "asked_back", number))
        found += await seen(stack, browser, own, task, f"/office/ideas/{number}")
        await replied(stack, own, "Wer entscheidet")

        again = link_in(await stack.letter(DECIDER, "answered_back", number))
        found += await seen(stack, browser, again)
        async with Visitor(stack.base_url) as visitor:
            page = await visitor.open(again)
        assert ANSWER in page.text
        assert "Ihre Frist ruht" not in page.text
        await people.decide(stack, again, reason=REASON)
        assert REASON in (await stack.letter(SUBMITTER, "receipt", number)).text
        page = await clerk.case(number)
    for words in (QUESTION, ANSWER, REASON):
        assert words in page.text, words
    assert found == [], "\n".join(found)


async def test_a_signature_waits_for_the_offices_answer(house: Stack, browser: Browser) -> None:
    stack, found = house, []
    await follow(stack, RULES)
    async with at_the_desk(stack, CLERK) as clerk:
        number = await reviewed(stack, clerk, public="yes")
        await begun(clerk, number)
        task = link_in(await stack.letter(WORKER, "sign_asked", number))
        await sent(stack, f"{task}/ask", {"to": "office", "question": QUESTION})
        await stack.letter("*", "asked_back_office", number)
        page = await clerk.case(number)
        assert QUESTION in page.text
        reply = next(link for link in page.links if "/reply/" in link)
        found += await seen(stack, browser, task, reply)
        await clerk.open(reply)
        await clerk.send(clerk.page.form(reply), {"reply": ANSWER})

        again = link_in(await stack.letter(WORKER, "answered_back", number))
        async with Visitor(stack.base_url) as visitor:
            page = await visitor.open(again)
        assert ANSWER in page.text
        await signs(stack, again)
    assert found == [], "\n".join(found)


async def ways_from(stack: Stack, link: str) -> list[str]:
    """Where a page leads to."""
    async with Visitor(stack.base_url) as visitor:
        return (await visitor.open(link)).links


async def replied(stack: Stack, link: str, asker: str) -> None:
    """The submitter reads who wants to know, without a name, and answers."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert QUESTION in visitor.page.text
        assert asker in visitor.page.text
        assert "Oberbürgermeisterin" not in visitor.page.text
        form = visitor.page.form("/reply")
        name = next(name for name in form.fields if name.startswith("reply."))
        await visitor.send(form, {name: ANSWER})
