"""What an invitation asks: its survey, its questionnaire and what was typed so far, as one state of the data."""

from dataclasses import dataclass
from datetime import date

from api.services import Services
from domain import calendar
from domain.survey.modes import Mode
from domain.survey.opening import ENTERED
from domain.survey.questionnaire import Questionnaire
from storage import answers, calendars, drafts, surveys, wordings
from storage.answers import Invited
from storage.queries import about_idea
from storage.queries.about_idea import Subject
from storage.session import Session as Transaction
from storage.surveys import Survey

# A wording never changes once it was sent: read once per process.
_READ: dict[str, Questionnaire] = {}


@dataclass(frozen=True)
class Asked:
    """An invitation with everything its pages show."""

    invited: Invited
    survey: Survey
    questionnaire: Questionnaire
    results_on: date | None  # when those who were asked hear of it, at the latest
    draft: bytes | None = None  # sealed
    idea: Subject | None = None  # what it is about, as far as this person may know it

    @property
    def entered(self) -> bool:
        """Whether whoever answers was not asked, but confirmed an address for an open survey."""
        return self.invited.state == ENTERED

    @property
    def by_code(self) -> bool:
        """Whether a draft is found by a code, and not by the link."""
        return self.invited.mode is Mode.ANONYMOUS or not self.survey.plan.resumable


async def by_invitation(services: Services, invitation_id: str, draft: str = "") -> Asked | None:
    """What this invitation asks, with this draft."""
    async with services.db.read() as session:
        return await _whole(session, await answers.invitation(session, invitation_id), draft)


async def by_token(services: Services, token_hash: str) -> Asked | None:
    """What this link asks."""
    async with services.db.read() as session:
        return await _whole(session, await answers.invited(session, token_hash))


async def _whole(session: Transaction, invited: Invited | None, draft: str = "") -> Asked | None:
    survey = await surveys.survey(session, invited.survey) if invited is not None else None
    questionnaire = await _questionnaire(session, invited.questionnaire) if invited is not None else None
    if invited is None or survey is None or questionnaire is None:
        return None
    kept = await drafts.load(session, draft, invited.wave) if draft else None
    idea = await about_idea.subject(session, invited.idea, invited.person) if invited.idea is not None else None
    due = await results_on(session, survey, invited.response_on, invited.closes_on, invited.calendar)
    return Asked(invited, survey, questionnaire, due, kept, idea)


async def _questionnaire(session: Transaction, content_hash: str) -> Questionnaire | None:
    if content_hash not in _READ:
        found = await wordings.exactly(session, content_hash)
        if found is None:
            return None
        _READ[content_hash] = found
    return _READ[content_hash]


async def results_on(
    session: Transaction, survey: Survey, response_on: date | None, closes_on: date | None, version: str
) -> date | None:
    """The day the answer is due; before the close, what the plan makes of it."""
    if response_on is not None or closes_on is None:
        return response_on
    closed = (await calendars.by_version(session, version)).days if version else frozenset[date]()
    return calendar.working_days_after(closes_on, survey.plan.respond.working_days, closed)
