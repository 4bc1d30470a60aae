"""Opaque link tokens: random, readable aloud, kept only as a hash."""

import base64
import hashlib
import re
import secrets

RANDOM_BYTES = 20  # 160 bits: exactly 32 base32 characters, so there is never padding
SHAPE = re.compile(r"[a-z2-7]{32}")


def new_token() -> str:
    """A fresh token of 160 random bits: 32 characters of lower-case base32."""
    return base64.b32encode(secrets.token_bytes(RANDOM_BYTES)).decode("ascii").lower()


def hash_token(token: str) -> str:
    """What is stored and looked up in place of the token: its SHA-256 in hex.

    No salt and no stretching: 160 random bits cannot be guessed, and a look-up must stay one indexed read.
    """
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def looks_like_token(text: str) -> bool:
    """Whether the text has a token's shape; anything else is not worth a look-up."""
    return SHAPE.fullmatch(text) is not None
