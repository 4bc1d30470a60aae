"""Searching among very many ideas: how long the server takes for a page of results, on PostgreSQL and on SQLite.

`python -m bench.search`: 100,000 ideas, `--count` for others, `--on sqlite` for one database. Their words are those of
126 real measures (`../shared/data`) and 20,000 made of two of them, some often and most seldom, as in any language.
Promised: p95 of the page within 100 ms.
"""

import argparse
import csv
import logging
import random
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

import httpx2
import structlog
from sqlalchemy import text

import storage.postgres
from bench.board import models, new_database, rows_of, town
from bench.measuring import load
from domain.case import Case
from domain.search.words import words_of
from storage import processes, search, sql
from storage.mapping import COLLECTIONS
from storage.session import Session
from storage.tables import CaseRow, CaseWordsRow
from tests.api.city import City
from tests.postgres import _start
from umlauf.running import run_async

DATA = Path(__file__).parents[2] / "shared" / "data" / "ulm-measures.csv"
UNREAD = {"tasks", "assignments"}  # which no search reads
Took = tuple[float, float]  # seconds by the clock, and of this process's processor time
ROUNDS, AT_ONCE = 6, 2_000
FILTERS: tuple[Mapping[str, str], ...] = ({}, {"stage": "decision"}, {"theme": "mobility", "since": "1.1.2020"})


