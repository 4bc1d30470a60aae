"""Who answers: before an answer counts, whoever gives it shows as much as its task asks for.

What was typed stays in this browser meanwhile; a code is for what was chosen, so another choice needs another code.
"""

import json
from collections.abc import Awaitable, Callable

from fastapi import Response

from api import codes
from api.errors import FieldError, Invalid
from api.forms import Form
from api.idea_form import hidden_fields
from api.links import signed_in
from api.links.visit import Filled, Visit
from domain.assurance import chosen, needed
from domain.happenings import Reconsidered, Signed
from domain.happenings.base import Assured, HappeningBase
from domain.words import Assurance
from kit.i18n import N_

PENDING = "umlauf_answer_code"
UNDER = "/prove"
TAKE, MAIL, LOOK = "code", "mail", "prove"
STEPS = (TAKE, MAIL, LOOK)  # what the page that asks for the code sends
ACTIONS = {
    "review": "/answer",
    "reconsider": "/reconsider",
    "sign": "/sign",
    "decide": "/decide",
    "commitment": "/commitment",
}

Keep = Callable[[Response], Awaitable[Response]]  # gives the page an address, with what was typed


async def shown(visit: Visit, form: Form, said: HappeningBase, keep: Keep) -> Assurance | Response:
    """How sure it is by now; or the page on which more is shown. Raises Invalid for a code that is wrong."""
    task = visit.opened.task
    if task is None or not isinstance(said, Assured):
        return Assurance.L0
    wanted = needed(task.kind, visit.opened.definition, task.about)
    if wanted is Assurance.L2:
        return await _signed_in(visit, form, keep)
    return Assurance.L0 if wanted is Assurance.L0 else await _with_code(visit, form, said, keep)


async def _with_code(visit: Visit, form: Form, said: HappeningBase, keep: Keep) -> Assurance | Response:
    step, services = form.one("step"), visit.services
    if step == LOOK:
        return await keep(show(visit, Filled(form.values())))
    if step == TAKE:
        code_id = codes.asked_here(visit.request, PENDING)
        if await codes.right(services, code_id, form.one("code"), _about(visit), _bound(said)) != _person(visit):
            raise Invalid([FieldError("code", "signin.code_wrong")])
        return Assurance.L1
    assert visit.opened.person is not None  # a link of nobody is not open
    await codes.spend(services, "answer.code", visit.opened.link.assignment)
    facts = {"number": visit.opened.case.number, "chosen": chosen(said)}
    code_id = await codes.mailed(services, visit.opened.person, "answer_code", _about(visit), _bound(said), **facts)
    answer = await keep(show(visit, Filled(form.values()), mailed=True))
    codes.keep(answer, services, visit.opened.path, PENDING, code_id, codes.LASTS.total_seconds())
    return answer


async def _signed_in(visit: Visit, form: Form, keep: Keep) -> Assurance | Response:
    if form.one("step") == TAKE and signed_in.proved(visit):
        return Assurance.L2
    return signed_in.lead_there(await keep(show(visit, Filled(form.values()))), visit)


def show(visit: Visit, filled: Filled, *, mailed: bool = False) -> Response:
    """What is to be sent, and the field for the code; or the way to sign in."""
    opened, values = visit.opened, filled.values or {}
    return visit.page(
        "assure.html",
        title=N_("Show that it is you"),
        filled=filled,
        action=ACTIONS[opened.kind],
        choice=next((str(values[name]) for name in ("outcome", "verdict", "answer", "said") if values.get(name)), ""),
        hidden=hidden_fields(values, "step", "code"),
        sent=mailed or bool(codes.asked_here(visit.request, PENDING)),
        over=any(error.code == "code.over" for error in filled.errors),
        enough=any(error.code == "code.too_many" for error in filled.errors),
        signed_in=signed_in.proved(visit),
    )


def _about(visit: Visit) -> str:
    return f"answer:{visit.opened.link.assignment}"


def _person(visit: Visit) -> str:
    return visit.opened.link.person_id


def _bound(said: HappeningBase) -> str:
    """What was chosen; of a second look, the scores; of what is sent back, to whom."""
    scores = said.scores if isinstance(said, Reconsidered) else {}
    more = [said.to, said.again] if isinstance(said, Signed) and said.to else []
    return json.dumps([type(said).__name__, chosen(said), sorted(scores.items()), *more])
