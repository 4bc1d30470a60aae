"""One date of a feedback cycle, begun by its schedule: has the next wave opened, and ends."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy, SearchAttributeKey

with workflow.unsafe.imports_passed_through():
    from contracts import activities, names
    from contracts.survey import CycleNote, CycleStart

SCHEDULED = SearchAttributeKey.for_datetime("TemporalScheduledStartTime")  # set by the server on what a schedule starts


@workflow.defn(name=names.FEEDBACK_CYCLE)
class FeedbackCycle:
    """A date is a date: however late this runs, the wave is the one of the day it was scheduled for."""

    @workflow.run
    async def run(self, start: CycleStart) -> str:
        """What came of it, as a code."""
        due = workflow.info().typed_search_attributes.get(SCHEDULED) or workflow.info().start_time
        return await workflow.execute_activity(
            activities.open_next_wave,
            CycleNote(start.survey, due.timestamp()),
            start_to_close_timeout=timedelta(seconds=30),
            retry_policy=RetryPolicy(maximum_interval=timedelta(minutes=5)),
            summary="open the next wave",
        )
