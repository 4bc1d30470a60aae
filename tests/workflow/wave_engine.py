"""Waves on the real engine: real rules, database and courses; invitations are real rows, only their mails are not."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from temporalio import activity
from temporalio.client import WorkflowExecutionStatus, WorkflowHandle
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.errands import Errands, Heartbeat
from contracts import names
from contracts.messenger import Letter
from contracts.survey import WaveFacts, WaveNote
from domain.survey.cycle import wave_plan, working_day_from
from domain.survey.wave_nouns import Wave, WaveStep, WaveWorld
from domain.words import Via
from storage import sql, surveys, waves
from storage.engine import Session
from storage.tables import InvitationRow
from tests.storage.asking import add_people
from tests.storage.wave_town import WaveTown
from tests.workflow.engine import Engine
from umlauf.surveying import Surveying
from umlauf.worker import wave_work, wave_worker
from workflows.cycle import FeedbackCycle
from workflows.survey import SurveyWorkflow

ZONE = ZoneInfo("Europe/Berlin")
I = sql.table(InvitationRow)  # noqa: E741


@dataclass
class WaveEngine:
    """What a test lets happen to waves; `carried` is every errand that was begun, `broken` what it raises."""

    engine: Engine
    town: WaveTown
    people: list[str] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    evaluated: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    before_record: Callable[[WaveNote], Awaitable[None] | None] | None = None
    before_errand: Callable[[str], Awaitable[None] | None] | None = None
    away_until: datetime | None = None  # somebody who is to be told when they are back
    wait_until: datetime | None = None  # the contact budget of everybody but the first

    @property
    def queue(self) -> str:
        return self.engine.messenger.surveys

    async def letter(self) -> Letter:
        """A wave that begins on the next working day, accepted, not yet brought."""
        now = self.engine.town.now = self.engine.clock()
        tomorrow = working_day_from((now + timedelta(days=1)).astimezone(ZONE).date(), frozenset())
        async with self.engine.db.write() as session:
            survey = await surveys.survey(session, self.town.survey)
            assert survey is not None
            plan = wave_plan(survey.plan, tomorrow, frozenset())
            by = self.engine.town.people["olga"]
            return await waves.open_wave(session, survey, plan, by=by, via=Via.OFFICE, at=now)

    async def planned(self) -> str:
        letter = await self.letter()
        assert await self.engine.messenger.bring(letter) == "done"
        return letter.wave

    async def bring(self, wave_id: str, kind: str, by: str = "olga", **fields: Any) -> str | None:
        self.engine.town.now = self.engine.clock()
        return await self.engine.messenger.bring(await self.town.receive(wave_id, kind, by, **fields))

    async def look(self, wave_id: str) -> None:
        assert await self.engine.messenger.bring(Letter("", "", wave=wave_id)) == ""

    async def days_pass(self, wave_id: str, days: float) -> None:
        """The course's own time goes on, and ours with it."""
        self.engine.clock.ahead += days * 86_400
        await self.engine.env.fast_forward(self.handle(wave_id), timedelta(days=days))

    async def starts(self, wave_id: str) -> None:
        """Its first morning comes."""
        wake = (await self.wave(wave_id)).wake
        assert wake is not None
        await self.days_pass(wave_id, (wake - self.engine.clock()).total_seconds() / 86_400 + 0.00005)

    def handle(self, wave_id: str) -> WorkflowHandle[Any, Any]:
        return self.engine.env.client.get_workflow_handle(names.wave_course_id(wave_id))

    async def status(self, wave_id: str) -> WorkflowExecutionStatus | None:
        return (await self.handle(wave_id).describe()).status

    async def wave(self, wave_id: str) -> Wave:
        return await self.town.wave(wave_id)

    async def comes_to(self, wave_id: str, state: str, within: float = 90, invited: int = 0) -> Wave:
        """Waits until it is there, with nothing left to carry out now."""
        for _ in range(int(within / 0.1)):
            wave = await self.wave(wave_id)
            left = [one for one in await self.town.errands(wave_id) if "@" not in one]
            if wave.state == state and not left and wave.invited >= invited:
                return wave
            await asyncio.sleep(0.1)
        wave = await self.wave(wave_id)
        raise AssertionError((wave.state, await self.town.errands(wave_id), self.carried))

    # What is carried out

    async def invite(self, wave_id: str, now: datetime, heartbeat: Heartbeat) -> datetime | None:
        """A row for everybody once; who has to wait is invited when that is over."""
        await self._begun("invite")
        async with self.engine.db.write() as session:
            await self._invited(session, wave_id, now)
            heartbeat("rows")
            waits = select(func.min(I.c.again_at)).where(I.c.wave == wave_id, I.c.state == "waiting")
            again_at: datetime | None = (await session.execute(waits)).scalar_one()
        return again_at

    async def invite_rows(self, wave_id: str) -> None:
        async with self.engine.db.write() as session:
            await self._invited(session, wave_id, self.engine.clock())

    async def _invited(self, session: Session, wave_id: str, now: datetime) -> None:
        known = set((await session.execute(select(I.c.person_id).where(I.c.wave == wave_id))).scalars())
        rows = [self._invitation(wave_id, person) for person in self.people if person not in known]
        await sql.insert(session, InvitationRow, rows)
        due = (I.c.wave == wave_id, I.c.state == "waiting", I.c.again_at <= now)
        await session.execute(update(I).where(*due).values(state="invited", again_at=None))

    async def remind(self, wave_id: str, now: datetime, heartbeat: Heartbeat) -> datetime | None:
        await self._begun("remind")
        async with self.engine.db.write() as session:
            open_ = (I.c.wave == wave_id, I.c.state == "invited", I.c.reminders == 0)
            await session.execute(update(I).where(*open_).values(reminders=1))
        return None

    async def respond(self, wave_id: str, now: datetime, heartbeat: Heartbeat) -> datetime | None:
        await self._begun("respond")
        async with self.engine.db.write() as session:
            await session.execute(update(I).where(I.c.wave == wave_id).values(response_told=True))
        if self.away_until is not None and self.away_until > now:
            return self.away_until
        return None

    async def evaluate(self, wave_id: str) -> None:
        await self._begun("evaluate")
        self.evaluated.append(wave_id)

    async def _begun(self, errand: str) -> None:
        self.carried.append(errand)
        await _called(self.before_errand, errand)

    def _invitation(self, wave_id: str, person: str) -> dict[str, Any]:
        row = {"id": uuid.uuid4().hex, "wave": wave_id, "person_id": person, "unit": "", "left": "", "reminders": 0}
        waits = self.wait_until if person != self.people[0] else None
        row |= {"state": "waiting" if waits else "invited", "again_at": waits}
        return row | {"answered": False, "response_told": False}

    async def write_letters(self, session: Session, wave: Wave, step: WaveStep, world: WaveWorld) -> None:
        self.told += [notice.mail for notice in step.notices]


