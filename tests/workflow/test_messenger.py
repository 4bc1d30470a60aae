"""Accepted is never lost: what the sender believes, and what is sent again."""

import asyncio
import time

import pytest
from sqlalchemy import text
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from contracts.course import Note
from contracts.messenger import Letter
from storage import inbox
from storage.errors import StorageUnavailable
from tests.databases import both_databases
from tests.workflow.engine import Engine, at_work
from umlauf.messenger import TemporalMessenger


async def row(engine: Engine, inbox_id: str) -> tuple[str | None, bool, int, bool]:
    """Verdict, acknowledged, attempts, parked."""
    asked = text("SELECT verdict, acked_at, attempts, parked_at FROM inbox WHERE id = :id")
    async with engine.db.read() as session:
        found = (await session.execute(asked, {"id": inbox_id})).one()
    return found.verdict, found.acked_at is not None, found.attempts, found.parked_at is not None


async def test_the_sender_gets_the_verdict_and_the_row_is_acknowledged(engine: Engine) -> None:
    case_id = await engine.submitted()
    letter = await engine.receive(case_id, "accepted", "olga", public=True)
    assert await engine.messenger.bring(letter) == "done"
    assert await row(engine, letter.inbox_id) == ("done", True, 0, False)


async def test_a_refusal_is_a_verdict(engine: Engine) -> None:
    case_id = await engine.submitted()
    assert await engine.bring(case_id, "withdrawn", "ute") == "done"
    verdict = await engine.bring(case_id, "accepted", "olga", public=True)
    assert verdict is not None
    assert verdict.startswith("refused:")


@both_databases
async def test_with_temporal_away_it_is_received_and_sent_again_later(engine: Engine) -> None:
    case_id = await engine.submitted()
    letter = await engine.receive(case_id, "accepted", "olga", public=True)
    away = await Client.connect("127.0.0.1:1", lazy=True)
    began = time.monotonic()
    assert await TemporalMessenger(away, engine.db).bring(letter) is None
    assert time.monotonic() - began < 30
    assert await row(engine, letter.inbox_id) == (None, False, 0, False)
    await engine.chores.redeliver()
    assert (await row(engine, letter.inbox_id))[0] is None  # not before ten seconds: the sender's own try goes first
    engine.clock.ahead += 11
    await engine.chores.redeliver()
    assert await row(engine, letter.inbox_id) == ("done", True, 1, False)


async def test_without_a_worker_the_sender_waits_five_seconds_and_no_more(engine_without_worker: Engine) -> None:
    engine = engine_without_worker
    engine.town.now = engine.clock()
    case_id = await engine.town.shell()
    letter = await engine.receive(case_id, "submitted", "ute", text={"title": "<script>"})
    began = time.monotonic()
    assert await engine.messenger.bring(letter) is None
    assert 4.5 < time.monotonic() - began < 30
    async with at_work(engine):
        assert await engine.messenger.bring(letter) == "done"
    assert (await engine.case(case_id)).seq == 1


@both_databases
async def test_hole_1_a_row_recorded_but_not_acknowledged_is_sent_again_and_counts_once(engine: Engine) -> None:
    case_id = await engine.submitted()
    letter = await engine.receive(case_id, "accepted", "olga", public=True)
    await engine.recorder.record(
        Note(case_id, letter.inbox_id, engine.clock().timestamp())
    )  # committed; its worker dies here
    assert await row(engine, letter.inbox_id) == ("done", False, 0, False)
    steps = (await engine.case(case_id)).seq
    engine.clock.ahead += 11
    await engine.chores.redeliver()
    assert await row(engine, letter.inbox_id) == ("done", True, 1, False)
    assert (await engine.case(case_id)).seq == steps
    await engine.all_sent(case_id)


@both_databases
async def test_hole_10_after_a_restore_temporals_answer_is_not_believed(engine: Engine) -> None:
    case_id = await engine.submitted()
    letter = await engine.receive(case_id, "accepted", "olga", public=True)
    assert await engine.messenger.bring(letter) == "done"
    async with engine.db.write() as session:  # the backup knows the row, but not that it was processed
        undone = text("UPDATE inbox SET verdict = NULL, acked_at = NULL WHERE id = :id")
        await session.execute(undone, {"id": letter.inbox_id})
    assert await engine.messenger.bring(letter) is None  # Temporal says done, the database does not
    engine.clock.ahead += 11
    await engine.chores.redeliver()
    verdict, acknowledged, *_ = await row(engine, letter.inbox_id)
    assert (verdict, acknowledged) == ("refused:triage.not_open", True) or (verdict or "").startswith("refused:")


