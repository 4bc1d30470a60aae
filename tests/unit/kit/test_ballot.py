"""A sealed sheet opens with the key of its box only, and its length tells nothing."""

import pytest

from kit.ballot import Ballots, padded, seal_to, unpadded
from kit.sealing import SealBroken

OLD, NEW = "an-old-key-for-tests-0123456789", "a-new-key-for-tests-0123456789"
WORDS = "<script>Ich sage, was ich denke – ä".encode()


def test_what_was_sealed_opens_with_the_key_of_its_box() -> None:
    ballots = Ballots([OLD])
    public = ballots.public_key("wave")
    assert ballots.opener("wave", public)(seal_to(public, "wave", WORDS, 200)) == WORDS


def test_keys_rotate_without_losing_an_answer() -> None:
    public = Ballots([OLD]).public_key("wave")
    sealed = seal_to(public, "wave", WORDS, 200)
    assert Ballots([NEW, OLD]).opener("wave", public)(sealed) == WORDS
    assert Ballots([NEW, OLD]).public_key("wave") != public
    with pytest.raises(SealBroken, match="key list"):
        Ballots([NEW]).opener("wave", public)


def test_every_box_has_a_key_of_its_own() -> None:
    ballots = Ballots([OLD])
    one, other = ballots.public_key("one"), ballots.public_key("other")
    sealed = seal_to(one, "one", WORDS, 200)
    assert one != other
    with pytest.raises(SealBroken):
        ballots.opener("other", other)(sealed)


def test_a_sheet_sealed_for_one_box_under_the_key_of_another_does_not_open() -> None:
    ballots = Ballots([OLD])
    public = ballots.public_key("wave")
    with pytest.raises(SealBroken):
        ballots.opener("wave", public)(seal_to(public, "elsewhere", WORDS, 200))


@pytest.mark.parametrize("place", [0, 1, 20, 40, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    ballots = Ballots([OLD])
    public = ballots.public_key("wave")
    sealed = bytearray(seal_to(public, "wave", WORDS, 200))
    sealed[place] ^= 1
    with pytest.raises(SealBroken):
        ballots.opener("wave", public)(bytes(sealed))
    with pytest.raises(SealBroken):
        ballots.opener("wave", public)(bytes(sealed[:30]))


def test_nothing_and_everything_are_of_one_length_and_never_alike() -> None:
    public = Ballots([OLD]).public_key("wave")
    sealed = [seal_to(public, "wave", plain, 200) for plain in (b"", b"{}", WORDS, b"x" * 200, WORDS)]
    assert {len(one) for one in sealed} == {1 + 32 + 4 + 200 + 16}
    assert len(set(sealed)) == 5
    assert not any(WORDS in one for one in sealed)


def test_what_does_not_fit_is_refused_and_never_cut() -> None:
    public = Ballots([OLD]).public_key("wave")
    with pytest.raises(ValueError, match="do not fit"):
        seal_to(public, "wave", b"x" * 201, 200)
    assert unpadded(padded(b"x\0\0", 9)) == b"x\0\0"


@pytest.mark.parametrize("keys", [[], ["short"]])
def test_weak_keys_seal_nothing(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="sealing key"):
        Ballots(keys)
