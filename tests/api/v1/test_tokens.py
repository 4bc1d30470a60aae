"""Tokens: what a scope opens, and when a token opens nothing any more."""

from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import text

from api.limits import Budget, Limits
from storage import people, tokens
from tests.api.city import City
from tests.api.v1.conftest import IDEA, SUBMITTER, Program, key, problem

READS = ["/ideas", "/ideas/2026-0001", "/ideas/2026-0001/history", "/tasks"]
ANSWERS = ["answer", "decide", "settle", "reply"]


async def test_without_a_token_nothing_opens(client: httpx2.AsyncClient) -> None:
    for path in READS:
        answer = await client.get(f"/api/v1{path}")
        await problem(answer, 401, "token.missing")
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("given", ["Bearer wrong", "Bearer ", "Basic dTpw", "Bearer \u00e4"])
async def test_a_wrong_token_opens_nothing(client: httpx2.AsyncClient, given: str) -> None:
    answer = await client.get("/api/v1/ideas", headers={b"Authorization": given.encode()})
    assert answer.status_code == 401


async def test_an_expired_token_opens_nothing(city: City, program: Program) -> None:
    client = await program(SUBMITTER, until=city.clock() + timedelta(days=1))
    assert (await client.get("/ideas")).status_code == 200
    city.clock.later(days=1)
    await problem(await client.get("/ideas"), 401, "token.unknown")


async def test_a_revoked_token_opens_nothing(city: City, program: Program) -> None:
    client = await program(SUBMITTER)
    async with city.db.write() as session:
        (token,) = await tokens.everything(session)
        assert await tokens.revoke(session, token.id, city.clock())
    await problem(await client.get("/ideas"), 401, "token.unknown")


async def test_the_token_of_somebody_who_left_opens_nothing(city: City, program: Program) -> None:
    client = await program("jana.petersen", "read", "office")
    async with city.db.write() as session:
        await people.deactivate(session, city.people["jana.petersen"], at=city.clock())
    await problem(await client.get("/ideas"), 401, "token.unknown")


async def test_only_the_hash_of_a_token_is_kept(city: City, program: Program) -> None:
    client = await program(SUBMITTER)
    async with city.db.read() as session:
        row = (await session.execute(text("SELECT * FROM api_tokens"))).one()
    assert client.headers["authorization"].removeprefix("Bearer ") not in str(row)


async def test_a_scope_opens_only_what_it_names(program: Program) -> None:
    writing = await program(SUBMITTER, "submit")
    for path in READS:
        await problem(await writing.get(path), 403, "token.scope")
    reading = await program(SUBMITTER, "read")
    await problem(await reading.post("/ideas", json=IDEA, headers=key()), 403, "token.scope")
    await problem(await reading.post("/ideas/2026-0001/withdraw", json={}), 403, "token.scope")
    for what in ANSWERS:
        body = {"reply": "x"} if what == "reply" else {}
        answer = await reading.post(f"/tasks/none/{what}", json=body)
        await problem(answer, 403, "token.scope")


async def test_a_token_has_a_budget(city: City, program: Program) -> None:
    city.services.limits = Limits({"api.token": Budget(2, 60)})
    client = await program(SUBMITTER)
    answers = [await client.get("/ideas") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    await problem(answers[2], 429, "too_many")
    assert int(answers[2].headers["retry-after"]) > 0


async def test_the_last_use_of_a_token_is_known(city: City, program: Program) -> None:
    client = await program(SUBMITTER)
    await client.get("/ideas")
    async with city.db.read() as session:
        (token,) = await tokens.everything(session)
    assert token.last_used_at == city.clock()
