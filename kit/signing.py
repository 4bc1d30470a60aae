"""Timed, signed values for what needs no row: form nonces and unsubscribe links."""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from enum import Enum

VERSION = "1"
SHORTEST_KEY = 16
SHAPE = re.compile(r"1\.([0-9a-f]{1,12})\.([A-Za-z0-9_-]{43})")
MARK_BYTES = 16  # of a word that stands in a link: nobody can try 2¹²⁸ of them
WORD = re.compile(r"[A-Za-z0-9_-]{22,120}")


class Freshness(Enum):
    """What a check found."""

    FRESH = "fresh"
    EXPIRED = "expired"
    FORGED = "forged"


class Signer:
    """Signs with the first key, accepts any of them, so that a rotation breaks no form that is open."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("At least one signing key is needed.")
        if any(len(key) < SHORTEST_KEY for key in keys):
            raise ValueError(f"A signing key needs at least {SHORTEST_KEY} characters.")
        self._keys = [key.encode("utf-8") for key in keys]

    def sign(self, purpose: str, *parts: str, at: float) -> str:
        """A value that holds only for this purpose and these parts, and knows when it was made."""
        moment = f"{int(at):x}"
        return f"{VERSION}.{moment}.{_mac(self._keys[0], moment, purpose, parts)}"

    def check(self, value: str, purpose: str, *parts: str, now: float, max_age: float) -> Freshness:
        """Whether the value was signed here for exactly this, at most max_age seconds ago."""
        shape = SHAPE.fullmatch(value)
        if shape is None:
            return Freshness.FORGED
        moment, given = shape.groups()
        if not any(hmac.compare_digest(given, _mac(key, moment, purpose, parts)) for key in self._keys):
            return Freshness.FORGED
        return Freshness.FRESH if now - int(moment, 16) <= max_age else Freshness.EXPIRED

    def word(self, purpose: str, content: bytes) -> str:
        """The content in a short word for a link, that holds for this purpose only and for ever."""
        return _text(content + _mark(self._keys[0], purpose, content))

    def content(self, word: str, purpose: str) -> bytes | None:
        """What the word holds, if it was signed here for this purpose."""
        if WORD.fullmatch(word) is None:
            return None
        raw = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        content, given = raw[:-MARK_BYTES], raw[-MARK_BYTES:]
        known = any(hmac.compare_digest(given, _mark(key, purpose, content)) for key in self._keys)
        return content if known and _text(raw) == word else None


def _mark(key: bytes, purpose: str, content: bytes) -> bytes:
    signed = b"".join(_framed(text) for text in ("word", purpose)) + content
    return hmac.digest(key, signed, hashlib.sha256)[:MARK_BYTES]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _mac(key: bytes, moment: str, purpose: str, parts: Sequence[str]) -> str:
    signed = b"".join(_framed(text) for text in (VERSION, moment, purpose, *parts))
    return _text(hmac.digest(key, signed, hashlib.sha256))


def _framed(text: str) -> bytes:
    """Each part with its length, so that ("ab", "c") and ("a", "bc") never sign alike."""
    raw = text.encode("utf-8", "surrogatepass")
    return len(raw).to_bytes(8, "big") + raw
