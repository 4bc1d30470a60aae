"""Mails are frozen bytes, and nothing a person wrote becomes a header."""

import email
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kit.message import UnsafeMail, address_for_mail, build_message, display_name, thread_id

OURS = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
    "MIME-Version", "Content-Type", "Content-Language",
]  # fmt: skip
INJECTION = "Idee ü =?UTF-8?Q?=0A?=Bcc: injected@example.org"


def a_mail(**changes: Any) -> bytes:
    given_: dict[str, Any] = {
        "outbox_id": "0f3a",
        "mail_domain": "mail.example.org",
        "sender_name": "Ideenbüro",
        "sender_address": "ideen@example.org",
        "recipient_name": "Ana Amt",
        "recipient_address": "ana@example.org",
        "subject": "Idee 42: <script>Rad</script>",
        "text": "Guten Tag,\nbitte prüfen Sie.\n",
        "html": "<p>Guten Tag</p>",
        "language": "de",
        "date": datetime(2026, 3, 3, 12, 0, tzinfo=UTC),
    }
    return build_message(**{**given_, **changes})


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_same_mail_gives_the_same_bytes_at_any_time() -> None:
    assert a_mail() == a_mail()
    assert a_mail() != a_mail(outbox_id="0f3b")


def test_a_mail_says_who_made_it_when_and_in_which_language() -> None:
    message = parsed(a_mail(reply_to="fragen@example.org"))

    assert message["Message-ID"] == "<0f3a@mail.example.org>"
    assert message["Date"] == "Tue, 03 Mar 2026 12:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Content-Language"] == "de"
    assert message["Reply-To"] == "fragen@example.org"
    assert str(message["From"]) == "Ideenbüro <ideen@example.org>"


def test_the_text_comes_first_and_both_parts_keep_every_character() -> None:
    text, html = parsed(a_mail()).iter_parts()

    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text["Content-Transfer-Encoding"] == "quoted-printable"
    assert isinstance(text, EmailMessage)
    assert text.get_content() == "Guten Tag,\r\nbitte prüfen Sie.\r\n"


def test_no_line_is_too_long_for_smtp() -> None:
    raw = a_mail(subject="ü" * 5000, text="x" * 5000, html="<p>" + "ß" * 5000, recipient_name="x" * 3000)

    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


@settings(max_examples=300)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=100))
@example(INJECTION, INJECTION, "")
@example("a\r\nBcc: x@example.org", "a\nBcc: x@example.org", "\r\n.\r\n")
@example("==??UTF-8?Q?=0A??==", "=?UTF-8?B?Cg==?=", "")
@example("", "ana@evil.example, x:", "")
@example("x", "Ü" * 60 + ", <eve@evil.example>", "")
def test_whatever_people_write_the_headers_are_ours_and_the_recipient_is_one(title: str, name: str, text: str) -> None:
    message = parsed(a_mail(subject=f"Idee 42: {title}", recipient_name=name, sender_name=name, text=text))

    assert list(message.keys()) == OURS
    assert [address.addr_spec for address in message["To"].addresses] == ["ana@example.org"]
    assert [address.addr_spec for address in message["From"].addresses] == ["ideen@example.org"]
    assert len(list(message.iter_parts())) == 2
    assert not message.defects


def test_a_title_that_is_harmless_reaches_the_reader_unchanged() -> None:
    title = "Idee 42: „Räder“ für 5 % – und mehr? <script>"

    assert parsed(a_mail(subject=title))["Subject"] == title


def test_names_lose_what_mail_programs_take_for_addresses() -> None:
    assert display_name('Amt: "Ana", ana@example.org\u202e') == "Amt Ana ana example.org"


@pytest.mark.parametrize(
    "address",
    [
        "", "ana", "ana@", "@example.org", "a b@example.org", "a@b@example.org", "ana@example.org\r\nBcc: x@y.z",
        "a@-x.de", "ana@exa mple.org", "ana,bo@example.org", "<ana@example.org>", "ä@example.org",
        "a@" + "x" * 300, "a..b@example.org",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(UnsafeMail) as refused:
        a_mail(recipient_address=address)

    assert not address or address not in str(refused.value)


def test_a_domain_with_an_umlaut_is_written_in_its_ascii_form() -> None:
    assert address_for_mail("ana@bücher.example") == "ana@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "changes",
    [
        {"outbox_id": "a>\r\nBcc: x"}, {"mail_domain": "exa mple"}, {"language": "de\r\nX: y"},
        {"references": ["<a b@c>"]}, {"unsubscribe_url": "javascript:alert(1)"}, {"date": datetime(2026, 3, 3)},  # noqa: DTZ001
    ],
)  # fmt: skip
def test_our_own_values_are_checked_too(changes: dict[str, Any]) -> None:
    with pytest.raises(UnsafeMail):
        a_mail(**changes)


def test_mails_on_one_matter_to_one_person_stand_together() -> None:
    root = thread_id("ana:idea-42", "mail.example.org")
    message = parsed(a_mail(references=[root]))

    assert message["References"] == message["In-Reply-To"] == root
    assert "ana" not in root
    assert thread_id("bo:idea-42", "mail.example.org") != root


def test_a_digest_can_be_unsubscribed_with_one_click() -> None:
    message = parsed(a_mail(unsubscribe_url="https://ideen.example/u/1.abc"))

    assert message["List-Unsubscribe"] == "<https://ideen.example/u/1.abc>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
