"""The mail server refuses, hangs up in the middle of a mail, or is gone: nothing is lost, and a copy is the same."""

import hashlib

import pytest

from tests.e2e import people
from tests.e2e.caught import message_id
from tests.e2e.people import OFFICE, at_the_desk
from tests.e2e.stack import Stack

DROPPED, DELAYED, REFUSED = "emre.demir@example.org", "olivia.bennett@example.org", "vorstand.sportverein@example.org"


@pytest.mark.slow
async def test_mails_come_through_whatever_the_server_does(stack: Stack) -> None:
    await stack.fault("drop_in_data", to=DROPPED)
    await stack.fault("refuse_temporarily", to=DELAYED)
    await stack.fault("refuse", to=REFUSED)
    numbers = {address: await people.submit_by_api(stack, address) for address in (DROPPED, DELAYED, REFUSED)}
    await the_office_hears_of_a_refusal(stack, numbers[REFUSED])
    await a_server_that_was_gone_gets_all_mail(stack)
    await a_refusal_for_now_waits(stack, numbers[DELAYED])
    await came_at_the_second_try(stack, DROPPED, numbers[DROPPED])


async def the_office_hears_of_a_refusal(stack: Stack, number: str) -> None:
    """By mail, and on the case page; the course of the idea goes on."""
    assert (await stack.letter(OFFICE, "bounced", number)).text
    async with at_the_desk(stack) as clerk:
        page = await clerk.case(number)
        assert "abgewiesen" in page.text
        await clerk.do(number, "accept", {"public": "no"})
    assert len(await stack.letters("review_asked", number, count=2)) == 2


async def a_server_that_was_gone_gets_all_mail(stack: Stack) -> None:
    """What happened meanwhile was recorded at once; its mail waits and comes once."""
    await stack.kill("mailbox")
    try:
        number = await people.submit_by_api(stack, "renate.kruse@example.org")
    finally:
        await stack.start("mailbox")
    found = await stack.letters("idea_received", number)
    assert len(found) == 1


async def a_refusal_for_now_waits(stack: Stack, number: str) -> None:
    """It is tried again later: five minutes are asked for by a server that says 451."""
    query = (
        "SELECT o.state, o.code FROM outbox o JOIN cases c ON c.id = o.case_id WHERE c.number = :number AND o.mail = :m"
    )
    assert [tuple(row) for row in await stack.rows(query, number=number, m="idea_received")] == [("queued", 451)]


async def came_at_the_second_try(stack: Stack, address: str, number: str) -> None:
    """Byte for byte what was written when it happened, under the same Message-ID."""
    mail = await stack.letter(address, "idea_received", number)
    mail_id = message_id(mail).strip("<>").partition("@")[0]
    sha256, attempts, state = (
        await stack.rows("SELECT sha256, attempts, state FROM outbox WHERE id = :id", id=mail_id)
    )[0]
    assert hashlib.sha256(mail.source).hexdigest() == sha256
    assert (attempts, len(await stack.letters("idea_received", number, address))) == (2, 1)
    assert state in ("sending", "sent")