@asynccontextmanager
async def waves_at_work(engine: WaveEngine, *, sandbox: bool = False) -> AsyncIterator[Worker]:
    """A worker for waves, as the real one, with hooks around what it does."""
    base = engine.engine
    errands = Errands(engine.invite, engine.remind, engine.respond, engine.evaluate)
    base.wiring.surveying = lambda _: Surveying(errands, engine.write_letters)  # type: ignore[method-assign,misc,assignment]
    work = wave_work(base.wiring, base.messenger, lambda: None, base.clock)

    @activity.defn(name=names.RECORD_WAVE)
    async def hooked(note: WaveNote) -> WaveFacts:
        await _called(engine.before_record, note)
        return await work.recorder.record_wave(note)

    client, queue = base.env.client, engine.queue
    if not sandbox and engine.before_record is None:
        async with wave_worker(client, work, queue) as worker:
            yield worker
        return
    runner = {"workflow_runner": SandboxedWorkflowRunner()} if sandbox else {}
    courses = [SurveyWorkflow, FeedbackCycle]
    acts = [hooked, work.runner.carry_out, work.opener.open_next_wave]
    async with Worker(client, task_queue=queue, workflows=courses, activities=acts, **runner) as worker:  # type: ignore[arg-type]
        yield worker


@asynccontextmanager
async def wave_engine(engine: Engine, people: int = 3, **plan: Any) -> AsyncIterator[WaveEngine]:
    """With a survey of so many people and a worker for its waves."""
    made = await without_worker(engine, people, **plan)
    async with waves_at_work(made):
        yield made


async def without_worker(engine: Engine, people: int = 3, **plan: Any) -> WaveEngine:
    """The same with nobody at work."""
    town = WaveTown(engine.town)
    await town.settle(**plan)
    return WaveEngine(engine, town, await add_people(engine.db, people))


async def _called(hook: Callable[[Any], Awaitable[None] | None] | None, argument: object) -> None:
    if hook is not None:
        result = hook(argument)
        if result is not None:
            await result
