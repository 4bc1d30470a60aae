"""Every hole the naive course had (course.md numbers them), closed in the course itself; kills are in `proof/`."""

import asyncio
import time
from datetime import timedelta

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from contracts.course import Note
from tests.workflow.book import Book, Shelf
from tests.workflow.conftest import Desks
from tests.workflow.desk import Desk
from tests.workflow.waiting import eventually


class DatabaseAwayError(Exception):
    pass


def away_for(times: int) -> object:
    """A hook that fails this many times."""
    left = [times]

    def hook(note: Note) -> None:
        if left[0] > 0:
            left[0] -= 1
            raise DatabaseAwayError

    return hook


async def events(d: Desk, case_id: str) -> int:
    return sum([1 async for _ in d.handle(case_id).fetch_history_events()])


async def status(d: Desk, case_id: str) -> WorkflowExecutionStatus | None:
    return (await d.handle(case_id).describe()).status


async def test_hole_1_a_step_the_course_never_heard_of_is_found_by_a_look(desk: Desks, case_id: str) -> None:
    book = Book()
    first, second = book.open(case_id, "submitted", "accepted")
    async with desk(book) as d:
        await d.send(case_id, first)
        await eventually(lambda: not book.cases[case_id].waiting)
        book.step(Note(case_id, second, time.time()))  # committed, and the course's answer is lost with its worker
        assert book.cases[case_id].waiting == ["mail-2"]
        await d.send(case_id)  # the sweep
        await eventually(lambda: book.cases[case_id].sent == ["mail-1", "mail-2"])


async def test_hole_2_an_old_happening_sent_again_does_not_bring_old_facts_back(desk: Desks, case_id: str) -> None:
    book = Book()
    first, close = book.open(case_id, "submitted", "close")
    async with desk(book) as d:
        await d.send(case_id, first)
        await d.send(case_id, close)
        await d.handle(case_id).result()
        assert await d.send(case_id, first, update_id=f"{first}~1") == "done"
        await eventually_completed(d, case_id)
    assert book.cases[case_id].happened == ["submitted", "close"]
    assert book.cases[case_id].sent == ["mail-1", "mail-2"]


async def test_hole_3_two_cases_wake_up_without_taking_each_others_results(desk: Desks) -> None:
    def rule(shelf: Shelf, kind: str, at: float) -> None:
        shelf.wake = at + 86_400 if kind == "submitted" else None

    book = Book(rule)
    cases = [f"wa-{time.time_ns()}", f"wb-{time.time_ns()}"]
    async with desk(book) as d:
        for case in cases:
            await d.send(case, book.open(case, "submitted")[0])
            await d.env.fast_forward(d.handle(case), timedelta(days=2))
        await eventually(lambda: all(book.cases[c].happened == ["submitted", "woken"] for c in cases))


async def test_hole_3_a_wake_up_that_changes_nothing_rings_once_a_minute_and_no_more(desk: Desks, case_id: str) -> None:
    def rule(shelf: Shelf, kind: str, at: float) -> None:
        shelf.wake = at  # a rule that never looks ahead

    book = Book(rule)
    async with desk(book) as d:
        await d.send(case_id, book.open(case_id, "submitted")[0])
        await asyncio.sleep(3)
        assert len(book.cases[case_id].happened) <= 2


async def test_hole_4_a_record_that_fails_does_not_end_the_course(desk: Desks, case_id: str) -> None:
    book = Book(before=away_for(5))  # type: ignore[arg-type]
    (first,) = book.open(case_id, "submitted")
    async with desk(book) as d:
        assert await d.send(case_id, first) == "done"
        assert await status(d, case_id) is WorkflowExecutionStatus.RUNNING
    assert book.cases[case_id].happened == ["submitted"]


@pytest.mark.parametrize("error", [ApplicationError("away", non_retryable=True), RuntimeError("odd"), TimeoutError()])
async def test_hole_4_no_kind_of_failure_ends_the_course(desk: Desks, case_id: str, error: Exception) -> None:
    times = [2 if isinstance(error, ApplicationError) else 4]

    def fail(note: Note) -> None:
        # A final error only as long as it is local: the patient try would believe it, and `record` raises none.
        if times[0] > 0 and note.inbox_id:
            times[0] = 0 if isinstance(error, ApplicationError) else times[0] - 1
            raise error

    book = Book(before=fail)
    (first,) = book.open(case_id, "submitted")
    async with desk(book) as d:
        assert await d.send(case_id, first) == "done"


