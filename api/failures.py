"""How failures are shown: a problem (RFC 9457) to programs, a page that says what to do to people."""

import re
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api import language
from api.errors import (
    Elsewhere,
    Failure,
    FieldError,
    Invalid,
    NotFound,
    NotSetUp,
    Refused,
    SignInNeeded,
    TooMany,
)
from api.forms import field_errors, read_form
from api.middleware import HEADERS, PRIVATE
from api.rendering import render, see_other
from api.services import Services
from api.telling import told, told_program
from api.uploads import read_upload
from kit.i18n import N_, Translator
from storage.errors import StorageError

SAFE = N_("We cannot take this at the moment. Nothing is lost: wait a minute, then send it again from here.")

SIGNED = re.compile(r"(?=.*[0-9])[\w.-]{22,}")  # tickets and ids of hidden fields: all else may have been typed

log = structlog.get_logger("api")
HTTP_CODES = {404: "page.unknown", 405: "method.unknown", 400: "input.malformed", 413: "input.too_large"}


def install(app: FastAPI) -> None:
    """Every way a request can fail, with its answer."""
    app.add_exception_handler(Failure, _failure)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(StorageError, _unavailable)
    app.add_exception_handler(Exception, _bug)


async def _failure(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, Failure)
    if isinstance(failure, SignInNeeded):
        return await _sign_in(request, failure)
    if isinstance(failure, Elsewhere):
        return _elsewhere(request, failure)
    if isinstance(failure, NotSetUp) and not request.url.path.startswith("/api/"):
        return _page(request, "not_set_up.html", failure.status, title=N_("This service is still being set up"))
    return answer(request, failure)


async def _sign_in(request: Request, failure: SignInNeeded) -> Response:
    """To the sign-in and back; what was typed while the session ended stays in a form that can be sent again."""
    typed = (await read_upload(request, None)).form.kept() if request.method == "POST" else []
    if not typed:
        return see_other(f"/office/sign-in?back={failure.back}")
    services: Services = request.app.state.services
    return render(
        request,
        services,
        "office/sign_in_again.html",
        title=N_("Please sign in again"),
        status=401,
        action=request.url.path,
        hidden=typed,
    )


def _elsewhere(request: Request, failure: Elsewhere) -> Response:
    """Where the page is at home, and what was typed, to be copied: a form here could not be sent either."""
    services: Services = request.app.state.services
    home = services.site.base_url + failure.page
    words = [value for name, value in failure.typed if name != "step" and not SIGNED.fullmatch(value.strip())]
    return _page(request, "elsewhere.html", failure.status, title=_TITLES[403], home=home, words=words)


async def _invalid(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, RequestValidationError)
    places = {error["loc"][0]: error["type"] for error in wrong.errors()}
    if "json_invalid" in places.values():
        return answer(request, Failure("input.malformed"))
    if "path" in places:
        return answer(request, NotFound())
    if any(error["loc"] == ("header", "Idempotency-Key") and error["type"] == "missing" for error in wrong.errors()):
        return answer(request, Refused("idempotency.missing"))
    errors = [_without_place(e) for e in _from_request(wrong)]
    if any(error["loc"] == ("body",) for error in wrong.errors()):
        errors = [FieldError("body", "input.object" if _is_json(request) else "input.content_type")]
    return answer(request, Invalid(errors))


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _from_request(wrong: RequestValidationError) -> list[FieldError]:
    class _Errors:
        def errors(self, **_: bool) -> Any:
            return wrong.errors()

    return field_errors(_Errors())  # type: ignore[arg-type]


def _without_place(error: FieldError) -> FieldError:
    """`body.title` is `title` to whoever sent it."""
    place, _, name = error.field.partition(".")
    return FieldError(
        name if place in ("body", "query", "path", "header") and name else error.field, error.code, error.facts
    )


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = HTTP_CODES.get(error.status_code, "internal")
    answered = answer(request, NotFound(code) if error.status_code == 404 else Failure(code), error.status_code)
    answered.headers.update(error.headers or {})  # 405 names what is allowed
    return answered


async def _unavailable(request: Request, error: Exception) -> Response:
    """A form goes back to whoever sent it, whole: the page it came from could not be made either."""
    log.warning("storage_unavailable", code=type(error).__name__, reason_code=getattr(error, "reason", ""))
    typed = await _typed(request)
    if not typed:
        return answer(request, Failure("unavailable"))
    title = _TITLES[503]
    action = request.url.path
    return _page(request, "send_again.html", 503, title=title, sentence=SAFE, action=action, hidden=typed)


async def _typed(request: Request) -> list[tuple[str, str]]:
    """Every field of the form that was sent, its one-time value too; nothing for what is no form of a page."""
    if request.method != "POST" or request.url.path.startswith("/api/"):
        return []
    try:
        return (await read_form(request)).all()
    except (Failure, HTTPException):
        return []


async def _bug(request: Request, error: Exception) -> Response:
    log.error("request_failed", code=type(error).__name__)
    answered = answer(request, Failure("internal"), 500)
    answered.headers.update({name.decode(): value.decode() for name, value in (HEADERS | PRIVATE).items()})
    return answered  # sent outside our middleware


def answer(request: Request, failure: Failure, status: int | None = None) -> Response:
    """The failure as a problem or as a page."""
    status = status or failure.status
    if request.url.path.startswith("/api/"):
        response: Response = problem(request, failure, status)
    else:
        title = _TITLES[403] if failure.code == "host.unknown" else _TITLES.get(status, _TITLES[500])
        home = request.app.state.services.site.base_url if failure.code == "host.unknown" else ""
        response = _page(request, "failure.html", status, title=title, sentence=_said(request, failure), home=home)
    if isinstance(failure, TooMany):
        response.headers["Retry-After"] = str(failure.wait)
    return response


def _page(request: Request, template: str, status: int, **context: Any) -> Response:
    """A page in the frame it would have had: the office's pages stay the office's."""
    services: Services = request.app.state.services
    desk = getattr(request.state, "desk", None)
    frame = {"office": request.url.path.startswith("/office"), **(desk.frame() if desk is not None else {})}
    return render(request, services, template, status=status, **frame, **context)


def problem(request: Request, failure: Failure, status: int) -> JSONResponse:
    """RFC 9457: type, title, status, detail, and our stable code."""
    services: Services = request.app.state.services
    body: dict[str, Any] = {
        "type": f"{services.site.base_url}/api/v1/problems#{failure.code}",
        "title": failure.code,
        "status": status,
        "code": failure.code,
        "detail": _said(request, failure),
    }
    if isinstance(failure, Invalid):
        body["errors"] = [
            {"field": e.field, "code": e.code, "detail": told(_speaker(request), e.code, e.facts)}
            for e in failure.errors
        ]
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def _said(request: Request, failure: Failure) -> str:
    say = told_program if request.url.path.startswith("/api/") else told
    return say(_speaker(request), failure.code, failure.facts)


def _speaker(request: Request) -> Translator:
    services: Services = request.app.state.services
    return services.templates.catalogues.of(language.language_of(request, services))


_TITLES = {
    400: N_("This could not be read"),
    403: N_("This did not work"),
    404: N_("Page not found"),
    405: N_("This did not work"),
    409: N_("This did not work"),
    413: N_("This is too large"),
    422: N_("Please check your entries"),
    429: N_("Please wait a moment"),
    500: N_("Something went wrong"),
    503: N_("Not available at the moment"),
}
