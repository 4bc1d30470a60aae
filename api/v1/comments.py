"""Comments by API: what the token's person reads of an idea, one to write, files to save; as behind links, no more."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from api.commenting import Speaker, write
from api.downloads import download
from api.errors import NotFound, Refused
from api.forms import Form
from api.services import Services, ServicesDep
from api.uploads import Upload
from api.v1.actor import Actor, ActorDep, Reader
from api.v1.description import problems
from api.v1.ideas import Key, Number
from api.v1.shapes import CommentIn, Out, _example
from domain.case import Case
from domain.comments.comment import Comment
from domain.comments.readers import read_by
from domain.comments.words import Audience, Origin
from domain.may import Relation
from domain.words import Via
from kit.i18n import N_
from storage import comments, mapping
from storage.queries import lists

router = APIRouter(tags=["comments"], responses=problems(401, 403, 404, 422, 429, 503))
SCOPES = {
    Relation.SUBMITTER: "submit",
    Relation.ASSIGNEE: "answer",
    Relation.OWNER: "answer",
    Relation.OFFICE: "office",
}
BYTES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Its bytes.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
}
File = Annotated[str, Path(pattern=r"^[a-z0-9]{1,80}$", description="From the list of comments.")]


class FileOut(Out):
    """A file; its bytes are at `url`."""

    id: str
    name: str
    kind: str
    size: int
    url: str


class CommentOut(Out):
    """A comment, by what its author was to the idea; `public_since` is null until the office let it through.

    One of `origin` "mail" came as a reply to a mail, is for the office alone, and who sent it is not certain.
    """

    model_config = _example(
        id="3a261280c8bb5a53ab32bad48550922e",
        by="assignee",
        mine=False,
        origin="page",
        at="2026-11-28T12:00:00Z",
        audience="public",
        task="",
        text="Der Platz gehört der Kirche.",
        on_version=1,
        public_since=None,
        blanked_at=None,
        files=[],
    )
    id: str
    by: Relation
    mine: bool
    origin: Origin
    at: datetime
    audience: Audience
    task: str
    text: str
    on_version: int
    public_since: datetime | None
    blanked_at: datetime | None
    files: list[FileOut]


class CommentsOut(Out):
    """What this token's person reads, the first first."""

    number: str
    comments: list[CommentOut]


@router.get("/ideas/{number}/comments", summary=N_("Comments on an idea"))
async def listed(number: Number, services: ServicesDep, who: Reader) -> CommentsOut:
    """Those meant for what the token's person is to the idea, and their own."""
    case, relations = await _opened(services, who, number)
    found = await _readable(services, case, who, relations)
    return CommentsOut(number=case.number, comments=[_out(services, case, who, one) for one in found])


@router.post(
    "/ideas/{number}/comments", status_code=201, summary=N_("Comment on an idea"), responses=problems(400, 409, 413)
)
async def comment(number: Number, body: CommentIn, services: ServicesDep, who: ActorDep, key: Key) -> CommentOut:
    """For the submitter (scope `submit`), whoever is asked (`answer`) and the office; the same key writes once."""
    case, relations = await _opened(services, who, number)
    allowed = frozenset(one for one in relations if one in SCOPES and SCOPES[one] in who.scopes)
    if not allowed:
        raise Refused("token.scope", scope="submit")
    await services.limits.spend("comment.write", who.person.id)
    form = Form([("key", key), ("comment", body.comment), ("audience", body.audience), ("task", body.task)])
    written = await write(services, case, Speaker(who.person.id, Via.API, allowed), Upload(form))
    async with services.db.read() as session:
        kept = next(one for one in await comments.of_case(session, case.id) if one.id == written.id)
    if (kept.text, kept.audience, kept.task) != (written.text, written.audience, written.task):
        raise Refused("idempotency.mismatch")
    return _out(services, case, who, kept)


@router.get("/ideas/{number}/files/{file}", summary=N_("A file of a comment"), response_class=Response, responses=BYTES)
async def file(number: Number, file: File, services: ServicesDep, who: Reader) -> Response:
    """Its bytes, if the token's person reads the comment."""
    case, relations = await _opened(services, who, number)
    return download(services, await _readable(services, case, who, relations), file)


async def _opened(services: Services, who: Actor, number: str) -> tuple[Case, frozenset[Relation]]:
    """The case and what the token's person is to it now; the same 404 for nothing as for none."""
    async with services.db.read() as session:
        case_id = await lists.by_number(session, number)
        case = await mapping.load_case(session, case_id, lock=False) if case_id is not None else None
    relations = _relations(case, who) if case is not None else frozenset()
    if case is None or not relations:
        raise NotFound("case.unknown")
    return case, relations


def _relations(case: Case, who: Actor) -> frozenset[Relation]:
    """Nobody is asked any more once their task is closed: their link opens nothing then, either."""
    me = who.person.id
    asked = any(one.person == me for one in case.open_assignments())
    held = {
        Relation.ANYONE: case.public,
        Relation.SUBMITTER: case.submitter == me,
        Relation.ASSIGNEE: asked and case.submitter != me,
        Relation.OFFICE: who.office,
    }
    return frozenset(relation for relation, is_so in held.items() if is_so)


async def _readable(services: Services, case: Case, who: Actor, relations: frozenset[Relation]) -> tuple[Comment, ...]:
    async with services.db.read() as session:
        return read_by(await comments.of_case(session, case.id), who.person.id, relations)


def _out(services: Services, case: Case, who: Actor, one: Comment) -> CommentOut:
    place = f"{services.site.base_url}/api/v1/ideas/{case.number}/files"
    files = [
        FileOut(id=f.id, name=f.name, kind=f.kind, size=f.size, url=f"{place}/{f.id}") for f in one.files if f.hash
    ]
    return CommentOut(
        id=one.id,
        by=one.role,
        mine=one.by == who.person.id and one.origin is Origin.PAGE,
        origin=one.origin,
        at=one.at,
        audience=one.audience,
        task=one.task,
        text=one.text,
        on_version=one.text_version,
        public_since=one.released_at,
        blanked_at=one.redacted_at,
        files=files,
    )
