"""The submitter's own page: where the idea stands, what happened, and what can be done: reply, edit, withdraw."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from api import story
from api.bring import happened
from api.errors import FieldError, Invalid, NotFound
from api.forms import Form, build, read_form
from api.idea_form import fields_of, pairs_in, read_idea
from api.links.act import act
from api.links.kept import typed_again
from api.links.opened import Door, Opened, OpenedDep
from api.links.page import chosen, link_page, spoken
from api.rendering import see_other
from api.services import Services, ServicesDep
from domain.happenings import Edited, MaybeSentence, Model, Replied, Sentence, Withdrawn
from domain.words import Stage, Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)


class Reply(Model):
    """An answer to a question."""

    reply: Sentence


class Goodbye(Model):
    """Why an idea is taken back."""

    reason: MaybeSentence = ""


def show(
    request: Request,
    services: Services,
    opened: Opened,
    values: Mapping[str, Any] | None = None,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> Response:
    """Everything the submitter may know of the idea."""
    case, language = opened.case, spoken(request, services, opened)
    departments = {c.id: opened.people[c.owner].department for c in case.commitments if c.owner in opened.people}
    return link_page(
        request,
        services,
        opened,
        "idea.html",
        title=N_("Your idea"),
        errors=errors,
        status=status,
        values=values,
        case=case,
        idea=case.text if case.texts else None,
        choices=chosen(request, services, opened) if case.texts else None,
        standing=story.STANDING[case.state],
        story=story.story(case, opened.events),
        outcome=story.outcome(case, opened.definition, language),
        promises=story.promises(case, opened.definition, departments, language, services.now()),
        questions=[q for q in case.questions if q.replied_at is None and case.closed_at is None],
        withdrawable=_withdrawable(opened),
    )


def _withdrawable(opened: Opened) -> bool:
    case = opened.case
    return case.closed_at is None and case.stage is not Stage.FOLLOW_UP and bool(case.texts)


def _own(opened: Opened) -> None:
    if opened.kind != "idea":
        raise NotFound("link.unknown")


@router.post("/a/{token}/reply")
async def reply(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """Takes the reply to one question."""
    _own(opened)
    form = await read_form(request)
    field = f"reply.{form.one('question')}"

    def make() -> Replied:
        data = build(Reply, {"reply": form.one(field)}, {"reply": field})
        given = {"question": form.one("question")[:80] or "-", "reply": data.reply}
        return happened(Replied, services, opened.link.person_id, Via.LINK, **given)

    def again(now: Opened, errors: Sequence[FieldError], status: int) -> Response:
        return show(request, services, now, form.values(), errors, status)

    return await act(request, services, opened, form, make, again)


@router.get("/a/{token}/edit")
async def edit_form(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """The text in the form, while it may be changed."""
    _own(opened)
    if opened.door is not Door.OPEN or not opened.case.editable or opened.waiting is not None:
        return see_other(opened.path)
    again = typed_again(opened, Edited)
    return _edit(request, services, opened, again or fields_of(opened.case.text), compare=again is not None)


@router.post("/a/{token}/edit")
async def edit(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """Keeps the new version; with "stale" both texts are shown."""
    _own(opened)
    form = await read_form(request)
    if _unchanged(form, opened):
        return see_other(opened.path)

    def make() -> Edited:
        version = form.one("on_version")
        _compared(form)
        given = {"text": read_idea(form, opened.definition), "on_version": int(version) if version.isdecimal() else 0}
        return happened(Edited, services, opened.link.person_id, Via.LINK, **given)

    def again(now: Opened, errors: Sequence[FieldError], status: int) -> Response:
        stale = any(error.code == "edit.stale" for error in errors)
        compare = form.one("compare") == "yes"
        return _edit(request, services, now, form.values(), errors, status, stale=stale, compare=compare)

    return await act(request, services, opened, form, make, again, page=f"{opened.path}/edit")


def _unchanged(form: Form, opened: Opened) -> bool:
    """A form sent as it was filled in says nothing: mail scanners do that, and reviewers would see a new version."""
    if not opened.case.texts:
        return False
    try:
        return fields_of(read_idea(form, opened.definition)) == fields_of(opened.case.text)
    except Invalid:
        return False


def _compared(form: Form) -> None:
    """A form that was filled in for somebody is sent by a tick, not by a button alone."""
    if form.one("compare") == "yes" and form.one("compared") != "yes":
        raise Invalid([FieldError("compared", "input.confirm")])


def _edit(
    request: Request,
    services: Services,
    opened: Opened,
    values: Mapping[str, Any],
    errors: Sequence[FieldError] = (),
    status: int = 200,
    *,
    stale: bool = False,
    compare: bool = False,
) -> Response:
    return link_page(
        request,
        services,
        opened,
        "edit.html",
        title=N_("Change your idea"),
        under="/edit",
        errors=errors,
        status=status,
        values=values,
        idea=opened.case.text,
        choices=chosen(request, services, opened),
        pairs=pairs_in(values),
        stale=stale or compare,
        compare=compare,
    )


@router.get("/a/{token}/withdraw")
async def withdraw_form(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """What withdrawing means, and a box to tick."""
    _own(opened)
    if opened.door is not Door.OPEN or not _withdrawable(opened) or opened.waiting is not None:
        return see_other(opened.path)
    return _withdraw(request, services, opened, typed_again(opened, Withdrawn))


@router.post("/a/{token}/withdraw")
async def withdraw(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """Takes the idea back."""
    _own(opened)
    form = await read_form(request)

    def make() -> Withdrawn:
        if form.one("sure") != "yes":
            raise Invalid([FieldError("sure", "input.confirm")])
        words = build(Goodbye, {"reason": form.one("reason")})
        return happened(Withdrawn, services, opened.link.person_id, Via.LINK, reason=words.reason)

    def again(now: Opened, errors: Sequence[FieldError], status: int) -> Response:
        return _withdraw(request, services, now, form.values(), errors, status)

    return await act(request, services, opened, form, make, again, page=f"{opened.path}/withdraw")


def _withdraw(
    request: Request,
    services: Services,
    opened: Opened,
    values: Mapping[str, Any] | None = None,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> Response:
    return link_page(
        request,
        services,
        opened,
        "withdraw.html",
        title=N_("Withdraw your idea"),
        under="/withdraw",
        errors=errors,
        status=status,
        values=values,
        case=opened.case,
    )
