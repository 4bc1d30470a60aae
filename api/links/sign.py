"""A co-signature by link: the idea, who signed before and what they remarked, and one's own word without default."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from api.bring import happened
from api.errors import FieldError, Invalid
from api.forms import Form, build, whole
from api.links.act import FormDep, sent
from api.links.ask import thread
from api.links.kept import typed_again
from api.links.visit import EMPTY, Filled, Visit, only
from api.sign_words import chain_of, title_of
from domain.case import SignOff, SignStep
from domain.happenings import Signed
from domain.happenings.base import MaybeSentence, Model, ShortLine
from domain.signing.chain import returnable, step_of, steps_of
from domain.words import Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
SignDep = Annotated[Visit, Depends(only("sign"))]
SAID = ("sign", "remark", "refuse", "send_back")


class Said(Model):
    """The words that go with it."""

    remark: MaybeSentence = ""
    stated_name: ShortLine = ""


def show(visit: Visit, filled: Filled = EMPTY) -> Response:
    """The page of whoever's turn it is."""
    opened = visit.opened
    chain, mine = _mine(visit)
    return visit.page(
        "sign.html",
        title=N_("Your signature is asked for"),
        filled=filled if filled.values is not None else visit.typed(typed_again(opened, Signed)),
        idea=opened.case.text,
        choices=visit.choices(),
        department=visit.department(opened.link.person_id),
        outside_plan=chain.outside_plan,
        mine=mine,
        as_what=title_of(mine, opened.definition, visit.language),
        steps=_steps(visit, chain),
        earlier=_earlier(visit, chain, mine),
        **thread(visit),
    )


@router.post("/a/{token}/sign")
async def sign(visit: SignDep, form: FormDep) -> Response:
    """Takes what they say, or shows the form again."""
    return await sent(visit, form, _signed, show)


def _mine(visit: Visit) -> tuple[SignOff, SignStep]:
    opened = visit.opened
    step = step_of(opened.case, opened.task) if opened.task is not None else None
    assert step is not None  # a task to sign is opened for one
    return next(c for c in opened.case.sign_offs if c.id == step.sign_off), step


def _steps(visit: Visit, chain: SignOff) -> list[dict[str, Any]]:
    """Everybody's part, with names: who signs with whom is no secret in the house."""
    opened = visit.opened
    found = chain_of(opened.case, chain, opened.definition, visit.language, visit.say.gettext)
    return [{"step": one, "who": _name(visit, one.person), "instead_of": _name(visit, one.instead_of)} for one in found]


def _name(visit: Visit, person_id: str) -> str:
    person = visit.opened.people.get(person_id)
    return "" if person is None else ", ".join(filter(None, (person.name, visit.department(person_id))))


def _earlier(visit: Visit, chain: SignOff, mine: SignStep) -> list[tuple[str, str]]:
    """To whom it can be sent back."""
    opened = visit.opened
    found = returnable(steps_of(opened.case, chain), mine)
    titles = {s.id: title_of(s, opened.definition, visit.language) for s in found}
    return [(s.id, f"{titles[s.id]}: {_name(visit, s.person)}") for s in found]


def _signed(visit: Visit, form: Form) -> Signed:
    opened = visit.opened
    errors: list[FieldError] = []
    said = form.one("said")
    if said not in SAID:
        errors.append(FieldError("said", "input.choice"))
    words = build(Said, {"remark": form.one("remark"), "stated_name": form.one("stated_name")})
    if said in SAID[1:] and not words.remark:
        errors.append(FieldError("remark", "sign.remark_missing" if said == "remark" else "sign.remark_required"))
    if said == "send_back" and not form.one("to"):
        errors.append(FieldError("to", "sign.not_earlier"))
    if opened.person is not None and opened.person.shared and not words.stated_name:
        errors.append(FieldError("stated_name", "answer.name_required"))
    if errors:
        raise Invalid(errors)
    return happened(
        Signed,
        visit.services,
        opened.link.person_id,
        Via.LINK,
        assignment=opened.link.assignment,
        said=said,
        remark=words.remark,
        to=form.one("to")[:80] if said == "send_back" else "",
        again=said == "send_back" and form.one("again") == "yes",
        stated_name=words.stated_name,
        on_version=max(whole(form.one("on_version"), 1), 1),
    )
