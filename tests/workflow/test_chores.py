"""Sweep, recovery, refusals by mail and tidying: what mends whatever was lost."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from temporalio.client import WorkflowExecutionStatus

from contracts.messenger import Letter
from domain.communication.plan import Group, Planned
from domain.communication.words import Channel, GroupKind
from storage import inbox, people, plan
from tests.databases import both_databases
from tests.workflow.engine import Engine
from umlauf.recover import Recovery


async def status(engine: Engine, case_id: str) -> WorkflowExecutionStatus | None:
    return (await engine.handle(case_id).describe()).status


async def recover(engine: Engine, *, restart: bool = False) -> str:
    recovery = Recovery(engine.env.client, engine.db, engine.messenger)
    report = await recovery.run(restart=restart)
    return f"{report.cases} {report.looked} {report.ended} {report.restarted}"


async def events_of(engine: Engine, case_id: str) -> int:
    return (await engine.case(case_id)).events


@both_databases
async def test_the_sweep_gives_a_terminated_course_back_its_wake_up(engine: Engine) -> None:
    case_id = await engine.in_review()
    await engine.all_sent(case_id)
    before = await events_of(engine, case_id)
    await engine.handle(case_id).terminate()
    case = await engine.case(case_id)
    assert case.wake is not None
    engine.clock.ahead = (case.wake - engine.clock()).total_seconds() + 600
    await engine.chores.sweep()
    assert await status(engine, case_id) is WorkflowExecutionStatus.RUNNING
    assert await events_of(engine, case_id) >= before


async def test_the_sweep_says_when_mail_is_late(quiet_engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    await quiet_engine.in_review()
    await quiet_engine.chores.sweep()
    assert "post.late" not in capsys.readouterr().out
    quiet_engine.clock.ahead += 400
    await quiet_engine.chores.sweep()
    assert "post.late" in capsys.readouterr().out


async def test_the_sweep_sounds_an_alarm_when_it_finds_the_same_case_twice(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    case_id = await engine.in_review()
    await engine.all_sent(case_id)
    async with engine.db.write() as session:
        late = engine.clock() - timedelta(hours=1)
        await session.execute(text("UPDATE cases SET wake = :at WHERE id = :id"), {"at": late, "id": case_id})

    async def nobody(*args: str) -> bool:
        return False

    engine.messenger.look = nobody  # type: ignore[assignment, method-assign]
    await engine.chores.sweep()
    assert "sweep.again" not in capsys.readouterr().out
    await engine.chores.sweep()
    assert "sweep.again" in capsys.readouterr().out


@both_databases
async def test_recover_gives_every_open_case_its_course_and_repeats_nothing(engine: Engine) -> None:
    open_, closed, other = await engine.in_review(), await engine.submitted(), await engine.submitted()
    assert await engine.bring(closed, "withdrawn", "ute") == "done"
    for case in (open_, closed, other):
        await engine.all_sent(case)
    await engine.handle(open_).terminate()  # Temporal's data is lost
    mails, events = len(engine.caught.list()), await events_of(engine, open_)
    for _ in range(2):
        assert (await recover(engine)).startswith("2 2")
    assert await status(engine, open_) is WorkflowExecutionStatus.RUNNING
    assert await events_of(engine, open_) == events
    assert len(engine.caught.list()) == mails
    assert await engine.bring(open_, "withdrawn", "ute") == "done"


async def test_holes_10_and_11_after_a_restore_recover_makes_courses_agree_with_the_database(
    engine: Engine, tmp_path: Path
) -> None:
    in_review, closed_later = await engine.in_review(), await engine.in_review()
    for case in (in_review, closed_later):
        await engine.all_sent(case)
    known = [await events_of(engine, case) for case in (in_review, closed_later)]
    await backup(engine, tmp_path / "backup.db")
    created_later = await engine.submitted()
    await engine.answered_by_all(in_review)
    assert await engine.bring(closed_later, "withdrawn", "ute") == "done"
    for case in (in_review, closed_later, created_later):
        await engine.all_sent(case)
    assert await status(engine, closed_later) is WorkflowExecutionStatus.COMPLETED
    await restore(engine, tmp_path / "backup.db")
    for _ in range(20):  # what is running is found by the list, which is a moment late
        await recover(engine)
        if await status(engine, created_later) is WorkflowExecutionStatus.COMPLETED:
            break
    await recover(engine)
    assert await status(engine, created_later) is WorkflowExecutionStatus.COMPLETED  # no such case
    assert await status(engine, closed_later) is WorkflowExecutionStatus.RUNNING
    assert await status(engine, in_review) is WorkflowExecutionStatus.RUNNING
    assert [await events_of(engine, case) for case in (in_review, closed_later)] == known
    await engine.answered_by_all(in_review)
    assert (await engine.case(in_review)).stage == "prioritisation"


async def backup(engine: Engine, to: Path) -> None:
    with closing(sqlite3.connect(engine.db.url.database or "")) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


async def restore(engine: Engine, backup: Path) -> None:
    """With the worker at work, which the papers forbid: it must not matter."""
    await engine.db.close()
    file = Path(engine.db.url.database or "")
    for name in ("-wal", "-shm"):
        file.with_name(file.name + name).unlink(missing_ok=True)
    shutil.copy(backup, file)


async def test_recover_restart_starts_every_course_again_from_the_database(engine: Engine) -> None:
    case_id = await engine.in_review()
    await engine.all_sent(case_id)
    run = (await engine.handle(case_id).describe()).run_id
    mails, events = len(engine.caught.list()), await events_of(engine, case_id)
    for _ in range(20):  # what is running is found by the list, which is a moment late
        await recover(engine, restart=True)
        if (await engine.handle(case_id).describe()).run_id != run:
            break
    assert (await engine.handle(case_id).describe()).run_id != run
    assert await events_of(engine, case_id) == events
    assert len(engine.caught.list()) == mails
    assert await engine.bring(case_id, "withdrawn", "ute") == "done"


@both_databases
async def test_a_refusal_nobody_saw_is_told_by_mail(engine: Engine) -> None:
    case_id = await engine.in_review()
    await engine.answered_by_all(case_id)
    asked = (await engine.case(case_id)).answers[0]
    assignment = asked.assignment
    words = {"assignment": assignment, "verdict": "reject", "reason": "Zu <spät>", "on_version": 1, "scores": {}}
    letter = await engine.receive(case_id, "answered", asked.by, **words)
    engine.clock.ahead += 11
    await engine.chores.redeliver()  # the sender has gone
    await engine.chores.tell_refusals()
    await engine.chores.tell_refusals()
    mails = [m.mail for m in await engine.all_sent(case_id)]
    assert mails.count("refused_later") == 1
    async with engine.db.read() as session:
        assert (await inbox.verdict_of(session, letter.inbox_id) or "").startswith("refused:")


async def test_a_look_is_brought_like_a_letter(engine: Engine) -> None:
    case_id = await engine.submitted()
    assert await engine.messenger.bring(Letter("", case_id)) == ""


@both_databases
async def test_tidying_wipes_what_was_delivered_and_keeps_what_happened_to_it(engine: Engine) -> None:
    case_id = await engine.in_review()
    await engine.all_sent(case_id)
    engine.clock.ahead += 15 * 86_400
    await engine.chores.tidy()
    async with engine.db.read() as session:
        asked = text("SELECT sealed, recipient, state FROM outbox WHERE case_id = :id")
        rows = (await session.execute(asked, {"id": case_id})).all()
    assert rows
    assert all((r.sealed, r.recipient, r.state) == (None, None, "sent") for r in rows)


@both_databases
async def test_the_owner_of_a_late_entry_of_the_plan_is_reminded_by_a_mail_that_arrives(engine: Engine) -> None:
    async with engine.db.write() as session:
        owner = (await people.holding(session, "owner"))[0]
        day = engine.clock().date() - timedelta(days=1)
        planned = Planned(Group(GroupKind.NAMED, "", "Beirat"), "Wir fragen Sie.", Channel.PRESS, day, owner.id)
        entry = await plan.add(session, planned, at=engine.clock(), by=owner.id)
    for _ in range(8):  # the first working day from eight o'clock on
        await engine.chores.remind_of_plan()
        engine.clock.ahead += 21 * 3600
    for _ in range(150):
        mails = [one for one in engine.caught.list() if "Kommunikationsplan" in one.subject]
        if mails:
            break
        await asyncio.sleep(0.1)
    assert len(mails) == 1
    assert f"/office/communication/entries/{entry}" in mails[0].text
