"""The worker: takes courses and mail from Temporal's queues, and does the chores beside them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from itertools import repeat as repeated

import structlog
from temporalio.client import Client
from temporalio.runtime import Runtime
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.cycle import CycleOpener
from activities.deliver import Courier
from activities.errands import Runner
from activities.feeds import CalendarFeeds
from activities.post import Post
from activities.post_office import PostOffice
from activities.record import Recorder
from activities.record_round import RoundRecorder
from activities.record_wave import WaveRecorder
from activities.round_errands import RoundRunner
from activities.round_series import RoundOpener
from contracts import names
from contracts.messenger import Messenger
from umlauf.chores import Chores, repeat
from umlauf.contact_budget import read_budget
from umlauf.cycles import ROUNDS, TemporalCycles
from umlauf.errors import Impossible
from umlauf.messenger import TemporalMessenger, utc_now
from umlauf.radar_thresholds import read_thresholds
from umlauf.running import stop_on_signals
from umlauf.settings import Settings
from umlauf.starting import at_work, refuse_unmigrated
from umlauf.temporal import TemporalAway, connect, measured, name_what_is_searched
from umlauf.wiring import Wiring
from workflows.cycle import FeedbackCycle, RoundCycle
from workflows.idea import IdeaWorkflow
from workflows.round import RoundWorkflow
from workflows.survey import SurveyWorkflow

RECORDING = 50  # local activities at once; the database's pool is not smaller
PATIENCE = 1.0  # seconds anything here waits for a free connection: below the two of a local activity
GRACE = timedelta(seconds=8)
PAUSES = (1, 2, 4, 8, 15)  # seconds between two tries to find Temporal; then always as long as the last
BUILD = "umlauf"  # not asked for here; left out, the SDK hashes every loaded module at start, which takes seconds

log = structlog.stdlib.get_logger(__name__)


async def run_worker(settings: Settings, stop: asyncio.Event | None = None) -> None:
    """Works until it is stopped; waits for Temporal as long as it takes."""
    with at_work(settings):
        await _work(settings, stop or stop_on_signals())


async def _work(settings: Settings, stop: asyncio.Event) -> None:
    wiring = Wiring(settings, connections=RECORDING, patience=PATIENCE)
    try:
        await refuse_unmigrated(wiring.db)
        client = await until_connected(stop, runtime_of(settings))
        if client is None:
            return
        post = Post(wiring.db, wiring.keys, wiring.smtp, wiring.mode, settings.mail_from, utc_now)
        office = PostOffice(post)
        messenger = TemporalMessenger(client, wiring.db)
        chores = Chores(
            wiring.db,
            messenger,
            wiring.letters,
            settings.region,
            utc_now,
            timezone=settings.timezone,
            files=wiring.files,
            budget=read_budget(settings.contact_budget),
            calendars=CalendarFeeds(wiring.db, wiring.keys, settings.timezone, wiring.reach),
        )
        chores.thresholds = read_thresholds(settings.radar)
        courses = course_worker(client, Recorder(wiring.db, wiring.letters.write, office.call))
        cycles = TemporalCycles(client, settings.timezone)
        waves = wave_worker(client, wave_work(wiring, messenger, office.call))
        rounds = round_worker(client, round_work(wiring, messenger, office.call))
        series = TemporalCycles(client, settings.timezone, names.ROUNDS, ROUNDS)
        async with courses, courier_worker(client), waves, rounds, doing(chores, office, cycles, stop, series):
            log.info("worker.started", queue=names.IDEAS)
            await stop.wait()
        log.info("worker.stopped", queue=names.IDEAS)
    finally:
        await wiring.db.close()


def course_worker(client: Client, recorder: Recorder, queue: str = names.IDEAS) -> Worker:
    """Courses and `record`; without the sandbox, which costs three times the CPU and is kept in the tests."""
    return Worker(
        client,
        task_queue=queue,
        workflows=[IdeaWorkflow],
        activities=[recorder.record],
        workflow_runner=UnsandboxedWorkflowRunner(),
        build_id=BUILD,
        max_concurrent_workflow_tasks=50,
        max_concurrent_local_activities=RECORDING,
        max_concurrent_activities=RECORDING,
        graceful_shutdown_timeout=GRACE,
    )


def courier_worker(client: Client, queue: str = names.IDEAS) -> Worker:
    """Answers courses that began with release 0.1 and ask for a courier."""
    return Worker(client, task_queue=queue + names.MAIL, activities=[Courier().deliver], build_id=BUILD)


@dataclass(frozen=True)
class WaveWork:
    """The activities of waves and cycles."""

    recorder: WaveRecorder
    runner: Runner
    opener: CycleOpener


def wave_work(
    wiring: Wiring, messenger: Messenger, mail_written: Callable[[], None], now: Callable[[], datetime] = utc_now
) -> WaveWork:
    """By the settings of this installation."""
    db, where = wiring.db, (wiring.settings.timezone, wiring.settings.region)
    surveying = wiring.surveying(mail_written)
    return WaveWork(
        WaveRecorder(db, surveying.write_letters, wiring.ballots.public_key, *where, mail_written),
        Runner(db, surveying.errands, messenger, now, mail_written),
        CycleOpener(db, messenger, *where, now),
    )


def wave_worker(client: Client, work: WaveWork, queue: str = names.SURVEYS) -> Worker:
    """Waves and cycles: a queue of their own, so that a large sending holds up no idea."""
    return Worker(
        client,
        task_queue=queue,
        workflows=[SurveyWorkflow, FeedbackCycle],
        activities=[work.recorder.record_wave, work.runner.carry_out, work.opener.open_next_wave],
        workflow_runner=UnsandboxedWorkflowRunner(),
        build_id=BUILD,
        max_concurrent_local_activities=RECORDING,
        graceful_shutdown_timeout=GRACE,
    )


@dataclass(frozen=True)
class RoundWork:
    """The activities of rounds."""

    recorder: RoundRecorder
    runner: RoundRunner
    opener: RoundOpener


def round_work(
    wiring: Wiring, messenger: Messenger, mail_written: Callable[[], None], now: Callable[[], datetime] = utc_now
) -> RoundWork:
    """By the settings of this installation."""
    db, letters, settings = wiring.db, wiring.round_letters, wiring.settings
    return RoundWork(
        RoundRecorder(db, letters.write, settings.timezone, settings.region, mail_written),
        RoundRunner(db, letters, messenger, now, mail_written),
        RoundOpener(db, messenger, settings.timezone, settings.region, now),
    )


def round_worker(client: Client, work: RoundWork, queue: str = names.ROUNDS) -> Worker:
    """Rounds: a queue of their own, so that telling a thousand ideas holds up none of them."""
    return Worker(
        client,
        task_queue=queue,
        workflows=[RoundWorkflow, RoundCycle],
        activities=[work.recorder.record_round, work.runner.carry_out_round, work.opener.open_next_round],
        workflow_runner=UnsandboxedWorkflowRunner(),
        build_id=BUILD,
        max_concurrent_local_activities=RECORDING,
        graceful_shutdown_timeout=GRACE,
    )


@asynccontextmanager
async def doing(
    chores: Chores, office: PostOffice, cycles: TemporalCycles, stop: asyncio.Event, series: TemporalCycles
) -> AsyncIterator[None]:
    """The chores, each at its own pace, and the post; each finishes its round before it stops."""
    loops = [
        asyncio.create_task(office.run(stop)),
        asyncio.create_task(repeat("redelivery", chores.redeliver, 1, stop)),
        asyncio.create_task(repeat("refusals", chores.tell_refusals, 5, stop)),
        asyncio.create_task(repeat("sweep", chores.sweep, 300, stop)),
        asyncio.create_task(repeat("sleepers", chores.wake_sleepers, 300, stop)),
        asyncio.create_task(repeat("waves", chores.begin_waves, 300, stop)),
        asyncio.create_task(repeat("plan", chores.remind_of_plan, 300, stop)),
        asyncio.create_task(repeat("digests", chores.send_digests, 60, stop)),
        asyncio.create_task(repeat("calendars", chores.read_calendars, 60, stop)),
        asyncio.create_task(repeat("radar", chores.watch, 300, stop)),
        asyncio.create_task(repeat("search", chores.read_again, 300, stop)),
        asyncio.create_task(repeat("cycles", lambda: cycles.set_up_all(chores.db), 300, stop)),
        asyncio.create_task(repeat("series", lambda: series.set_up_all(chores.db), 300, stop)),
        asyncio.create_task(repeat("tidying", chores.tidy, 86_400, stop)),
    ]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*loops)


def runtime_of(settings: Settings) -> Runtime | None:
    """None: the SDK's own, which shows its figures to nobody."""
    if not settings.worker_metrics_port:
        return None
    address = f"{settings.metrics_host}:{settings.worker_metrics_port}"
    try:
        return measured(address)
    except ValueError:
        raise Impossible(
            f"Metrics cannot be shown at {address}: the port is taken, or the address is not ours. Correct "
            "UMLAUF_METRICS_HOST and UMLAUF_WORKER_METRICS_PORT; each worker on this machine needs a port of its own."
        ) from None


async def until_connected(stop: asyncio.Event, runtime: Runtime | None = None) -> Client | None:
    """A client, as soon as Temporal is there and knows what is searched; None when told to stop before."""
    for pause in chain(PAUSES, repeated(PAUSES[-1])):
        try:
            client = await connect("worker", runtime=runtime)
            await name_what_is_searched(client)
            return client
        except TemporalAway as away:
            log.warning("worker.waiting_for_temporal", where=away.address, wait_s=pause)
        except RPCError as refusal:
            log.warning("worker.waiting_for_temporal", code=refusal.status.name, wait_s=pause)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        if stop.is_set():
            break
    return None
