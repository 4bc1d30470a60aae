"""Mails that come in, as mail programs write them and as nobody should: what is read of them, and what is not."""

import time
from email.message import EmailMessage

import pytest

from kit.incoming import Incoming, read_mail
from kit.message import thread_id

OURS = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32
DOMAIN = "stadt.example"
HEAD = f"From: rita@stadt.example\r\nMessage-ID: <1@rita>\r\nIn-Reply-To: <{OURS}@{DOMAIN}>\r\n"


def read(raw: bytes | str) -> Incoming:
    found = read_mail(raw.encode() if isinstance(raw, str) else raw, DOMAIN, 4_000)
    assert found is not None
    return found


def mail(body: bytes | str, *fields: str) -> bytes:
    head = HEAD + "".join(f"{field}\r\n" for field in fields)
    return head.encode() + b"\r\n" + (body.encode() if isinstance(body, str) else body)


HTML = "Content-Type: text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (mail("genehmigt\r\n"), "genehmigt"),
        (mail("Gr\xfc\xdfe".encode("latin-1"), "Content-Type: text/plain; charset=iso-8859-1"), "Grüße"),
        (mail("Gr=C3=BC=C3=9Fe =\r\naus S=C3=BCd", "Content-Transfer-Encoding: quoted-printable"), "Grüße aus Süd"),
        (mail("R3LDvMOfZQ==", "Content-Transfer-Encoding: base64"), "Grüße"),
        (mail("Grüße", "Content-Type: text/plain; charset=no-such-thing"), "Grüße"),
        (mail("Grüße", 'Content-Type: text/plain; charset="a\x00b"'), "Grüße"),
        (mail("Gr\xfc\xdfe".encode("cp1252"), "Content-Type: text/plain; charset=utf-8"), "Grüße"),
        (mail("Gr\xfc\xdfe".encode("cp1252")), "Grüße"),
        (mail("ja\x00\x07\x1b[31m\u202eein\u200b \ufeffja"), "ja[31mein ja"),
        (mail("eins\r\n\r\n\r\n\r\n\r\nzwei\u2028drei"), "eins\n\nzwei\ndrei"),
        (mail(""), ""),
        (mail(b"\xff\xfe\xfd", "Content-Transfer-Encoding: base64"), ""),
        (mail("<p>Ja &amp; <b>Amen</b></p><script>alert(1)</script><style>p{}</style>", HTML), "Ja & Amen"),
        (mail("<div>Ja</div><blockquote>Alt</blockquote><div>doch</div>", HTML), "Ja\n\ndoch"),
        (mail('<p>Ja</p><div id="divRplyFwdMsg">Von: uns</div><p>Alt</p>', HTML), "Ja"),
        (mail("Ja <![if !x]> doch <![", HTML), "Ja doch"),
    ],
)
def test_its_words_are_read_in_whatever_form_they_come(raw: bytes, text: str) -> None:
    assert read(raw).text == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("genehmigt\n\nAm 02.11.2026 um 10:00 schrieb Stadt:\n> Bitte entscheiden Sie.\n> https://x", "genehmigt"),
        ("ja\n\nAm Mo., 2. Nov. 2026 um 10:00 Uhr schrieb Stadt Norderstedt <\nideen@stadt.example>:\n\n> Text", "ja"),
        ("yes\n\nOn Mon, Nov 2, 2026 at 10:00 AM City wrote:\nunmarked history", "yes"),
        ("ja\n-----Ursprüngliche Nachricht-----\nVon: Stadt\nText", "ja"),
        ("ja\n-----Original Message-----\nText", "ja"),
        ("ja\n________________________________\nVon: Stadt", "ja"),
        ("ja\n\nVon: Stadt <ideen@stadt.example>\nGesendet: Montag\nAn: Rita\nBetreff: Idee\n\nText", "ja"),
        ("*From:* City\n*Sent:* Monday\n*To:* Rita\n\nText", ""),
        ("> Frage eins\nja\n> Frage zwei\nnein", "ja\nnein"),
        ("Am 2.11. schrieb Stadt:\n> Frage\nunten steht: ja", "unten steht: ja"),
        ("Am Montag schrieb er mir:\ndas reicht", "Am Montag schrieb er mir:\ndas reicht"),
        ("Von: mir aus gern", "Von: mir aus gern"),
        (f"siehe https://ideen.example/a/{'a' * 31}2 bitte", "siehe […] bitte"),
        (f"x https://safe.example/?u=https%3A%2F%2Fideen%2Fa%2F{'b' * 32}&d=1 y", "x […] y"),
    ],
)
def test_what_it_quotes_and_links_that_act_are_left_out(body: str, text: str) -> None:
    assert read(mail(body)).text == text


def test_words_are_cut_at_the_length_of_a_comment() -> None:
    text = read(mail("ä" * 5_000)).text
    assert len(text) == 4_000
    assert text.endswith("ä…")


def a_mail_with(*kinds: str) -> bytes:
    message = EmailMessage()
    message["From"], message["In-Reply-To"] = "rita@stadt.example", f"<{OURS}@{DOMAIN}>"
    message.set_content("genehmigt")
    message.add_alternative("<p>genehmigt, in HTML</p>", subtype="html")
    for kind in kinds:
        maintype, subtype = kind.split("/")
        message.add_attachment(b"\x00\x01", maintype=maintype, subtype=subtype, filename="Plan.bin")
    return message.as_bytes()


