"""Waves without an engine: what happens to one is recorded in the same breath, by the rules and nothing else."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from domain.errors import RuleBroken
from domain.survey.wave import advance_wave
from domain.survey.wave_happenings import WAVE_HAPPENING, WaveHappening
from domain.survey.wave_nouns import Wave, WaveStep, WaveWorld
from storage import inbox, people, sql, waves
from storage.engine import Database
from storage.session import Session
from storage.tables import InboxRow, WaveEventRow, WaveReasonRow, WaveRow, WaveTopicRow
from tests.api.city import City

W, X = sql.table(WaveRow), sql.table(InboxRow)


@dataclass
class DirectWaves:
    """Takes what lies in the inbox for a wave; `away` is an engine that does not answer."""

    db: Database
    clock: Callable[[], datetime]
    away: bool = False

    async def __call__(self, inbox_id: str, wave_id: str, kind: str) -> str | None:
        if self.away:
            return None
        async with self.db.write() as session:
            content = (await session.execute(select(X.c.content).where(X.c.id == inbox_id))).scalar_one()
            verdict, error = "done", None
            try:
                await self.step(session, wave_id, WAVE_HAPPENING.validate_json(content))
            except RuleBroken as rule:
                verdict, error = f"refused:{rule.code}", dict(rule.facts)
            await inbox.decide(session, inbox_id, verdict, at=self.clock(), error=error)
            await inbox.acknowledge(session, inbox_id, self.clock())
        return verdict

    async def step(self, session: Session, wave_id: str, happening: WaveHappening) -> None:
        wave = await waves.load_wave(session, wave_id, lock=True)
        assert wave is not None
        staff = await people.staff(session)
        days = await self.db.known.directory.at(session)
        world = WaveWorld(self.clock(), "Europe/Berlin", await days.closed_days(session, "SH"), staff)
        step = advance_wave(wave, happening, world)
        await self.keep(session, wave, step)

    async def keep(self, session: Session, old: Wave, step: WaveStep) -> None:
        new = step.wave
        values = {k: v for k, v in _plain(new).items() if k in W.c and k not in ("topics", "reasons")}
        await session.execute(update(W).where(W.c.id == new.id).values(**values))
        lines = [asdict(e) | {"wave": new.id, "facts": dict(e.facts), "kind": e.kind.value} for e in step.events]
        await sql.insert(session, WaveEventRow, lines)
        topics = [asdict(t) | {"wave": new.id, "position": n} for n, t in enumerate(new.topics)]
        await sql.insert(session, WaveTopicRow, topics if not old.topics else [])
        names = set(sql.table(WaveReasonRow).c.keys())
        reasons = [
            {k: v for k, v in asdict(r).items() if k in names} | {"wave": new.id}
            for r in new.reasons[len(old.reasons) :]
        ]
        await sql.insert(session, WaveReasonRow, reasons)


def _plain(wave: Wave) -> dict[str, Any]:
    given = {name: getattr(wave, name) for name in Wave.__dataclass_fields__}
    given["plan"] = wave.plan.model_dump(mode="json") if wave.plan is not None else None
    given["remind_on"] = [day.isoformat() for day in wave.remind_on]
    return given | {"mode": wave.mode.value, "state": wave.state.value}


def let_waves_happen(city: City) -> DirectWaves:
    """Services of this city bring what happens to waves at once."""
    direct = DirectWaves(city.db, city.clock)
    city.services.bring_wave = direct
    return direct
