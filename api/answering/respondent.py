"""One request of somebody who answers: their session, what it asks, and how its pages are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from api.answering import asked as askings
from api.answering import kept, tickets
from api.answering.asked import Asked
from api.answering.tickets import Session
from api.errors import FieldError
from api.forms import Form, check_nonce
from api.language import language_of
from api.rendering import render
from api.services import Services, ServicesDep
from domain.survey.modes import Mode

FORM = "/s"  # what the forms of all these pages are signed for: a session has one questionnaire


@dataclass(frozen=True)
class Respondent:
    """Whoever answers; the pages know an invitation, and never show whose it is."""

    request: Request
    services: Services
    session: Session
    asked: Asked

    @property
    def language(self) -> str:
        """The language of the page."""
        return language_of(self.request, self.services, self.asked.invited.language)

    def draw(
        self,
        template: str,
        *,
        title: str,
        path: str,
        errors: Sequence[FieldError] = (),
        values: Mapping[str, Any] | None = None,
        status: int = 200,
        **context: Any,
    ) -> Response:
        """A page at this address, in the frame of all pages."""
        asked, language = self.asked, self.language
        return render(
            self.request,
            self.services,
            f"survey/{template}",
            title=title,
            page=FORM,
            language=asked.invited.language,
            errors=errors,
            values=values,
            status=status,
            path=path,
            survey_title=asked.questionnaire.title.in_(language),
            closes_on=asked.invited.closes_on,
            anonymous=asked.invited.mode is Mode.ANONYMOUS,
            results_on=asked.results_on,
            entered=asked.entered,
            visit=self.session.visit,
            **context,
        )

    @property
    def typed(self) -> dict[str, Any] | None:
        """What was typed so far; None where nothing is kept."""
        return kept.opened(self.services, self.asked, self.session)

    async def check(self, form: Form) -> None:
        """Raises unless the form is ours, fresh, and within the budget of the invitation."""
        await self.services.limits.spend("link.act", self.session.invitation)
        check_nonce(self.request, self.services, form, FORM)


async def respondent(request: Request, services: ServicesDep) -> Respondent | None:
    """Whoever this browser answers for; None without a session, or where there is nothing behind it any more."""
    session = tickets.of_browser(request, services)
    return None if session is None else await answering(request, services, session)


async def answering(request: Request, services: Services, session: Session) -> Respondent | None:
    """The respondent of this session, with what it has typed so far."""
    found = await askings.by_invitation(services, session.invitation, kept.draft_id(session))
    return None if found is None else Respondent(request, services, session, found)


RespondentDep = Annotated[Respondent | None, Depends(respondent)]
