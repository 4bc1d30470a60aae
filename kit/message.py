"""Builds a mail's frozen bytes: the same input gives the same bytes, and no user text can become a header.

Frozen, because a mail whose fate is unknown is sent again byte by byte: mail systems drop the copy by its
Message-ID. Guarded here as well as by the standard library, because that has let headers through before.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.utils import format_datetime
from functools import lru_cache

from kit.mime import Field, alternatives

LONGEST_SUBJECT = 200
LONGEST_NAME = 100
LONGEST_ADDRESS = 254
THREAD = "thread-"  # begins the made-up ids
DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Each of these makes some mail program see another sender, another address or a second recipient.
NOT_IN_NAMES = re.compile(r'[@:,"<>;\\()\[\]]')
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{1,100}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
URL = re.compile(r"https?://[!-;=?-~]{1,500}")


class UnsafeMail(ValueError):  # noqa: N818
    """What was given cannot stand in a mail's header; the text never holds the value itself."""


def build_message(
    *,
    outbox_id: str,
    mail_domain: str,
    sender_name: str,
    sender_address: str,
    recipient_name: str,
    recipient_address: str,
    subject: str,
    text: str,
    html: str,
    language: str,
    date: datetime,
    reply_to: str = "",
    references: Sequence[str] = (),
    unsubscribe_url: str = "",
) -> bytes:
    """The MIME bytes of one mail to one recipient.

    `references` are ids as `thread_id` makes them. `unsubscribe_url` is for mail one may opt out of only.
    """
    if date.tzinfo is None:
        raise UnsafeMail("A mail's date needs a zone.")
    fields: list[Field] = [
        ("From", _address(sender_name, sender_address)),
        ("To", _address(recipient_name, recipient_address)),
        ("Subject", header_text(subject, LONGEST_SUBJECT) or "-"),
        ("Date", format_datetime(date)),
        ("Message-ID", f"<{_plain(outbox_id)}@{_domain(mail_domain)}>"),
    ]
    if reply_to:
        fields.append(("Reply-To", _address("", reply_to)))
    if references:
        known = [_reference(reference) for reference in references]
        fields += [("In-Reply-To", known[-1]), ("References", " ".join(known))]
    fields += [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")]
    if unsubscribe_url:
        fields.append(("List-Unsubscribe", f"<{_matching(URL, unsubscribe_url, 'unsubscribe address')}>"))
        fields.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    # "=_" cannot stand in quoted-printable text, so this boundary never ends a part early.
    boundary = "=_" + hashlib.sha256(outbox_id.encode("ascii")).hexdigest()[:32]
    spoken = [("Content-Language", _matching(LANGUAGE, language, "language"))]
    return alternatives(fields, _body(text), _body(html), boundary, spoken)


def thread_id(key: str, mail_domain: str) -> str:
    """A made-up first message for `references`, so that mails on one matter to one person stand together.

    The key must name recipient and matter; it is hashed, so the id tells neither.
    """
    return f"<{THREAD}{hashlib.sha256(key.encode('utf-8')).hexdigest()[:32]}@{_domain(mail_domain)}>"


def own_id(reference: str, mail_domain: str) -> str:
    """The outbox id in the Message-ID of a mail of ours; empty for every other id, the made-up ones included."""
    inner, _, domain = reference.strip().removeprefix("<").removesuffix(">").rpartition("@")
    ours = domain.lower() == _domain(mail_domain).lower() and not inner.startswith(THREAD)
    return inner if ours and PLAIN_ID.fullmatch(inner) else ""


@lru_cache(maxsize=1024)  # mails of one wave or one idea have the same subject
def header_text(text: str, longest: int) -> str:
    """User text made safe for a header: one line, no control characters, no encoded words, not too long."""
    kept = "".join(" " if char.isspace() else char for char in text if _is_kept(char))
    line = " ".join(kept.split())
    if len(line) > longest:
        line = line[: longest - 1].rstrip() + "…"
    return line.replace("=?", "= ?").replace("?=", "? =")


def display_name(text: str) -> str:
    """User text made safe as the name before an address."""
    return header_text(NOT_IN_NAMES.sub(" ", text), LONGEST_NAME)


def address_for_mail(address: str) -> str:
    """The address as SMTP takes it (the domain in ASCII form); raises UnsafeMail if it is none."""
    local, at, domain = address.rpartition("@")
    if not at or len(address) > LONGEST_ADDRESS or not LOCAL_PART.fullmatch(local):
        raise UnsafeMail("This is not an e-mail address that we can write to.")
    return f"{local}@{_domain(domain)}"


def _is_kept(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in DROPPED_CATEGORIES


@lru_cache(maxsize=1024)  # the sender of every mail is the same, and each person gets several
def _address(name: str, address: str) -> str:
    shown, known = display_name(name), address_for_mail(address)
    if shown and "." not in shown:  # nothing the library would quote: its parser is dear
        return f"{shown} <{known}>"
    return str(Address(display_name=shown, addr_spec=known))


def _domain(domain: str) -> str:
    try:
        ascii_form = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        ascii_form = ""
    return _matching(DOMAIN, ascii_form, "mail domain")


def _plain(outbox_id: str) -> str:
    return _matching(PLAIN_ID, outbox_id, "outbox id")


def _reference(reference: str) -> str:
    inner, at, domain = reference.removeprefix("<").removesuffix(">").rpartition("@")
    if not at:
        raise UnsafeMail("This is not a message id.")
    return f"<{_plain(inner)}@{_domain(domain)}>"


def _matching(shape: re.Pattern[str], value: str, what: str) -> str:
    if not shape.fullmatch(value):
        raise UnsafeMail(f"This is not a valid {what}.")
    return value


def _body(text: str) -> str:
    """Bodies keep every character that can be encoded; lone surrogates cannot, and NUL must not be sent."""
    clean = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return "\n".join(clean.splitlines()) + "\n"
