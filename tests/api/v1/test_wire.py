"""What goes over the wire: HEAD, hosts, headers, and bodies that are too large for us."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import yaml

from api.app import create_app
from tests.api.city import City
from tests.api.conftest import ROOT
from tests.api.v1.conftest import SUBMITTER, a_token
from tests.api.v1.wire import Wire, served

PAGES = ["/health", "/health/ready", "/api/v1/docs", "/api/v1/problems", "/api/v1/openapi.json", "/static/base.css"]
EVERYWHERE = {
    "referrer-policy": "strict-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}
POLICY = ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]


@pytest.fixture
async def wire(city: City) -> AsyncIterator[Wire]:
    async with served(create_app(replace(city.services, trusted_hosts=("ideen.example",)))) as running:
        yield running


@pytest.mark.parametrize("path", PAGES)
async def test_head_answers_like_get_without_a_body(wire: Wire, path: str) -> None:
    get, head = await wire.ask("GET", path), await wire.ask("HEAD", path)
    assert (get.status, head.status) == (200, 200)
    assert head.body == b""
    assert head.headers["content-type"] == get.headers["content-type"]


async def test_head_opens_no_more_than_get(wire: Wire, city: City) -> None:
    token = await a_token(city, SUBMITTER, "read")
    assert (await wire.ask("HEAD", "/api/v1/ideas")).status == 401
    assert (await wire.ask("HEAD", "/api/v1/ideas", f"Authorization: Bearer {token}")).status == 200


@pytest.mark.parametrize("host", ["evil.example", "ideen.example.evil.example", "127.0.0.1"])
async def test_a_host_that_is_not_ours_is_refused(wire: Wire, host: str) -> None:
    answer = await wire.ask("GET", "/api/v1/docs", host=host)
    assert answer.status == 400
    assert host.encode() not in answer.body


@pytest.mark.parametrize("path", [*PAGES, "/api/v1/ideas", "/api/v1/nothing", "/nothing"])
async def test_every_answer_carries_the_headers_and_none_names_the_server(wire: Wire, path: str) -> None:
    headers = (await wire.ask("GET", path)).headers
    assert {name: headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    for rule in POLICY:
        assert rule in headers["content-security-policy"]
    assert "server" not in headers
    kept = headers["cache-control"]
    assert kept == ("public, max-age=3600" if path.startswith("/static/") else "no-store")
    assert path.startswith("/static/") or headers["x-robots-tag"] == "noindex, nofollow"


async def test_addresses_in_answers_come_from_the_settings(wire: Wire, city: City) -> None:
    await city.in_review(public=True)
    token = await a_token(city, SUBMITTER, "read")
    forged = "X-Forwarded-Host: evil.example"
    answer = await wire.ask("GET", "/api/v1/ideas", f"Authorization: Bearer {token}", forged)
    assert b"http://ideen.example/api/v1/ideas/2026-0001" in answer.body
    assert b"evil" not in answer.body


async def test_a_body_announced_too_large_is_refused_unread(wire: Wire) -> None:
    lines = ["Content-Type: application/json", "Content-Length: 10000000"]
    answer = await wire.ask("POST", "/api/v1/ideas", *lines, body=b"{")
    assert (answer.status, answer.headers["content-type"]) == (413, "application/problem+json")


async def test_a_wrong_method_is_a_problem(wire: Wire) -> None:
    answer = await wire.ask("PUT", "/api/v1/ideas", "Content-Length: 0")
    assert (answer.status, answer.headers["content-type"]) == (405, "application/problem+json")


async def test_a_failure_of_ours_tells_nothing_and_carries_the_headers(
    wire: Wire, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    token = await a_token(city, SUBMITTER, "read")
    monkeypatch.setattr("api.searching.look", broken)
    answer = await wire.ask("GET", "/api/v1/ideas", f"Authorization: Bearer {token}")
    assert (answer.status, b"secret" in answer.body) == (500, False)
    assert answer.headers["x-frame-options"] == "DENY"
    assert b'"code":"internal"' in answer.body


async def test_health_says_that_it_lives_and_what_is_well(wire: Wire, city: City) -> None:
    async def away() -> bool:
        raise ConnectionError

    assert (await wire.ask("GET", "/health")).body == b'{"status":"ok"}'
    assert b'"status":"ok"' in (await wire.ask("GET", "/health/ready")).body
    city.services.probes["temporal"] = away
    ready = await wire.ask("GET", "/health/ready")
    assert b'"temporal":false' in ready.body


async def test_the_compose_files_question_for_health_is_answered(wire: Wire) -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    _, _, *arguments = compose["services"]["api"]["healthcheck"]["test"]
    asked = [one.replace("127.0.0.1:8000", f"127.0.0.1:{wire.port}") for one in arguments]
    here = {**os.environ, "UMLAUF_BASE_URL": "https://ideen.example"}
    asking = await asyncio.create_subprocess_exec(sys.executable, *asked, env=here, stderr=subprocess.PIPE)
    _, said = await asking.communicate()
    assert asking.returncode == 0, said.decode()
