"""The port for figures answers one question, survives what is no question, and says when it cannot be had."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from tests.e2e.stack import HOST, free_ports
from umlauf.errors import Impossible
from umlauf.scraped import scraped
from umlauf.settings import Settings
from umlauf.worker import runtime_of


async def tell() -> str:
    return "umlauf_cases_open 3\n"


async def broken() -> str:
    raise KeyError("a secret")


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """Where `tell` is asked."""
    [free] = free_ports(1)
    async with scraped(HOST, free, tell):
        yield free


async def said(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(request)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize(
    ("request_", "begins"),
    [
        (b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 200 OK\r\n"),
        (b"GET /metrics?name=x HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 200 OK\r\n"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 404 "),
        (b"GET /office HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 404 "),
        (b"POST /metrics HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.1 405 "),
        (b"\x16\x03\x01 no question\r\n\r\n", b"HTTP/1.1 404 "),
        (b"GET /metrics", b""),
        (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n", b""),
    ],
)
async def test_one_path_is_known(request_: bytes, begins: bytes, port: int) -> None:
    answer = await said(port, request_)
    assert answer.startswith(begins)
    assert (b"umlauf_cases_open 3\n" in answer) == begins.endswith(b"200 OK\r\n")
    assert (await said(port, b"GET /metrics HTTP/1.1\r\n\r\n")).endswith(b"\r\n\r\numlauf_cases_open 3\n")


async def test_a_bug_is_not_shown_and_ends_nothing() -> None:
    [free] = free_ports(1)
    async with scraped(HOST, free, broken):
        for _ in range(2):
            answer = await said(free, b"GET /metrics HTTP/1.1\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 500 ")
            assert b"secret" not in answer


async def test_a_port_that_is_taken_is_named_with_its_setting() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Impossible, match=rf"{HOST}:{port}.* UMLAUF_METRICS_PORT"):
            async with scraped(HOST, port, tell):
                pass
        with pytest.raises(Impossible, match=rf"{HOST}:{port}.* UMLAUF_WORKER_METRICS_PORT"):
            runtime_of(Settings(worker_metrics_port=port))


async def test_without_a_port_nothing_is_shown() -> None:
    async with scraped(HOST, 0, tell):
        pass
    assert runtime_of(Settings()) is None