async def test_hole_5_a_database_that_is_away_for_long_costs_no_history(desk: Desks, case_id: str) -> None:
    gone = [True]

    def fail(note: Note) -> None:
        if gone[0]:
            raise DatabaseAwayError

    book = Book(before=fail)
    (first,) = book.open(case_id, "submitted")
    async with desk(book) as d:
        sending = asyncio.create_task(d.send(case_id, first))
        await asyncio.sleep(6)
        grown = await events(d, case_id)
        await asyncio.sleep(5)
        assert await events(d, case_id) == grown <= 14
        gone[0] = False
        assert await sending == "done"


async def test_holes_6_and_7_a_database_that_hangs_does_not_hold_up_other_cases(desk: Desks, case_id: str) -> None:
    back = asyncio.Event()

    async def hang(note: Note) -> None:
        if note.case_id.startswith("hangs"):
            await back.wait()

    book = Book(before=hang)
    stuck = [f"hangs-{n}-{case_id}" for n in range(8)]
    async with desk(book) as d:
        sending = [asyncio.create_task(d.send(c, book.open(c, "submitted")[0])) for c in stuck]
        await asyncio.sleep(1)
        assert await d.send(case_id, book.open(case_id, "submitted")[0]) == "done"
        assert not any(one.done() for one in sending)
        back.set()
        assert await asyncio.gather(*sending) == ["done"] * 8


async def test_hole_8_happenings_sent_before_the_first_task_are_taken_in_order(desk: Desks, case_id: str) -> None:
    book = Book()
    ids = book.open(case_id, "submitted", "accepted", "answered")
    async with desk(book, polling=False) as d:
        sending = []
        for i in ids:
            sending.append(asyncio.create_task(d.send(case_id, i)))
            await asyncio.sleep(0.5)  # until the server has it, also on a busy machine
        async with desk(book, queue=d.queue):
            assert await asyncio.gather(*sending) == ["done"] * 3
    assert book.cases[case_id].happened == ["submitted", "accepted", "answered"]
    assert len(book.calls) == 3


async def test_hole_9_forty_at_once_are_taken_one_by_one_and_each_once(desk: Desks, case_id: str) -> None:
    inside, most = [0], [0]

    async def count(note: Note) -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        await asyncio.sleep(0.005)
        inside[0] -= 1

    book = Book(before=count)
    ids = book.open(case_id, *["answered"] * 40)
    async with desk(book) as d:
        assert await asyncio.gather(*(d.send(case_id, i) for i in ids)) == ["done"] * 40
    assert most == [1]
    assert book.cases[case_id].seq == 40


async def test_hole_10_after_a_restore_the_same_happening_is_recorded_again(desk: Desks, case_id: str) -> None:
    book = Book()
    first, second = book.open(case_id, "submitted", "accepted")
    async with desk(book) as d:
        await d.send(case_id, first)
        await d.send(case_id, second)
        await eventually(lambda: not book.cases[case_id].waiting)
        book.verdicts.pop(second)  # the backup is from before the second
        book.cases[case_id].happened.pop()
        assert await d.send(case_id, second) == "done"  # Temporal's history answers: not to be believed
        assert second not in book.verdicts
        assert await d.send(case_id, second, update_id=f"{second}~1") == "done"
    assert book.verdicts[second] == "done"
    assert book.cases[case_id].happened == ["submitted", "accepted"]


async def test_hole_11_a_course_without_a_case_ends_at_the_next_look(desk: Desks, case_id: str) -> None:
    book = Book()
    async with desk(book) as d:
        await d.send(case_id, book.open(case_id, "submitted")[0])
        del book.cases[case_id]  # created after the backup
        assert await d.send(case_id) == "refused:NoSuchCase"
        await eventually_completed(d, case_id)


async def test_hole_11_a_case_that_is_open_again_gets_its_course_back(desk: Desks, case_id: str) -> None:
    book = Book()
    async with desk(book) as d:
        for i in book.open(case_id, "submitted", "close"):
            await d.send(case_id, i)
        await d.handle(case_id).result()
        book.cases[case_id].closed = False  # closed after the backup
        await d.send(case_id)
        await d.send(case_id)
        assert await status(d, case_id) is WorkflowExecutionStatus.RUNNING
    assert book.cases[case_id].happened == ["submitted", "close"]


