"""A round over the real measures with twenty raters by link, while the worker is killed ten times: each rating counts
once, each idea is told once."""

import asyncio
import csv
import os
import random
import re
import time
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.ranking.field import Field, Idea, Score
from domain.ranking.utility import rank
from domain.rounds.happenings import Decided
from domain.rounds.nouns import Round
from domain.rounds.proposal import proposed
from domain.words import Via
from proof.figures import load, table
from proof.test_measures import MEASURES
from proof.town import database_of
from storage import inbox, people, round_fields, round_results, rounds
from storage.people import PersonIn
from tests.e2e.stack import HOST, Stack
from tests.e2e.visitor import Visitor
from tests.storage.round_town import RoundTown, prioritised
from tests.storage.town import Town
from umlauf.messenger import TemporalMessenger
from umlauf.temporal import connect

IDEAS = int(os.environ.get("PROOF_ROUND_IDEAS", "126"))
RATERS = int(os.environ.get("PROOF_ROUND_RATERS", "20"))
KILLS = 10
AGAIN = (429, 503)  # too many in a minute, or the database is busy: what was typed is still there
RATE = re.compile(r"https?://[^\s/]+/r/[a-z2-7]{32}")


def said(rater: int, title: str, criterion: str) -> int:
    """The same for the same rater and idea, so that what has to come out is known beforehand."""
    return zlib.crc32(f"{rater}:{title}:{criterion}".encode()) % 11


@dataclass
class Trial:
    """What was done to the installation, and what was asked of it again."""

    stack: Stack
    rounds: RoundTown
    kills: int = 0
    repeated: int = 0
    raters: dict[str, int] = field(default_factory=dict)  # address → number
    chance: random.Random = field(default_factory=lambda: random.Random(20261128))

    async def kill(self, times: int) -> None:
        """The worker dies in the middle of whatever it is at, and comes back."""
        for _ in range(times):
            await asyncio.sleep(self.chance.uniform(1, 5))
            await self.stack.kill("worker")
            self.kills += 1
            await asyncio.sleep(self.chance.uniform(0, 1))
            await self.stack.start("worker")

    async def rated_by_all(self) -> None:
        """Each by the link in their mail, all at once."""
        mails = await self.stack.letters("round_invitation", count=RATERS)
        links = {mail.envelope_to[0]: RATE.findall(mail.text)[0] for mail in mails}
        assert links.keys() == self.raters.keys()
        await asyncio.gather(*(self.rate(links[address], number) for address, number in self.raters.items()))

    async def rate(self, link: str, number: int) -> None:
        """Says something of every idea, and that it is all."""
        async with Visitor(self.stack.base_url, timeout=60) as visitor:
            for place in range(1, IDEAS + 1):
                await visitor.open(f"{link}/{place}")
                title = visitor.page.title.partition(" – ")[0]
                given = {f"score.{c}": str(said(number, title, c)) for c in ("benefit", "complexity")}
                await self._sent(visitor, f"/{place}", given, "overview")
            await visitor.open(link)
            await self._sent(visitor, "/finish", {"sure": ["yes"]})

    async def _sent(self, visitor: Visitor, form: str, given: dict[str, Any], button: str = "") -> None:
        """Until it is taken: the page that asks for patience shows the form again."""
        await visitor.send(visitor.page.form(form), given, button=button, expect=None)
        while visitor.status in AGAIN:
            self.repeated += 1
            await asyncio.sleep(2)
            await visitor.send(visitor.page.form(form), given, button=button, expect=None)
        assert visitor.status == 200, visitor.page.text[:300]

    async def round(self, round_id: str) -> Round:
        return await self.rounds.round(round_id)

    async def comes_to(self, round_id: str, state: str, seconds: float = 400) -> None:
        began = time.monotonic()
        while (await self.round(round_id)).state != state:
            assert time.monotonic() - began < seconds, (await self.round(round_id)).state
            await asyncio.sleep(0.5)


def titles() -> list[str]:
    """Of the measures; a title that comes twice has its number behind it."""
    with MEASURES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [f"{' '.join(row['title'].split())[:150]} ({n})" for n, row in enumerate(rows, 1)][:IDEAS]


