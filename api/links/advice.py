"""Advice by link: whoever has a task asks a colleague and keeps it; the colleague's link opens the idea and a field."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.bring import happened
from api.colleagues import advisers
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.links.act import FormDep, sent
from api.links.hand_over import with_department
from api.links.kept import typed_again
from api.links.visit import EMPTY, Filled, Visit, only
from domain.happenings import AdviceAsked, AdviceGiven
from domain.happenings.base import Model, Sentence
from domain.staffing import STOOD_IN
from domain.words import Via
from domain.world import Person
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
TaskDep = Annotated[Visit, Depends(only(*STOOD_IN))]
AdviceDep = Annotated[Visit, Depends(only("advice"))]
UNDER = "/advice"


class Question(Model):
    """What somebody wants to know."""

    question: Sentence


class Said(Model):
    """What a colleague thinks."""

    advice: Sentence


@router.get("/a/{token}/advice")
async def form(visit: TaskDep) -> Response:
    """Whom one may ask, and for what."""
    if not visit.acts:
        return visit.back()
    return _asking(visit, visit.typed(typed_again(visit.opened, AdviceAsked)), await _colleagues(visit))


@router.post("/a/{token}/advice")
async def ask(visit: TaskDep, form: FormDep) -> Response:
    """Asks, or shows the form again."""
    colleagues = await _colleagues(visit)
    return await sent(visit, form, _asked, lambda now, filled: _asking(now, filled, colleagues), under=UNDER)


def show(visit: Visit, filled: Filled = EMPTY) -> Response:
    """The idea, what a colleague asks, and a field."""
    opened = visit.opened
    advice = opened.advice_asked
    asker = opened.people.get(advice.by) if advice is not None else None
    return visit.page(
        "advice.html",
        title=N_("A colleague asks for your advice"),
        filled=filled if filled.values is not None else visit.typed(typed_again(opened, AdviceGiven)),
        idea=opened.case.text,
        choices=visit.choices(),
        advice=advice,
        asker=asker.name if asker is not None else "",
    )


@router.post("/a/{token}/advise")
async def advise(visit: AdviceDep, form: FormDep) -> Response:
    """Takes the advice, or shows the form again with what was typed."""
    return await sent(visit, form, _given, show)


async def _colleagues(visit: Visit) -> list[Person]:
    opened = visit.opened
    return await advisers(visit.services, opened.case, opened.task, opened.person)


def _asking(visit: Visit, filled: Filled, colleagues: Sequence[Person]) -> Response:
    titles = {d.id: d.title.in_(visit.language) for d in visit.opened.definition.departments}
    return visit.page(
        "ask_advice.html",
        title=N_("Ask a colleague for advice"),
        under=UNDER,
        filled=filled,
        colleagues=[(p.id, with_department(p, titles)) for p in colleagues],
    )


def _asked(visit: Visit, form: Form) -> AdviceAsked:
    errors = [] if form.one("adviser") else [FieldError("adviser", "input.choice")]
    try:
        question = build(Question, {"question": form.one("question")}).question
    except Invalid as invalid:
        raise Invalid([*errors, *invalid.errors]) from None
    if errors:
        raise Invalid(errors)
    link = visit.opened.link
    given = {"assignment": link.assignment, "adviser": form.one("adviser")[:80], "question": question}
    return happened(AdviceAsked, visit.services, link.person_id, Via.LINK, **given)


def _given(visit: Visit, form: Form) -> AdviceGiven:
    words = build(Said, {"advice": form.one("advice")})
    link = visit.opened.link
    return happened(AdviceGiven, visit.services, link.person_id, Via.LINK, advice=link.assignment, text=words.advice)
