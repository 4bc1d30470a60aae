"""Seals bytes at rest with AES-GCM, so that a stolen database holds no readable mail and no live link."""

import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
KEY_ID_BYTES = 4
NONCE_BYTES = 12
HEAD_BYTES = len(VERSION) + KEY_ID_BYTES + NONCE_BYTES
SHORTEST_KEY = 16


class SealBroken(Exception):  # noqa: N818
    """The blob was changed, belongs to another context, or was sealed with a key we no longer have."""


class KeyRing:
    """Seals with the first key, opens with any of them, so that keys can be rotated without losing mail.

    A blob is: format version, key id, nonce, ciphertext. Everything before the nonce and the context are
    authenticated, so a blob copied to another row does not open there.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("At least one sealing key is needed.")
        if any(len(key) < SHORTEST_KEY for key in keys):
            raise ValueError(f"A sealing key needs at least {SHORTEST_KEY} characters.")
        ciphers = [(_derive(key, b"id")[:KEY_ID_BYTES], AESGCM(_derive(key, b"seal"))) for key in keys]
        self._first = ciphers[0]
        self._by_id = dict(ciphers)

    def seal(self, plain: bytes, context: str) -> bytes:
        """The sealed blob; it opens only with the same context."""
        key_id, cipher = self._first
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + key_id + nonce + cipher.encrypt(nonce, plain, _bound(key_id, context))

    def open(self, blob: bytes, context: str) -> bytes:
        """What was sealed under this context; raises SealBroken otherwise."""
        if len(blob) < HEAD_BYTES or not blob.startswith(VERSION):
            raise SealBroken("This is not a sealed blob of a format we know.")
        key_id, nonce, sealed = blob[1 : 1 + KEY_ID_BYTES], blob[1 + KEY_ID_BYTES : HEAD_BYTES], blob[HEAD_BYTES:]
        cipher = self._by_id.get(key_id)
        if cipher is None:
            raise SealBroken("The key this was sealed with is not in the key list.")
        try:
            return cipher.decrypt(nonce, sealed, _bound(key_id, context))
        except InvalidTag:
            raise SealBroken("The sealed bytes were changed or belong to another context.") from None


def _derive(key: str, purpose: bytes) -> bytes:
    """Own key per purpose, so that the id stored with each blob tells nothing about the key itself."""
    return hmac.digest(key.encode("utf-8"), b"sealing:" + purpose, hashlib.sha256)


def _bound(key_id: bytes, context: str) -> bytes:
    return VERSION + key_id + context.encode("utf-8")
