"""The real thing in one process: rules, database, letters, outbox, SMTP and courses; only the town is made up."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from activities.post import Post
from activities.post_office import PostOffice
from activities.record import Recorder
from contracts import names
from contracts.messenger import Letter
from domain.case import Case
from domain.words import AssignmentState
from storage import inbox, outbox
from storage.engine import Database
from storage.outbox import Delivery
from tests.storage.town import Town
from umlauf.chores import Chores
from umlauf.mailbox.faults import Faults
from umlauf.mailbox.receiver import Receiver, listen
from umlauf.mailbox.store import MailStore
from umlauf.messenger import TemporalMessenger
from umlauf.settings import Settings
from umlauf.wiring import Wiring
from umlauf.worker import courier_worker, course_worker

KEY = "a key for tests that is long enough to seal"


@dataclass
class Clock:
    """The wall clock, and how far a test has turned it; the mail goes by this one, as courses go by Temporal's."""

    ahead: float = 0.0

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + self.ahead, UTC)


@dataclass
class Engine:
    """What a test lets happen, and what it may look at."""

    env: WorkflowEnvironment
    town: Town
    messenger: TemporalMessenger
    chores: Chores
    post: Post
    caught: MailStore
    faults: Faults
    clock: Clock
    queue: str
    wiring: Wiring
    recorder: Recorder
    office: PostOffice

    @property
    def db(self) -> Database:
        return self.town.db

    async def bring(self, case_id: str, kind: str, by: str, **fields: Any) -> str | None:
        """As the API does it: committed, then brought; the verdict."""
        return await self.messenger.bring(await self.receive(case_id, kind, by, **fields))

    async def receive(self, case_id: str, kind: str, by: str, **fields: Any) -> Letter:
        self.town.now = self.clock()
        happening = self.town.happening(kind, by, **fields)
        async with self.db.write() as session:
            return await inbox.put(session, case_id, happening)

    async def submitted(self, **text: Any) -> str:
        """A confirmed idea on its way."""
        self.town.now = self.clock()
        case_id = await self.town.shell()
        words = {"title": "Bänke <script>", "benefits": [{"group": "Alle", "how": "Ruhe"}], "theme": "mobility"}
        assert await self.bring(case_id, "submitted", "ute", text=words | text) == "done"
        return case_id

    async def in_review(self) -> str:
        case_id = await self.submitted()
        assert await self.bring(case_id, "accepted", "olga", public=True) == "done"
        return case_id

    async def answered_by_all(self, case_id: str) -> None:
        """Everybody who is asked approves."""
        for asked in (await self.case(case_id)).open_assignments():
            scores = {"benefit": 8, "complexity": 3}
            fields = {"assignment": asked.id, "verdict": "approve", "scores": scores, "on_version": 1}
            assert await self.bring(case_id, "answered", asked.person, **fields) == "done"

    async def decided(self, *, pause: bool = False) -> str:
        """The whole way: triage, two reviews, prioritisation, decision; with `pause`, mail goes out at each step."""
        case_id = await self.in_review()
        await self._calm(case_id, pause)
        await self.answered_by_all(case_id)
        await self._calm(case_id, pause)
        dora = self.town.people["dora"]
        assert await self.bring(case_id, "put_forward", "olga", decider=dora) == "done"
        await self._calm(case_id, pause)
        (asked,) = (a for a in (await self.case(case_id)).assignments if a.state is AssignmentState.OPEN)
        words = {"outcome": "accepted", "public_reason": "Gut <script>", "level": "L1"}
        assert await self.bring(case_id, "decided", "dora", assignment=asked.id, **words) == "done"
        await self._calm(case_id, pause)
        return case_id

    async def _calm(self, case_id: str, pause: bool) -> None:
        if pause:
            await self.all_sent(case_id)
            await asyncio.sleep(0.3)

    async def days_pass(self, case_id: str, days: int) -> None:
        """The course's own time goes on, and ours with it, so that its mail goes out."""
        for _ in range(days // 5):
            self.clock.ahead += 5 * 86_400
            await self.env.fast_forward(self.handle(case_id), timedelta(days=5))
        await self.all_sent(case_id)

    async def case(self, case_id: str) -> Case:
        return await self.town.case(case_id)

    async def mails(self, case_id: str) -> list[Delivery]:
        async with self.db.read() as session:
            return await outbox.deliveries(session, case_id)

    async def all_sent(self, case_id: str, within: float = 90) -> list[Delivery]:
        """Waits until nothing of the case is unsent."""
        for _ in range(int(within / 0.05)):
            mails = await self.mails(case_id)
            if not [m for m in mails if m.state in ("queued", "sending")]:
                return mails
            await asyncio.sleep(0.05)
        raise AssertionError([(m.mail, m.state) for m in await self.mails(case_id)])

    async def post_all(self, offices: int = 1) -> None:
        """Sends what is due, as so many workers beside the engine's own would."""
        await asyncio.gather(*(PostOffice(self.post).empty() for _ in range(offices)))

    def handle(self, case_id: str) -> WorkflowHandle[Any, Any]:
        return self.env.client.get_workflow_handle(names.course_id(case_id))


@asynccontextmanager
async def running_engine(
    env: WorkflowEnvironment, database_url: str, folder: Path, *, workers: bool = True, posting: bool = True
) -> AsyncIterator[Engine]:
    """Everything but the processes."""
    clock, queue, caught, faults = Clock(), uuid.uuid4().hex, MailStore(folder), Faults()
    server = await listen(Receiver(caught, faults), "127.0.0.1", 0)
    wiring = Wiring(_settings(database_url, server.sockets[0].getsockname()[1]))
    town = Town(wiring.db, datetime.now(UTC))
    await town.settle()
    post = Post(wiring.db, wiring.keys, wiring.smtp, wiring.mode, wiring.settings.mail_from, clock)
    messenger = TemporalMessenger(env.client, wiring.db, queue=queue, surveys=f"{queue}-surveys", now=clock)
    chores = Chores(wiring.db, messenger, wiring.letters, "SH", clock)
    office = PostOffice(post)
    recorder = Recorder(wiring.db, wiring.letters.write, office.call)
    engine = Engine(env, town, messenger, chores, post, caught, faults, clock, queue, wiring, recorder, office)
    try:
        with env.with_time_skipping_disabled():
            if not workers:
                yield engine
                return
            async with at_work(engine, posting=posting):
                yield engine
    finally:
        server.close()
        await wiring.db.close()


@asynccontextmanager
async def at_work(engine: Engine, *, posting: bool = True) -> AsyncIterator[None]:
    """A worker for courses, and the post."""
    client, queue, stop = engine.env.client, engine.queue, asyncio.Event()
    async with course_worker(client, engine.recorder, queue), courier_worker(client, queue):
        post = asyncio.create_task(engine.office.run(stop)) if posting else None
        try:
            yield
        finally:
            stop.set()
            if post is not None:
                await post


def _settings(database_url: str, mail_port: int) -> Settings:
    return Settings(
        database_url=database_url,
        base_url="https://ideen.example.org",
        seal_keys=(KEY,),
        sign_keys=(KEY,),
        mail_mode="live",
        mail_host="127.0.0.1",
        mail_port=mail_port,
        mail_tls="none",
        mail_from="ideen@example.org",
    )