@pytest.mark.skipif(not MEASURES.exists(), reason=f"NOT RUN: the measures are not there ({MEASURES.name})")
async def test_a_round_loses_no_rating_and_tells_every_idea_once(tmp_path: Path, database_url: str) -> None:
    async with Stack(tmp_path, database_url=database_url) as stack:
        town = Town(stack.db, now=datetime.now(UTC) - timedelta(minutes=5))
        await town.settle()
        trial = Trial(stack, RoundTown(town))
        ideas = {await prioritised(town, title=title): title for title in titles()}
        raters = await _panel(trial)
        client = await connect("proof", environment={"TEMPORAL_ADDRESS": f"{HOST}:{stack.temporal_port}"})
        messenger = TemporalMessenger(client, stack.db)
        town.now = datetime.now(UTC)
        plan = await trial.rounds.plan(roles=(), people=tuple(raters), take=10)
        began = time.monotonic()
        async with stack.db.write() as session:
            letter = await rounds.open_round(session, plan, by=town.people["olga"], via=Via.OFFICE, at=town.now)
        await messenger.bring(letter)
        await asyncio.gather(trial.rated_by_all(), trial.kill(5))
        rating = time.monotonic() - began
        await asyncio.gather(trial.comes_to(letter.round, "computed"), trial.kill(2))  # while it is counted
        async with stack.db.read() as session:  # what is decided on waits no longer
            kept = await round_fields.field_of(session, await trial.round(letter.round))
        deciding = asyncio.create_task(_decide(trial, messenger, letter.round))
        await asyncio.gather(trial.comes_to(letter.round, "decided"), trial.kill(3))  # while the ideas are told
        await deciding
        await _every_idea_is_told(stack, letter.round, len(ideas))
        await _every_rating_counts_once(trial, letter.round, kept, ideas, raters)
        table(
            f"Round, {database_of(stack)}",
            {
                "ideas, raters": f"{len(ideas)}, {len(raters)}",
                "kills of the worker": trial.kills,
                "rated by forms": f"{len(ideas) * len(raters)} in {rating:.0f} s",
                "sent again, as the page asked": trial.repeated,
                "load": load(),
            },
        )


async def _panel(trial: Trial) -> dict[str, int]:
    """People of the house who rate; person id → number."""
    found: dict[str, int] = {}
    async with trial.stack.db.write() as session:
        for n in range(RATERS):
            address = f"rater{n}@example.org"
            person = PersonIn(f"Rater {n}", address, department="digital", roles=frozenset({"reviewer"}))
            found[(await people.put(session, person, at=trial.rounds.town.now))[0]] = n
            trial.raters[address] = n
    return found


async def _decide(trial: Trial, messenger: TemporalMessenger, round_id: str) -> None:
    """As the ranking proposes it."""
    async with trial.stack.db.read() as session:
        result = await round_results.load(session, round_id, 1)
    assert result is not None
    fates = proposed(result.ranking, 10)
    said_ = {"id": f"decided:{round_id}", "by": trial.rounds.town.people["olga"], "via": Via.OFFICE}
    choices = [{"idea": idea, "fate": fate} for idea, fate in fates.items()]
    decided = Decided.model_validate(
        said_ | {"at": datetime.now(UTC), "result": 1, "choices": choices, "decider": trial.rounds.town.people["dora"]}
    )
    async with trial.stack.db.write() as session:
        letter = await inbox.put_of_round(session, round_id, decided)
    await messenger.bring(letter)


async def _every_idea_is_told(stack: Stack, round_id: str, count: int) -> None:
    """One happening each, recorded, and one line in the record of each."""
    told = "SELECT count(*) FROM inbox WHERE id LIKE :mine AND verdict = 'done'"
    for _ in range(360):
        if (await stack.rows(told, mine=f"ranked:{round_id}:%"))[0][0] == count:
            break
        await asyncio.sleep(0.5)
    lines = await stack.rows("SELECT case_id, count(*) FROM events WHERE kind = 'ranked' GROUP BY case_id")
    assert sorted(row[1] for row in lines) == [1] * count


async def _every_rating_counts_once(
    trial: Trial, round_id: str, kept: Field, ideas: dict[str, str], raters: dict[str, int]
) -> None:
    """The ranking is the one that follows from what was said, worked out here."""
    round_ = await trial.round(round_id)
    async with trial.stack.db.read() as session:
        result = await round_results.load(session, round_id, 1)
        assert await rounds.round_broken_at(session, round_) is None
    assert result is not None
    assert round_.plan is not None
    scored = [c for c in round_.plan.criteria if c.id in ("benefit", "complexity")]
    assert result.scores == len(ideas) * len(raters) * len(scored)
    numbers = {one.id: one.number for one in kept.ideas}
    expected = Field(
        tuple(Idea(idea, numbers[idea]) for idea in ideas),
        round_.plan.criteria,
        tuple(
            Score(str(n), idea, c.id, float(said(n, title, c.id)))
            for n in raters.values()
            for idea, title in ideas.items()
            for c in scored
        ),
    )
    assert [(p.idea, p.rank, p.value) for p in result.ranking.places] == [
        (p.idea, p.rank, p.value) for p in rank(expected).places
    ]
