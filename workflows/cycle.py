"""One date of a cycle, begun by its schedule: has the next wave opened, or the next round started, and ends."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy, SearchAttributeKey

with workflow.unsafe.imports_passed_through():
    from contracts import activities, names
    from contracts.rounds import SeriesNote, SeriesStart
    from contracts.survey import CycleNote, CycleStart

from workflows.patience import Patient

SCHEDULED = SearchAttributeKey.for_datetime("TemporalScheduledStartTime")  # set by the server on what a schedule starts
DATED: Patient = {
    "start_to_close_timeout": timedelta(seconds=30),
    "retry_policy": RetryPolicy(maximum_interval=timedelta(minutes=5)),
}


@workflow.defn(name=names.FEEDBACK_CYCLE)
class FeedbackCycle:
    """A date is a date: however late this runs, the wave is the one of the day it was scheduled for."""

    @workflow.run
    async def run(self, start: CycleStart) -> str:
        """What came of it, as a code."""
        return await workflow.execute_activity(
            activities.open_next_wave, CycleNote(start.survey, _due()), summary="open the next wave", **DATED
        )


@workflow.defn(name=names.ROUND_CYCLE)
class RoundCycle:
    """The same for a series of rounds."""

    @workflow.run
    async def run(self, start: SeriesStart) -> str:
        """What came of it, as a code."""
        return await workflow.execute_activity(
            activities.open_next_round, SeriesNote(start.series, _due()), summary="start the next round", **DATED
        )


def _due() -> float:
    """When this date was due, whenever it is carried out."""
    return (workflow.info().typed_search_attributes.get(SCHEDULED) or workflow.info().start_time).timestamp()
