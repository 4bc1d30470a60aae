"""What people write stays in the database, and what opens a page stays in their mailbox."""

from tests.e2e.canary import Canary
from tests.e2e.stack import Stack
from tests.e2e.survey_canary import SurveyCanary


async def test_temporal_and_logs_hold_no_words_and_the_database_no_key(stack: Stack) -> None:
    """P1, A15; S2: nothing of an anonymous answer either, before the close not even in the database."""
    canary = Canary(stack)
    await canary.live_through_everything()
    await SurveyCanary(stack).live_through_a_survey(canary)
    await canary.search()
    canary.search_files()
