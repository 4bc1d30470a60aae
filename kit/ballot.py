"""Seals to a public key what nobody may read before its time: whoever holds the database cannot, all of one length.

X25519 with a key of its own for every sheet, HKDF-SHA256, AES-256-GCM. The private key of a poll is never kept: it is
derived from the sealing keys of the installation and the poll's id when its box is opened.
"""

import hmac
from collections.abc import Callable, Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kit.sealing import SHORTEST_KEY, SealBroken

VERSION = b"\x01"
KEY_BYTES = 32
LENGTH_BYTES = 4
HEAD_BYTES = len(VERSION) + KEY_BYTES
ONCE = bytes(12)  # a nonce may stand still where every key is used once

Open = Callable[[bytes], bytes]


class Ballots:
    """Boxes of an installation: anybody drops in with the public key, and only the sealing keys open."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("At least one sealing key is needed.")
        if any(len(key) < SHORTEST_KEY for key in keys):
            raise ValueError(f"A sealing key needs at least {SHORTEST_KEY} characters.")
        self._keys = [key.encode() for key in keys]

    def public_key(self, box: str) -> bytes:
        """What this box is sealed to from now on; it goes with the first key, and stays as kept when keys rotate."""
        return _public(_private(self._keys[0], box))

    def opener(self, box: str, public_key: bytes) -> Open:
        """What opens everything that was sealed to this key of the box; raises SealBroken if we no longer have it."""
        privates = (_private(key, box) for key in self._keys)
        private = next((one for one in privates if hmac.compare_digest(_public(one), public_key)), None)
        if private is None:
            raise SealBroken("The key this box was sealed to is not in the key list.")
        return lambda blob: _open(private, public_key, box, blob)


def seal_to(public_key: bytes, box: str, plain: bytes, length: int) -> bytes:
    """Sealed, and as long as anything else of this length; ValueError for what does not fit."""
    once = X25519PrivateKey.generate()
    cipher = _cipher(once.exchange(X25519PublicKey.from_public_bytes(public_key)), _public(once), public_key, box)
    return VERSION + _public(once) + cipher.encrypt(ONCE, padded(plain, length), VERSION)


def padded(plain: bytes, length: int) -> bytes:
    """So many bytes and four, whatever it holds."""
    if len(plain) > length:
        raise ValueError(f"{len(plain)} bytes do not fit in {length}.")
    return len(plain).to_bytes(LENGTH_BYTES, "big") + plain.ljust(length, b"\0")


def unpadded(held: bytes) -> bytes:
    """What was padded."""
    return held[LENGTH_BYTES : LENGTH_BYTES + int.from_bytes(held[:LENGTH_BYTES], "big")]


def _private(key: bytes, box: str) -> X25519PrivateKey:
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"umlauf ballot key 1:" + box.encode()).derive(key)
    return X25519PrivateKey.from_private_bytes(derived)


def _public(private: X25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def _cipher(shared: bytes, once: bytes, public_key: bytes, box: str) -> AESGCM:
    """Bound to both keys and to the box: a sheet that is put into another one does not open there."""
    salt = sha256(once + public_key).digest()
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"umlauf ballot 1:" + box.encode()).derive(shared))


def _open(private: X25519PrivateKey, public_key: bytes, box: str, blob: bytes) -> bytes:
    if len(blob) < HEAD_BYTES or not blob.startswith(VERSION):
        raise SealBroken("This is not a sealed sheet of a format we know.")
    once = blob[len(VERSION) : HEAD_BYTES]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(once))
        return unpadded(_cipher(shared, once, public_key, box).decrypt(ONCE, blob[HEAD_BYTES:], VERSION))
    except (InvalidTag, ValueError):
        raise SealBroken("The sealed sheet was changed, or belongs to another box.") from None
