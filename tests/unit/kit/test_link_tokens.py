"""Link tokens: unguessable, opaque, harmless to wrap."""

from kit.tokens import hash_token, looks_like_token, new_token


def test_a_token_is_thirty_two_lower_case_base32_characters() -> None:
    token = new_token()

    assert len(token) == 32
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_no_token_comes_twice() -> None:
    assert len({new_token() for _ in range(10_000)}) == 10_000


def test_only_the_hash_is_stored_and_it_does_not_hold_the_token() -> None:
    hashed = hash_token("a" * 32)

    assert hashed == "3ba3f5f43b92602683c19aee62a20342b084dd5971ddd33808d81a328879a547"


def test_what_does_not_look_like_a_token_is_told_without_a_look_up() -> None:
    assert looks_like_token(new_token())
    for other in ("", "a" * 31, "a" * 33, "A" * 32, "a" * 31 + "1", "a" * 32 + "\n", "<script>"):
        assert not looks_like_token(other)
