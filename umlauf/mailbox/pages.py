"""The pages and the JSON answers of the mailbox."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Form, HTTPException, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as HttpError

from kit.i18n import N_, Catalogues
from kit.templating import Templates
from umlauf.mailbox.faults import Fault, FaultMode, Faults
from umlauf.mailbox.store import MailStore, StoredMail

ROOT = Path(__file__).parents[2]
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", "testserver")
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'"
# A mail is foreign: no script, no request, no origin of its own; its links may open in the whole window.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox"
)
FAULT_NAMES = {
    FaultMode.REFUSE: N_("Refuse the recipient for good (550)"),
    FaultMode.REFUSE_TEMPORARILY: N_("Refuse for now (451)"),
    FaultMode.DROP_BEFORE_DATA: N_("Hang up before the mail is handed over"),
    FaultMode.DROP_IN_DATA: N_("Hang up in the middle of the mail"),
    FaultMode.LATE_IN_DATA: N_("Keep the mail, answer late"),
    FaultMode.SLOW: N_("Answer slowly"),
    FaultMode.SILENT: N_("Never answer"),
    FaultMode.ACCEPT: N_("Accept everything again"),
}


class FaultOrder(BaseModel):
    """What to do wrong, how often and for whom."""

    mode: FaultMode
    times: int = Field(default=1, ge=1, le=100_000)
    to: str = Field(default="*", max_length=254)
    seconds: float = Field(default=2.0, ge=0, le=3600)

    def fault(self) -> Fault:
        """As the receiver understands it."""
        return Fault(self.mode, self.times, self.to.strip() or "*", self.seconds)


def build_app(store: MailStore, faults: Faults, allowed_hosts: Sequence[str] = LOCAL_HOSTS) -> FastAPI:
    """The web application over this store. It answers only under the given host names."""
    app = FastAPI(title="Umlauf mailbox", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(allowed_hosts))
    app.middleware("http")(_guard)
    _add_json(app, store, faults)
    _add_pages(app, store, faults, Templates(ROOT / "templates", Catalogues(ROOT / "locales"), pages="mailbox"))
    return app


async def _guard(request: Request, call_next: Any) -> Response:
    """No other site's page may change anything here, and no answer is stored."""
    changes = request.method not in ("GET", "HEAD")
    if changes and request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return PlainTextResponse("This request came from another site.", status_code=403)
    response: Response = await call_next(request)
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers.update({"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _add_json(app: FastAPI, store: MailStore, faults: Faults) -> None:
    @app.get("/api/mails")
    def mails(to: str | None = None) -> list[dict[str, Any]]:
        return [_summary(mail) for mail in store.list(to)]

    @app.get("/api/mails/{mail_id}")
    def mail(mail_id: str) -> dict[str, Any]:
        found = _found(store, mail_id)
        return {
            **_summary(found), "text": found.text, "html": found.html, "headers": found.headers, "links": found.links
        }  # fmt: skip

    @app.delete("/api/mails")
    def clear() -> dict[str, int]:
        return {"deleted": store.clear()}

    @app.get("/api/faults")
    def pending() -> list[FaultOrder]:
        return [_order(fault) for fault in faults.pending()]

    @app.post("/api/faults")
    def add_fault(order: FaultOrder) -> list[FaultOrder]:
        faults.add(order.fault())
        return [_order(fault) for fault in faults.pending()]


def _add_pages(app: FastAPI, store: MailStore, faults: Faults, templates: Templates) -> None:
    def page(request: Request, name: str, **context: Any) -> HTMLResponse:
        language = templates.catalogues.negotiate(request.headers.get("accept-language"))
        headers = {"Content-Language": language, "Vary": "Accept-Language"}
        return HTMLResponse(templates.page(name, language, context), headers=headers)

    @app.api_route("/", methods=["GET", "HEAD"])
    def inbox(request: Request, to: str = "") -> HTMLResponse:
        pattern = to.strip() if not to.strip() or "*" in to else f"*{to.strip()}*"
        shown = store.list(pattern or None)
        names = {mode.value: name for mode, name in FAULT_NAMES.items()}
        return page(request, "list.html", mails=shown, to=to, faults=faults.pending(), fault_names=names)

    @app.api_route("/mails/{mail_id}", methods=["GET", "HEAD"])
    def one(request: Request, mail_id: str) -> HTMLResponse:
        return page(request, "mail.html", mail=_found(store, mail_id))

    @app.api_route("/mails/{mail_id}/html", methods=["GET", "HEAD"])
    def html(mail_id: str) -> HTMLResponse:
        body = '<base target="_top">' + _found(store, mail_id).html
        return HTMLResponse(_doctype_first(body), headers={"Content-Security-Policy": MAIL_POLICY})

    @app.api_route("/mails/{mail_id}/source", methods=["GET", "HEAD"])
    def source(mail_id: str) -> PlainTextResponse:
        return PlainTextResponse(_found(store, mail_id).source)

    @app.exception_handler(HttpError)
    async def missing(request: Request, error: HttpError) -> Response:
        """To programs as JSON, to people as a page with the way back."""
        if request.url.path.startswith("/api/"):
            return await http_exception_handler(request, error)
        answer = page(request, "missing.html", mail=request.url.path.startswith("/mails/"))
        answer.status_code = error.status_code
        return answer

    @app.post("/faults")
    def order_fault(order: Annotated[FaultOrder, Form()]) -> RedirectResponse:
        faults.add(order.fault())
        return RedirectResponse("/", status_code=303)

    @app.post("/clear")
    def clear_all() -> RedirectResponse:
        store.clear()
        return RedirectResponse("/", status_code=303)


def _found(store: MailStore, mail_id: str) -> StoredMail:
    mail = store.get(mail_id)
    if mail is None:
        raise HTTPException(404, "There is no such mail; it may have been deleted.")
    return mail


def _summary(mail: StoredMail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "received": mail.received.isoformat(),
        "from": mail.envelope_from,
        "to": list(mail.envelope_to),
        "subject": mail.subject,
        "language": mail.language,
    }


def _order(fault: Fault) -> FaultOrder:
    return FaultOrder(mode=fault.mode, times=fault.times, to=fault.to, seconds=fault.seconds)


def _doctype_first(html: str) -> str:
    """Browsers lay out a page by old rules unless the doctype comes first."""
    doctype = "<!DOCTYPE html>"
    return doctype + html.replace(doctype, "", 1)
