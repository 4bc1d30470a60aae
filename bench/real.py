"""An idea with everything real: committed to the database, brought to its course, recorded and mailed by the worker."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from contracts.messenger import Letter
from domain.case import Case
from domain.happenings import HAPPENING
from domain.words import Source
from storage import inbox, mapping, people, processes
from storage.engine import Database, Session
from storage.errors import StorageUnavailable
from tests.e2e.stack import Stack
from umlauf.messenger import TemporalMessenger

THEMES = ("health", "mobility", "quarters", "administration", "education")
SUBMITTER, CLERK, DECIDER = "renate.kruse", "jana.petersen", "oberbuergermeisterin"
SCORES = {"benefit": 8, "complexity": 3}


class RealIdeas:
    """Ideas as API and pages bring them: reading what is asked is part of it."""

    def __init__(self, stack: Stack, messenger: TemporalMessenger) -> None:
        self.stack, self.messenger = stack, messenger
        self.ids: dict[str, str] = {}
        self.process = ""
        self.brought = self.busy = self.pending = 0

    @property
    def db(self) -> Database:
        return self.stack.db

    async def meet(self) -> None:
        """Who they are, by the addresses of the example."""
        async with self.db.read() as session:
            self.process = await processes.current_hash(session) or ""
            for name in (SUBMITTER, CLERK, DECIDER):
                self.ids[name] = await people.owner_of(session, f"{name}@example.org") or ""

    async def whole(self, pause: bool = False) -> str:
        """Submitted, accepted, reviewed by two, put forward, decided; the case id."""
        case_id = await self.in_review(pause)
        for asked in (await self.case(case_id)).open_assignments():
            await self.bring(case_id, "answered", asked.person, assignment=asked.id, **APPROVES)
        await self._calm(case_id, pause)
        await self.bring(case_id, "put_forward", self.ids[CLERK], decider=self.ids[DECIDER])
        await self._calm(case_id, pause)
        (asked,) = (await self.case(case_id)).open_assignments()
        words = {"outcome": "accepted", "public_reason": "Gut <script>", "level": "L1"}
        await self.bring(case_id, "decided", self.ids[DECIDER], assignment=asked.id, **words)
        await self._calm(case_id, pause)
        return case_id

    async def in_review(self, pause: bool = False) -> str:
        """Submitted and accepted."""
        case_id = await self.submitted()
        await self._calm(case_id, pause)
        await self.bring(case_id, "accepted", self.ids[CLERK], public=True)
        await self._calm(case_id, pause)
        return case_id

    async def submitted(self) -> str:
        """The case and its first happening are committed together, as the form does it."""
        case_id, self.brought = uuid4().hex, self.brought + 1
        benefits = [{"group": "Alle", "how": "Weniger Wege."}]
        text = {"title": "<script>Idee", "benefits": benefits, "theme": THEMES[self.brought % len(THEMES)]}
        submitter = self.ids[SUBMITTER]
        known = {"process": self.process, "submitter": submitter, "source": Source.FORM}

        async def commit(session: Session) -> Letter:
            now = datetime.now(UTC)
            await inbox.open_case(session, case_id, **known, at=now, year=now.year)  # type: ignore[arg-type]
            return await inbox.put(session, case_id, _happening("submitted", submitter, text=text))

        await self._must(await self._committed(commit))
        return case_id

    async def bring(self, case_id: str, kind: str, by: str, **fields: Any) -> None:
        """Committed, then brought; anything but "done" ends the measurement."""
        happening = _happening(kind, by, **fields)
        await self._must(await self._committed(lambda session: inbox.put(session, case_id, happening)))

    async def _committed(self, write: Callable[[Session], Awaitable[Letter]]) -> Letter:
        """A database that is busy says so after a while; whoever was told tries again, and it is counted."""
        while True:
            try:
                async with self.db.write() as session:
                    return await write(session)
            except StorageUnavailable:
                self.busy += 1
                await asyncio.sleep(0.1)

    async def _must(self, letter: Letter) -> None:
        verdict = await self.messenger.bring(letter)
        self.pending += verdict is None
        for _ in range(100):
            if verdict is not None:
                break
            await asyncio.sleep(0.1)  # pending: a busy machine; the worker sends it again
            async with self.db.read() as session:
                verdict = await inbox.verdict_of(session, letter.inbox_id)
        assert verdict == "done", f"{letter.kind}: {verdict}"

    async def case(self, case_id: str) -> Case:
        async with self.db.read() as session:
            found = await mapping.load_case(session, case_id, lock=False)
        assert found is not None
        return found

    async def unsent(self) -> int:
        """Mails that are still to go."""
        rows = await self.stack.rows("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')")
        return int(rows[0][0])

    async def calm(self) -> None:
        """Back when every mail has gone."""
        while await self.unsent():
            await asyncio.sleep(0.05)

    async def _calm(self, case_id: str, pause: bool) -> None:
        if pause:
            await self.calm()
            await asyncio.sleep(0.3)


APPROVES: dict[str, Any] = {"verdict": "approve", "scores": SCORES, "on_version": 1}


def _happening(kind: str, by: str, **fields: Any) -> Any:
    given = {"kind": kind, "id": uuid4().hex, "by": by, "via": "link", "at": datetime.now(UTC)}
    return HAPPENING.validate_python(given | fields)
