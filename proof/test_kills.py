"""200 ideas under way while worker, API and Temporal are killed in turn: nothing is lost, nothing counts twice."""

import asyncio
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from activities.post_office import CONNECTIONS
from domain.chain import first_break
from proof.crowd import AWAY, Crowd, Plan
from proof.figures import load, table
from proof.town import LOST_CODE, SUBMITTERS, THEMES, database_of, quiet
from storage import mapping
from tests.e2e.caught import message_id
from tests.e2e.people import CLERK
from tests.e2e.stack import Stack

IDEAS, KILLS = 200, 20
VICTIMS = ("worker", "api", "temporal")
INDEX = re.compile(r"Proof (\d{3})")
TOLD = {
    "decided": Counter(
        idea_received=1, idea_accepted=1, review_asked=2, review_done_submitter=1, put_forward=1, decision_asked=1,
        receipt=1, answer_receipt=1,
    ),
    "withdrawn": Counter(idea_received=1, idea_withdrawn=1),
}  # fmt: skip


def index(words: str) -> int:
    found = INDEX.search(words)
    assert found, words
    return int(found[1])


def outcome(i: int) -> str:
    """Every tenth is withdrawn before triage, every fifth of the others rejected."""
    return "withdrawn" if i % 10 == 9 else "rejected" if i % 5 == 2 else "accepted"


PLAN = Plan(
    review=lambda subject: (
        {"verdict": "reject", "reason": "<script>Zu teuer."} if index(subject) % 7 == 0 else {"verdict": "approve"}
    ),
    decision=lambda subject: {"outcome": outcome(index(subject)), "public_reason": "<script>So."},
    withdraws=lambda subject: bool(INDEX.search(subject)) and outcome(index(subject)) == "withdrawn",
)


