"""A file that was attached: saved, never shown by us, and never as anything a browser would run."""

from collections.abc import Iterable

from fastapi import Response
from fastapi.responses import FileResponse

from api.errors import Failure, NotFound
from api.services import Services
from domain.comments.comment import Comment
from kit.file_names import disposition
from kit.file_types import TYPES

SEALED_OFF = "sandbox; default-src 'none'; frame-ancestors 'none'"


def download(services: Services, comments: Iterable[Comment], file_id: str) -> Response:
    """The file with this id, if one of these comments holds it; the same 404 for every other."""
    held = (one for comment in comments for one in comment.files)
    found = next((one for one in held if one.id == file_id and one.hash), None)
    if found is None:
        raise NotFound("file.unknown")
    if not services.files.has(found.hash):
        raise Failure("file.gone")
    headers = {
        "Content-Disposition": disposition(found.name),
        "Content-Security-Policy": SEALED_OFF,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return FileResponse(services.files.path(found.hash), media_type=TYPES[found.kind].media, headers=headers)