async def test_hole_12_a_race_at_the_closing_is_tried_again_within_the_five_seconds(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [3]
    update = engine.messenger._update

    async def racing(*args: str) -> str:
        if left[0] > 0:
            left[0] -= 1
            raise RPCError("unexpected workflow task failure", RPCStatusCode.FAILED_PRECONDITION, b"")
        return await update(*args)

    case_id = await engine.submitted()
    monkeypatch.setattr(engine.messenger, "_update", racing)
    assert await engine.bring(case_id, "accepted", "olga", public=True) == "done"
    assert left == [0]


@both_databases
async def test_hole_18_a_bug_in_the_rules_becomes_a_verdict_and_the_case_goes_on(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*args: object) -> None:
        raise KeyError("<script>")

    case_id = await engine.submitted()
    with monkeypatch.context() as patch:
        patch.setattr("activities.record.advance", bug)
        letter = await engine.receive(case_id, "accepted", "olga", public=True)
        assert await engine.messenger.bring(letter) == "stuck:KeyError"
    assert await engine.bring(case_id, "question_asked", "olga", question="Wo?") == "done"
    async with engine.db.write() as session:
        assert [p.id for p in await inbox.parked(session)] == [letter.inbox_id]
        assert await inbox.send_again(session, letter.inbox_id, engine.clock())  # the operator, after the fix
    engine.clock.ahead += 11
    await engine.chores.redeliver()
    assert (await row(engine, letter.inbox_id))[1]


async def test_hole_18_a_database_that_is_away_is_no_verdict(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [4]
    write = engine.db.__class__.write

    def away(self: object) -> object:
        if left[0] > 0:
            left[0] -= 1
            raise StorageUnavailable("away")
        return write(self)  # type: ignore[arg-type]

    case_id = await engine.submitted()
    letter = await engine.receive(case_id, "accepted", "olga", public=True)
    monkeypatch.setattr(engine.db.__class__, "write", away)
    assert await engine.messenger.bring(letter) == "done"


async def test_hole_19_poison_is_tried_ever_more_slowly_and_parked(engine: Engine) -> None:
    case_id = await engine.submitted()
    letter = await engine.receive(case_id, "accepted", "olga", public=True)

    async def nobody(sent: Letter) -> None:
        return None

    engine.messenger.bring = nobody  # type: ignore[assignment, method-assign]
    for _ in range(14):
        engine.clock.ahead += 4000
        await engine.chores.redeliver()
    assert await row(engine, letter.inbox_id) == (None, False, inbox.PARK_AT, True)


async def test_a_long_outage_of_temporal_parks_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = await engine.submitted()
    letter = await engine.receive(case_id, "accepted", "olga", public=True)
    with monkeypatch.context() as away:
        away.setattr(engine.messenger, "reachable", _no)
        for _ in range(20):
            engine.clock.ahead += 4000
            await engine.chores.redeliver()
    assert (await row(engine, letter.inbox_id))[3] is False
    engine.clock.ahead += 11
    await engine.chores.redeliver()
    assert (await row(engine, letter.inbox_id))[0] == "done"


async def _no() -> bool:
    return False


async def test_hole_19_a_row_whose_case_has_no_course_starts_one(engine: Engine) -> None:
    case_id = await engine.submitted()
    await engine.handle(case_id).terminate()
    assert await engine.bring(case_id, "accepted", "olga", public=True) == "done"


@both_databases
async def test_thirty_two_answers_at_once_count_once(engine: Engine) -> None:
    case_id = await engine.in_review()
    asked = (await engine.case(case_id)).open_assignments()[0]
    fields = {"assignment": asked.id, "verdict": "approve", "scores": {"benefit": 8, "complexity": 3}, "on_version": 1}
    letters = [await engine.receive(case_id, "answered", asked.person, **fields) for _ in range(32)]
    await asyncio.gather(*(engine.messenger.bring(letter) for letter in letters))
    for _ in range(10):
        engine.clock.ahead += 11
        await engine.chores.redeliver()
    verdicts = [(await row(engine, letter.inbox_id))[0] for letter in letters]
    assert verdicts.count("done") == 1
    assert all(v == "done" or (v or "").startswith("refused:") for v in verdicts)
    assert len((await engine.case(case_id)).answers) == 1


async def test_a_sender_who_is_cancelled_is_cancelled(engine_without_worker: Engine) -> None:
    engine = engine_without_worker
    engine.town.now = engine.clock()
    case_id = await engine.town.shell()
    task = asyncio.create_task(engine.messenger.bring(Letter("i1", case_id)))
    await asyncio.sleep(0.3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
