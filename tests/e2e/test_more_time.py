"""More time for a task, and none for a while: the office's pages, the mails, the links, and an answer that counts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from sqlalchemy import text

from activities.calendar import closed_days
from domain.calendar import local_date, working_days_after
from domain.periods import passed
from tests.e2e.caught import link_in
from tests.e2e.people import Clerk, at_the_desk, review
from tests.e2e.stack import Stack
from tests.e2e.town import SUBMITTER, new_idea
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(600)  # seconds
WHY = "Der <b>Bericht</b> kommt erst nächste Woche."
REST, GOES_ON = "Wir warten auf das <b>Land</b>.", "Die Zusage <i>ist da</i>."
COUNTED = "SELECT count(*) FROM answers a JOIN cases c ON c.id = a.case_id WHERE c.number = :number"


async def test_whoever_was_asked_has_more_time_and_the_record_says_who_gave_it_and_why(stack: Stack) -> None:
    number = await new_idea(stack)
    async with at_the_desk(stack) as clerk:
        await clerk.do(number, "accept", {"public": "no"})
        asked = await stack.letters("review_asked", number, count=2)
        page = await clerk.case(number)
        more = next(link for link in page.links if "/extend/" in link)
        due = await due_on(stack, number)
        later = working_days_after(due, 3, closed_days("SH", due.year).days)
        await clerk.open(more)
        await clerk.send(clerk.page.form(more), {"until": due.isoformat(), "reason": WHY}, expect=422)
        assert "einen späteren Tag" in clerk.page.text
        page = await clerk.do(number, "extend", {"until": later.isoformat(), "reason": WHY}, more.rpartition("/")[2])
    told = await stack.letters("extended", number, count=2)
    assert {m.envelope_to for m in told} == {m.envelope_to for m in asked}
    for mail in told:
        assert f"Sie ist jetzt am {spelt(later)} fällig." in mail.text
        assert WHY not in mail.text  # the office alone reads it
    async with Visitor(stack.base_url) as visitor:
        for link in (link_in(told[0]), link_in(asked[0])):
            await visitor.open(link)
            assert spelt(later) in visitor.page.text
            assert spelt(due) not in visitor.page.text
            assert WHY not in visitor.page.text
    said = f"ist mehr Zeit: bis {later:%d.%m.%Y} statt {due:%d.%m.%Y}."
    for words in (said, WHY, "Jana Petersen"):
        assert words in page.text, page.text
    await review(stack, link_in(told[0]))
    assert (await stack.rows(COUNTED, number=number))[0][0] == 1


async def test_an_idea_rests_for_a_reason_and_what_is_answered_afterwards_counts(stack: Stack) -> None:
    number = await new_idea(stack)
    async with at_the_desk(stack) as clerk:
        await clerk.do(number, "accept", {"public": "no"})
        asked = await stack.letters("review_asked", number, count=2)
        await clerk.do(number, "pause", {"public_reason": REST, "internal_reason": "Mehr <i>intern</i>."})
        own = link_in(await stack.letter(SUBMITTER, "paused", number))
        resting = await stack.letters("paused_task", number, count=2)
        assert {m.envelope_to for m in resting} == {m.envelope_to for m in asked}
        await reads_that_it_rests(stack, own)
        await answers_too_early(stack, link_in(asked[0]))
        assert (await stack.rows(COUNTED, number=number))[0][0] == 0
        due, lasted = await due_on(stack, number), await a_week_ago(stack, number)
        await goes_on(stack, clerk, number)
    again, later = await stack.letters("resumed_task", number, count=2), await due_on(stack, number)
    assert later == working_days_after(due, lasted, closed_days("SH", due.year).days)
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link_in(next(m for m in again if m.envelope_to == asked[0].envelope_to)))
        assert "Jetzt geht es weiter: Bitte senden Sie sie noch einmal." in visitor.page.text  # what was sent too early
        assert spelt(later) in visitor.page.text
    for mail in again:
        assert f"bis {spelt(later)}." in mail.text
        await review(stack, link_in(mail))
    await stack.letter(SUBMITTER, "review_done_submitter", number)
    assert (await stack.rows(COUNTED, number=number))[0][0] == 2


async def goes_on(stack: Stack, clerk: Clerk, number: str) -> None:
    """The office lets it, and reads in the record who said what."""
    page = await clerk.do(number, "resume", {"reason": GOES_ON})
    for words in (REST, "Mehr <i>intern</i>.", GOES_ON, "Alle Fristen stehen still", "Jana Petersen"):
        assert words in page.text, page.text
    own = link_in(await stack.letter(SUBMITTER, "resumed", number))
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(own)
        assert "Pausiert seit" not in visitor.page.text
        assert GOES_ON not in visitor.page.text


async def reads_that_it_rests(stack: Stack, link: str) -> None:
    """Since when and why, in the words for everybody."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert "pausiert seit" in visitor.page.text.lower()
        assert REST in visitor.page.text
        assert "intern" not in visitor.page.text


async def answers_too_early(stack: Stack, link: str) -> None:
    """The page says to wait; what is sent all the same does not count."""
    await reads_that_it_rests(stack, link)
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        given = {"verdict": "approve", "scores.benefit": 8, "scores.complexity": 3}
        await visitor.send(visitor.page.form("/answer"), given, expect=409)
        assert "Ihre Eingaben bleiben hier stehen." in visitor.page.text


async def a_week_ago(stack: Stack, number: str) -> int:
    """Since then it rests: real clocks cannot be turned, so its dates are moved; the working days that have passed."""
    now = datetime.now(UTC)
    then, zone = now - timedelta(days=7), ZoneInfo("Europe/Berlin")
    given = {"then": then, "number": number}
    async with stack.db.write() as session:
        await session.execute(text("UPDATE cases SET paused_at = :then WHERE number = :number"), given)
        mine = "case_id = (SELECT id FROM cases WHERE number = :number)"
        await session.execute(text(f"UPDATE tasks SET opened_at = :then WHERE {mine}"), given)
    return passed(local_date(then, zone), local_date(now, zone), closed_days("SH", now.year).days)


async def due_on(stack: Stack, number: str) -> date:
    """Of its review."""
    mine = "kind = 'review' AND case_id = (SELECT id FROM cases WHERE number = :number)"
    return date.fromisoformat(str((await stack.rows(f"SELECT due_on FROM tasks WHERE {mine}", number=number))[0][0]))


def spelt(day: date) -> str:
    """As it stands in a German mail."""
    return format_date(day, "long", locale="de")
