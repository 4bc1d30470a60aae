"""A calendar at an address, against a real server: what is read, and all that is not."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler

import pytest

from kit.feed import FeedRefused, Reach, address_of, read_feed
from tests.http_server import serving

REACH = Reach(frozenset({"127.0.0.1"}), plain=True, seconds=2, longest=10_000)


@dataclass
class Site:
    """What a server answers, by path."""

    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    base: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        found.asked.append(handler.path)
        found.answers[handler.path](handler)

    with serving(answer) as base:
        found.base = base
        yield found


def says(content: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def drips(handler: BaseHTTPRequestHandler) -> None:
    """One byte now and again, for ever: each within any patience for a single one."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(600):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        return


async def refused(address: str, reach: Reach = REACH) -> tuple[str, int]:
    with pytest.raises(FeedRefused) as said:
        await read_feed(address, reach)
    return said.value.why, said.value.status


async def test_it_reads_what_is_there_also_behind_a_redirect(site: Site) -> None:
    site.answers |= {
        "/a?key=1": says(b"BEGIN"),
        "/moved": says(b"", 302, Location="/a?key=1"),
    }
    assert await read_feed(f"{site.base}/a?key=1#x", REACH) == b"BEGIN"
    assert await read_feed(f"{site.base}/moved", REACH) == b"BEGIN"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (says(b"no", 404), ("status", 404)),
        (says(b"no", 500), ("status", 500)),
        (says(b"x" * 10_001), ("large", 0)),
        (says(b"short", 200, **{"Content-Length": "50"}), ("unreachable", 0)),
        (says(b"", 301, Location="/it"), ("redirects", 0)),
        (says(b"", 302, Location="http://10.0.0.1/"), ("scheme", 0)),
        (says(b"", 302, Location="https://10.0.0.1/"), ("private", 0)),
        (says(b"", 302, Location="https://localhost/"), ("private", 0)),
        (says(b"", 302, Location="file:///etc/passwd"), ("address", 0)),
        (says(b"", 302, Location="https://[::ffff:127.0.0.1]/"), ("private", 0)),
        (says(b"", 302, Location="https://2130706433/"), ("private", 0)),
        (lambda handler: handler.wfile.write(b"\x00nonsense\r\n\r\n"), ("unreachable", 0)),
    ],
)
async def test_what_is_not_read_is_told_by_a_code(
    site: Site, answer: Callable[[BaseHTTPRequestHandler], None], why: tuple[str, int]
) -> None:
    site.answers["/it"] = answer
    assert await refused(f"{site.base}/it") == why


async def test_fifty_megabytes_are_not_taken_in(site: Site) -> None:
    def pours(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(800):
                handler.wfile.write(b"x" * 65_536)
                site.asked.append("part")
        except OSError:
            return

    site.answers["/it"] = pours
    assert await refused(f"{site.base}/it") == ("large", 0)
    assert site.asked.count("part") < 200


async def test_who_sends_a_byte_at_a_time_is_left_at_the_end_of_the_time(site: Site) -> None:
    site.answers["/it"] = drips
    began = time.monotonic()
    assert await refused(f"{site.base}/it", replace(REACH, seconds=0.6)) == ("slow", 0)
    assert time.monotonic() - began < 30


async def test_who_says_nothing_is_left_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert await refused(address, replace(REACH, seconds=0.4)) == ("slow", 0)


async def test_who_says_nothing_is_slow_also_where_the_socket_loses_patience_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a busy machine the timer's thread may come last."""
    monkeypatch.setattr("kit.feed._Ending._end", lambda ending: None)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert await refused(address, replace(REACH, seconds=0.2)) == ("slow", 0)


async def test_a_name_that_leads_into_the_house_is_refused_where_it_is_asked_for(site: Site) -> None:
    """`localhost.` and its like are names: what they lead to is known only once they are looked up."""
    site.answers["/"] = says(b"secret")
    port = site.base.rpartition(":")[2]
    for host in ("localhost.", "127.1", "0x7f.0.0.1"):
        assert (await refused(f"https://{host}:{port}/"))[0] in ("private", "unreachable")
    assert site.asked == []


async def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    assert await refused(address) == ("unreachable", 0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://cal.example.org/a?b=c#d ", "https://cal.example.org/a?b=c"),
        ("webcal://cal.example.org/a.ics", "https://cal.example.org/a.ics"),
        ("https://8.8.8.8/a", "https://8.8.8.8/a"),
    ],
)
def test_addresses_that_may_be_read(typed: str, kept: str) -> None:
    assert address_of(typed, Reach()) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "address"),
        ("calendar", "address"),
        ("https://", "address"),
        ("https://a b/", "address"),
        ("https://cal.example.org:99999/", "address"),
        ("https://me:secret@cal.example.org/", "address"),
        ("https://cal.example.org/\nHost: x", "address"),
        ("https://" + "a" * 2_000, "address"),
        ("http://cal.example.org/", "scheme"),
        ("ftp://cal.example.org/", "scheme"),
        ("https://localhost/", "private"),
        ("https://127.0.0.1/", "private"),
        ("https://10.1.2.3/", "private"),
        ("https://192.168.0.1/", "private"),
        ("https://169.254.169.254/latest", "private"),
        ("https://100.64.0.1/", "private"),
        ("https://0.0.0.0/", "private"),
        ("https://224.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://[fe80::1]/", "private"),
        ("https://[fd00::1]/", "private"),
        ("https://[::ffff:10.0.0.1]/", "private"),
        ("https://[64:ff9b::a00:1]/", "private"),
        ("https://[2002:a00:1::]/", "private"),
    ],
)
def test_addresses_that_are_refused(typed: str, why: str) -> None:
    with pytest.raises(FeedRefused) as refused:
        address_of(typed, Reach())
    assert refused.value.why == why


def test_a_host_of_the_house_may_be_named_but_not_by_http() -> None:
    house = Reach(frozenset({"10.1.2.3"}))
    assert address_of("https://10.1.2.3/", house) == "https://10.1.2.3/"
    with pytest.raises(FeedRefused):
        address_of("http://10.1.2.3/", house)