async def test_holes_12_and_13_twelve_at_once_around_the_closing_all_get_their_verdict(
    desk: Desks, case_id: str
) -> None:
    book = Book()
    ids = book.open(case_id, *["answered"] * 6, "close", *["answered"] * 5)
    async with desk(book) as d:
        assert await asyncio.gather(*(again_until_told(d, case_id, i) for i in ids)) == ["done"] * 12
        await eventually_completed(d, case_id)
    assert book.cases[case_id].seq == 12


async def test_holes_12_and_16_nothing_is_lost_while_runs_continue_as_new(desk: Desks, case_id: str) -> None:
    book = Book()
    ids = book.open(case_id, *["answered"] * 60)
    several = asyncio.Semaphore(8)

    async def send(d: Desk, inbox_id: str) -> str:
        async with several:
            return await again_until_told(d, case_id, inbox_id)

    async with desk(book, long=10) as d:
        assert await asyncio.gather(*(send(d, i) for i in ids)) == ["done"] * 60
        await eventually(lambda: not book.cases[case_id].waiting)
        info = await d.handle(case_id).describe()
        assert info.typed_search_attributes is not None
    shelf = book.cases[case_id]
    assert shelf.seq == 60
    assert sorted(shelf.sent) == sorted(f"mail-{n}" for n in range(1, 61))
    assert info.raw_description.workflow_execution_info.first_run_id != info.run_id


async def test_hole_14_a_clock_that_dies_blocks_the_course_where_everybody_sees_it(
    desk: Desks, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workflows import clock

    due = clock._due
    broken = [True]

    def bug(held: object) -> float:
        if broken[0]:
            raise KeyError("a bug beside the loop")
        return due(held)  # type: ignore[arg-type]

    def rule(shelf: Shelf, kind: str, at: float) -> None:
        shelf.wake = at + 86_400

    monkeypatch.setattr(clock, "_due", bug)
    book = Book(rule)
    first, second = book.open(case_id, "submitted", "answered")
    async with desk(book) as d:
        sending = asyncio.create_task(d.send(case_id, first))

        async def blocked() -> bool:
            try:
                told = await d.handle(case_id).describe()
            except RPCError:  # not started yet
                return False
            return told.raw_description.pending_workflow_task.attempt >= 2

        for _ in range(100):
            if await blocked():
                break
            await asyncio.sleep(0.1)
        assert await blocked()
        broken[0] = False  # the redeploy
        assert await asyncio.wait_for(sending, 90) == "done"
        assert await again_until_told(d, case_id, second) == "done"


async def test_hole_15_mail_written_while_the_courier_is_on_its_way_is_not_forgotten(desk: Desks, case_id: str) -> None:
    on_its_way, go_on = asyncio.Event(), asyncio.Event()

    async def slow(shelf: Shelf) -> None:
        on_its_way.set()
        await go_on.wait()

    book = Book(carrying=slow)
    first, second = book.open(case_id, "submitted", "accepted")
    async with desk(book) as d:
        await d.send(case_id, first)
        await asyncio.wait_for(on_its_way.wait(), 60)
        await d.send(case_id, second)  # recorded while `deliver` runs; its "nothing left" comes later
        go_on.set()
        await eventually(lambda: book.cases[case_id].sent == ["mail-1", "mail-2"])


async def test_hole_16_a_closed_course_waits_for_its_courier(desk: Desks, case_id: str) -> None:
    async def slow(shelf: Shelf) -> None:
        await asyncio.sleep(0.5)

    book = Book(carrying=slow)
    async with desk(book) as d:
        for i in book.open(case_id, "submitted", "close"):
            await d.send(case_id, i)
        await d.handle(case_id).result()
    assert book.cases[case_id].sent == ["mail-1", "mail-2"]


async def eventually_completed(d: Desk, case_id: str) -> None:
    for _ in range(100):
        if await status(d, case_id) is WorkflowExecutionStatus.COMPLETED:
            return
        await asyncio.sleep(0.1)
    assert await status(d, case_id) is WorkflowExecutionStatus.COMPLETED


async def again_until_told(d: Desk, case_id: str, inbox_id: str) -> str:
    """The same id again after a race at closing or continuing, as the messenger does it."""
    for n in range(6):
        try:
            return await d.send(case_id, inbox_id)
        except RPCError:
            await asyncio.sleep(0.1 * 2**n)
    return await d.send(case_id, inbox_id)