class Language:
    """Words, the first ones often and the last ones seldom."""

    def __init__(self, chance: random.Random) -> None:
        if not DATA.exists():
            raise SystemExit(f"{DATA} is not there: its words are what is searched.")
        with DATA.open(encoding="utf-8") as file:
            said = " ".join(f"{row['title']} {row['description']}" for row in csv.DictReader(file))
        real = list(dict.fromkeys(re.findall(r"[^\W\d_]{2,}", said)))
        made = [f"{chance.choice(real)}{chance.choice(real).lower()}" for _ in range(20_000)]
        self.words = [*real, *dict.fromkeys(made)]
        self._weights = list(accumulate(1 / (place + 20) for place in range(len(self.words))))
        self._chance = chance

    def some(self, many: int) -> str:
        """So many words."""
        return " ".join(self._chance.choices(self.words, cum_weights=self._weights, k=many))

    def asked(self) -> Iterator[tuple[str, str]]:
        """What people type: a kind, and words of it."""
        real, all_ = self.words, len(self.words)
        for _ in range(ROUNDS):
            yield "in most ideas", real[self._chance.randrange(3)]
            yield "in many", real[self._chance.randrange(50, 150)]
            yield "in some", real[self._chance.randrange(500, 2_000)]
            yield "in few", self.words[self._chance.randrange(all_ // 2, all_)]
            yield "in none", self.words[self._chance.randrange(all_)] + "zzz"
            yield "part of a word", real[self._chance.randrange(200, 1_500)][:5]
            yield "two words", f"{real[self._chance.randrange(50)]} {real[self._chance.randrange(50, 1_500)]}"
            yield "in quotes", f'"{real[self._chance.randrange(20)]} {real[self._chance.randrange(20)]}"'
            yield "two letters", self._chance.choice(("IT", "in", "zu", "ab"))


async def fill(city: City, language: Language, count: int) -> None:
    """So many ideas in all stages, each with words of its own."""
    async with city.db.read() as session:
        process = await processes.current_hash(session) or ""
    made = [replace(one.case, process=process) for one in models()]
    for start in range(0, count, AT_ONCE):
        rows: dict[Any, list[Mapping[str, Any]]] = {}
        for number in range(start, min(count, start + AT_ONCE)):
            case_id = uuid4().hex
            model = _with_words(made[number % len(made)], language)
            for table, values in rows_of(city, model, case_id, number):
                rows.setdefault(table, []).append({**values, **({"worded": 1} if table is CaseRow else {})})
            own = replace(model, id=case_id, number=f"2026-{number:05}")
            rows.setdefault(CaseWordsRow, []).append(search.row(own, words_of(own)))
        async with city.db.write() as session:
            for table in [
                CaseRow,
                *(row for name, (_, row) in COLLECTIONS.items() if name not in UNREAD),
                CaseWordsRow,
            ]:
                found = rows.get(table, [])
                for at in range(0, len(found), 500):
                    await sql.insert(session, cast("Any", table), found[at : at + 500])


def _with_words(model: Case, language: Language) -> Case:
    title, summary, description = language.some(4).capitalize(), language.some(15), language.some(80)
    reasons = tuple(replace(one, public=language.some(15), internal=language.some(15)) for one in model.reasons)
    answers = tuple(replace(one, reason=language.some(20)) for one in model.answers)
    written = replace(model.text, title=title, summary=summary, description=description)
    return replace(model, texts=(written,), reasons=reasons, answers=answers)


async def _without_index(session: Session) -> list[str]:
    """What searches goes while rows come; gives what makes it again."""
    if session.dialect == "sqlite":
        names = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'case_words'"
        triggers = (await session.execute(text(names))).all()
        for one in triggers:
            await session.execute(text(f"DROP TRIGGER {one.name}"))
        rebuild = "INSERT INTO case_words_found(case_words_found) VALUES ('rebuild')"
        return [rebuild, *(one.sql for one in triggers), "ANALYZE"]
    made = "SELECT indexdef FROM pg_indexes WHERE indexname = 'case_words_found'"
    again = str((await session.execute(text(made))).scalar_one())
    await session.execute(text("DROP INDEX case_words_found"))
    return ["SET LOCAL maintenance_work_mem = '256MB'", again, "ANALYZE"]


async def measure(url: str, name: str, count: int) -> None:
    """Fills a database, and asks it what people ask."""
    language = Language(random.Random(7))  # the same words each time
    began = perf_counter()
    one = await town(url, 0)
    async with one.city.db.write() as session:
        again = await _without_index(session)
    await fill(one.city, language, count)
    async with one.city.db.write() as session:
        for statement in again:
            await session.execute(text(statement))
    print(f"{name}: {count} ideas in {perf_counter() - began:.0f} s, load {load()}", flush=True)
    took: dict[str, list[Took]] = {}
    await _page(one.client, "/office/search?q=erste")  # templates are read once
    for kind, typed in language.asked():
        for path in ("/office/search", "/ideas"):
            for which in FILTERS:
                each = await _page(one.client, f"{path}?{urlencode({'q': typed, **which})}")
                took.setdefault(f"{kind}{', filtered' if which else ''}", []).append(each)
    for kind, seen in took.items():
        print(f"{name}: {kind}: {_told(seen)}")
    print(f"{name}: all: {_told([each for seen in took.values() for each in seen])}, load {load()}", flush=True)
    await one.client.aclose()
    await one.city.db.close()


async def _page(client: httpx2.AsyncClient, address: str) -> Took:
    began, used = perf_counter(), process_time()
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return perf_counter() - began, process_time() - used


def _told(seen: list[Took]) -> str:
    clock, own = ([1000 * each[which] for each in seen] for which in (0, 1))
    by_clock = f"p95 {quantiles(clock, n=20)[-1]:.0f} ms, median {quantiles(clock, n=2)[0]:.0f} ms by the clock"
    return f"{by_clock}; p95 {quantiles(own, n=20)[-1]:.0f} ms, median {quantiles(own, n=2)[0]:.0f} ms of the processor"


async def both(count: int, on: str) -> None:
    """One database after the other."""
    storage.postgres.ANSWER, storage.postgres.LIMITS["statement_timeout"] = 3_600.0, "0"  # an index takes its time
    with ExitStack() as stack:
        if on != "sqlite":
            await measure(new_database(stack.enter_context(_start())), "PostgreSQL", count)
        if on != "postgresql":
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            await measure(f"sqlite+aiosqlite:///{folder}/bench.db", "SQLite", count)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many ideas")
    parser.add_argument("--on", choices=("sqlite", "postgresql", "both"), default="both")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    run_async(both(given.count, given.on))


if __name__ == "__main__":
    main()
