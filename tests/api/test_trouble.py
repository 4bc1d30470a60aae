"""A database that is full or held by somebody else: the page keeps what was typed and says so; nothing is half done."""

from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import event, text

from storage.engine import Database
from tests.api.city import TITLE, City, asked_for_code, followed, hidden_of, send
from tests.full_disk import full_disk

ORIGIN = {"Origin": "http://ideen.example"}
REVIEW = {"verdict": "approve", "scores.benefit": "8", "scores.complexity": "none", "reason": "Ein <b>langer</b> Satz"}
FORM = {"title": TITLE, "name": "Nina Neu", "email": "nina.neu@example.org"}


def _no_more_pages(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA max_page_count = 1")  # never below what there is: it may not grow


async def rows(db: Database) -> list[int]:
    async with db.read() as session:
        return [
            int((await session.execute(text(f"SELECT count(*) FROM {name}"))).scalar_one())
            for name in ("cases", "events", "inbox", "outbox", "links", "submissions")
        ]


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_a_full_disk_keeps_an_answer_in_its_form(client: httpx2.AsyncClient, city: City, db: Database) -> None:
    link = await city.link(await city.in_review(), "review_asked")
    before = await rows(db)
    with full_disk(db):
        refused = await send(client, link, f"{link}/answer", **REVIEW)
    assert refused.status_code == 503
    assert "Ein &lt;b&gt;langer&lt;/b&gt; Satz" in refused.text
    assert "versuchen Sie es in einer Minute" in refused.text
    assert await rows(db) == before
    again = await client.post(f"{link}/answer", data={**hidden_of(refused.text), **REVIEW}, headers=ORIGIN)
    assert again.status_code == 303


async def test_a_sqlite_file_that_may_not_grow_keeps_an_idea_in_its_form(
    client: httpx2.AsyncClient, city: City, db: Database
) -> None:
    long = {**FORM, "description": "Viele Worte. " * 600}
    check = await followed(client, await send(client, "/ideas/new", **long))
    sent = {**hidden_of(check.text), "step": "send"}
    await db.close()
    event.listen(db.engine, "connect", _no_more_pages)
    before = await rows(db)
    answers = [
        await client.post("/ideas/new", data={**sent, "email": f"n{n}@example.org"}, headers=ORIGIN) for n in range(12)
    ]
    full = next(answer for answer in answers if answer.status_code != 303)
    assert full.status_code == 503
    assert "Viele Worte. Viele Worte." in full.text
    taken = sum(answer.status_code == 303 for answer in answers)
    assert [now - then for now, then in zip(await rows(db), before, strict=True)] == [0, 0, 0, taken, taken, taken]
    event.remove(db.engine, "connect", _no_more_pages)
    await db.close()
    assert (await client.post("/ideas/new", data=sent, headers=ORIGIN)).status_code == 303


@pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
async def test_a_locked_database_keeps_a_decision_in_its_form(
    client: httpx2.AsyncClient, city: City, db: Database, backend: str
) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    page = hidden_of((await client.get(link)).text)
    form = {**page, "outcome": "accepted", "public_reason": "Weil es hilft", "step": "send"}
    _, form = await asked_for_code(client, city, await client.post(f"{link}/decide", data=form, headers=ORIGIN))
    before = await rows(db)
    other = Database(db.url.render_as_string(hide_password=False))
    async with other.write() as session:
        held = "SELECT 1" if backend == "sqlite" else "LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"
        await session.execute(text(held))
        refused = await client.post(f"{link}/decide", data=form, headers=ORIGIN)
    await other.close()
    assert refused.status_code == 503
    assert "Weil es hilft" in refused.text
    assert await rows(db) == before
    again = {**hidden_of(refused.text), **({} if backend == "postgres" else form)}  # there not even the page was read
    assert (await client.post(f"{link}/decide", data=again, headers=ORIGIN)).status_code == 303
    assert (await city.case(case_id)).decision is not None


@pytest.mark.parametrize("path", ["/", "/ideas", "/ideas/new", "/office", "/api/v1/ideas", "/health/ready"])
async def test_without_a_database_every_page_says_so(client: httpx2.AsyncClient, city: City, path: str) -> None:
    city.services.db = Database("sqlite+aiosqlite:////nowhere/at/all.db")
    answer = await client.get(path, cookies={"umlauf_session": "x"}, headers={"Authorization": "Bearer " + "a" * 32})
    assert answer.status_code == 503, answer.text


async def test_a_database_without_tables_is_not_ready_and_says_what_to_do(
    client: httpx2.AsyncClient, city: City, tmp_path: Path
) -> None:
    city.services.db = Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "database.behind")
    assert "python -m umlauf migrate" in answer.json()["detail"]
    assert answer.json()["parts"]["database"] is False
