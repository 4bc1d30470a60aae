"""Reads a mail that came in: which of our mails it answers, whether a machine wrote it, and its words. Pure.

Nothing here looks at `From` to know somebody: whoever writes a mail writes that line, too.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from kit.message import own_id
from kit.reply_words import from_html, own_words

MOST_BYTES = 25_000_000  # what comes behind is not looked at: words stand in front of attachments
MOST_IDS = 40
MOST_WORDS = 200_000  # characters of a part that are looked at
REFERENCE = re.compile(r"<[^<>\s]{1,300}>")
BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
ROBOTS = re.compile(r"mailer-daemon|postmaster@|^\s*<\s*>\s*$", re.IGNORECASE)
MACHINE_FIELDS = ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Failed-Recipients")
# What some programs that mark nothing write in front of the subject while their owner is away.
AWAY = re.compile(
    r"\s*(automatische antwort|automatic reply|auto-?reply|abwesenheits|out of (the )?office|r[ée]ponse automatique)",
    re.IGNORECASE,
)
SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is to be known of it."""

    key: str  # names this mail, however often it is handed over
    answers: tuple[str, ...]  # ids of mails of ours it may be a reply to, the nearest first
    automatic: bool  # written by a machine: a receipt, a notice of absence, a list
    text: str  # the sender's own words; empty if there are none to be read
    left_out: int  # parts that are no words of the mail


def read_mail(raw: bytes, mail_domain: str, longest: int) -> Incoming | None:
    """The mail, its words cut to `longest`; None for bytes that are no mail."""
    try:
        message = message_from_bytes(raw[:MOST_BYTES], policy=policy.compat32)
        if not message.keys():
            return None
        text, left_out = _content(message, longest)
    except RecursionError:  # parts within parts without end
        return None
    named = REFERENCE.search(_field(message, "Message-ID"))
    sent = (_field(message, name) for name in ("From", "Date", "Subject"))
    identity = named[0] if named else "\n".join((*sent, text))
    return Incoming(
        key=hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest(),
        answers=_answers(message, mail_domain),
        automatic=_automatic(message),
        text=text,
        left_out=left_out,
    )


def _field(message: Message, name: str) -> str:
    return str(message.get(name, "") or "")


def _answers(message: Message, mail_domain: str) -> tuple[str, ...]:
    direct = REFERENCE.findall(_field(message, "In-Reply-To")[:20_000])
    earlier = REFERENCE.findall(_field(message, "References")[-20_000:])
    nearest = [*direct, *reversed(earlier)]
    ours = (own_id(reference, mail_domain) for reference in nearest[:MOST_IDS])
    return tuple(dict.fromkeys(one for one in ours if one))


def _automatic(message: Message) -> bool:
    said = _field(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if said not in ("", "no") or _field(message, "Precedence").strip().lower() in BULK:
        return True
    if any(ROBOTS.search(_field(message, name)) for name in ("Return-Path", "From")):
        return True
    if message.get_content_type() in ("multipart/report", "message/delivery-status"):
        return True
    return any(name in message for name in MACHINE_FIELDS) or AWAY.match(_field(message, "Subject")) is not None


def _content(message: Message, longest: int) -> tuple[str, int]:
    """Its words, and how many parts were none of them."""
    plain, html, left_out = [], [], 0
    for part in _leaves(message):
        kind = part.get_content_type()
        attached = part.get_content_disposition() == "attachment" or _named(part)
        if kind == "text/plain" and not attached:
            plain.append(_decoded(part))
        elif kind == "text/html" and not attached:
            html.append(_decoded(part))
        elif kind not in SIGNATURES and (attached or "Content-ID" not in part):
            left_out += 1
    words = own_words("\n".join(plain), longest)
    return words or own_words("\n".join(map(from_html, html)), longest), left_out


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; a mail within the mail is one of them, not what it holds."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        yield message


def _named(part: Message) -> bool:
    try:
        return bool(part.get_filename())
    except (LookupError, ValueError, TypeError):  # a name in a charset that is none
        return True


def _decoded(part: Message) -> str:
    """Its characters; what its charset cannot be is read as well as it goes, never refused."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        named = part.get_content_charset("utf-8")
        return content.decode(named)[:MOST_WORDS]
    except (LookupError, ValueError, TypeError):
        pass
    try:
        return content.decode("utf-8")[:MOST_WORDS]
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")[:MOST_WORDS]
