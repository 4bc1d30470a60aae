"""Which addresses a form of ours may come from."""

import pytest

from api.origins import is_ours

TRUSTED = ("localhost", "127.0.0.1", "::1", "*.example.org", "Umlauf.intern")


@pytest.mark.parametrize(
    ("origin", "host", "base_url"),
    [
        ("http://localhost:8000", "localhost:8000", "http://localhost:8000"),
        ("https://ideen.example", "ideen.example", "https://ideen.example:443"),
        ("https://ideen.example:443", "ideen.example", "https://ideen.example"),
        ("http://IDEEN.example", "ideen.example:80", "http://ideen.example:80"),
        ("https://ideen.example", "ideen.example", "https://ideen.example/umlauf"),  # an origin has no path
        ("https://ideen.example", "backend:8000", "https://ideen.example"),  # behind a proxy that names another host
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "[::1]:8000", "http://localhost:8000"),
        ("http://localhost:9000", "localhost:9000", "http://localhost:8000"),  # a port that was passed on
        ("https://umlauf.intern", "umlauf.intern", "https://ideen.example"),
    ],
)
def test_a_form_of_ours(origin: str, host: str, base_url: str) -> None:
    assert is_ours(origin, host, base_url, TRUSTED)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://127.0.0.1:9000", "127.0.0.1:8000"),  # another program on this machine
        ("http://[::1]:8000", "localhost:8000"),  # the same port at another address may be another program's
        ("https://localhost:8000", "localhost:8000"),
        ("http://evil.example.org", "evil.example.org"),  # a pattern is no name
        ("http://evil.example", "evil.example"),
        ("http://localhost:8000.evil.example", "localhost:8000"),
        ("http://localhost:port", "localhost:port"),
        ("file://localhost:8000", "localhost:8000"),
        ("chrome-extension://localhost", "localhost"),
        ("http://", ""),
        ("null", "localhost:8000"),
        ("http://[::1", "[::1"),
    ],
)
def test_a_form_of_somebody_else(origin: str, host: str) -> None:
    assert not is_ours(origin, host, "http://localhost:8000", TRUSTED)
