"""Doing something to a case: a page with a form, a happening by whoever is signed in, back to the case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from fastapi import APIRouter, Response
from pydantic import ValidationError

from api import deferring
from api.bring import Brought, bring, happened
from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import Form, check_nonce, field_errors, read_form
from api.idea_form import fields_of, hidden_fields, pairs_in, reason_of
from api.links import draft
from api.office import deferral_form
from api.office.case_view import CaseView
from api.office.choosing import context_of
from api.office.door import Desk, DeskDep
from api.office.interventions import BY_PATH, Intervention
from api.office.readers import NAMES
from api.rendering import see_other
from domain.happenings import Happening
from domain.happenings.base import HappeningBase, Held
from domain.words import Via
from storage import inbox, rounds
from storage.errors import StorageError
from storage.queries import lists
from storage.queries.case_page import CaseBundle, case_bundle

DECIDES_ALONE = ("put-forward", "defer", "decline")  # what a round would otherwise decide on
router = APIRouter(prefix="/office/ideas", include_in_schema=False)


@dataclass(frozen=True)
class Act:
    """One intervention on one case, as asked for by somebody of the office."""

    desk: Desk
    view: CaseView
    kind: Intervention
    item: str

    @property
    def url(self) -> str:
        """The page of its form."""
        return f"{self.view.url}/{self.kind.path}" + (f"/{self.item}" if self.item else "")

    @property
    def bundle(self) -> CaseBundle:
        """The case with all that belongs to it."""
        return self.view.bundle


async def bundle_of(desk: Desk, number: str) -> CaseBundle:
    """The case with this number; raises NotFound."""
    async with desk.services.db.read() as session:
        case_id = await lists.by_number(session, number)
        found = None if case_id is None else await case_bundle(session, desk.services.db.known, case_id, mails=True)
    if found is None:
        raise NotFound("case.unknown")
    return found


async def _act(desk: Desk, number: str, path: str, item: str) -> Act:
    kind = BY_PATH.get(path)
    if kind is None or kind.item != bool(item):
        raise NotFound
    return Act(desk, CaseView(desk, await bundle_of(desk, number)), kind, item)


@router.get("/{number}/{path}")
async def form(desk: DeskDep, number: str, path: str) -> Response:
    """The form of an intervention on the case as a whole, or the last look at what this browser has typed there."""
    act = await _act(desk, number, path, "")
    typed = await _typed(act)
    check = act.kind.check and "look" in desk.request.query_params and bool(typed.all()) and _fits(act, typed)
    return await _form(act, typed, check=check)


@router.get("/{number}/{path}/{item}")
async def form_of_item(desk: DeskDep, number: str, path: str, item: str) -> Response:
    """The form of an intervention on one task, commitment or question."""
    act = await _act(desk, number, path, item)
    return await _form(act, await _typed(act))


@router.post("/{number}/{path}")
async def act(desk: DeskDep, number: str, path: str) -> Response:
    """Lets it happen."""
    return await _done(await _act(desk, number, path, ""))


@router.post("/{number}/{path}/{item}")
async def act_on_item(desk: DeskDep, number: str, path: str, item: str) -> Response:
    """Lets it happen."""
    return await _done(await _act(desk, number, path, item))


async def _done(act: Act) -> Response:
    form = await read_form(act.desk.request)
    try:
        check_nonce(act.desk.request, act.desk.services, form, act.url)
        if form.one("step") == "change":
            return await _at_its_address(act, form, await _form(act, form))
        happening = _happening(act, form)
        if act.kind.check and form.one("step") != "send":
            return await _at_its_address(act, form, await _form(act, form, check=True), "?look=1")
        brought = await bring(act.desk.services, act.bundle.case.id, happening)
        await raise_refused(act.desk, brought)
    except (Refused, StorageError) as refused:
        return await _again(act, form, refused)
    answer = see_other(f"{act.view.url}?{'received' if brought.pending else 'done'}={act.kind.path}")
    await draft.forget(answer, act.desk.request, act.desk.services, act.url)
    return answer


async def _typed(act: Act) -> Form:
    """What this person has typed in this browser and not sent; an empty form for nothing."""
    desk = act.desk
    return await draft.kept(desk.request, desk.services, act.url, desk.person.id) or Form([])


async def _at_its_address(act: Act, form: Form, page: Response, query: str = "") -> Response:
    """A redirect to where the page can be asked for again: see `draft`."""
    desk, to = act.desk, act.url + query
    return await draft.at_its_address(desk.request, desk.services, form, page, of=act.url, to=to, who=desk.person.id)


def _fits(act: Act, form: Form) -> bool:
    """Whether what was typed can still be sent as it is."""
    try:
        _happening(act, form)
    except Invalid:
        return False
    return act.kind.possible(act.bundle.case, act.bundle.definition)


async def raise_refused(desk: Desk, brought: Brought) -> None:
    """Raises Invalid with the rule's code and facts when a rule said no."""
    if brought.refusal is not None:
        async with desk.services.db.read() as session:
            facts = await inbox.error_of(session, brought.inbox_id)
        raise Invalid([FieldError(deferral_form.FIELDS.get(brought.refusal, ""), brought.refusal, facts)])


