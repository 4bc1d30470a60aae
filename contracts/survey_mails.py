"""What mails about surveys say: to those who are asked, and to those who owe them an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from contracts.mail import Kind, Mail, Opens
from domain.survey.modes import Mode
from domain.survey.wave_words import WaveEventKind


@dataclass(frozen=True, kw_only=True)
class OfSurvey(Mail):
    """A mail about one wave of a survey to those who are asked; `stop_link` ends such mails."""

    title: str
    link: str
    stop_link: str


@dataclass(frozen=True, kw_only=True)
class SurveyInvitation(OfSurvey):
    """To somebody who is asked: by whom, how many questions, until when, and who can tell who said what."""

    questions: int
    closes_on: date
    mode: Mode
    idea: str = ""  # the number of the idea it is about
    idea_title: str = ""  # only of a public one


class SurveyReminder(SurveyInvitation):
    """To somebody who is still waited for."""


@dataclass(frozen=True, kw_only=True)
class SurveyResponse(OfSurvey):
    """To everybody who was asked: what came of it."""

    topics: tuple[str, ...]  # headlines; the rest is on the public page
    public: bool = False  # others than those who were asked took part, too


@dataclass(frozen=True, kw_only=True)
class ConfirmEntry(Mail):
    """The only mail an unconfirmed address gets about an open survey: about what, until when it can be answered."""

    title: str
    link: str
    expires_on: date
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class WaveNote(Mail):
    """To owner or office: what a wave needs from them."""

    title: str
    link: str
    news: WaveEventKind
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class PlanReminder(Mail):
    """To the owner of an entry of the communication plan: its day has passed."""

    link: str
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class WaveRefused(Mail):
    """What was received about a wave while the engine was away could not be taken after all."""

    title: str
    link: str
    said: str  # kind of happening
    received_at: datetime
    reason: str  # a sentence of the catalogue


OF_SURVEYS: Mapping[str, Kind] = {
    "survey_invitation": Kind(SurveyInvitation, Opens.SURVEY),
    "survey_reminder": Kind(SurveyReminder, Opens.SURVEY),
    "survey_response": Kind(SurveyResponse, Opens.PUBLIC),
    "wave_note": Kind(WaveNote, Opens.OFFICE),
    "plan_reminder": Kind(PlanReminder, Opens.OFFICE),
    "wave_refused": Kind(WaveRefused, Opens.OFFICE),
    "confirm_entry": Kind(ConfirmEntry, Opens.CONFIRM),
}