@pytest.mark.parametrize(("kinds", "left_out"), [((), 0), (("image/png",), 1), (("application/pdf", "image/gif"), 2)])
def test_attachments_are_counted_and_nothing_of_them_is_kept(kinds: tuple[str, ...], left_out: int) -> None:
    found = read(a_mail_with(*kinds))
    assert (found.text, found.left_out) == ("genehmigt", left_out)


def test_a_text_that_is_attached_and_a_mail_within_the_mail_are_no_words_of_it() -> None:
    message = EmailMessage()
    message["From"] = "rita@stadt.example"
    message.set_content("siehe Anlage")
    message.add_attachment("fremde Worte", filename="a.txt")
    inner = EmailMessage()
    inner["From"] = "x@y.example"
    inner.set_content("andere Worte")
    message.add_attachment(inner)
    found = read(message.as_bytes())
    assert (found.text, found.left_out) == ("siehe Anlage", 2)


def test_what_is_sealed_has_no_words_to_be_read() -> None:
    found = read(
        mail("TUlJ", "Content-Type: application/pkcs7-mime; name=smime.p7m", "Content-Transfer-Encoding: base64")
    )
    assert (found.text, found.left_out) == ("", 1)


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        (f"In-Reply-To: <{OURS}@{DOMAIN}>", (OURS,)),
        (f"In-Reply-To: <{OURS}@STADT.Example>", (OURS,)),
        (f"References: <{OTHER}@{DOMAIN}>\r\n <{OURS}@{DOMAIN}>", (OURS, OTHER)),
        (f"In-Reply-To: <{OTHER}@{DOMAIN}>\r\nReferences: <{OURS}@{DOMAIN}> <{OTHER}@{DOMAIN}>", (OTHER, OURS)),
        (f"References: {thread_id('case:person', DOMAIN)}", ()),
        (f"In-Reply-To: <{OURS}@evil.example>", ()),
        (f"In-Reply-To: <{OURS}@{DOMAIN}.evil.example>", ()),
        (f"In-Reply-To: <'; DROP TABLE outbox@{DOMAIN}>", ()),
        (f"In-Reply-To: {OURS}@{DOMAIN}", ()),
        ("Subject: Re: Idee", ()),
        (f"References: {'<x@y> ' * 9_000}<{OURS}@{DOMAIN}>", (OURS,)),
    ],
)
def test_only_the_ids_of_our_own_mails_count_the_nearest_first(fields: str, answers: tuple[str, ...]) -> None:
    assert read(f"From: a@b.example\r\n{fields}\r\n\r\nja").answers == answers


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "Precedence: bulk",
        "Precedence: JUNK",
        "Precedence: list",
        "Precedence: auto_reply",
        "Return-Path: <>",
        "Return-Path: <MAILER-DAEMON@mx.example>",
        "X-Autoreply: yes",
        "Content-Type: multipart/report; boundary=x",
        "Subject: Automatische Antwort: Idee 2026-0042",
        "Subject: Abwesenheitsnotiz: Idee",
        "Subject: Out of Office: Re: Idea",
        "Subject: Automatic reply: Idea",
    ],
)
def test_what_a_machine_wrote_is_no_reply(field: str) -> None:
    assert read(mail("bin im Urlaub", field)).automatic


@pytest.mark.parametrize(
    "field", ["Auto-Submitted: no", "Precedence: normal", "Return-Path: <rita@stadt.example>", "Subject: Re: Auto"]
)
def test_what_a_person_wrote_is_one(field: str) -> None:
    assert not read(mail("ja", field)).automatic


def test_the_same_mail_has_the_same_key_and_another_one_another() -> None:
    once, again = read(mail("ja")), read(mail("anders zugestellt", "Received: by mx2"))
    assert once.key == again.key
    assert once.key != read(mail("ja").replace(b"<1@rita>", b"<2@rita>")).key
    bare = b"From: a@b.example\r\n\r\n"
    assert read(bare + b"ja").key == read(b"Received: by mx\r\n" + bare + b"ja").key != read(bare + b"nein").key


@pytest.mark.parametrize("raw", [b"", b"\n\nno head", b"\x00\xff\xfe", b"just words\nand more"])
def test_what_is_no_mail_is_said_to_be_none(raw: bytes) -> None:
    assert read_mail(raw, DOMAIN, 4_000) is None


def test_parts_within_parts_without_end_do_no_harm() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3_000))
    found = read_mail(b"From: a@b.example\r\n" + nested, DOMAIN, 4_000)
    assert found is None or found.text == ""


@pytest.mark.parametrize(
    "body",
    [
        b"genehmigt\n" + b"x" * 10_000_000,
        b"genehmigt\n" + b"Am 1 " * 2_000_000,
        b"genehmigt\n" + b"Am 1 schrieb\n" * 700_000,
    ],
)
def test_ten_megabytes_are_read_in_moments(body: bytes) -> None:
    begun = time.monotonic()
    assert read(mail(body)).text.startswith("genehmigt")
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize("body", ["<p>ja" + "<" * 900_000, "<p>ja" + "<!--" * 200_000, "<p>ja" + "<b>" * 300_000])
def test_broken_markup_is_read_in_moments(body: str) -> None:
    begun = time.monotonic()
    read(mail(body, HTML))
    assert time.monotonic() - begun < 60
