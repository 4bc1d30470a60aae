"""An open survey as the public sees it: a wave that takes answers of whoever confirms an address, with its promise."""

from dataclasses import dataclass
from datetime import date

from api.answering import asked as askings
from api.answering.promised import told
from api.services import Services
from domain.survey.questionnaire import Questionnaire
from domain.survey.wave_nouns import Wave
from kit.i18n import Translator
from storage import surveys, waves, wordings
from storage.entries import refusal
from storage.session import Session
from storage.surveys import Survey


@dataclass(frozen=True)
class Opened:
    """A wave that is open to everybody, whether it takes answers now or not."""

    wave: Wave
    survey: Survey
    questionnaire: Questionnaire
    results_on: date | None

    @property
    def refusal(self) -> str:
        """Why no answer is taken now, as a code; empty where one is."""
        return refusal(self.wave)

    def promised(self, say: Translator) -> list[str]:
        """What whoever takes part is promised."""
        plan, form = self.survey.plan, self.questionnaire
        return told(plan.settings(self.wave.mode, form, self.results_on, entered=True), say)


async def opened(services: Services, wave_id: str) -> Opened | None:
    """The wave with this id, if it has started and is open to everybody."""
    async with services.db.read() as session:
        return await opened_in(session, wave_id)


async def opened_in(session: Session, wave_id: str) -> Opened | None:
    """The same, in a transaction."""
    wave = await waves.load_wave(session, wave_id)
    if wave is None or not wave.public or wave.started_at is None:
        return None
    survey = await surveys.survey(session, wave.survey)
    form = await wordings.exactly(session, wave.questionnaire)
    if survey is None or form is None:
        return None
    due = await askings.results_on(session, survey, wave.response_on, wave.closes_on, wave.calendar)
    return Opened(wave, survey, form, due)
