"""Codes to write down: what was sealed with one is read by nobody who does not have it, us included."""

import base64
import secrets

RANDOM_BYTES = 13  # 104 bits: 20 characters of base32 and a little that is cut off
LENGTH = 20
ALPHABET = frozenset("abcdefghijklmnopqrstuvwxyz234567")
MISREAD = str.maketrans("018", "olb")  # what the alphabet does not have, as people copy it


def new_code() -> str:
    """A code to write down: 100 random bits in 20 characters."""
    return base64.b32encode(secrets.token_bytes(RANDOM_BYTES)).decode().lower()[:LENGTH]


def read_code(typed: str) -> str:
    """The code as somebody typed it; empty for what cannot be one."""
    code = "".join(c for c in typed.lower() if c.isalnum()).translate(MISREAD)
    return code if len(code) == LENGTH and ALPHABET.issuperset(code) else ""


def spelt(code: str) -> str:
    """In groups of four, to be read aloud and copied."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
