"""By which names we let ourselves be called: a request by any other gets an answer, and nothing is done for it."""

from collections.abc import Collection

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import Failure
from api.failures import answer
from api.origins import place_of


class Hosts:
    """Refuses foreign names by a page that says whom to ask; `*.example.org` stands for every name below.

    Our style sheets and the logo are given to whoever asks: the page would be bare without them.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self.app = app
        self._names = {name.lower() for name in allowed}
        self._ends = tuple(name[1:] for name in self._names if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets through what is addressed to us."""
        if scope["type"] != "http" or self._known(scope) or scope["path"].startswith(("/static/", "/theme.css")):
            await self.app(scope, receive, send)
            return
        await answer(Request(scope), Failure("host.unknown"))(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        place = place_of(f"http://{host}")
        name = place[1] if place else ""
        return "*" in self._names or name in self._names or bool(self._ends and name.endswith(self._ends))
