"""Ideas for the proofs: submitted by API, and looked at in the database and in Temporal."""

import asyncio
import time
from collections import Counter

import httpx2
from temporalio.client import Client

from contracts import names
from domain.chain import first_break
from storage import mapping
from storage.errors import StorageError
from tests.e2e.caught import message_id
from tests.e2e.people import CLERK
from tests.e2e.stack import HOST, Stack
from umlauf.temporal import connect

THEMES = ("health", "mobility", "quarters", "administration", "education")
SUBMITTERS = ("renate.kruse@example.org", "emre.demir@example.org", "olivia.bennett@example.org")
RUNNING = f"WorkflowType = '{names.IDEA}' AND ExecutionStatus = 'Running'"


async def bring_ideas(stack: Stack, count: int, title: str = "<script>Idea") -> list[str]:
    """The numbers of new ideas, each from a known person and with its benefit."""
    headers = {"Authorization": f"Bearer {await stack.token(CLERK, service=True)}"}
    numbers = []
    async with httpx2.AsyncClient(base_url=f"{stack.base_url}/api/v1", headers=headers, timeout=30) as api:
        for i in range(count):
            benefits = [{"group": "Alle", "how": "Weniger Wege."}]
            body = {"title": f"{title} {i}", "theme": THEMES[i % 5], "submitter": SUBMITTERS[i % 3]}
            answer = await api.post(
                "/ideas", json=body | {"benefits": benefits}, headers={"Idempotency-Key": f"{title} {i}"}
            )
            assert answer.status_code == 201, answer.text
            numbers.append(str(answer.json()["number"]))
    return numbers


def database_of(stack: Stack) -> str:
    """Which of the two it runs on."""
    return "SQLite" if stack.db.sqlite else "PostgreSQL"


async def temporal_of(stack: Stack) -> Client:
    """A client to look at the courses."""
    return await connect("proof", environment={"TEMPORAL_ADDRESS": f"{HOST}:{stack.temporal_port}"})


async def running(client: Client) -> set[str]:
    """Cases that have a course."""
    return {names.case_of(found.id) async for found in client.list_workflows(RUNNING)}


# A one-time code whose courier was killed: perhaps it went out, and it never goes again; its reader asks for another.
LOST_CODE = "o.once AND o.state = 'unknown'"


async def quiet(stack: Stack, seconds: float, undecided: bool = True) -> float:
    """Waits until every happening is recorded, every mail is out (and every case decided); how long that took."""
    began = time.monotonic()
    while True:
        waiting = {
            "happenings": "SELECT count(*) FROM inbox WHERE verdict IS NULL OR acked_at IS NULL",
            "mails": f"SELECT count(*) FROM outbox o WHERE o.state <> 'sent' AND NOT ({LOST_CODE})",
        }
        if undecided:
            waiting["cases"] = "SELECT count(*) FROM cases WHERE stage <> 'follow_up' AND closed_at IS NULL"
        try:
            left = {what: (await stack.rows(query))[0][0] for what, query in waiting.items()}
        except StorageError:  # so busy that nobody is answered
            left = {"answers of the database": 1}
        if not any(left.values()):
            return time.monotonic() - began
        assert time.monotonic() - began < seconds, f"not quiet after {seconds} s: {left}"
        await asyncio.sleep(0.5)


async def counts(stack: Stack) -> dict[str, int]:
    """How much there is of everything that must not be doubled."""
    tables = ("cases", "events", "tasks", "assignments", "answers", "decisions", "outbox", "links", "inbox")
    kept = {name: int((await stack.rows(f"SELECT count(*) FROM {name}"))[0][0]) for name in tables}
    return kept | {"mails caught": len(stack.caught.all())}


async def states(stack: Stack) -> dict[str, int]:
    """How many cases wait for what, or ended how."""
    return dict(Counter(row[0] for row in await stack.rows("SELECT state FROM cases")))


def doubled(stack: Stack) -> list[str]:
    """Mails that were caught more than once."""
    found = Counter(message_id(mail) for mail in stack.caught.all())
    return [one for one, times in found.items() if times > 1]


async def whole_records(stack: Stack) -> int:
    """How many records there are; each must be unbroken."""
    rows = await stack.rows("SELECT id FROM cases")
    for (case_id,) in rows:
        async with stack.db.read() as session:
            events = await mapping.load_events(session, case_id)
        assert first_break(case_id, events) is None, case_id
    return len(rows)
