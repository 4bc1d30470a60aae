"""A question, its answer, points, an edit and the answers, on the real parts, by the links in the mails alone."""

from typing import Any

import pytest
from playwright.async_api import Browser

from tests.e2e.caught import link_in
from tests.e2e.house import changed, follow, lapsed, seen, stage
from tests.e2e.page import Page
from tests.e2e.people import CLERK, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.town import SUBMITTER, new_idea
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
RULES = changed(
    ("    # rework: {", "    rework: {"), ("    ask: 2 ", "    ask: 1 "), ("    quorum: 2 ", "    quorum: 1 ")
)
QUESTION, ANSWER = "<b>Welche</b> Plätze sind gemeint?", "Alle am <i>Rathaus</i>."
POINTS = ("Die Kosten <u>nennen</u>", "Den Ort nennen")
DONE = "Steht jetzt im Text."


async def test_a_question_is_answered_and_an_idea_comes_back_changed(house: Stack, browser: Browser) -> None:
    stack, found = house, []
    await follow(stack, RULES)
    number = await new_idea(stack)
    async with at_the_desk(stack, CLERK) as clerk:
        await clerk.do(number, "accept", {"public": "yes"})
        (asked,) = await stack.letters("review_asked", number, count=1)
        task, reviewer = link_in(asked), asked.envelope_to[0]
        found += await seen(stack, browser, task, f"{task}/ask")
        page = await sent(stack, f"{task}/ask", {"to": "submitter", "question": QUESTION})
        assert "Ihre Frist ruht" in page.text

        own = link_in(await stack.letter(SUBMITTER, "asked_back", number))
        found += await seen(stack, browser, own, task, f"/office/ideas/{number}")
        page = await replied(stack, own)
        assert ANSWER in page.text
        again = link_in(await stack.letter(reviewer, "answered_back", number))
        found += await seen(stack, browser, again)
        page = await sent(
            stack, again, {"verdict": "changes", "points": "\n".join(POINTS)}, "/answer", QUESTION, ANSWER
        )
        assert "Das wurde festgehalten" in page.text

        changes = link_in(await stack.letter(SUBMITTER, "rework_asked", number))
        found += await seen(stack, browser, changes, f"{changes}/hand-in", f"/office/ideas/{number}")
        await rewritten(stack, changes)
        page = await handed_in(stack, changes)
        assert DONE in page.text

        last = link_in((await stack.letters("review_asked", number, count=2))[-1])
        found += await seen(stack, browser, last)
        scores = {"verdict": "approve", "scores.benefit": "8", "scores.complexity": "3"}
        await sent(stack, last, scores, "/answer", DONE, *POINTS)
        await stack.letter(SUBMITTER, "review_done_submitter", number)
        page = await clerk.case(number)
    for words in (QUESTION, ANSWER, *POINTS, DONE, "wieder abgegeben, als Fassung 2", "die Frist läuft weiter"):
        assert words in page.text
    assert found == [], "\n".join(found)
    assert await stage(stack, number) == "prioritisation"


async def test_nobody_answers_so_the_reviewer_goes_on_without(house: Stack) -> None:
    stack = house
    await follow(stack, RULES)
    number = await new_idea(stack)
    async with at_the_desk(stack, CLERK) as clerk:
        await clerk.do(number, "accept", {"public": "yes"})
        (asked,) = await stack.letters("review_asked", number, count=1)
        await sent(stack, f"{link_in(asked)}/ask", {"to": "office", "question": QUESTION})
        await stack.letters("asked_back_office", number, count=1)
        assert QUESTION in (await clerk.case(number)).text
        await lapsed(stack, number, "question", "due_at", "silent_at")
        told = await stack.letter(asked.envelope_to[0], "unanswered", number)
    page = await sent(stack, link_in(told), {"verdict": "abstain"}, "/answer")
    assert "Das wurde festgehalten" in page.text


async def sent(stack: Stack, link: str, given: dict[str, Any], form: str = "", *there: str) -> Page:
    """Fills in a form behind a link, on a page where these words stand."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        for words in there:
            assert words in visitor.page.text
        return await visitor.send(visitor.page.form(form or "/ask"), given)


async def replied(stack: Stack, link: str) -> Page:
    """Answers the one question on the submitter's page."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert QUESTION in visitor.page.text
        form = visitor.page.form("/reply")
        name = next(name for name in form.filled({}) if name[0].startswith("reply."))[0]
        return await visitor.send(form, {name: ANSWER})


async def rewritten(stack: Stack, link: str) -> None:
    """Writes a new version of the text."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(f"{link}/edit")
        await visitor.send(visitor.page.form("/edit"), {"summary": "Eine Anzeige am Rathaus für 12 000 Euro."})


async def handed_in(stack: Stack, link: str) -> Page:
    """Says of the first point what was done."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(f"{link}/hand-in")
        for point in POINTS:
            assert point in visitor.page.text
        form = visitor.page.form("/hand-in")
        names = [name for name, _ in form.filled({"sure": ["yes"]}) if name.startswith("done.")]
        return await visitor.send(form, {names[0]: DONE, "sure": ["yes"]})
