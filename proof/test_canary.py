"""A person, a title and a comment nobody else has: Temporal and the logs never hear of them."""

from pathlib import Path

from proof.figures import table
from proof.town import database_of
from tests.e2e.canary import Canary
from tests.e2e.stack import Stack
from tests.e2e.survey_canary import SurveyCanary


async def test_temporal_and_logs_hold_no_words_and_the_database_no_key(tmp_path: Path, database_url: str) -> None:
    async with Stack(tmp_path, database_url=database_url, extra={"UMLAUF_LOG_LEVEL": "DEBUG"}) as stack:
        canary = Canary(stack)
        await canary.live_through_everything()
        await SurveyCanary(stack).live_through_a_survey(canary)
        figures = await canary.search()
        await stack.stop()
        figures |= canary.search_files()
        table(f"Canary, {database_of(stack)}", figures)