def _happening(act: Act, form: Form) -> Happening:
    content = act.kind.read(form, act.bundle.case, act.bundle.definition, act.item)
    if content.get("body_date", act.desk.today) > act.desk.today:  # said at once, and not after the last look only
        raise Invalid([FieldError("body_date", "decision.date_in_future")])
    return made(act.desk, act.kind.happening, content)


def made(desk: Desk, kind: type[HappeningBase], content: dict[str, Any]) -> Happening:
    """A happening at the office's desk; raises Invalid, field by field."""
    try:
        made_of = happened(kind, desk.services, desk.person.id, Via.OFFICE, **content)
    except ValidationError as wrong:
        raise Invalid(field_errors(wrong, NAMES)) from None
    return cast("Happening", made_of)


async def _again(act: Act, form: Form, refused: Refused | StorageError) -> Response:
    """The form once more, with what was typed, and the case as it is now."""
    if isinstance(refused, StorageError):
        return await _form(act, form, errors=[FieldError("", "unavailable")], status=503)
    if refused.code == "form.forged":
        raise refused
    fresh = replace(act, view=CaseView(act.desk, await bundle_of(act.desk, act.bundle.case.number)))
    return await _form(fresh, form, errors=reason_of(refused), status=refused.status)


async def _form(act: Act, form: Form, *, check: bool = False, **shown: Any) -> Response:
    case, kind = act.bundle.case, act.kind
    values = form.values()
    beyond = limit_errors(shown.pop("errors", ()))
    if kind.path == "edit" and not values:
        values = {**fields_of(case.text), "on_version": str(case.version)}
    if kind.path == "defer-again" and not values and case.deferral is not None:
        values = deferral_form.values_of(case.deferral, await deferring.around(act.desk.services, case))
    context = await context_of(act.desk, act.view, kind.path, act.item)
    if kind.path in DECIDES_ALONE:
        async with act.desk.services.db.read() as session:
            context["in_round"] = await rounds.living(session, case.id)
    return act.desk.page(
        f"acts/{kind.path}.html" if not check else "acts/check.html",
        title=kind.label,
        head=act.view.head(),
        case=case,
        act=kind,
        action=act.url,
        back=act.view.url,
        possible=kind.possible(case, act.bundle.definition),
        values=values,
        hidden=hidden_fields(values, "step"),
        pairs=pairs_in(values),
        errors=beyond,
        beyond=_may_pass(kind, beyond, form),
        breadcrumb=_crumbs(act),
        **{**context, **shown},
    )


def limit_errors(errors: Sequence[FieldError]) -> list[FieldError]:
    """What a limit says belongs to the field in which a reason lets it be passed."""
    return [replace(e, field="above_limit") if e.code.startswith("limit.") else e for e in errors]


def _may_pass(kind: Intervention, errors: Sequence[FieldError], form: Form) -> bool:
    """Whether the form asks for a reason to pass a limit: once it was refused by one."""
    refused = any(e.field == "above_limit" for e in errors)
    return issubclass(kind.happening, Held) and (refused or bool(form.one("above_limit")))


def _crumbs(act: Act) -> list[dict[str, str]]:
    t, case = act.desk.t, act.bundle.case
    return [
        {"label": t("Board"), "url": "/office"},
        {"label": case.number, "url": act.view.url},
        {"label": t(act.kind.label), "url": ""},
    ]
