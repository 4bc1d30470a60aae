"""What `record` promises: each happening once, the facts as they are now, nothing half."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from contracts.course import Note
from domain.case import Case
from domain.chain import first_break
from domain.happenings import Happening
from domain.step import Step
from domain.words import Stage, State
from domain.world import World
from storage import inbox, links, sql
from storage.links import Link
from storage.mapping import load_events
from storage.record import record_step
from storage.tables import InboxRow
from tests.storage.town import TITLE, Town, write_letters


async def test_a_happening_recorded_twice_leaves_one_trace(town: Town) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "accepted", "olga", public=True)

    first, second = await town.record(case_id, inbox_id), await town.record(case_id, inbox_id)

    assert first == second
    async with town.db.read() as session:
        kinds = [event.kind for event in await load_events(session, case_id)]
    assert kinds.count("accepted") == 1


async def test_an_old_happening_is_answered_with_the_facts_of_now(town: Town) -> None:
    case_id = await town.shell()
    first = await town.receive(case_id, "submitted", "ute", text={"title": TITLE})
    then = await town.record(case_id, first)
    await town.happen(case_id, "declined", "olga", public_reason="Das gibt es schon.")

    again = await town.record(case_id, first)

    assert (then.verdict, then.closed) == ("done", False)
    assert (again.verdict, again.closed, again.state, again.wake) == ("done", True, "declined", None)


async def test_the_same_row_at_once_from_two_workers_is_one_step(town: Town) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "accepted", "olga", public=True)

    found = await asyncio.gather(*(town.record(case_id, inbox_id) for _ in range(4)))

    assert {facts.verdict for facts in found} == {"done"}
    assert (await town.case(case_id)).seq == 2


async def test_of_thirty_two_answers_at_once_one_wins(town: Town) -> None:
    case_id = await town.in_review()
    mine = (await town.case(case_id)).open_assignments()[0]
    answer = {"assignment": mine.id, "verdict": "approve", "scores": {}, "reason": "Gut.", "on_version": 1}
    scores = {"scores": {c.id: 5 for c in (await _definition(town)).criteria}}
    rows = [await town.receive(case_id, "answered", mine.person, **(answer | scores)) for _ in range(32)]

    found = await asyncio.gather(*(_patiently(town, case_id, row) for row in rows))

    verdicts = sorted(found)
    assert verdicts[0] == "done"
    assert all(verdict.startswith("refused:") for verdict in verdicts[1:])
    assert len((await town.case(case_id)).answers) == 1


async def test_a_refusal_is_a_verdict_with_its_facts_and_changes_nothing(town: Town) -> None:
    case_id = await town.idea()
    before = await town.case(case_id)
    inbox_id = await town.receive(case_id, "edited", "ute", text={"title": "Neu"}, on_version=7)

    facts = await town.record(case_id, inbox_id)

    assert facts.verdict == "refused:edit.stale"
    assert await town.case(case_id) == before
    async with town.db.read() as session:
        assert await inbox.error_of(session, inbox_id) == {"version": 1}


async def test_a_bug_in_the_rules_is_a_verdict_and_the_case_goes_on(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "edited", "ute", text={"title": "geheim"}, on_version=1)

    def broken(case: Case, happening: Happening, world: World) -> Step:
        raise ZeroDivisionError("geheim")

    note = Note(case_id, inbox_id, town.now.timestamp())
    facts = await record_step(town.db, note, broken, write_letters)

    assert facts.verdict == "stuck:ZeroDivisionError"
    assert "geheim" not in caplog.text
    assert (await town.happen(case_id, "accepted", "olga", public=False)).verdict == "done"
    async with town.db.write() as session:
        assert [row.id for row in await inbox.parked(session)] == [inbox_id]
        assert await inbox.send_again(session, inbox_id, town.now)
    assert (await town.record(case_id, inbox_id)).verdict.startswith("refused:")


async def test_a_stuck_wake_up_comes_again_in_an_hour(town: Town) -> None:
    case_id = await town.idea()
    wake = (await town.case(case_id)).wake
    assert wake is not None
    town.now = wake + timedelta(seconds=1)

    def broken(case: Case, happening: Happening, world: World) -> Step:
        raise ZeroDivisionError

    facts = await record_step(town.db, Note(case_id, "", town.now.timestamp()), broken, write_letters)

    assert facts.wake == (town.now + timedelta(hours=1)).timestamp()


async def test_a_look_takes_a_due_wake_up_once(town: Town) -> None:
    case_id = await town.idea()
    early = await town.record(case_id)
    assert early.wake is not None
    town.now = datetime.fromtimestamp(early.wake, UTC)

    rung, again = await town.record(case_id), await town.record(case_id)

    assert (early.seq, rung.seq, again.seq) == (1, 2, 2)
    assert rung.wake is None or rung.wake > town.now.timestamp()


async def test_a_wake_up_first_takes_what_was_received_before_it(town: Town) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "accepted", "olga", public=False)
    wake = (await town.case(case_id)).wake
    assert wake is not None
    town.now = wake + timedelta(hours=1)

    facts = await town.record(case_id)

    assert facts.stage == Stage.REVIEW
    async with town.db.read() as session:
        assert await inbox.verdict_of(session, inbox_id) == "done"
        assert "overdue" not in [event.kind for event in await load_events(session, case_id)]


async def test_time_never_runs_backwards_for_a_case(town: Town) -> None:
    case_id = await town.idea()
    town.later(days=-3)

    await town.happen(case_id, "accepted", "olga", public=True)

    case = await town.case(case_id)
    assert case.last_at == case.opened_at


async def test_an_unknown_case_ends_its_course_and_a_foreign_row_is_refused(town: Town) -> None:
    mine, other = await town.idea(), await town.idea()
    inbox_id = await town.receive(other, "accepted", "olga", public=True)

    assert (await town.record("nobody", inbox_id)).closed
    assert (await town.record("nobody")).verdict == "refused:case.unknown"
    assert (await town.record(mine, inbox_id)).verdict == "refused:inbox.unknown"
    assert (await town.record(other, inbox_id)).verdict == "done"


async def test_links_end_in_the_transaction_that_ends_their_assignment(town: Town) -> None:
    case_id = await town.in_review()
    one, two = (await town.case(case_id)).open_assignments()
    async with town.db.write() as session:
        for assignment in (one, two):
            link = Link(
                f"hash-{assignment.id}", "task", town.now, town.now + timedelta(days=90), case_id, assignment.id
            )
            await links.add(session, link)

    await town.happen(case_id, "handed_over", one.person, assignment=one.id, to=town.people["rosa"])
    await town.happen(case_id, "withdrawn", "ute")

    async with town.db.read() as session:
        states = [await links.find(session, f"hash-{a.id}") for a in (one, two)]
    assert [link.state(town.now) for link in states if link] == ["revoked", "revoked"]


async def test_the_chain_of_a_record_holds_as_it_was_stored(town: Town) -> None:
    case_id = await town.in_review()

    async with town.db.read() as session:
        events = await load_events(session, case_id)

    assert first_break(case_id, events) is None
    assert first_break(case_id, (replace(events[0], by="x"), *events[1:])) == 1
    assert (await town.case(case_id)).head == events[-1].hash


async def test_no_error_of_letters_or_database_becomes_a_verdict(town: Town) -> None:
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "accepted", "olga", public=True)

    async def no_letters(*_: object) -> None:
        raise ConnectionResetError

    with pytest.raises(Exception, match="away"):
        await record_step(town.db, Note(case_id, inbox_id, town.now.timestamp()), town.decide, no_letters)

    assert (await town.case(case_id)).state is State.TRIAGE
    async with town.db.read() as session:
        row = (await session.execute(select(sql.table(InboxRow).c.verdict).where(InboxRow.id == inbox_id))).scalar_one()
    assert row is None


async def _definition(town: Town):  # type: ignore[no-untyped-def]
    from storage import processes

    async with town.db.read() as session:
        return await processes.by_hash(session, town.process)


async def _patiently(town: Town, case_id: str, inbox_id: str) -> str:
    from storage.errors import StorageUnavailable

    for _ in range(50):
        try:
            return (await town.record(case_id, inbox_id)).verdict
        except StorageUnavailable:
            await asyncio.sleep(0.05)
    raise AssertionError("never answered")
