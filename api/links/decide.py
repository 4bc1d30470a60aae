"""A decision by link: what the reviews say, an outcome without default, reasons; checked once before it counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from api import story
from api.bring import happened
from api.errors import Failure, FieldError, Invalid, NotFound
from api.forms import Form, build, read_form
from api.idea_form import hidden_fields
from api.links.act import act, again, check
from api.links.kept import typed_again
from api.links.opened import Door, Opened, OpenedDep
from api.links.page import chosen, department_name, link_page, spoken
from api.rendering import see_other
from api.services import Services, ServicesDep
from domain.happenings import Decided, MaybeSentence, Model, Sentence, ShortLine
from domain.utility import counted
from domain.words import Outcome, Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
OUTCOMES = (Outcome.ACCEPTED, Outcome.REJECTED)


class Said(Model):
    """The reasons of a decision."""

    public_reason: Sentence
    internal_reason: MaybeSentence = ""
    stated_name: ShortLine = ""


def show(
    request: Request,
    services: Services,
    opened: Opened,
    values: Mapping[str, Any] | None = None,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> Response:
    """The idea, what the reviewers said, the form."""
    language = spoken(request, services, opened)
    return link_page(
        request,
        services,
        opened,
        "decide.html",
        title=N_("Your decision is asked for"),
        errors=errors,
        status=status,
        values=typed_again(opened, Decided) if values is None else values,
        idea=opened.case.text,
        choices=chosen(request, services, opened),
        department=department_name(opened, opened.link.person_id, language),
        reviews=_reviews(opened, language),
        means=list(story.means(opened.case, opened.definition, language)),
    )


def _reviews(opened: Opened, language: str) -> list[dict[str, Any]]:
    """What counts, by department: whoever decides weighs words, not names."""
    criteria = [(c.id, c.title.in_(language)) for c in opened.definition.criteria]
    return [
        {
            "department": department_name(opened, answer.by, language),
            "verdict": answer.verdict.value,
            "scores": [(title, answer.scores.get(name)) for name, title in criteria],
            "reason": answer.reason,
            "at": answer.at,
        }
        for answer in counted(opened.case.answers)
    ]


@router.post("/a/{token}/decide")
async def decide(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """First the answers to check, then, sent from there, the decision."""
    if opened.kind != "decide":
        raise NotFound("link.unknown")
    form = await read_form(request)
    values = form.values()

    def once_more(now: Opened, errors: Sequence[FieldError], status: int) -> Response:
        return show(request, services, now, values, errors, status)

    if form.one("step") == "send":
        return await act(request, services, opened, form, lambda: _decided(services, opened, form), once_more)
    if opened.door is not Door.OPEN:
        return see_other(opened.path)
    try:
        await check(request, services, opened, form)
        decided = None if form.one("step") == "change" else _decided(services, opened, form)
    except Failure as failure:
        if failure.code == "form.forged":
            raise
        return await again(services, opened, failure, once_more)
    return once_more(opened, (), 200) if decided is None else _check(request, services, opened, form, decided)


def _check(request: Request, services: Services, opened: Opened, form: Form, decided: Decided) -> Response:
    return link_page(
        request,
        services,
        opened,
        "decide_check.html",
        title=N_("Check your decision"),
        decided=decided,
        hidden=hidden_fields(form.values(), "step"),
    )


def _decided(services: Services, opened: Opened, form: Form) -> Decided:
    errors: list[FieldError] = []
    outcome = form.one("outcome")
    if outcome not in OUTCOMES:
        errors.append(FieldError("outcome", "input.choice"))
    names = ("public_reason", "internal_reason", "stated_name")
    try:
        words = build(Said, {name: form.one(name) for name in names})
    except Invalid as wrong:
        raise Invalid([*errors, *wrong.errors]) from None
    if opened.person is not None and opened.person.shared and not words.stated_name:
        errors.append(FieldError("stated_name", "answer.name_required"))
    if errors:
        raise Invalid(errors)
    return happened(
        Decided,
        services,
        opened.link.person_id,
        Via.LINK,
        assignment=opened.link.assignment,
        outcome=Outcome(outcome),
        **words.model_dump(),
    )
