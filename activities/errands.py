"""Carries out the errands of a wave, each to its end: large sendings in batches, and the evaluation at the close."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import uuid4

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.wordless import wordless
from contracts import names
from contracts.messenger import Letter, Messenger
from contracts.survey import ErrandNote
from domain.survey.wave_happenings import Evaluated
from domain.survey.wave_words import Errand
from domain.words import Via
from storage import inbox
from storage.engine import Database
from storage.errands import errand_of
from storage.record_wave import errand_done

BEAT = 5.0  # seconds between two signs of life, also while a batch takes long
Heartbeat = Callable[[str], None]


class Sending(Protocol):
    """A large sending: writes to everybody it may write to now, and may be run again at any time."""

    async def __call__(self, wave_id: str, now: datetime, heartbeat: Heartbeat, /) -> datetime | None:
        """When to come back for those who have to wait, if anybody has; `heartbeat` is called after each batch."""
        ...


@dataclass(frozen=True)
class Errands:
    """Who carries out what; what is None is tried again until somebody does."""

    invite: Sending | None = None
    remind: Sending | None = None
    respond: Sending | None = None
    evaluate: Callable[[str], Awaitable[None]] | None = None

    @property
    def sendings(self) -> Mapping[Errand, Sending | None]:
        """By what asks for them."""
        return {Errand.INVITE: self.invite, Errand.REMIND: self.remind, Errand.RESPOND: self.respond}


class Runner:
    """The activity `carry_out`: twice is as good as once, and only what came to its end is struck off."""

    def __init__(
        self,
        db: Database,
        errands: Errands,
        messenger: Messenger,
        now: Callable[[], datetime],
        mail_written: Callable[[], None] = lambda: None,
    ) -> None:
        self._db, self._errands, self._messenger, self._now = db, errands, messenger, now
        self._mail_written = mail_written

    @activity.defn(name=names.CARRY_OUT)
    async def carry_out(self, note: ErrandNote) -> str:
        """ "done", or "held" where clocks stand still meanwhile: then it is asked for again when they go on."""
        with wordless():
            async with beating():
                return await self._carried_out(note)

    async def _carried_out(self, note: ErrandNote) -> str:
        errand, at = errand_of(note.errand), self._at(note)
        if errand is Errand.EVALUATE:
            return await self._evaluated(note, at)
        sending = self._errands.sendings[errand]
        if sending is None:
            raise _nobody(errand)
        again_at = await sending(note.wave, at, self._sign_of_life)
        self._mail_written()
        async with self._db.write() as session:
            return _outcome(await errand_done(session, note.wave, note.errand, again_at))

    async def _evaluated(self, note: ErrandNote, at: datetime) -> str:
        """The results are made, and that is told to the wave like anything else: by its inbox."""
        if self._errands.evaluate is None:
            raise _nobody(Errand.EVALUATE)
        await self._errands.evaluate(note.wave)
        happening = Evaluated(id=uuid4().hex, by="clock", via=Via.CLOCK, at=at)
        letter: Letter | None = None
        async with self._db.write() as session:
            if done := await errand_done(session, note.wave, note.errand):
                letter = await inbox.put_of_wave(session, note.wave, happening)
        if letter is not None:
            await self._messenger.bring(letter)
        return _outcome(done)

    def _at(self, note: ErrandNote) -> datetime:
        """The course's time where it is ahead of ours, as in tests that turn it."""
        return max(self._now(), datetime.fromtimestamp(note.at, UTC))

    def _sign_of_life(self, done: str) -> None:
        activity.heartbeat(done)
        self._mail_written()


def _outcome(done: bool) -> str:
    return "done" if done else "again"


def _nobody(errand: Errand) -> ApplicationError:
    return ApplicationError(f"nobody carries out {errand.value}", type="NobodyCarriesOut")


@asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """Tells Temporal that this process lives; whether the work goes on is its own affair."""

    async def beat() -> None:
        while True:
            activity.heartbeat()
            await asyncio.sleep(BEAT)

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
