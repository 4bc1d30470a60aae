"""What changes on the board, as server-sent events: names of columns, nothing of what stands in them."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.live import Changes, Look
from api.office.door import WatchingDep
from storage.queries import board_counts
from storage.queries.board_counts import Mark

router = APIRouter(prefix="/office/board", include_in_schema=False)


class Listening(StreamingResponse):
    """Takes a place among those who listen for as long as it is sent, and gives it back however that ends."""

    def __init__(self, changes: Changes, look: Look, person: str, since: str) -> None:
        super().__init__(changes.words(since), media_type="text/event-stream")
        self.headers["X-Accel-Buffering"] = "no"
        self._changes, self._look, self._person = changes, look, person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Full."""
        with self._changes.seat(self._look, self._person):
            await super().__call__(scope, receive, send)


@router.get("/changes")
async def changes(request: Request, desk: WatchingDep, since: str = "") -> Response:
    """Says which columns have changed since the state that the page, or the browser's last event, names."""
    services = desk.services

    async def look() -> Mark:
        async with services.db.read() as session:
            return await board_counts.mark(session)

    seen = request.headers.get("last-event-id") or since
    return Listening(services.changes, look, desk.person.id, seen[:500])
