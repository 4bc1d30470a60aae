"""Fifty people answer at the same moment: every answer is there, once, and opens at the close."""

import asyncio
import statistics
import time

import httpx2
import pytest

from api.services import Services
from domain.survey.modes import Mode
from storage import answers
from storage.engine import Database
from tests.api.answering.asked import BALLOTS, ORIGIN, PULSE, a_wave, counted, set_wave
from tests.api.apps import app_on
from tests.api.city import hidden_of
from tests.api.conftest import SITE

MANY = 50
BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)


class Person:
    """Somebody with a browser who sends again what could not be taken, as its page asks."""

    def __init__(self, transport: httpx2.AsyncBaseTransport, took: list[float]) -> None:
        self.client = httpx2.AsyncClient(transport=transport, base_url=SITE.base_url)
        self.took = took
        self.again = 0

    async def get(self, page: str) -> dict[str, str]:
        answer = await self._timed("GET", page)
        assert answer.status_code == 200, (page, answer.status_code, answer.headers.get("location"))
        return hidden_of(answer.text)

    async def post(self, page: str, data: dict[str, object]) -> str:
        answer = await self._timed("POST", page, data)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    async def _timed(self, method: str, page: str, data: dict[str, object] | None = None) -> httpx2.Response:
        for _ in range(30):
            begun = time.perf_counter()
            answer = await self.client.request(method, page, data=data, headers=ORIGIN)
            self.took.append(time.perf_counter() - begun)
            if answer.status_code != 503:
                return answer
            self.again += 1
        return answer

    async def answer(self, link: str, words: str) -> None:
        """From the mail to the thanks."""
        page = await self.post("/s/begin", dict(await self.get(link)))
        while page != "/s/check":
            given = PULSE[page.rpartition("/")[2]]
            typed = {f"q.{key.replace('__', '.')}": value for key, value in given.items()} | {"q.one_thing": words}
            page = await self.post(page, {**await self.get(page), **typed, "step": "next"})
        assert await self.post(page, {**await self.get(page), "sure": "yes"}) == "/s/thanks"
        await self.get("/s/thanks")
        await self.client.aclose()


@BOTH
async def test_fifty_answer_at_once_and_nothing_is_lost(services: Services, db: Database, backend: str) -> None:
    wave, links = await a_wave(db, people=MANY)
    transport, took = httpx2.ASGITransport(app=app_on(services)), list[float]()
    people = [Person(transport, took) for _ in links]
    services.templates.prepare("survey")  # as the process does before it listens
    await asyncio.gather(
        *(one.answer(link, f"Antwort {n}") for n, (one, link) in enumerate(zip(people, links, strict=True)))
    )

    print(
        f"\n{backend}: {len(took)} requests of {MANY} people at once, "
        f"median {statistics.median(took) * 1000:.0f} ms, p95 {statistics.quantiles(took, n=20)[18] * 1000:.0f} ms, "
        f"sent again {sum(one.again for one in people)}"
    )
    assert await counted(db, "intake") == MANY
    assert await counted(db, "invitations", "answered") == MANY
    assert await counted(db, "drafts") == 0
    await set_wave(db, wave, state="closed")
    async with db.write() as session:
        await answers.empty_intake(session, wave, BALLOTS.opener(wave, BALLOTS.public_key(wave)), 5)
        found = await answers.answers_of(session, wave, Mode.ANONYMOUS)
    assert sorted(str(one.values["one_thing"]) for one in found) == sorted(f"Antwort {n}" for n in range(MANY))
