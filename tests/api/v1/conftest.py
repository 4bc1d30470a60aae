"""Programs that speak to the API: each with a token of somebody in the city."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI

from kit.tokens import hash_token, new_token
from storage import tokens
from tests.api.apps import app_on
from tests.api.city import City
from tests.api.conftest import SITE

Program = Callable[..., Awaitable[httpx2.AsyncClient]]
SUBMITTER, REVIEWER, OFFICE = "renate.kruse", "torben.voss", "jana.petersen"
EVERYTHING = ("read", "submit", "answer")

IDEA: dict[str, Any] = {
    "title": "<script>alert('frei')</script> Freie Parkplätze",
    "summary": "Eine Anzeige im Netz.",
    "benefits": [{"group": "Pendlerinnen", "how": "Weniger Suche."}],
    "theme": "mobility",
    "level": "city",
    "goals": ["sustainability"],
    "cost": 20000,
}
SCORES = {"benefit": 8, "complexity": 3}


def key(text: str = "") -> dict[str, str]:
    """The header that makes a repeat harmless; new unless it is given."""
    return {"Idempotency-Key": text or uuid4().hex}


async def problem(response: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    """The problem this must be."""
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    found: dict[str, Any] = response.json()
    assert (found["code"], found["status"]) == (code, status), found
    assert found["type"] == f"http://ideen.example/api/v1/problems#{code}"
    assert len(found["detail"]) > 10
    assert "{" not in found["detail"]
    return found


@pytest.fixture
def app(city: City) -> FastAPI:
    return app_on(city.services)


async def a_token(city: City, who: str, *scopes: str, **more: Any) -> str:
    """A token of this person, in clear."""
    token = new_token()
    until: datetime | None = more.pop("until", None)
    kept = tokens.Token(
        hash_token(token),
        uuid4().hex,
        "test",
        city.people[who],
        frozenset(scopes),
        city.clock(),
        expires_at=until,
        **more,
    )
    async with city.db.write() as session:
        await tokens.add(session, kept)
    return token


@pytest.fixture
async def program(city: City, app: FastAPI) -> AsyncIterator[Program]:
    """`await program("renate.kruse")`: a client with her token, with these scopes or with all but the office's."""
    async with AsyncExitStack() as open_ones:

        async def with_token(who: str, *scopes: str, **more: Any) -> httpx2.AsyncClient:
            token = await a_token(city, who, *(scopes or EVERYTHING), **more)
            headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
            transport = httpx2.ASGITransport(app=app)
            client = httpx2.AsyncClient(transport=transport, base_url=SITE.base_url + "/api/v1", headers=headers)
            return await open_ones.enter_async_context(client)

        yield with_token


@pytest.fixture
async def submitter(program: Program) -> httpx2.AsyncClient:
    return await program(SUBMITTER)


@pytest.fixture
async def reviewer(program: Program) -> httpx2.AsyncClient:
    return await program(REVIEWER)


@pytest.fixture
async def office(program: Program) -> httpx2.AsyncClient:
    return await program(OFFICE, "read", "office")
