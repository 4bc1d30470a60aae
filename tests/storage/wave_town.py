"""A survey of a small town, and its waves: things happen to them as API and course do it, invitations are real rows."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from contracts.messenger import Letter
from contracts.survey import WaveFacts, WaveNote
from domain.survey.cycle import wave_plan
from domain.survey.survey import SurveyPlan
from domain.survey.wave import advance_wave
from domain.survey.wave_happenings import WAVE_HAPPENING
from domain.survey.wave_nouns import Wave, WaveStep, WaveWorld
from domain.words import Via
from storage import inbox, sql, surveys, waves
from storage.engine import Database
from storage.record_wave import DecideWave, WaveRules, errand_done, record_wave
from storage.session import Session
from storage.tables import InboxRow, InvitationRow, SurveyRow, WaveRow
from tests.storage.asking import add_people, add_survey
from tests.storage.town import Town

ZONE = "Europe/Berlin"
PLAN: dict[str, Any] = {"title": {"de": "Puls"}, "resolvers": "Amt 11", "readers": "Amt 11", "open_days": 10}


@dataclass
class WaveTown:
    """What a test lets happen to the waves of one survey."""

    town: Town
    survey: str = ""
    decide: DecideWave = advance_wave
    told: list[str] = field(default_factory=list)  # "<mail>:<wave>", as the letters of the steps would be

    @property
    def db(self) -> Database:
        return self.town.db

    async def settle(self, **plan: Any) -> None:
        wanted = SurveyPlan.model_validate(PLAN | plan)
        self.survey = await add_survey(self.db, self.town.people["rolf"], plan=wanted)

    async def change_plan(self, **plan: Any) -> None:
        wanted = SurveyPlan.model_validate(PLAN | plan).model_dump(mode="json")
        async with self.db.write() as session:
            await sql.change(session, sql.table(SurveyRow), self.survey, {"plan": wanted})

    async def letter(self, wave_id: str | None = None) -> Letter:
        """A wave that begins the next working day, accepted, not yet recorded."""
        async with self.db.write() as session:
            survey = await surveys.survey(session, self.survey)
            assert survey is not None
            plan = wave_plan(survey.plan, (self.town.now + timedelta(days=1)).date(), frozenset())
            by, at = self.town.people["olga"], self.town.now
            return await waves.open_wave(session, survey, plan, by=by, via=Via.OFFICE, at=at, wave_id=wave_id)

    async def planned(self) -> str:
        letter = await self.letter()
        assert (await self.record(letter.wave, letter.inbox_id)).verdict == "done"
        return letter.wave

    async def inviting(self) -> str:
        """Its day has come."""
        wave_id = await self.planned()
        await self.wakes(wave_id)
        return wave_id

    async def open(self, people: int = 3) -> str:
        """Everybody was invited."""
        wave_id = await self.inviting()
        await self.invitations(wave_id, people)
        await self.carried_out(wave_id)
        await self.record(wave_id)
        return wave_id

    async def carried_out(self, wave_id: str) -> None:
        for errand in await self.errands(wave_id):
            async with self.db.write() as session:
                assert await errand_done(session, wave_id, errand)

    async def wakes(self, wave_id: str) -> WaveFacts:
        """The clock rings when it was set to ring."""
        wake = (await self.wave(wave_id)).wake
        assert wake is not None
        self.town.now = max(self.town.now, wake)
        return await self.record(wave_id)

    async def receive(self, wave_id: str, kind: str, by: str = "olga", **fields: Any) -> Letter:
        return await receive(self.town, wave_id, kind, by, **fields)

    async def happen(self, wave_id: str, kind: str, by: str = "olga", **fields: Any) -> WaveFacts:
        return await self.record(wave_id, (await self.receive(wave_id, kind, by, **fields)).inbox_id)

    async def record(self, wave_id: str, inbox_id: str = "") -> WaveFacts:
        rules = WaveRules(self.decide, self.write_letters, lambda _: b"public", ZONE, "SH")
        return await record_wave(self.db, WaveNote(wave_id, inbox_id, self.town.now.timestamp()), rules)

    async def write_letters(self, session: Session, wave: Wave, step: WaveStep, world: WaveWorld) -> None:
        self.told += [f"{notice.mail}:{wave.id}" for notice in step.notices]

    async def invitations(self, wave_id: str, count: int, state: str = "invited", **fields: Any) -> list[str]:
        people = await add_people(self.db, count)
        row = {"wave": wave_id, "unit": "", "state": state, "left": "", "reminders": 0}
        row |= {"answered": False, "response_told": False, "again_at": None} | fields
        async with self.db.write() as session:
            await sql.insert(session, InvitationRow, [row | {"id": uuid4().hex, "person_id": p} for p in people])
        return people

    async def change_invitations(self, wave_id: str, **values: Any) -> None:
        table = sql.table(InvitationRow)
        async with self.db.write() as session:
            await session.execute(update(table).where(table.c.wave == wave_id).values(**values))

    async def wave(self, wave_id: str) -> Wave:
        async with self.db.read() as session:
            wave = await waves.load_wave(session, wave_id)
        assert wave is not None
        return wave

    async def errands(self, wave_id: str) -> list[str]:
        table = sql.table(WaveRow)
        async with self.db.read() as session:
            found: list[str] = (
                await session.execute(select(table.c.errands).where(table.c.id == wave_id))
            ).scalar_one()
        return found

    async def kinds(self, wave_id: str) -> list[str]:
        async with self.db.read() as session:
            return [event.kind.value for event in await waves.wave_events(session, wave_id)]

    async def verdict(self, inbox_id: str) -> str | None:
        async with self.db.read() as session:
            return await inbox.verdict_of(session, inbox_id)

    async def rows(self, wave_id: str) -> list[tuple[str, str | None]]:
        """Kind and verdict of everything that was received for it."""
        table = sql.table(InboxRow)
        async with self.db.read() as session:
            asked = select(table.c.kind, table.c.verdict).where(table.c.wave == wave_id).order_by(table.c.received_at)
            return [(kind, verdict) for kind, verdict in await session.execute(asked)]


async def receive(town: Town, wave_id: str, kind: str, by: str, **fields: Any) -> Letter:
    """Accepted, not yet recorded."""
    known = {"id": uuid4().hex, "kind": kind, "by": town.people.get(by, by), "via": "office", "at": town.now}
    happening = WAVE_HAPPENING.validate_python(known | fields)
    async with town.db.write() as session:
        return await inbox.put_of_wave(session, wave_id, happening)
