"""Surveys under way for tests of their pages: a wave with a key, people with links, and a form of every kind."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import uuid4

import httpx2
from sqlalchemy import text, update

from domain.survey.modes import Mode
from domain.survey.questionnaire import Questionnaire
from domain.survey.survey import SurveyPlan
from kit.ballot import Ballots
from storage import sql
from storage.engine import Database
from storage.tables import QuestionnaireRow, WaveRow
from tests.api.city import hidden_of
from tests.storage import asking

BALLOTS = Ballots(["a-key-for-tests-only-0123456789abcdef"])
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
W, Q = sql.table(WaveRow), sql.table(QuestionnaireRow)
ORIGIN = {"Origin": "http://ideen.example"}


def both(words: str) -> dict[str, str]:
    return {"de": f"{words} <b>", "en": f"{words} in English"}


def _options(*keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "text": both(key.title())} for key in keys]


KINDS = Questionnaire.model_validate_json(
    __import__("json").dumps(
        {
            "format": "umlauf-survey/1",
            "id": "kinds",
            "title": both("Alle Arten"),
            "kind": "staff",
            "notice": {name: both(name) for name in ("voluntary", "purpose", "recipients", "evaluations")},
            "pages": [
                {
                    "id": "all",
                    "title": both("Alles"),
                    "questions": [
                        {"key": "hello", "type": "info", "text": both("Nur zum Lesen")},
                        {"key": "step", "type": "single", "text": both("Eins"), "options": _options("red", "green")},
                        {"key": "nonce", "type": "multiple", "text": both("Mehrere"), "options": _options("a", "b"),
                         "at_most": 1},
                        {"key": "visit", "type": "likert", "text": both("Stufen"), "help": both("Hilfe"),
                         "labels": [both("nein"), both("teils"), both("ja")]},
                        {"key": "ten", "type": "ten", "text": both("Zehn"), "lowest": both("wenig"),
                         "highest": both("viel")},
                        {"key": "number", "type": "number", "text": both("Zahl"), "minimum": 1, "maximum": 2000,
                         "whole": False, "unit": both("km")},
                        {"key": "day", "type": "date", "text": both("Tag")},
                        {"key": "short", "type": "short_text", "text": both("Kurz"), "at_most": 20},
                        {"key": "long", "type": "long_text", "text": both("Lang"), "at_most": 50},
                        {"key": "rank", "type": "ranking", "text": both("Reihe"), "options": _options("x", "y", "z")},
                        {"key": "agree", "type": "consent", "text": both("Einverstanden"), "required": True},
                    ],
                }
            ],
        }
    )
)  # fmt: skip


async def a_wave(
    db: Database, mode: Mode = Mode.ANONYMOUS, people: int = 2, form: Questionnaire | None = None, **plan: Any
) -> tuple[str, list[str]]:
    """An open wave; its id, and the addresses in the mails."""
    invited = await asking.add_people(db, people)
    given = {"title": {"de": "Puls"}, "resolvers": "Amt 11", "readers": "Amt 14"} | plan
    async with db.write() as session:
        await session.execute(text("DELETE FROM surveys WHERE id = ''"))
    survey = await asking.add_survey(db, invited[0], mode, SurveyPlan.model_validate(given))
    wave = await asking.add_wave(db, survey, invited[0], mode)
    values: dict[str, Any] = {"public_key": BALLOTS.public_key(wave)}
    if form is not None:
        row = {"hash": form.content_hash, "name": form.id, "version": 1, "source": form.text, "content": form.text}
        async with db.write() as session:
            await sql.insert_or_ignore(session, QuestionnaireRow, row | {"saved_at": MONDAY, "saved_by": invited[0]})
        values["questionnaire"] = form.content_hash
    async with db.write() as session:
        await session.execute(update(W).where(W.c.id == wave).values(**values))
    tokens = await asking.invite(db, wave, invited)
    return wave, [f"/s/{tokens[person]}" for person in invited]


async def set_wave(db: Database, wave: str, **values: Any) -> None:
    """As a step of the wave would."""
    async with db.write() as session:
        await session.execute(update(W).where(W.c.id == wave).values(**values))


async def begin(client: httpx2.AsyncClient, link: str) -> str:
    """Opens the link and presses the button; the address of the first page."""
    shown = await client.get(link)
    assert shown.status_code == 200, shown.text
    return await _next(await client.post("/s/begin", data=hidden_of(shown.text), headers=ORIGIN))


async def go_on(client: httpx2.AsyncClient, page: str, *, button: str = "next", **answers: Any) -> httpx2.Response:
    """Opens a page, types these answers by key and presses a button."""
    shown = await client.get(page)
    assert shown.status_code == 200, shown.text
    given = {f"q.{key.replace('__', '.')}": value for key, value in answers.items()}
    return await client.post(page, data={**hidden_of(shown.text), **given, "step": button}, headers=ORIGIN)


async def hand_in(client: httpx2.AsyncClient, **fields: str) -> httpx2.Response:
    """Ticks the box on the last page and sends."""
    shown = await client.get("/s/check")
    assert shown.status_code == 200, shown.text
    return await client.post("/s/check", data={**hidden_of(shown.text), "sure": "yes", **fields}, headers=ORIGIN)


async def _next(answer: httpx2.Response) -> str:
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


PULSE: Mapping[str, Mapping[str, Any]] = {
    "working_together": {"side": "inside", "informed": "4", "heard": "1", "join_in": "7"},
    "obstacles": {"obstacle": ["too_slow", "other"]},
    "next_quarter": {"first__climate": "1", "first__mobility": "2", "one_thing": "<script>Mehr Bänke"},
}


async def answered(client: httpx2.AsyncClient, link: str, **last: Any) -> httpx2.Response:
    """The pulse from the mail to the last page."""
    page = await begin(client, link)
    for _ in range(9):
        if page == "/s/check":
            return await client.get(page)
        name = page.rpartition("/")[2]
        given = {**PULSE[name], **{key: value for key, value in last.items() if key in PULSE[name]}}
        page = await _next(await go_on(client, page, **given))
    raise AssertionError("it never ends")


def code_of(page: str) -> str:
    """The code a page shows."""
    found = re.search(r'class="code-shown">([^<]+)<', page)
    assert found, "no code on this page"
    return unescape(found[1])


async def counted(db: Database, table: str, where: str = "1 = 1") -> int:
    async with db.read() as session:
        return int((await session.execute(text(f"SELECT count(*) FROM {table} WHERE {where}"))).scalar_one())


__all__ = ["KINDS", "ORIGIN", "a_wave", "answered", "begin", "code_of", "counted", "go_on", "hand_in", "uuid4"]
