"""Writes a mail's bytes: header lines and two bodies that people choose between.

By hand, because the standard library parses every header it is given: that took five times as long, and mails are
written inside the transaction of their cause. What is not plain ASCII is still folded and encoded by it; only a
subject goes without its parser, which would look for addresses and encoded words in what is nothing but text.
"""

import re
from binascii import b2a_qp
from collections.abc import Iterable
from email.charset import BASE64, Charset
from email.policy import SMTP
from functools import lru_cache
from itertools import chain, repeat

LONGEST_LINE = 76
LONGEST_WORD = 900  # an address has no place at which it could be folded
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
FREE_TEXT = frozenset({"Subject"})
FOLD = "\r\n "
UTF_8 = Charset("utf-8")
UTF_8.header_encoding = BASE64
Field = tuple[str, str]


def alternatives(fields: Iterable[Field], text: str, html: str, boundary: str, after: Iterable[Field] = ()) -> bytes:
    """Headers, then the text and the HTML. Values must be free of line breaks: that is the caller's guard, and ours."""
    mark = boundary.encode("ascii")
    kind = b'MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="' + mark + b'"\r\n'
    heads = b"".join(_line(*field) for field in fields) + kind + b"".join(_line(*field) for field in after)
    parts = (_part("plain", text), _part("html", html))
    bodies = b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts)
    return heads + b"\r\n" + bodies + b"--" + mark + b"--\r\n"


def _line(name: str, value: str) -> bytes:
    """One header, folded and encoded where it is long or not ASCII."""
    if CONTROL.search(value):
        raise ValueError("A header holds a control character.")
    short = len(name) + len(value) + 2 <= LONGEST_LINE
    if value.isascii() and (short or (" " not in value and len(value) <= LONGEST_WORD)):
        return f"{name}: {value}\r\n".encode("ascii")
    return _words(name, value) if name in FREE_TEXT else _structured(name, value)


@lru_cache(maxsize=256)  # all mails about one idea have the same subject
def _words(name: str, value: str) -> bytes:
    """A header that is nothing but text, as encoded words (RFC 2047)."""
    lengths = chain([LONGEST_LINE - len(name) - 2], repeat(LONGEST_LINE - 1))
    words = [word for word in UTF_8.header_encode_lines(value, lengths) if word]
    return f"{name}: {FOLD.join(words)}\r\n".encode("ascii")


@lru_cache(maxsize=256)  # the sender of every mail is the same, and each person gets several
def _structured(name: str, value: str) -> bytes:
    return SMTP.fold_binary(*SMTP.header_store_parse(name, value))


def _part(kind: str, body: str) -> bytes:
    """One body, with lines that no server breaks."""
    lines = body.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8")
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode("ascii") + b2a_qp(lines, istext=True)
