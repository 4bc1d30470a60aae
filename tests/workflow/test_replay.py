"""Courses that run for years must go on with today's code: recorded histories are held against it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio import activity, workflow
from temporalio.client import WorkflowHistory
from temporalio.common import RetryPolicy
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

import workflows.clock
import workflows.desk
import workflows.shown
import workflows.step
import workflows.wave_step
from contracts import activities, names
from contracts.course import Course, Facts, Note
from contracts.survey import ErrandNote, WaveFacts, WaveNote
from workflows.clock import ring
from workflows.courier import carry
from workflows.cycle import FeedbackCycle, RoundCycle
from workflows.desk import Desk, Waiting
from workflows.idea import IdeaWorkflow
from workflows.patience import PATIENT, QUICK
from workflows.round import RoundWorkflow
from workflows.survey import SurveyWorkflow

ALL = sorted((Path(__file__).parent.parent / "histories").glob("*.json"))
OF_WAVES = [path for path in ALL if path.stem.startswith(("wave_", "cycle_"))]
OF_ROUNDS = [path for path in ALL if path.stem.startswith("round_")]
HISTORIES = [path for path in ALL if path not in (*OF_WAVES, *OF_ROUNDS)]
Patch = Callable[[pytest.MonkeyPatch], type | None]

WAY_OUT = """
The course issues other commands than courses that are running, whose histories are in tests/histories: after the
release each of them would stand still. Either gate the change with `workflow.patched("name")`; or, since a course
remembers nothing, release it with `python -m umlauf recover --restart`, which ends every course and starts it again
from the database, and record the histories anew: `python -m tests.histories.record`.
"""


async def replayed(histories: list[Path], *courses: type, sandbox: bool = False) -> list[Exception]:
    """What goes wrong when these histories meet this code: all of them in one go."""
    runner = SandboxedWorkflowRunner() if sandbox else UnsandboxedWorkflowRunner()
    replayer = Replayer(workflows=courses or (IdeaWorkflow,), workflow_runner=runner)

    async def read() -> AsyncIterator[WorkflowHistory]:
        for path in histories:
            yield WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8"))

    results = await replayer.replay_workflows(read(), raise_on_replay_failure=False)
    return list(results.replay_failures.values())


async def test_every_recorded_history_replays_with_todays_code() -> None:
    assert len(HISTORIES) >= 7
    assert not await replayed(HISTORIES), WAY_OUT


async def test_recorded_histories_replay_in_the_sandbox_too() -> None:
    assert not await replayed([p for p in HISTORIES if p.stem in ("decided", "database_away")], sandbox=True)


@pytest.mark.parametrize("sandbox", [False, True])
async def test_every_recorded_history_of_waves_and_cycles_replays_with_todays_code(sandbox: bool) -> None:
    assert len(OF_WAVES) >= 6
    assert not await replayed(OF_WAVES, SurveyWorkflow, FeedbackCycle, sandbox=sandbox), WAY_OUT


async def test_every_recorded_history_of_rounds_replays_with_todays_code() -> None:
    assert len(OF_ROUNDS) >= 2
    assert not await replayed(OF_ROUNDS, RoundWorkflow, RoundCycle), WAY_OUT


# Edits that break running courses (course.md, g)


@activity.defn(name="record_case")
async def record_renamed(note: Note) -> Facts:
    raise NotImplementedError


@activity.defn(name="send")
async def deliver_renamed(case_id: str) -> bool:
    raise NotImplementedError


def rename_record(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(activities, "record", record_renamed)


def rename_deliver(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(activities, "deliver", deliver_renamed)


def make_record_a_plain_activity(patch: pytest.MonkeyPatch) -> None:
    async def recorded(note: Note, what: str) -> Facts:
        return await workflow.execute_activity(activities.record, note, **PATIENT)

    patch.setattr(workflows.step, "recorded", recorded)


def remove_the_timer(patch: pytest.MonkeyPatch) -> None:
    async def passes(desk: Desk[Any, Any], armed: float) -> bool:
        await workflow.wait_condition(lambda: False)
        return True

    patch.setattr(workflows.clock, "_passes", passes)


def sleep_a_second(patch: pytest.MonkeyPatch) -> None:
    recorded = workflows.step.recorded

    async def slow(note: Note, what: str) -> Facts:
        await asyncio.sleep(1)
        return await recorded(note, what)

    patch.setattr(workflows.step, "recorded", slow)


def upsert_at_every_step(patch: pytest.MonkeyPatch) -> None:
    def show(facts: Facts) -> None:
        workflow.upsert_search_attributes([workflows.shown.STAGE.value_set(facts.stage)])

    patch.setattr(workflows.step, "show", show)


def continue_as_new_earlier(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(workflows.desk.Desk, "long", lambda self: self.taken >= 3)


@workflow.defn(name=names.IDEA)
class LooksFirst(IdeaWorkflow):
    @workflow.init
    def __init__(self, course: Course) -> None:
        super().__init__(course)

    @workflow.run
    async def run(self, course: Course) -> str:
        await workflows.step.take(self.desk, Waiting())
        return await super().run(course)


def look_first_always(patch: pytest.MonkeyPatch) -> type:
    return LooksFirst


@workflow.defn(name=names.IDEA)
class Renamed:
    @workflow.init
    def __init__(self, course: Course) -> None:
        self.inner = IdeaWorkflow(course)

    @workflow.run
    async def run(self, course: Course) -> str:
        return await self.inner.run(course)

    @workflow.update(name="occur")
    async def occur(self, inbox_id: str, kind: str = "") -> str:
        return await self.inner.desk.put(inbox_id, kind)


def rename_the_update(patch: pytest.MonkeyPatch) -> type:
    return Renamed


@workflow.defn(name=names.IDEA)
class CourierFirst(IdeaWorkflow):
    @workflow.init
    def __init__(self, course: Course) -> None:
        super().__init__(course)

    @workflow.run
    async def run(self, course: Course) -> str:
        self.beside = [asyncio.create_task(carry(self.desk)), asyncio.create_task(ring(self.desk))]
        while await self.has_something_to_take():
            await workflows.step.take(self.desk, self.desk.queue.popleft())
        return ""


def start_the_courier_before_the_clock(patch: pytest.MonkeyPatch) -> type:
    return CourierFirst


@dataclass
class Wanting:
    """A result with a field that old histories do not have."""

    new: str


def want_another_field(patch: pytest.MonkeyPatch) -> None:
    async def recorded(note: Note, what: str) -> Any:
        return await workflow.execute_local_activity(names.RECORD, note, result_type=Wanting, **QUICK)

    patch.setattr(workflows.step, "recorded", recorded)


BREAKS: list[Patch] = [
    rename_record,
    rename_deliver,
    make_record_a_plain_activity,
    remove_the_timer,
    sleep_a_second,
    upsert_at_every_step,
    continue_as_new_earlier,
    look_first_always,
    rename_the_update,
    start_the_courier_before_the_clock,
    want_another_field,
]


@pytest.mark.parametrize("edit", BREAKS, ids=lambda edit: edit.__name__)
async def test_edits_that_break_running_courses_are_caught(edit: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await replayed(HISTORIES, edit(monkeypatch) or IdeaWorkflow)


@activity.defn(name="carry_everything_out")
async def carry_out_renamed(note: ErrandNote) -> str:
    raise NotImplementedError


@activity.defn(name="record_of_wave")
async def record_wave_renamed(note: WaveNote) -> WaveFacts:
    raise NotImplementedError


def rename_carry_out(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(activities, "carry_out", carry_out_renamed)


def rename_record_wave(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(activities, "record_wave", record_wave_renamed)


def tell_no_state_of_a_wave(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(workflows.wave_step, "show", lambda facts: None)


@pytest.mark.parametrize(
    "edit",
    [rename_carry_out, rename_record_wave, tell_no_state_of_a_wave, remove_the_timer, continue_as_new_earlier],
    ids=lambda edit: edit.__name__,
)
async def test_edits_that_break_running_waves_are_caught(edit: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(monkeypatch)
    assert await replayed(OF_WAVES, SurveyWorkflow, FeedbackCycle)


# Edits that do not


def other_timeouts_and_retries(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(QUICK, "start_to_close_timeout", timedelta(seconds=1))
    patch.setitem(PATIENT, "retry_policy", RetryPolicy(maximum_interval=timedelta(seconds=5)))


def other_words(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(workflows.shown, "details", lambda facts: "other words")
    patch.setattr(workflows.clock, "minute", lambda at: "soon")


def another_length_of_the_timer(patch: pytest.MonkeyPatch) -> None:
    due = workflows.clock._due
    patch.setattr(workflows.clock, "_due", lambda desk: due(desk) + 60)


def yield_once_more(patch: pytest.MonkeyPatch) -> None:
    recorded = workflows.step.recorded

    async def slower(note: Note, what: str) -> Facts:
        await asyncio.sleep(0)
        return await recorded(note, what)

    patch.setattr(workflows.step, "recorded", slower)


@workflow.defn(name=names.IDEA)
class Handles(IdeaWorkflow):
    @workflow.init
    def __init__(self, course: Course) -> None:
        super().__init__(course)

    @workflow.run
    async def run(self, course: Course) -> str:
        return await super().run(course)

    @workflow.update(name="other")
    async def other(self) -> None:
        return None


def another_handler(patch: pytest.MonkeyPatch) -> type:
    return Handles


def a_new_field_with_a_default(patch: pytest.MonkeyPatch) -> None:
    @dataclass
    class More(Facts):
        new: str = ""

    recorded = workflows.step.recorded

    async def more(note: Note, what: str) -> Facts:
        return More(**vars(await recorded(note, what)))

    patch.setattr(workflows.step, "recorded", more)


def a_gated_edit(patch: pytest.MonkeyPatch) -> None:
    show = workflows.shown.show

    def gated(facts: Facts) -> None:
        show(facts)
        if workflow.patched("shown-more"):
            workflow.upsert_search_attributes([workflows.shown.STAGE.value_set(facts.stage)])

    patch.setattr(workflows.step, "show", gated)


HARMLESS: list[Patch] = [
    other_timeouts_and_retries,
    other_words,
    another_length_of_the_timer,
    yield_once_more,
    another_handler,
    a_new_field_with_a_default,
    a_gated_edit,
]


@pytest.mark.parametrize("edit", HARMLESS, ids=lambda edit: edit.__name__)
async def test_edits_that_are_harmless_pass(edit: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not await replayed(HISTORIES, edit(monkeypatch) or IdeaWorkflow)
