"""New cases from the desk: an idea that came by telephone or letter, and a project that exists already."""

from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Response

from api.bring import Brought, carry
from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import Form, check_nonce, date_field, read_form
from api.idea_form import choices, pairs_in, read_idea, reason_of
from api.links import draft
from api.office import words
from api.office.choosing import options, staff
from api.office.door import Desk, DeskDep
from api.office.intervene import made, raise_refused
from api.office.readers import yes_or_no
from api.rendering import see_other
from domain import happenings as what
from domain.definition import ProcessDefinition
from domain.happenings import Happening
from domain.words import Role, Source
from kit.i18n import N_
from storage import inbox, processes
from storage.errors import StorageError

router = APIRouter(prefix="/office", include_in_schema=False)
PROMISES = 3  # rows of the form


@router.get("/ideas/new")
async def idea_form(desk: DeskDep) -> Response:
    """The form for an idea."""
    return await _form(desk, "new.html", N_("Enter an idea"), await _typed(desk))


@router.post("/ideas/new")
async def enter(desk: DeskDep) -> Response:
    """A new case of the office's own."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if form.one("step") == "change":
            return await _kept(desk, form, await _form(desk, "new.html", N_("Enter an idea"), form))
        definition = await _definition(desk)
        happening = made(desk, what.Submitted, {"text": read_idea(form, definition)})
        return await _opened(desk, happening, Source.OFFICE)
    except (Refused, StorageError) as refused:
        return await _again(desk, "new.html", N_("Enter an idea"), form, refused)


@router.get("/take-over")
async def project_form(desk: DeskDep) -> Response:
    """The form for a project."""
    return await _form(desk, "take_over.html", N_("Take over a project"), await _typed(desk))


@router.post("/take-over")
async def take_over(desk: DeskDep) -> Response:
    """A case that begins in follow-up."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if form.one("step") == "change":
            return await _kept(desk, form, await _form(desk, "take_over.html", N_("Take over a project"), form))
        happening = made(desk, what.TakenOver, _project(form, await _definition(desk)))
        return await _opened(desk, happening, Source.TAKEOVER)
    except (Refused, StorageError) as refused:
        return await _again(desk, "take_over.html", N_("Take over a project"), form, refused)


def _project(form: Form, definition: ProcessDefinition) -> dict[str, Any]:
    """Every field that is wrong, at once."""
    wrong: list[FieldError] = []
    content: dict[str, Any] = {"project": form.one("project"), "public_reason": form.one("public_reason")}
    if content["project"] not in words.PROJECTS:
        wrong.append(FieldError("project", "input.choice"))
    for name, read in (
        ("text", lambda: read_idea(form, definition)),
        ("public", lambda: yes_or_no(form, "public")),
        ("promises", lambda: _promises(form)),
    ):
        try:
            content[name] = read()
        except Invalid as invalid:
            wrong += invalid.errors
    if wrong:
        raise Invalid(wrong)
    return content


def _promises(form: Form) -> list[dict[str, Any]]:
    """Rows in which anything was written; raises Invalid for half a row."""
    found, wrong = [], []
    for number in range(1, PROMISES + 1):
        names = [f"{field}{number}" for field in ("promise", "owner", "due")]
        if not any(form.one(name) for name in names):
            continue
        wrong += [FieldError(name, "input.missing") for name in names if not form.one(name)]
        try:
            due_on = date_field(form, names[2])
        except Invalid as invalid:
            wrong += invalid.errors
            continue
        found.append({"text": form.one(names[0]), "owner": form.one(names[1]), "due_on": due_on})
    if wrong:
        raise Invalid(wrong)
    return found


async def _opened(desk: Desk, happening: Happening, source: Source) -> Response:
    """The case and its first happening in one transaction, then its page."""
    case_id = uuid4().hex
    year = desk.today.year
    async with desk.services.db.write() as session:
        process = await processes.current_hash(session)
        case = await inbox.open_case(
            session,
            case_id,
            process=process or "",
            submitter=desk.person.id,
            source=source,
            at=desk.services.now(),
            year=year,
        )
        letter = await inbox.put(session, case_id, happening)
    brought: Brought = await carry(desk.services, letter)
    await raise_refused(desk, brought)
    answer = see_other(f"/office/ideas/{case.number}?{'received' if brought.pending else 'done'}={happening.kind}")
    await draft.forget(answer, desk.request, desk.services, desk.request.url.path)
    return answer


async def _typed(desk: Desk) -> Form:
    """What this person has typed at this address in this browser, and not sent."""
    return await draft.kept(desk.request, desk.services, desk.request.url.path, desk.person.id) or Form([])


async def _kept(desk: Desk, form: Form, page: Response) -> Response:
    """A redirect to where the page can be asked for again: see `draft`."""
    here = desk.request.url.path
    return await draft.at_its_address(desk.request, desk.services, form, page, of=here, who=desk.person.id)


async def _definition(desk: Desk) -> ProcessDefinition:
    async with desk.services.db.read() as session:
        definition = await processes.current(session)
    if definition is None:
        raise NotFound
    return definition


async def _again(desk: Desk, template: str, title: str, form: Form, refused: Refused | StorageError) -> Response:
    if isinstance(refused, StorageError):
        errors, status = [FieldError("", "unavailable")], 503
    elif refused.code == "form.forged":
        raise refused
    else:
        errors, status = reason_of(refused), refused.status
    return await _form(desk, template, title, form, errors=errors, status=status)


async def _form(desk: Desk, template: str, title: str, form: Form, **shown: Any) -> Response:
    definition, values = await _definition(desk), form.values()
    owners = [p for p in await staff(desk) if Role.OWNER in p.roles]
    return desk.page(
        template,
        title=title,
        choices=choices(definition, desk.language),
        values=values,
        pairs=pairs_in(values),
        owners=options(desk, definition, owners),
        projects=[(code, desk.t(text)) for code, text in words.PROJECTS.items()],
        rows=PROMISES,
        **shown,
    )
