"""A reply to a mail, piped into the command as a mail server does: kept for the office, answered, and no decision."""

from email.message import EmailMessage
from email.utils import make_msgid

import pytest
from playwright.async_api import Browser

from tests.e2e import people
from tests.e2e.caught import link_in, message_id, subject_of
from tests.e2e.house import MINE, seen
from tests.e2e.people import CLERK, DECIDER, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.town import reviewed
from tests.e2e.visitor import Visitor
from umlauf.mailbox.store import StoredMail

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
STRANGER = "angreifer@evil.example"
ENGLISH = "olivia.bennett@example.org"
SAID, ASKED = "Genehmigt, <b>bitte sofort</b>!", "Do you need <i>more</i> from me?"
DECIDED = f"SELECT id FROM decisions WHERE {MINE}"


async def test_a_reply_by_mail_is_read_by_the_office_alone_and_decides_nothing(stack: Stack, browser: Browser) -> None:
    async with at_the_desk(stack, CLERK) as clerk:
        number = await reviewed(stack, clerk, public="yes")
        await clerk.put_forward(number)
        asked = await stack.letter(DECIDER, "decision_asked", number)
        mail = reply(asked, SAID, STRANGER)
        for _ in range(2):  # a mail server that was not heard comes again
            await received(stack, mail)
        answer = await stack.letter(DECIDER, "reply_kept", number)
        assert len(await stack.letters("reply_kept", number)) == 1
        assert "Ihre Antwort per E-Mail hat nichts entschieden" in answer.text
        assert SAID not in answer.text
        assert stack.caught.all(STRANGER) == []
        assert await stack.rows(DECIDED, number=number) == []

        page = await clerk.case(number)
        comments = next(link for link in page.links if link.endswith(f"{number}/comments"))
        await clerk.open(comments)
        for words in (SAID, "per E-Mail, Absender nicht geprüft", "Oberbürgermeisterin"):
            assert words in clerk.page.text, clerk.page.text
        assert link_in(asked) not in clerk.page.text  # what was quoted would open it
        found = await seen(stack, browser, f"/office/ideas/{number}", comments, "/privacy", "/privacy/reviewers")

    link = link_in(answer)
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert SAID not in visitor.page.text  # whoever wrote it, nobody knows
    await people.decide(stack, link)
    assert len(await stack.rows(DECIDED, number=number)) == 1
    assert found == [], "\n".join(found)


async def test_whoever_reads_english_is_answered_in_english(stack: Stack) -> None:
    number = await people.submit_by_api(stack, ENGLISH, "Benches <script> by the river")
    mail = await stack.letter(ENGLISH, "idea_received", number)
    await received(stack, reply(mail, ASKED, ENGLISH))
    answer = await stack.letter(ENGLISH, "reply_kept", number)

    assert "your reply by e-mail has decided nothing" in answer.text
    assert "Nothing is asked of you at the moment" in answer.text
    async with at_the_desk(stack, CLERK) as clerk:
        await clerk.open(f"/office/ideas/{number}/comments")
        assert ASKED in clerk.page.text


def reply(to: StoredMail, words: str, sender: str) -> bytes:
    """As a mail program writes it: with what it answers below, link and all."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, str(to.message["From"]), f"AW: {subject_of(to)}"
    mail["Message-ID"], mail["In-Reply-To"] = make_msgid(domain="evil.example"), message_id(to)
    quoted = "\n".join(f"> {line}" for line in to.text.splitlines())
    mail.set_content(f"{words}\n\nAm Montag schrieb die Stadt:\n{quoted}\n")
    return mail.as_bytes()


async def received(stack: Stack, mail: bytes) -> None:
    """What a mail server does with it."""
    await stack.umlauf("mail", "receive", given=mail)
