"""What an invitation asks: its survey, its wave and its questionnaire, as one state of the data."""

from dataclasses import dataclass
from datetime import date

from api.services import Services
from domain import calendar
from domain.survey.modes import Mode
from domain.survey.questionnaire import Questionnaire
from domain.survey.wave_nouns import Wave
from storage import answers, calendars, surveys, waves
from storage.answers import Invited
from storage.session import Session as Transaction
from storage.surveys import Survey


@dataclass(frozen=True)
class Asked:
    """An invitation with everything its pages show."""

    invited: Invited
    survey: Survey
    wave: Wave
    questionnaire: Questionnaire
    results_on: date | None  # when those who were asked hear of it, at the latest

    @property
    def by_code(self) -> bool:
        """Whether a draft is found by a code, and not by the link."""
        return self.invited.mode is Mode.ANONYMOUS or not self.survey.plan.resumable


async def by_invitation(services: Services, invitation_id: str) -> Asked | None:
    """What this invitation asks."""
    async with services.db.read() as session:
        return await whole(session, await answers.invitation(session, invitation_id))


async def by_token(services: Services, token_hash: str) -> Asked | None:
    """What this link asks."""
    async with services.db.read() as session:
        return await whole(session, await answers.invited(session, token_hash))


async def whole(session: Transaction, invited: Invited | None) -> Asked | None:
    """The invitation with its survey."""
    if invited is None:
        return None
    survey = await surveys.survey(session, invited.survey)
    wave = await waves.load_wave(session, invited.wave)
    questionnaire = await surveys.questionnaire(session, invited.questionnaire)
    if survey is None or wave is None or questionnaire is None:
        return None
    return Asked(invited, survey, wave, questionnaire, await _results_on(session, survey, wave))


async def _results_on(session: Transaction, survey: Survey, wave: Wave) -> date | None:
    """The day the answer is due; before the close, what the plan makes of it."""
    if wave.response_on is not None or wave.closes_on is None:
        return wave.response_on
    closed = (await calendars.by_version(session, wave.calendar)).days if wave.calendar else frozenset[date]()
    days = (wave.plan.respond if wave.plan is not None else survey.plan.respond).working_days
    return calendar.working_days_after(wave.closes_on, days, closed)
