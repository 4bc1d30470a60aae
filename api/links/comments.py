"""Comments behind a link: what its holder may read, a form to write one, files to save."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api import comment_view, commenting
from api.comment_view import Reader, known_by_role
from api.commenting import Speaker
from api.downloads import download
from api.links import draft
from api.links.act import take
from api.links.opened import Door
from api.links.readable import RELATIONS, readable
from api.links.visit import EMPTY, Filled, Visit, only
from api.rendering import see_other, with_choices
from api.uploads import Upload, read_upload
from domain.comments.readers import audiences
from domain.words import Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
UNDER = "/comments"
CommentDep = Annotated[Visit, Depends(only(*RELATIONS))]


@router.get("/a/{token}/comments")
async def listed(visit: CommentDep, done: str = "") -> Response:
    """The comments and the form."""
    if visit.opened.door is not Door.OPEN:
        return visit.back()
    return _show(visit, visit.typed(), done=N_("Your comment is kept.") if done else "")


@router.post("/a/{token}/comments")
async def comment(visit: CommentDep, request: Request) -> Response:
    """Keeps a comment, or shows the form again with what was typed; files have to be chosen again."""
    if visit.opened.door is not Door.OPEN:
        return visit.back()
    upload = await read_upload(request, visit.services.files)
    try:
        return await take(visit, upload.form, lambda: _written(visit, upload), _show, under=UNDER, at_any_time=True)
    finally:
        upload.drop()


async def _written(visit: Visit, upload: Upload) -> Response:
    opened, services = visit.opened, visit.services
    await services.limits.spend("comment.write", opened.link.person_id)
    shared = opened.person is not None and opened.person.shared
    speaker = Speaker(opened.link.person_id, Via.LINK, RELATIONS[opened.kind], shared)
    await commenting.write(services, opened.case, speaker, upload)
    here = opened.path + UNDER
    answer = see_other(with_choices(visit.request, f"{here}?done=1"))
    await draft.forget(answer, visit.request, services, here)
    return answer


@router.get("/a/{token}/files/{file}")
async def file(visit: CommentDep, file: str) -> Response:
    """One file of a comment that the holder of the link reads."""
    return download(visit.services, readable(visit.opened), file)


def _show(visit: Visit, filled: Filled = EMPTY, done: str = "") -> Response:
    opened, say, here = visit.opened, visit.say, visit.opened.path
    named = opened.people.get(opened.case.submitter)
    author = known_by_role(say, opened.link.person_id, named.name if named is not None and opened.case.named else "")
    reader = Reader(say, visit.services.site.zone, f"{here}/files", author, f"{here}/versions", comment_view.TASKS)
    offered = audiences(RELATIONS[opened.kind])
    values = {"key": commenting.fresh_key(), "audience": str(offered[0]), **(filled.values or {})}
    return visit.page(
        "comments.html",
        title=N_("Comments"),
        under=UNDER,
        filled=Filled(values, filled.errors, filled.status),
        case=opened.case,
        comments=reader.shown(readable(opened), opened.case),
        audiences=comment_view.options(say, offered, office=False),
        about=opened.task.id if opened.task is not None and opened.kind != "idea" else "",
        accept=commenting.ACCEPT,
        done=say.gettext(done) if done else "",
    )
