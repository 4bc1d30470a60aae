"""Comments on a public idea that the office let through, and their files; of an idea that is not public, none."""

from fastapi import APIRouter, Response

from api.comment_view import Reader, Shown, known_by_role
from api.downloads import download
from api.errors import NotFound
from api.services import Services, ServicesDep
from domain.comments.comment import Comment
from domain.comments.readers import read_by
from domain.may import Relation
from storage import comments
from storage.queries.public import PublicCase, public_case

router = APIRouter(include_in_schema=False)
ANYBODY = frozenset({Relation.ANYONE})


async def shown(services: Services, found: PublicCase, language: str) -> list[Shown]:
    """For the page of the idea; blanked ones are not worth a line there."""
    say, case = services.templates.catalogues.of(language), found.case
    author = known_by_role(say, name=found.submitter)
    reader = Reader(say, services.site.zone, f"/ideas/{case.number}/files", author)
    return reader.shown([one for one in await _readable(services, case.id) if one.redacted_at is None], case)


async def _readable(services: Services, case_id: str) -> tuple[Comment, ...]:
    async with services.db.read() as session:
        return read_by(await comments.of_case(session, case_id), "", ANYBODY)


@router.get("/ideas/{number}/files/{file}")
async def file(services: ServicesDep, number: str, file: str) -> Response:
    """One file of a comment that everybody may read."""
    async with services.db.read() as session:
        found = await public_case(session, number.replace("\0", "")[:40])
    if found is None:
        raise NotFound
    return download(services, await _readable(services, found.case.id), file)
