"""A code from the mailbox before what a desk's link alone does not open: one's own history, several answers at once.

Who has shown the code in this browser is known for half an hour by a cookie of this desk alone.
"""

from fastapi import APIRouter, Response

from api import codes
from api.links.act import FormDep, take
from api.links.desk import DeskDep
from api.links.opened import Door
from api.links.visit import EMPTY, Filled, Visit
from api.rendering import see_other, with_choices
from kit.i18n import N_
from kit.signing import Freshness

router = APIRouter(include_in_schema=False)
PROVED, PENDING = "umlauf_desk", "umlauf_desk_code"
LASTS = 1800.0  # seconds
UNDER = "/code"
BEHIND = ("history", "several", "absence")  # the pages it opens


def proved(visit: Visit) -> bool:
    """Whether the code was shown in this browser within the half hour."""
    value, now = visit.request.cookies.get(PROVED, ""), visit.services.now().timestamp()
    found = visit.services.signer.check(value, "desk.proved", visit.opened.link.hash, now=now, max_age=LASTS)
    return found is Freshness.FRESH


def to_code(visit: Visit, page: str) -> Response:
    """Where the code is asked for, and then back to the page."""
    return see_other(with_choices(visit.request, f"{visit.opened.path}{UNDER}?for={page}"))


@router.get("/a/{token}/code")
async def ask(visit: DeskDep) -> Response:
    """A button that sends the code, and the field for it."""
    if visit.opened.door is not Door.OPEN:
        return visit.back()
    return _show(visit)


@router.post("/a/{token}/code")
async def send(visit: DeskDep, form: FormDep) -> Response:
    """Sends a code, or takes it: the field decides, so that a press of all buttons proves nothing."""

    async def act() -> Response:
        return await (_taken(visit, form.one("code")) if form.one("step") == "take" else _sent(visit))

    return await take(visit, form, act, _show, under=UNDER)


def _show(visit: Visit, filled: Filled = EMPTY) -> Response:
    return visit.page(
        "desk_code.html",
        title=N_("A code from your mailbox"),
        under=UNDER,
        filled=filled,
        page_behind=_behind(visit),
        over=any(error.code == "code.over" for error in filled.errors),
        enough=any(error.code == "code.too_many" for error in filled.errors),
        sent=PENDING in visit.request.cookies,
    )


def _behind(visit: Visit) -> str:
    wanted = visit.request.query_params.get("for", "")
    return wanted if wanted in BEHIND else BEHIND[0]


async def _sent(visit: Visit) -> Response:
    services, person = visit.services, visit.opened.person
    assert person is not None
    await codes.spend(services, "desk.code", person.id)
    code_id = await codes.mailed(services, person, "desk_code", _about(visit))
    answer = to_code(visit, _behind(visit))
    codes.keep(answer, services, visit.opened.path, PENDING, code_id, codes.LASTS.total_seconds())
    return answer


async def _taken(visit: Visit, code: str) -> Response:
    services, now = visit.services, visit.services.now()
    await codes.used(services, codes.asked_here(visit.request, PENDING), code, _about(visit), says_over=True)
    answer = see_other(with_choices(visit.request, f"{visit.opened.path}/{_behind(visit)}"))
    proof = services.signer.sign("desk.proved", visit.opened.link.hash, at=now.timestamp())
    codes.keep(answer, services, visit.opened.path, PROVED, proof, LASTS)
    answer.delete_cookie(PENDING, path=visit.opened.path)
    return answer


def _about(visit: Visit) -> str:
    """This desk alone: a code for it signs nobody in, and opens no other."""
    return f"desk:{visit.opened.link.hash}"
