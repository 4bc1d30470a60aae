"""What holds for every request: HEAD, size, security headers, and one log line that names no address."""

import re
import time
from collections.abc import MutableMapping
from typing import Any
from uuid import uuid4

import structlog
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 1_000_000  # bytes of a request's body
WITH_FILES = 21_000_000  # of a form with files: its reader stops before, and keeps what was typed
TAKES_FILES = re.compile(r"/(?:a/[^/]+/on|a|office/ideas)/[^/]+/comments")

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
WITH_SCRIPT = f"{CSP}; script-src 'self'; connect-src 'self'"  # for pages that move by a file of ours
HEADERS = {
    b"content-security-policy": CSP.encode(),
    b"referrer-policy": b"strict-origin",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
PRIVATE = {b"cache-control": b"no-store", b"x-robots-tag": b"noindex, nofollow"}
CACHED = {b"cache-control": b"public, max-age=3600"}

log = structlog.get_logger("api")


class TooLarge(HTTPException):
    """The body is larger than any form or request of ours."""

    def __init__(self) -> None:
        super().__init__(413)


class Headers:
    """Security headers on every answer; nothing but static files and public pages may be kept by caches."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds the headers to what the application sends."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        extra = HEADERS | (CACHED if scope["path"].startswith("/static/") else PRIVATE)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((n, v) for n, v in extra.items() if n not in present)]
            await send(message)

        await self.app(scope, receive, sending)


class Head:
    """HEAD is GET without the body: link scanners send it first, and it must change nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers HEAD by the GET route."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


class Size:
    """Refuses bodies that are too large, also when the length is not announced."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Counts what comes in; whoever reads the body hears of it, and the answer is a problem or a page."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        takes_files = _takes_files(scope["path"], headers.get(b"content-type", b""))
        largest = WITH_FILES if takes_files else LARGEST
        announced = headers.get(b"content-length", b"0")
        seen = int(announced) if announced.isdigit() and int(announced) > largest and not takes_files else 0

        async def counting() -> Message:
            nonlocal seen
            if seen > largest:
                raise TooLarge
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > largest:
                raise TooLarge
            return message

        await self.app(scope, counting, send)


def _takes_files(path: str, kind: bytes) -> bool:
    return kind.lower().startswith(b"multipart/form-data") and TAKES_FILES.fullmatch(path) is not None


class AccessLog:
    """One line a request: method, route template, status, duration. No path, no address, no query.

    And one more in the count of answers of its class.
    """

    def __init__(self, app: ASGIApp, answered: MutableMapping[str, int]) -> None:
        self.app, self._answered = app, answered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Logs after the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, seen = time.perf_counter(), {"status": 500}
        scope["umlauf_request"] = uuid4().hex[:12]

        async def watching(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watching)
        finally:
            self._answered[f"{seen['status'] // 100}xx"] += 1
            duration = round((time.perf_counter() - started) * 1000)
            log.info("request", route=_route(scope), method=scope["method"], duration_ms=duration, **seen)


def _route(scope: MutableMapping[str, Any]) -> str:
    route = scope.get("route")
    return str(getattr(route, "path", "unknown"))
