"""Sealed bytes open only with their key, unchanged, in their own row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.sealing import KeyRing, SealBroken

OLD = "old-key-0123456789"
NEW = "new-key-0123456789"
FROM_0_1 = "01c68f2780f214937fafce1e353460ba83bda57014055c31b3c32d21109b6283c8d34f9d68e58093c88f"


@given(st.binary(max_size=200), st.text(max_size=40).filter(lambda text: text.isprintable()))
def test_what_was_sealed_opens_again(plain: bytes, context: str) -> None:
    ring = KeyRing([NEW])

    assert ring.open(ring.seal(plain, context), context) == plain


def test_after_a_rotation_old_blobs_open_and_new_ones_use_the_new_key() -> None:
    before = KeyRing([OLD]).seal(b"mail", "outbox-1")
    ring = KeyRing([NEW, OLD])

    assert ring.open(before, "outbox-1") == b"mail"
    assert KeyRing([NEW]).open(ring.seal(b"mail", "outbox-1"), "outbox-1") == b"mail"


def test_a_blob_sealed_by_an_earlier_release_still_opens() -> None:
    assert KeyRing([NEW]).open(bytes.fromhex(FROM_0_1), "outbox-1") == b"Guten Tag"


def test_a_blob_in_another_row_does_not_open() -> None:
    ring = KeyRing([NEW])

    with pytest.raises(SealBroken):
        ring.open(ring.seal(b"mail", "outbox-1"), "outbox-2")


@pytest.mark.parametrize("position", [0, 1, 5, 17, -1])
def test_a_changed_byte_anywhere_breaks_the_seal(position: int) -> None:
    ring = KeyRing([NEW])
    blob = bytearray(ring.seal(b"mail", "outbox-1"))
    blob[position] ^= 1

    with pytest.raises(SealBroken):
        ring.open(bytes(blob), "outbox-1")


def test_a_lost_key_and_a_cut_blob_are_told_as_broken_seals() -> None:
    blob = KeyRing([OLD]).seal(b"mail", "outbox-1")

    with pytest.raises(SealBroken):
        KeyRing([NEW]).open(blob, "outbox-1")
    with pytest.raises(SealBroken):
        KeyRing([OLD]).open(blob[:9], "outbox-1")


@pytest.mark.parametrize("keys", [[], ["short"], [NEW, ""]])
def test_missing_or_weak_keys_refuse_to_start(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="key"):
        KeyRing(keys)
