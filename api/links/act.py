"""What every form behind a link goes through: its door, nonce and budget, what it says, and what becomes of that.

A task's file says how its page is shown and what its form means; everything between the two is here.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar, cast

from fastapi import Depends, Response

from api.bring import bring, raise_refusal
from api.errors import Failure, FieldError, Invalid, TooMany
from api.forms import Form, check_nonce, read_form
from api.links import assure, draft
from api.links.left_over import left_over
from api.links.look_up import look_again
from api.links.opened import Door
from api.links.visit import Filled, Visit
from api.privacy import REVIEWERS, noticed
from domain.happenings import Happening
from domain.happenings.base import Assured, HappeningBase
from storage.errors import StorageError

H = TypeVar("H", bound=HappeningBase)
FormDep = Annotated[Form, Depends(read_form)]
Show = Callable[[Visit, Filled], Response]
Say = Callable[[Visit, Form], H]  # raises Invalid for what is wrong in the fields
Look = Callable[[Visit, Form, H], Awaitable[Response]]
Act = Callable[[], Awaitable[Response | None]]

# Somebody was faster, or it was sent twice: the page shows how it stands.
OVERTAKEN = frozenset(
    {
        "task.answered",
        "task.handed_over",
        "task.closed",
        "task.silent",
        "task.biased",
        "case.closed",
        "commitment.settled",
        "question.replied",
        "advice.given",
        "advice.over",
        "question.over",
        "rework.not_asked",
        "objection.done",
    }
)
AT_FIELD = {
    "review.reason_required": "reason",
    "sign.remark_required": "remark",
    "sign.not_earlier": "to",
    "commitment.reason_required": "reason",
    "commitment.date_missing": "new_due_on",
    "promise.date_not_in_future": "new_due_on",
    "date.too_far": "new_due_on",
    "review.points_required": "points",
    "review.points_without_changes": "points",
    "answer.name_required": "stated_name",
    "handover.not_eligible": "to",
    "handover.already_asked": "to",
    "advice.not_eligible": "adviser",
    "advice.already_asked": "adviser",
    "advice.enough": "adviser",
}


async def sent(
    visit: Visit, form: Form, say: Say[H], show: Show, *, under: str = "", look: Look[H] | None = None, done: str = ""
) -> Response:
    """Lets happen what the form says, and leads back to the link; refused, `show` gives the form again.

    `look` shows what would happen once more: then only what is sent from there counts. `done` is what the link's page
    is to confirm.
    """

    async def kept(page: Response) -> Response:
        return await at_its_address(visit, _without_code(form), page, under=under, to=assure.UNDER)

    async def act() -> Response | None:
        happening = say(visit, form)
        if look is not None and form.one("step") not in ("send", *assure.STEPS):
            return await look(visit, form, happening)
        level = await assure.shown(visit, form, happening, kept)
        if isinstance(level, Response):
            return level
        if isinstance(happening, Assured):
            happening = happening.model_copy(update={"level": level})
        await _noticed(visit)
        await raise_refusal(
            visit.services, await bring(visit.services, visit.opened.case.id, cast("Happening", happening))
        )
        return None

    asks = form.one("step") in assure.STEPS and visit.opened.kind in assure.ACTIONS
    return await take(visit, form, act, assure.show if asks else show, under=under, done=done)


def _without_code(form: Form) -> Form:
    return Form([(name, value) for name, value in form.all() if name != "code"])


async def _noticed(visit: Visit) -> None:
    """Of whoever was asked: the notice their page leads to. What submitters were shown is kept with their idea."""
    person = visit.opened.person
    if person is None or person.id == visit.opened.case.submitter:
        return
    await noticed(visit.services, REVIEWERS, visit.language, person.id)


async def take(
    visit: Visit, form: Form, act: Act, show: Show, *, under: str = "", at_any_time: bool = False, done: str = ""
) -> Response:
    """The same for whatever a form does; a form sent twice, or too late, leads to the page of the link's state.

    What no step has to follow can be done `at_any_time`: also while something of this person waits to be processed.
    """
    if not (visit.acts or (at_any_time and visit.opened.door is Door.OPEN)):
        return await _too_late(visit, form, under, again=visit.opened.door is Door.ANSWERED)
    try:
        await check(visit, form, under)
        if form.one("step") == "change":  # also sent by the switch of languages, so that nothing typed is lost
            return await at_its_address(visit, form, show(visit, Filled(form.values())), under=under)
        answer = await act()
    except Failure as failure:
        if failure.code == "form.forged":
            raise
        if failure.code in OVERTAKEN:
            return await _too_late(visit, form, under, again=failure.code == "task.answered")
        return await _again(visit, form, failure, show, under)
    except StorageError:
        return show(visit, Filled(form.values(), [FieldError("", "unavailable")], 503))
    if answer is None:
        answer = visit.done(done)
        await draft.forget(answer, visit.request, visit.services, visit.opened.path + under)
    return answer


async def _too_late(visit: Visit, form: Form, under: str, *, again: bool) -> Response:
    """To the link, which shows how it stands, and offers what was typed for copying."""
    answer = visit.back(again=again)
    now = await look_again(visit.services, visit.opened) or visit.opened
    waits = now.bundle is None or now.door is Door.WAITING  # what was received is lost by nobody
    if not waits and left_over(form.all(), now.case) and _is_ours(visit, form, under):
        await draft.keep(answer, visit.request, visit.services, visit.opened.path, form)
    return answer


def _is_ours(visit: Visit, form: Form, under: str) -> bool:
    """Words of a forged form are not shown to anybody as theirs."""
    try:
        check_nonce(visit.request, visit.services, form, visit.opened.path + under)
    except Failure:
        return False
    return True


async def at_its_address(visit: Visit, form: Form, page: Response, *, under: str = "", to: str = "") -> Response:
    """A redirect to where the page of this form, or the one at `to`, can be asked for again: see `draft`."""
    path = visit.opened.path
    return await draft.at_its_address(
        visit.request, visit.services, form, page, of=path + under, to=path + (to or under)
    )


async def check(visit: Visit, form: Form, under: str = "") -> None:
    """Raises unless the form is ours, fresh, and within the link's budget."""
    await visit.services.limits.spend("link.act", visit.opened.link.hash)
    check_nonce(visit.request, visit.services, form, visit.opened.path + under)


async def _again(visit: Visit, form: Form, failure: Failure, show: Show, under: str) -> Response:
    """The form with what was typed, on the case as it is now; where it is over by now, the page that says so."""
    now = await look_again(visit.services, visit.opened) or visit.opened
    if now.door is not Door.OPEN:
        return await _too_late(visit, form, under, again=False)
    fresh = Visit(visit.request, visit.services, now)
    answer = show(fresh, Filled(form.values(), errors_of(failure), failure.status))
    if isinstance(failure, TooMany):
        answer.headers["Retry-After"] = str(failure.wait)
    return answer


def errors_of(failure: Failure) -> list[FieldError]:
    """What to say, and at which field."""
    if isinstance(failure, Invalid):
        return failure.errors
    facts = {name: fact for name, fact in failure.facts.items() if fact is not None}
    return [FieldError(AT_FIELD.get(failure.code, ""), failure.code, facts)]
