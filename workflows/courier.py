"""The courier beside a course that began with release 0.1, whose history knows it; since then mail goes by the post."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import activities, names
    from contracts.course import Course, Facts

from workflows.desk import Desk
from workflows.patience import POSTAL
from workflows.shown import show


async def carry(desk: Desk[Course, Facts]) -> None:
    """Delivers as long as mail is waiting, and again when more has come; today's facts never say so."""
    while True:
        await workflow.wait_condition(lambda: desk.facts.unsent)
        before = desk.taken
        more = await workflow.execute_activity(
            activities.deliver,
            desk.course.case_id,
            task_queue=workflow.info().task_queue + names.MAIL,
            summary="mail",
            **POSTAL,
        )
        if desk.taken == before:  # else a newer answer of the database stands
            desk.facts.unsent = more
            show(desk.facts)
