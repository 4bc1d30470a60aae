"""Signed values hold for one purpose, one thing and a while."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.signing import Freshness, Signer

OLD = "old-key-0123456789"
NEW = "new-key-0123456789"
NOON = 1_795_345_200.0


def check(value: str, *parts: str, now: float = NOON, keys: tuple[str, ...] = (NEW,)) -> Freshness:
    return Signer(keys).check(value, "form", *parts, now=now, max_age=3600)


def test_a_nonce_is_fresh_for_an_hour_and_then_expired() -> None:
    nonce = Signer([NEW]).sign("form", "token", at=NOON)

    assert check(nonce, "token", now=NOON + 3600) is Freshness.FRESH
    assert check(nonce, "token", now=NOON + 3601) is Freshness.EXPIRED


def test_a_nonce_of_another_purpose_or_thing_is_forged() -> None:
    signer = Signer([NEW])

    assert check(signer.sign("unsubscribe", "token", at=NOON), "token") is Freshness.FORGED
    assert check(signer.sign("form", "other", at=NOON), "token") is Freshness.FORGED
    assert check(signer.sign("form", "ab", "c", at=NOON), "a", "bc") is Freshness.FORGED


def test_a_later_time_cannot_be_written_into_a_nonce() -> None:
    version, _, mac = Signer([NEW]).sign("form", "token", at=NOON).split(".")

    assert check(f"{version}.{int(NOON) + 9999:x}.{mac}", "token", now=NOON + 9999) is Freshness.FORGED


def test_a_key_rotation_keeps_open_forms_alive() -> None:
    nonce = Signer([OLD]).sign("form", "token", at=NOON)

    assert check(nonce, "token", keys=(NEW, OLD)) is Freshness.FRESH
    assert check(nonce, "token", keys=(NEW,)) is Freshness.FORGED


def test_a_value_signed_by_an_earlier_release_is_still_accepted() -> None:
    assert check("1.6b02cb30.i7ARvjVqLqbsL4WV5WBmP1N4jKST43bhlWupeAVfXbo", "token") is Freshness.FRESH


@given(st.text(max_size=80))
def test_whatever_is_sent_instead_is_forged_and_never_an_error(value: str) -> None:
    assert check(value, "token") is Freshness.FORGED


@pytest.mark.parametrize("keys", [[], ["short"]])
def test_missing_or_weak_keys_refuse_to_start(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="key"):
        Signer(keys)


@given(st.binary(max_size=40))
def test_a_word_holds_what_was_signed_for_this_purpose_with_any_of_our_keys(content: bytes) -> None:
    word = Signer([OLD]).word("stop", content)

    assert Signer([NEW, OLD]).content(word, "stop") == content
    assert Signer([NEW]).content(word, "stop") is None
    assert Signer([OLD]).content(word, "other") is None


@pytest.mark.parametrize("place", [0, 10, 30, -1])
def test_a_word_of_which_one_letter_differs_holds_nothing(place: int) -> None:
    word = list(Signer([NEW]).word("stop", b"0123456789abcdef"))
    word[place] = "A" if word[place] != "A" else "B"

    assert Signer([NEW]).content("".join(word), "stop") is None
