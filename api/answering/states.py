"""Where no answer is taken: why, what can be done now, and what was typed, so that it can be copied."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.answering import own, tickets
from api.answering.fields import PREFIX
from api.answering.respondent import Respondent, RespondentDep
from api.forms import Form
from api.rendering import render
from api.services import Services, ServicesDep
from kit.codes import spelt
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
CHOSEN = re.compile(r"[a-z0-9_.,:+-]{0,41}")  # keys of choices, numbers and dates: nothing to copy


@dataclass(frozen=True)
class Words:
    """One state in words."""

    title: str
    happened: tuple[str, ...]
    can_do: tuple[str, ...] = ()
    tone: str = "info"
    hear: bool = True  # whether it says when results appear


NOTHING = N_("You need not do anything.")

WORDS: Mapping[str, Words] = {
    "survey.answered": Words(
        N_("You have taken part"),
        (
            N_("An answer was sent with this invitation. Each invitation counts once."),
            N_("We do not show your answers here: whoever holds the mail could read them."),
        ),
        (NOTHING,),
        "success",
    ),
    "survey.withdrawn": Words(
        N_("You do not take part"),
        (
            N_("You took your consent back. We write to you about this survey no more."),
            N_("If you had answered: nothing leads from that answer to you; like that it stays in the figures."),
        ),
        (NOTHING,),
        "success",
        hear=False,
    ),
    "survey.closed": Words(
        N_("This survey is closed"),
        (N_("It has ended, and no more answers are taken. Thank you for wanting to take part."),),
        (NOTHING,),
    ),
    "survey.cancelled": Words(
        N_("This survey was called off"),
        (N_("It is not continued, and no answers are taken."),),
        (NOTHING,),
        hear=False,
    ),
    "survey.not_started": Words(
        N_("This survey has not started yet"),
        (N_("Answers can be given from its first day on."),),
        (N_("Open the link in your mail again later."),),
        hear=False,
    ),
    "survey.paused": Words(
        N_("This survey is paused"),
        (N_("No answers are taken at the moment. What you saved stays where it is."),),
        (N_("Open the link in your mail again later. The time that is lost is added at the end."),),
        "warning",
        hear=False,
    ),
}

ENTERED_ANSWERED = Words(
    N_("You have taken part"),
    (
        N_("An answer was sent with this address. Each address counts once."),
        N_("We do not show your answers here: whoever holds the mail could read them."),
    ),
    (NOTHING,),
    "success",
)


@router.get("/s/thanks")
async def thanks(request: Request, services: ServicesDep, found: RespondentDep) -> Response:
    """After handing in: when and where results appear."""
    if found is None:
        return session_over(request, services)
    if not found.asked.invited.answered:
        return state_page(found)
    questionnaire = found.asked.questionnaire
    lead = questionnaire.thanks.in_(found.language) if questionnaire.thanks is not None else ""
    barrier = own.shown(found.asked, found.session.barrier, services.templates.catalogues.of(found.language))
    return found.draw("thanks.html", title=N_("Thank you"), path="/s/thanks", own=lead, barrier=barrier)


@router.get("/s/later")
async def later(request: Request, services: ServicesDep, found: RespondentDep) -> Response:
    """After breaking off: how to go on."""
    if found is None:
        return session_over(request, services)
    if found.asked.invited.refusal:
        return state_page(found)
    kept_here = found.typed is not None
    code = spelt(found.session.code) if found.session.code and kept_here else ""
    return found.draw(
        "later.html",
        title=N_("Saved for later") if kept_here else N_("Nothing to save yet"),
        path="/s/later",
        kept=kept_here,
        code=code,
    )


@router.get("/s/state")
async def state(request: Request, services: ServicesDep, found: RespondentDep) -> Response:
    """How it stands with the invitation this browser holds."""
    return session_over(request, services) if found is None else state_page(found)


def state_page(found: Respondent, path: str = "/s/state", *, typed: Form | None = None, code: str = "") -> Response:
    """The page for a survey that takes no answer from this link; it never shows one that was given."""
    why = code or found.asked.invited.refusal
    words = WORDS.get(why, WORDS["survey.closed"])
    if found.asked.entered and why == "survey.answered":
        words = ENTERED_ANSWERED
    return found.draw(
        "state.html", title=words.title, path=path, words=words, typed=_texts(typed), ticket=_ticket(found)
    )


def _ticket(found: Respondent) -> str:
    """For whoever came by themselves: what takes their consent back."""
    return tickets.ticket(found.services, found.asked.invited.id) if found.asked.entered else ""


def other_visit(found: Respondent, form: Form) -> Response:
    """Two links in one browser: what was typed for one must not be handed in by the other."""
    words = Words(
        N_("Another survey was opened in this browser"),
        (N_("This page belonged to a link that was opened before. Nothing of it was sent or saved."),),
        (N_("Open the link in your mail again to go on."),),
        "warning",
        hear=False,
    )
    return found.draw("state.html", title=words.title, path="/s/state", words=words, typed=_texts(form))


def session_over(request: Request, services: Services, form: Form | None = None) -> Response:
    """Without a session nobody knows what is asked: the link does."""
    return render(
        request,
        services,
        "survey/over.html",
        title=N_("Please open the link in your mail again"),
        path="/s/state",
        typed=_texts(form),
    )


def _texts(form: Form | None) -> list[str]:
    """What somebody wrote themselves."""
    given = form.all() if form is not None else []
    return [text for name, text in given if name.startswith(PREFIX) and not CHOSEN.fullmatch(text.strip())]
