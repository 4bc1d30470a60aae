"""Comments at the office's desk: read all of them, write one, let a public one through, blank one for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response

from api import comment_view, commenting
from api.comment_view import Reader, Shown
from api.commenting import Speaker
from api.downloads import download
from api.errors import FieldError, Invalid, Refused
from api.forms import Form, build, check_nonce, read_form
from api.links import draft
from api.office import words
from api.office.case_view import CaseView, shell
from api.office.door import Desk, DeskDep
from api.office.intervene import bundle_of
from api.office.surveys.common import broken, told
from api.rendering import see_other
from api.uploads import read_upload
from domain.comments.comment import Comment
from domain.comments.readers import audiences
from domain.comments.words import Origin
from domain.errors import RuleBroken
from domain.happenings.base import Model, Sentence
from domain.may import Relation
from domain.words import TaskKind, Via
from kit.i18n import N_
from storage import comments, people
from storage.errors import StorageError

router = APIRouter(prefix="/office/ideas", include_in_schema=False)
TASKS = {kind: words.TASKS[kind] for kind in TaskKind}
RELATIONS = frozenset({Relation.ANYONE, Relation.OFFICE})
DONE = {
    "written": N_("Your comment is kept."),
    "through": N_("The comment is let through: everybody may read it now, if the idea is public."),
    "blanked": N_("The comment is blanked."),
}


@dataclass(frozen=True)
class Said:
    """A case with all that was commented on it."""

    view: CaseView
    comments: tuple[Comment, ...]
    people: Mapping[str, Any]

    @property
    def desk(self) -> Desk:
        """Whoever looks."""
        return self.view.desk

    @property
    def url(self) -> str:
        """The page of the comments."""
        return f"{self.view.url}/comments"

    def shown(self) -> list[Shown]:
        """For the template."""
        view, site = self.view, self.desk.services.site
        places = {"files": f"{view.url}/files", "compare": f"{view.url}/versions"}
        reader = Reader(
            self.desk.say, site.zone, author=self._author, tasks=TASKS, inside=True, written_to=self._name, **places
        )
        return reader.shown(self.comments, view.case)

    def _author(self, comment: Comment) -> str:
        if comment.origin is Origin.MAIL:
            return self.desk.t(N_("Somebody, by e-mail"))
        stated = f" ({comment.stated_name})" if comment.stated_name else ""
        return f"{self._name(comment)}{stated}, {self.view.word(words.VIAS, comment.via)}"

    def _name(self, comment: Comment) -> str:
        person = self.people.get(comment.by)
        return person.name if person is not None and person.name else self.view.name(comment.by)


async def said_of(view: CaseView) -> Said:
    """Everything that was commented on this case."""
    async with view.desk.services.db.read() as session:
        found = await comments.of_case(session, view.case.id)
        known = await people.by_ids(session, {one.by for one in found}) if found else {}
    return Said(view, found, known)


async def _opened(desk: Desk, number: str) -> Said:
    return await said_of(CaseView(desk, await bundle_of(desk, number)))


@router.get("/{number}/comments")
async def listed(desk: DeskDep, number: str, done: str = "") -> Response:
    """All comments, and the form."""
    said = await _opened(desk, number)
    if shell(said.view.case):
        return see_other(said.view.url)
    typed = await draft.kept(desk.request, desk.services, said.url, desk.person.id)
    values = typed.values() if typed is not None else {}
    return _page(said, values, done=desk.t(DONE[done]) if done in DONE else "")


@router.post("/{number}/comments")
async def write(desk: DeskDep, number: str) -> Response:
    """Keeps a comment, or shows the form again with what was typed."""
    said = await _opened(desk, number)
    upload = await read_upload(desk.request, desk.services.files)
    form = upload.form
    try:
        check_nonce(desk.request, desk.services, form, said.url)
        if form.one("step") == "change":
            page, who = _page(said, form.values()), desk.person.id
            return await draft.at_its_address(desk.request, desk.services, form, page, of=said.url, who=who)
        speaker = Speaker(desk.person.id, Via.OFFICE, RELATIONS)
        await commenting.write(desk.services, said.view.case, speaker, upload)
    except (Refused, StorageError) as refused:
        errors, status = told(refused)
        return _page(said, form.values(), errors=errors, status=status)
    finally:
        upload.drop()
    answer = see_other(f"{said.url}?done=written")
    await draft.forget(answer, desk.request, desk.services, said.url)
    return answer


class Why(Model):
    """Why a comment is blanked."""

    reason: Sentence


@router.post("/{number}/comments/{comment}")
async def act(desk: DeskDep, number: str, comment: str) -> Response:
    """Lets a public comment through, or blanks one."""
    said, form = await _opened(desk, number), await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, said.url)
        done = await _done(said, form, comment)
    except (Refused, StorageError) as refused:
        errors, status = told(refused)
        return _page(said, form.values(), errors=errors, status=status, blanking=comment)
    return see_other(f"{said.url}?done={done}")


async def _done(said: Said, form: Form, comment: str) -> str:
    services, case, by = said.desk.services, said.view.case, said.desk.person.id
    try:
        if form.one("step") == "through":
            async with services.db.write() as session:
                await comments.let_through(session, case.id, comment, at=services.now(), by=by)
            return "through"
        why = _why(form, comment)
        await commenting.blank(services, case, comment, by=by, why=why)
    except RuleBroken as rule:
        raise broken(rule, {}) from None
    return "blanked"


def _why(form: Form, comment: str) -> str:
    """Raises Invalid without a reason, and without the tick; each comment has fields of its own."""
    reason, sure = f"reason.{comment}", f"sure.{comment}"
    wrong = [] if form.one(sure) == "yes" else [FieldError(sure, "input.confirm")]
    try:
        why = build(Why, {"reason": form.one(reason)}, {"reason": reason}).reason
    except Invalid as invalid:
        raise Invalid([*invalid.errors, *wrong]) from None
    if wrong:
        raise Invalid(wrong)
    return why


@router.get("/{number}/files/{file}")
async def file(desk: DeskDep, number: str, file: str) -> Response:
    """One file of a comment."""
    said = await _opened(desk, number)
    return download(desk.services, said.comments, file)


def _page(said: Said, values: Mapping[str, Any], **shown: Any) -> Response:
    desk, view = said.desk, said.view
    t, offered = desk.t, audiences(RELATIONS)
    context: dict[str, Any] = {"errors": [], "done": "", "blanking": "", **shown}
    crumbs = [(t(N_("Board")), "/office"), (view.case.number, view.url), (t(N_("Comments")), "")]
    return desk.page(
        "comments.html",
        title=N_("Comments"),
        page=said.url,
        breadcrumb=[{"label": label, "url": url} for label, url in crumbs],
        head=view.head(),
        url=said.url,
        back=view.url,
        comments=said.shown(),
        audiences=comment_view.options(desk.say, offered, office=True),
        tasks=_tasks(view),
        accept=commenting.ACCEPT,
        values={"key": commenting.fresh_key(), "audience": str(offered[0]), **values},
        **context,
    )


def _tasks(view: CaseView) -> list[tuple[str, str]]:
    """What a comment may be about: the open tasks."""
    return [(task.id, view.word(words.TASKS, task.kind)) for task in view.case.open_tasks()]
