"""A question, its answer, points, an edit and the answers, on the real parts, by the links in the mails alone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser
from sqlalchemy import select

from storage import sql
from storage.tables import CaseRow, TaskRow
from tests.builders import EXAMPLE
from tests.e2e import people
from tests.e2e.caught import link_in
from tests.e2e.page import Page
from tests.e2e.people import CLERK, Idea, at_the_desk, number_in
from tests.e2e.stack import Stack
from tests.e2e.test_second_look import seen
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
CASES, TASKS = sql.table(CaseRow), sql.table(TaskRow)
IDEA = Idea(email="asked.back@example.org")
RULES = (
    EXAMPLE.read_text("utf-8")
    .replace("    # rework: {", "    rework: {")
    .replace("    ask: 2 ", "    ask: 1 ")
    .replace("    quorum: 2 ", "    quorum: 1 ")
)
QUESTION, ANSWER = "<b>Welche</b> Plätze sind gemeint?", "Alle am <i>Rathaus</i>."
POINTS = ("Die Kosten <u>nennen</u>", "Den Ort nennen")
DONE = "Steht jetzt im Text."


@pytest.fixture
async def asking(tmp_path: Path) -> AsyncIterator[Stack]:
    """An installation of its own, whose process lets one reviewer ask back and sends changes to the submitter."""
    rules = tmp_path / "process.yaml"
    rules.write_text(RULES, "utf-8")
    async with Stack(tmp_path / "stack") as stack:
        await stack.umlauf("process", "publish", str(rules))
        yield stack


async def test_a_question_is_answered_and_an_idea_comes_back_changed(asking: Stack, browser: Browser) -> None:
    stack, found = asking, []
    await people.confirm(stack, await people.submit(stack, IDEA))
    number = number_in(await stack.letter(IDEA.email, "idea_received"))
    async with at_the_desk(stack, CLERK) as clerk:
        await clerk.do(number, "accept", {"public": "yes"})
        (asked,) = await stack.letters("review_asked", number, count=1)
        task, reviewer = link_in(asked), asked.envelope_to[0]
        found += await seen(stack, browser, task, f"{task}/ask")
        page = await sent(stack, f"{task}/ask", {"to": "submitter", "question": QUESTION})
        assert "Ihre Frist ruht" in page.text

        own = link_in(await stack.letter(IDEA.email, "asked_back", number))
        found += await seen(stack, browser, own, task, f"/office/ideas/{number}")
        page = await replied(stack, own)
        assert ANSWER in page.text
        again = link_in(await stack.letter(reviewer, "answered_back", number))
        found += await seen(stack, browser, again)
        page = await sent(
            stack, again, {"verdict": "changes", "points": "\n".join(POINTS)}, "/answer", QUESTION, ANSWER
        )
        assert "Das wurde festgehalten" in page.text

        changes = link_in(await stack.letter(IDEA.email, "rework_asked", number))
        found += await seen(stack, browser, changes, f"{changes}/hand-in", f"/office/ideas/{number}")
        await changed(stack, changes)
        page = await handed_in(stack, changes)
        assert DONE in page.text

        last = link_in((await stack.letters("review_asked", number, count=2))[-1])
        found += await seen(stack, browser, last)
        scores = {"verdict": "approve", "scores.benefit": "8", "scores.complexity": "3"}
        await sent(stack, last, scores, "/answer", DONE, *POINTS)
        await stack.letter(IDEA.email, "review_done_submitter", number)
        page = await clerk.case(number)
    for words in (QUESTION, ANSWER, *POINTS, DONE, "wieder abgegeben, als Fassung 2", "die Frist läuft weiter"):
        assert words in page.text
    assert found == [], "\n".join(found)
    assert (await stack.rows("SELECT stage FROM cases WHERE number = :number", number=number))[0][0] == "prioritisation"


async def test_nobody_answers_so_the_reviewer_goes_on_without(asking: Stack) -> None:
    stack = asking
    await people.confirm(stack, await people.submit(stack, IDEA))
    number = number_in(await stack.letter(IDEA.email, "idea_received"))
    async with at_the_desk(stack, CLERK) as clerk:
        await clerk.do(number, "accept", {"public": "yes"})
        (asked,) = await stack.letters("review_asked", number, count=1)
        await sent(stack, f"{link_in(asked)}/ask", {"to": "office", "question": QUESTION})
        await stack.letters("asked_back_office", number, count=1)
        assert QUESTION in (await clerk.case(number)).text
        await ended(stack, number)
        told = await stack.letter(asked.envelope_to[0], "unanswered", number)
    page = await sent(stack, link_in(told), {"verdict": "abstain"}, "/answer")
    assert "Das wurde festgehalten" in page.text


async def ended(stack: Stack, number: str) -> None:
    """The time of the question is over: real clocks cannot be turned, so its dates are."""
    past = datetime.now(UTC) - timedelta(minutes=1)
    async with stack.db.write() as session:
        case = select(CASES.c.id).where(CASES.c.number == number).scalar_subquery()
        of_question = (TASKS.c.case_id == case, TASKS.c.kind == "question")
        await session.execute(TASKS.update().where(*of_question).values(due_at=past, silent_at=past))
        counted = CASES.update().where(CASES.c.number == number)
        await session.execute(counted.values(revision=CASES.c.revision + 1))
    await stack.bring_forward(number)


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


async def changed(stack: Stack, link: str) -> None:
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
