"""The ordinary course of an idea."""

from datetime import UTC, datetime, timedelta

from temporalio.client import WorkflowExecutionStatus

from tests.workflow.book import Book, Shelf
from tests.workflow.conftest import Desks
from tests.workflow.waiting import eventually


async def test_an_idea_goes_from_its_submission_to_its_end(desk: Desks, case_id: str) -> None:
    book = Book()
    ids = book.open(case_id, "submitted", "accepted", "answered", "answered", "decided", "close")
    async with desk(book) as d:
        assert [await d.send(case_id, i, book.kinds[i]) for i in ids] == ["done"] * 6
        assert await d.handle(case_id).result() == "decision"
    assert book.cases[case_id].happened == ["submitted", "accepted", "answered", "answered", "decided", "close"]
    assert book.cases[case_id].sent == [f"mail-{n}" for n in range(1, 7)]


async def test_the_whole_course_also_runs_in_the_sandbox(desk: Desks, case_id: str) -> None:
    book = Book()
    ids = book.open(case_id, "submitted", "answered", "close")
    async with desk(book, sandbox=True) as d:
        for i in ids:
            await d.send(case_id, i, book.kinds[i])
        assert await d.handle(case_id).result() == "review"


async def test_a_wake_up_rings_after_thirteen_days_at_the_courses_own_time(desk: Desks, case_id: str) -> None:
    def rule(shelf: Shelf, kind: str, at: float) -> None:
        shelf.wake = at + 13 * 86_400 if kind == "submitted" else None

    book = Book(rule)
    (first,) = book.open(case_id, "submitted")
    async with desk(book) as d:
        await d.send(case_id, first, "submitted")
        await d.env.fast_forward(d.handle(case_id), timedelta(days=14))
        await eventually(lambda: len(book.cases[case_id].happened) == 2)
        info = await d.handle(case_id).describe()
    shelf = book.cases[case_id]
    assert shelf.happened == ["submitted", "woken"]
    assert shelf.at[1] - shelf.at[0] >= 13 * 86_400
    assert info.status is WorkflowExecutionStatus.RUNNING


async def test_a_closed_idea_that_is_reopened_gets_a_new_run(desk: Desks, case_id: str) -> None:
    book = Book()
    first, close, again = book.open(case_id, "submitted", "close", "reopen")
    async with desk(book) as d:
        await d.send(case_id, first)
        await d.send(case_id, close)
        await d.handle(case_id).result()
        assert await d.send(case_id, again) == "done"
        info = await d.handle(case_id).describe()
    assert info.status is WorkflowExecutionStatus.RUNNING
    assert datetime.now(UTC) - info.start_time < timedelta(minutes=1)
