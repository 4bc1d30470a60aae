"""Real SMTP conversations: each failure is told by how far the mail came, and nothing is sent twice in doubt."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from kit.smtp import Outcome, Phase, Sent, Smtp, classify
from umlauf.mailbox.testing import Mailbox

MESSAGE = b"Subject: <script>Idee</script>\r\n\r\n.Guten Tag\r\n"
SENDER = "ideen@example.org"
ANA = "ana@example.org"


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with Mailbox() as box:
        yield box


def smtp_of(box: Mailbox, timeout: float = 5.0) -> Smtp:
    return Smtp(box.host, box.smtp_port, tls="none", timeout=timeout)


async def send_one(smtp: Smtp, to: str = ANA) -> Sent:
    async with smtp.session() as session:
        return await session.send(SENDER, to, MESSAGE)


async def test_an_accepted_mail_arrives_byte_by_byte(box: Mailbox) -> None:
    sent = await send_one(smtp_of(box))

    assert (sent.phase, sent.outcome, sent.code) == (Phase.DATA, Outcome.SENT, 250)
    (mail,) = box.mails()
    assert (mail.source, mail.envelope_from, mail.envelope_to) == (MESSAGE, SENDER, (ANA,))


async def test_a_batch_goes_over_one_connection(box: Mailbox) -> None:
    async with smtp_of(box).session() as session:
        first = await session.send(SENDER, ANA, MESSAGE)
        client = session._client
        await asyncio.gather(*(session.send(SENDER, f"p{n}@example.org", MESSAGE) for n in range(20)))
        assert session._client is client

    assert first.outcome is Outcome.SENT
    assert len(box.mails()) == 21


async def test_a_refused_recipient_does_not_hold_up_the_others(box: Mailbox) -> None:
    box.fault("refuse", to="bo@example.org")

    async with smtp_of(box).session() as session:
        refused = await session.send(SENDER, "bo@example.org", MESSAGE)
        sent = await session.send(SENDER, ANA, MESSAGE)

    assert (refused.phase, refused.outcome, refused.code) == (Phase.RCPT, Outcome.REFUSED, 550)
    assert sent.outcome is Outcome.SENT
    assert [mail.envelope_to for mail in box.mails()] == [(ANA,)]


async def test_a_refusal_for_now_is_tried_again_later(box: Mailbox) -> None:
    box.fault("refuse_temporarily")

    sent = await send_one(smtp_of(box))

    assert (sent.phase, sent.outcome, sent.code, sent.throttled) == (Phase.RCPT, Outcome.RETRY, 451, True)


async def test_a_connection_lost_before_the_mail_was_handed_over_is_safe_to_repeat(box: Mailbox) -> None:
    box.fault("drop_before_data")

    sent = await send_one(smtp_of(box))

    assert (sent.phase, sent.outcome, sent.code) == (Phase.RCPT, Outcome.RETRY, None)
    assert box.mails() == []


async def test_a_connection_lost_in_the_middle_of_the_mail_leaves_its_fate_unknown(box: Mailbox) -> None:
    box.fault("drop_in_data")

    sent = await send_one(smtp_of(box))

    assert (sent.phase, sent.outcome, sent.code) == (Phase.DATA, Outcome.UNKNOWN, None)


async def test_an_answer_that_comes_too_late_leaves_the_fate_unknown_although_the_mail_was_kept(box: Mailbox) -> None:
    box.fault("late_in_data", seconds=1.5)

    sent = await send_one(smtp_of(box, timeout=0.3))

    assert (sent.phase, sent.outcome, sent.code) == (Phase.DATA, Outcome.UNKNOWN, None)
    assert len(box.mails()) == 1


async def test_after_an_unknown_fate_the_next_mail_goes_over_a_new_connection(box: Mailbox) -> None:
    box.fault("drop_in_data")

    async with smtp_of(box).session() as session:
        lost = await session.send(SENDER, ANA, MESSAGE)
        sent = await session.send(SENDER, "bo@example.org", MESSAGE)

    assert (lost.outcome, sent.outcome) == (Outcome.UNKNOWN, Outcome.SENT)


async def test_a_connection_that_died_between_two_mails_is_opened_again_unnoticed(box: Mailbox) -> None:
    async with smtp_of(box).session() as session:
        await session.send(SENDER, ANA, MESSAGE)
        box.fault("drop_before_data")
        sent = await session.send(SENDER, ANA, MESSAGE)

    assert sent.outcome is Outcome.SENT
    assert len(box.mails()) == 2


async def test_a_server_that_never_answers_is_given_up_after_the_timeout(box: Mailbox) -> None:
    box.fault("silent")

    sent = await send_one(smtp_of(box, timeout=0.3))

    assert (sent.phase, sent.outcome) == (Phase.RCPT, Outcome.RETRY)


async def test_a_slow_server_is_waited_for(box: Mailbox) -> None:
    box.fault("slow", seconds=0.2)

    assert (await send_one(smtp_of(box))).outcome is Outcome.SENT


async def test_a_server_that_is_not_there_is_down_and_asked_once_per_batch() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    async with Smtp("127.0.0.1", port, tls="none", timeout=1).session() as session:
        first = await session.send(SENDER, ANA, MESSAGE)
        second = await session.send(SENDER, ANA, MESSAGE)

    assert (first.phase, first.outcome) == (Phase.CONNECT, Outcome.DOWN)
    assert second is first


async def test_tls_is_never_dropped_silently(box: Mailbox) -> None:
    sent = await send_one(Smtp(box.host, box.smtp_port, tls="starttls", timeout=1))

    assert sent.outcome is Outcome.DOWN
    assert box.mails() == []


async def test_a_sign_in_that_is_not_possible_is_down(box: Mailbox) -> None:
    sent = await send_one(Smtp(box.host, box.smtp_port, tls="none", user="ideen", password="secret", timeout=1))

    assert sent.outcome is Outcome.DOWN
    assert "secret" not in repr(Smtp(box.host, 25, user="ideen", password="secret"))


async def test_an_address_with_a_line_break_is_refused_and_ends_no_batch(box: Mailbox) -> None:
    async with smtp_of(box).session() as session:
        refused = await session.send(SENDER, "ana@example.org>\r\nRCPT TO:<eve@example.org", MESSAGE)
        sent = await session.send(SENDER, ANA, MESSAGE)

    assert refused.outcome is Outcome.REFUSED
    assert sent.outcome is Outcome.SENT
    assert [mail.envelope_to for mail in box.mails()] == [(ANA,)]


async def test_a_cancelled_sending_closes_the_connection(box: Mailbox) -> None:
    box.fault("silent")

    async with smtp_of(box).session() as session:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(session.send(SENDER, ANA, MESSAGE), 0.2)
        assert (await session.send(SENDER, ANA, MESSAGE)).outcome is Outcome.SENT


@pytest.mark.parametrize("code", range(400, 600))
@pytest.mark.parametrize("phase", Phase)
def test_every_code_in_every_phase_has_its_meaning(phase: Phase, code: int) -> None:
    assert classify(code, phase) is expected(phase, code)


def expected(phase: Phase, code: int) -> Outcome:
    if phase in ("connect", "auth") or code in (530, 534, 535, 538):
        return Outcome.DOWN
    if code < 500:
        return Outcome.RETRY
    return Outcome.DOWN if phase == "mail" and code not in (523, 552) else Outcome.REFUSED


@pytest.mark.parametrize(
    ("phase", "outcome"),
    [("connect", "down"), ("auth", "down"), ("mail", "retry"), ("rcpt", "retry"), ("data", "unknown")],
)
def test_silence_means_something_else_in_each_phase(phase: str, outcome: str) -> None:
    assert classify(None, Phase(phase)) == outcome


def test_the_servers_words_are_kept_without_addresses_and_links() -> None:
    reply = "5.1.1 <ana@example.org>: unknown,\r\nsee https://x.example/a/abcdefghijklmnopqrstuvwxyz234567 " + "x" * 500

    sent = Sent.of(Phase.RCPT, 550, reply)

    assert sent.text.startswith("5.1.1 <…>: unknown, see https://x.example/a/… xxx")
    assert len(sent.text) == 200
