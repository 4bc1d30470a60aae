"""Waves without an engine: what happens to one is recorded in the same breath, as its course would have it recorded."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import select

from contracts.cycles import CycleState
from contracts.survey import WaveNote
from domain.survey.survey import Cycle
from domain.survey.wave import advance_wave
from domain.survey.wave_happenings import WAVE_HAPPENING
from domain.survey.wave_nouns import Wave, WaveStep, WaveWorld
from storage import inbox, sql, waves
from storage.record_wave import WaveRules, errand_done, record_wave
from storage.session import Session
from storage.tables import InboxRow, InvitationRow
from tests.api.city import City
from tests.storage import asking


async def _unwritten(session: Session, wave: Wave, step: WaveStep, world: WaveWorld) -> None:
    """Letters of waves are tested elsewhere."""


RULES = WaveRules(advance_wave, _unwritten, lambda _: b"public", "Europe/Berlin", "SH")


@dataclass
class DirectWaves:
    """What a test lets happen to waves."""

    city: City

    async def record(self, wave: str, inbox_id: str = "") -> str:
        note = WaveNote(wave, inbox_id, self.city.clock().timestamp())
        facts = await record_wave(self.city.db, note, RULES)
        async with self.city.db.write() as session:
            for errand in facts.errands:  # carried out at once, by nobody
                await errand_done(session, wave, errand)
            if inbox_id:
                await inbox.acknowledge(session, inbox_id, self.city.clock())
        return facts.verdict

    async def catch_up(self, wave: str) -> None:
        """Whatever was received while the engine was away is recorded now."""
        async with self.city.db.read() as session:
            waiting = select(InboxRow.id).where(InboxRow.wave == wave, InboxRow.verdict.is_(None))  # type: ignore[union-attr]
            found = list((await session.execute(waiting)).scalars())
        for inbox_id in found:
            assert await self.record(wave, inbox_id) == "done"

    async def wave(self, wave: str) -> Wave:
        async with self.city.db.read() as session:
            found = await waves.load_wave(session, wave)
        assert found is not None
        return found

    async def rings(self, wave: str) -> None:
        """The next wake-up comes when it is due."""
        self.city.clock.now = max(self.city.clock.now, (await self.wave(wave)).wake or self.city.clock.now)
        await self.record(wave)

    async def asked(self, wave: str, *, invited: int = 12, answered: int = 0) -> None:
        """It has started and everybody was invited; so many have answered."""
        await self.rings(wave)
        people = await asking.add_people(self.city.db, invited)
        row = {"wave": wave, "unit": "", "state": "invited", "left": "", "reminders": 0, "response_told": False}
        rows = [row | {"id": uuid4().hex, "person_id": p, "answered": n < answered} for n, p in enumerate(people)]
        async with self.city.db.write() as session:
            await sql.insert(session, InvitationRow, rows)
        await self.record(wave)

    async def evaluated(self, wave: str) -> None:
        """It is closed, and its results are there."""
        while (await self.wave(wave)).state in ("inviting", "open"):
            await self.rings(wave)
        given = {"kind": "evaluated", "id": uuid4().hex, "by": "clock", "via": "clock", "at": self.city.clock()}
        async with self.city.db.write() as session:
            letter = await inbox.put_of_wave(session, wave, WAVE_HAPPENING.validate_python(given))
        assert await self.record(wave, letter.inbox_id) == "done"


def let_waves_happen(city: City) -> DirectWaves:
    """Services of this city bring what happens to waves at once."""
    direct = DirectWaves(city)
    city.messenger.waves = direct.record
    return direct


class Cycles:
    """A schedule without an engine; `away` is one that does not answer."""

    def __init__(self) -> None:
        self.known: dict[str, Cycle | None] = {}
        self.paused, self.away = "", False

    async def set_up(self, survey_id: str, cycle: Cycle | None, pause: str | None = None) -> bool:
        if self.away:
            raise ConnectionError
        self.known[survey_id] = cycle
        return True

    async def pause(self, survey_id: str, note: str) -> None:
        await self.set_up(survey_id, None)
        self.paused = note or "paused"

    async def resume(self, survey_id: str, note: str = "") -> None:
        self.paused = ""

    async def state(self, survey_id: str) -> CycleState | None:
        if self.away:
            raise ConnectionError
        return CycleState(bool(self.paused), self.paused, (datetime(2027, 1, 2, 5, tzinfo=UTC),))