@dataclass
class Trial:
    """What was accepted, and what was done to the installation meanwhile."""

    stack: Stack
    accepted: dict[str, int] = field(default_factory=dict)  # number → index
    kills: Counter[str] = field(default_factory=Counter)
    received: int = 0  # accepted while the engine was away
    repeated: int = 0  # submitted again, because there was no answer

    async def submit(self, token: str, i: int) -> None:
        """Again with the same key until there is an answer."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"proof-{i}"}
        body = {
            "title": f"<script>Proof {i:03d}", "theme": THEMES[i % 5], "submitter": SUBMITTERS[i % 3],
            "benefits": [{"group": "Alle", "how": "Weniger Wege."}],
        }  # fmt: skip
        async with httpx2.AsyncClient(timeout=20) as client:
            while True:
                try:
                    answer = await client.post(f"{self.stack.base_url}/api/v1/ideas", json=body, headers=headers)
                except AWAY:
                    answer = None
                if answer is not None and answer.status_code in (201, 202):
                    self.received += answer.status_code == 202
                    self.accepted[answer.json()["number"]] = i
                    return
                assert answer is None or answer.status_code >= 500, answer.text
                self.repeated += 1
                await asyncio.sleep(1)

    async def kill_in_turn(self, token: str, chance: random.Random) -> None:
        """Of ten ideas half come in before a part dies, and half while it is away."""
        each = IDEAS // KILLS
        for round_ in range(KILLS):
            coming = [asyncio.create_task(self.submit(token, round_ * each + n)) for n in range(each // 2)]
            await asyncio.sleep(chance.uniform(1, 5))
            victim = VICTIMS[round_ % len(VICTIMS)]
            await self.stack.kill(victim)
            self.kills[victim] += 1
            coming += [asyncio.create_task(self.submit(token, round_ * each + n)) for n in range(each // 2, each)]
            # As long as the API waits for the engine, and longer: then it says that they are received.
            await asyncio.sleep(chance.uniform(0, 8 if victim == "temporal" else 1.5))
            await self.stack.start(victim)
            await asyncio.gather(*coming)


async def test_kills_lose_nothing_and_count_nothing_twice(tmp_path: Path, database_url: str) -> None:
    async with Stack(tmp_path, database_url=database_url) as stack:
        trial, token = Trial(stack), await stack.token(CLERK, service=True)
        began = time.monotonic()
        crowd = Crowd(stack, PLAN)
        async with crowd.living():
            await trial.kill_in_turn(token, random.Random(20261122))
            under_way = time.monotonic() - began
            settling = await quiet(stack, 420)
        await everything_is_where_it_belongs(trial)
        await each_answer_counts_once(stack)
        copies = await every_mail_arrived(stack, trial)
        happenings = (await stack.rows("SELECT count(*), max(attempts) FROM inbox"))[0]
        table(
            f"Kills, {database_of(stack)}", {
                "ideas accepted": f"{len(trial.accepted)} ({trial.received} while the engine was away)",
                "kills": f"{sum(trial.kills.values())} ({dict(trial.kills)})",
                "under way, then settling": f"{under_way:.0f} s, {settling:.0f} s",
                "happenings recorded once": f"{happenings[0]} (one was brought {happenings[1] + 1} times at most)",
                "submitted again for want of an answer": trial.repeated,
                "page visits repeated": crowd.retries,
                "acts by forms": crowd.acted,
                "mails sent": len(stack.caught.all()),
                "copies, each with the same bytes": f"{copies} (at most {trial.kills['worker'] * CONNECTIONS})",
                "load": load(),
            },
        )  # fmt: skip


async def everything_is_where_it_belongs(trial: Trial) -> None:
    """Every accepted idea, and no other, ended as its answers say."""
    states = {"accepted": ("planning", None), "rejected": ("rejected", "rejected"), "withdrawn": ("withdrawn",) * 2}
    rows = await trial.stack.rows("SELECT number, state, outcome FROM cases")
    assert {row[0] for row in rows} == set(trial.accepted)
    assert sorted(trial.accepted.values()) == list(range(IDEAS))
    for number, state, ended in rows:
        assert (state, ended) == states[outcome(trial.accepted[number])], number


async def each_answer_counts_once(stack: Stack) -> None:
    """Two answers of two people and one decision a case, one event for each, and a record nobody touched."""
    for case_id, number, state in await stack.rows("SELECT id, number, state FROM cases"):
        async with stack.db.read() as session:
            case = await mapping.load_case(session, case_id, lock=False)
            events = await mapping.load_events(session, case_id)
        assert case is not None
        assert first_break(case_id, events) is None, number
        kinds = Counter(event.kind.value for event in events)
        expected = 0 if state == "withdrawn" else 2
        assert len({answer.by for answer in case.answers}) == len(case.answers) == kinds["answered"] == expected, number
        assert len(case.decisions) == kinds["decided"] == expected / 2, number


async def every_mail_arrived(stack: Stack, trial: Trial) -> int:
    """Each person got each mail; a copy is byte for byte the first. How many copies."""
    caught = defaultdict(list)
    for mail in stack.caught.all():
        caught[message_id(mail)].append(mail)
    told: dict[str, Counter[str]] = defaultdict(Counter)
    query = f"SELECT o.id, o.mail, c.number, {LOST_CODE} FROM outbox o LEFT JOIN cases c ON c.id = o.case_id"
    kept = await stack.rows(query)
    for mail_id, kind, number, lost in kept:
        assert lost or caught.get(f"<{mail_id}@example.org>"), f"{kind} of {number} never arrived"
        # Whoever sent the same act twice over a kill may be told by mail that the second was refused.
        if number is not None and kind != "refused_later":
            told[number][kind] += 1
    for number, i in trial.accepted.items():
        assert told[number] == TOLD["withdrawn" if outcome(i) == "withdrawn" else "decided"], (number, outcome(i))
    assert caught.keys() <= {f"<{mail_id}@example.org>" for mail_id, *_ in kept}
    for copies in caught.values():
        assert len({mail.source for mail in copies}) == len({mail.envelope_to for mail in copies}) == 1
    copied = sum(len(copies) - 1 for copies in caught.values())
    assert copied <= trial.kills["worker"] * CONNECTIONS
    return copied
