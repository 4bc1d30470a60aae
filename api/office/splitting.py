"""Splitting off a part of an idea: the part comes in as a case of its own, with the same submitter, in one go."""

from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Response

from api.bring import Brought, carry
from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, read_form
from api.idea_form import choices, fields_of, pairs_in, read_idea, reason_of
from api.links import draft
from api.office.case_view import CaseView
from api.office.door import Desk, DeskDep
from api.office.intervene import bundle_of, made, raise_refused
from api.office.interventions import BY_PATH
from api.rendering import see_other
from domain import happenings as what
from domain.happenings import IdeaText
from domain.words import Source
from kit.i18n import N_
from storage import inbox
from storage.errors import StorageError

router = APIRouter(prefix="/office/ideas", include_in_schema=False)
ACT = BY_PATH["split"]


@router.get("/{number}/split")
async def form(desk: DeskDep, number: str) -> Response:
    """The text of the idea, to be cut down to the part."""
    view = CaseView(desk, await bundle_of(desk, number))
    typed = await draft.kept(desk.request, desk.services, desk.request.url.path, desk.person.id)
    return _form(desk, view, typed.values() if typed is not None else fields_of(view.case.text))


@router.post("/{number}/split")
async def split(desk: DeskDep, number: str) -> Response:
    """Makes the part an idea of its own, and says so in the record of the one it comes from."""
    view, form = CaseView(desk, await bundle_of(desk, number)), await read_form(desk.request)
    here = desk.request.url.path
    try:
        check_nonce(desk.request, desk.services, form, here)
        if form.one("step") == "change":
            page = _form(desk, view, form.values())
            return await draft.at_its_address(desk.request, desk.services, form, page, of=here, who=desk.person.id)
        if not ACT.when(view.case, view.bundle.definition):
            raise Refused("case.closed")
        answer = see_other(await _split(desk, view, *_read(form, view)))
    except (Refused, StorageError) as refused:
        return _again(desk, view, form, refused)
    await draft.forget(answer, desk.request, desk.services, here)
    return answer


def _read(form: Form, view: CaseView) -> tuple[IdeaText, str]:
    """The part and the reason; raises Invalid with everything that is wrong, also that nothing was cut."""
    reason, wrong = form.one("public_reason"), []
    if not reason.strip():
        wrong.append(FieldError("public_reason", "input.missing"))
    try:
        text = read_idea(form, view.bundle.definition)
        if fields_of(text) == fields_of(view.case.text):
            wrong.append(FieldError("title", "split.same"))
    except Invalid as invalid:
        raise Invalid([*invalid.errors, *wrong]) from None
    if wrong:
        raise Invalid(wrong)
    return text, reason


async def _split(desk: Desk, view: CaseView, text: IdeaText, reason: str) -> str:
    """Both happenings are kept in one transaction; where to go then."""
    whole, part_id = view.case, uuid4().hex
    async with desk.services.db.write() as session:
        part = await inbox.open_case(
            session,
            part_id,
            process=whole.process,
            submitter=whole.submitter,
            source=Source.OFFICE,
            at=desk.services.now(),
            year=desk.today.year,
        )
        comes_in = made(desk, what.Submitted, {"text": text, "named": whole.named, "part_of": whole.number})
        said = made(desk, what.Split, {"part": part_id, "number": part.number, "public_reason": reason})
        letters = [await inbox.put(session, part_id, comes_in), await inbox.put(session, whole.id, said)]
    brought: list[Brought] = [await carry(desk.services, letter) for letter in letters]
    for one in brought:
        await raise_refused(desk, one)
    pending = any(one.pending for one in brought)
    return f"{view.url}?{'received' if pending else 'done'}=split"


def _again(desk: Desk, view: CaseView, form: Form, refused: Refused | StorageError) -> Response:
    if isinstance(refused, StorageError):
        return _form(desk, view, form.values(), errors=[FieldError("", "unavailable")], status=503)
    if refused.code == "form.forged":
        raise refused
    return _form(desk, view, form.values(), errors=reason_of(refused), status=refused.status)


def _form(desk: Desk, view: CaseView, values: dict[str, Any], **shown: Any) -> Response:
    t, case = desk.t, view.case
    return desk.page(
        "split.html",
        title=ACT.label,
        head=view.head(),
        action=f"{view.url}/split",
        back=view.url,
        possible=ACT.when(case, view.bundle.definition),
        choices=choices(view.bundle.definition, desk.language, case.text.goals),
        values=values,
        pairs=pairs_in(values),
        breadcrumb=[
            {"label": t(N_("Board")), "url": "/office"},
            {"label": case.number, "url": view.url},
            {"label": t(ACT.label), "url": ""},
        ],
        **shown,
    )
