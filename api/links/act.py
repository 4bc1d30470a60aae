"""What every form behind a link has in common: budget, nonce, the happening, and what becomes of it on the screen."""

from collections.abc import Callable, Sequence

from fastapi import Request, Response

from api.bring import bring, raise_refusal
from api.errors import Failure, FieldError, Invalid, TooMany
from api.forms import Form, check_nonce
from api.links.opened import Door, Opened, look_up
from api.rendering import see_other
from api.services import Services
from domain.happenings import Happening
from storage.errors import StorageError

Show = Callable[[Opened, Sequence[FieldError], int], Response]

# Somebody was faster, or it was sent twice: the page shows how it stands.
OVERTAKEN = frozenset(
    {"task.answered", "task.handed_over", "task.closed", "case.closed", "commitment.settled", "question.replied"}
)
AGAIN = "?again=1"  # the state page says that a second answer does not count
AT_FIELD = {
    "review.reason_required": "reason",
    "commitment.reason_required": "reason",
    "commitment.date_missing": "new_due_on",
    "promise.date_not_in_future": "new_due_on",
    "date.too_far": "new_due_on",
    "answer.name_required": "stated_name",
    "handover.not_eligible": "to",
    "handover.already_asked": "to",
}


async def act(
    request: Request,
    services: Services,
    opened: Opened,
    form: Form,
    make: Callable[[], Happening],
    show: Show,
    *,
    page: str = "",
) -> Response:
    """Checks the form, brings what `make` gives, and leads back to the link; refused, `show` gives the form again.

    `make` raises Invalid for what is wrong in the fields. A form sent twice, or too late, leads to the state page.
    """
    if opened.door is not Door.OPEN or opened.waiting is not None:
        return see_other(opened.path + AGAIN * (opened.door is Door.ANSWERED))
    try:
        await check(request, services, opened, form, page)
        await raise_refusal(services, await bring(services, opened.case.id, make()))
    except Failure as failure:
        if failure.code == "form.forged":
            raise
        if failure.code in OVERTAKEN:
            return see_other(opened.path + AGAIN * (failure.code == "task.answered"))
        return await again(services, opened, failure, show)
    except StorageError:
        return show(opened, [FieldError("", "unavailable")], 503)
    return see_other(opened.path)


async def check(request: Request, services: Services, opened: Opened, form: Form, page: str = "") -> None:
    """Raises unless the form is ours, fresh, and within the link's budget."""
    await services.limits.spend("link.act", opened.link.hash)
    check_nonce(request, services, form, page or opened.path)


async def again(services: Services, opened: Opened, failure: Failure, show: Show) -> Response:
    """The form with what was typed, on the case as it is now; where it is over by now, the page that says so."""
    now = await look_up(services, opened.path.rpartition("/")[2]) or opened
    if now.door is not Door.OPEN:
        return see_other(opened.path)
    answer = show(now, errors_of(failure), failure.status)
    if isinstance(failure, TooMany):
        answer.headers["Retry-After"] = str(failure.wait)
    return answer


def errors_of(failure: Failure) -> list[FieldError]:
    """What to say, and at which field."""
    if isinstance(failure, Invalid):
        return failure.errors
    facts = {name: fact for name, fact in failure.facts.items() if fact is not None}
    return [FieldError(AT_FIELD.get(failure.code, ""), failure.code, facts)]
