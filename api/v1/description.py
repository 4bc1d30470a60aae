"""The API's OpenAPI description: every problem with its media type, nothing about pages."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.v1 import examples
from api.v1.shapes import Problem, Receipt

MEDIA = "application/problem+json"
REASONS = {
    400: "It could not be read, holds a name twice, or the Idempotency-Key is missing.",
    401: "The token is missing, unknown, expired or revoked.",
    403: "The token's person may not do that.",
    404: "There is no such thing, or it is not for you.",
    409: "A rule says no; the code says which.",
    413: "The body is larger than one megabyte.",
    422: "Some fields cannot be taken; `errors` names them.",
    429: "Too many requests; `Retry-After` says how long to wait.",
    503: "Nothing was changed; the same request may succeed later.",
}

Responses = dict[int | str, dict[str, Any]]
LATER: Responses = {202: {"model": Receipt, "description": "Accepted and safe, not yet processed."}}


def problems(*statuses: int) -> Responses:
    """The ways an operation says no."""
    return {status: {"model": Problem, "description": REASONS[status]} for status in statuses}


def install(app: FastAPI) -> None:
    """Makes the application describe itself so."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _as_problems(
                get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
            )
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _as_problems(description: dict[str, Any]) -> dict[str, Any]:
    """What says no is `application/problem+json`, and never the framework's own shape."""
    for way in (way for ways in description["paths"].values() for way in ways.values()):
        for status, response in way["responses"].items():
            if int(status) >= 400:
                response["content"] = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for name in ("HTTPValidationError", "ValidationError"):
        description["components"]["schemas"].pop(name, None)
    examples.put_in(description)
    return description
