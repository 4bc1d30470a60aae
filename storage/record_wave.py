"""Records one thing that happens to a wave: wave, record, letters, errands and verdict in one transaction, or nothing.

The wave follows the same design as a case (`storage.record`). Besides, each look counts invitations and answers: the
database knows them, so nobody has to report them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from contracts.survey import WaveFacts, WaveNote
from domain.survey.modes import Mode
from domain.survey.wave_happenings import WAVE_HAPPENING, Counted, Invited, Responded, WaveHappening, wave_woken
from domain.survey.wave_nouns import Wave, WaveStep, WaveWorld
from domain.survey.wave_status import ASKING
from domain.survey.wave_words import Errand, WaveState
from domain.words import Via
from storage import resolving, sql, surveys, told_back, wordings
from storage.answer_tables import check_table
from storage.directory import Directory
from storage.engine import Database
from storage.errands import due, entry_of, errand_of, next_due, postponed, running
from storage.inbox_rows import OF_WAVES
from storage.intake import forget_unopened
from storage.judging import decided, judged, parsed
from storage.recording import Recording
from storage.session import Session
from storage.tables import InvitationRow
from storage.waves import Standing, add_events, keep_beside, load_standing, save_wave

DecideWave = Callable[[Wave, WaveHappening, WaveWorld], WaveStep]
WriteWaveLetters = Callable[[Session, Wave, WaveStep, WaveWorld], Awaitable[None]]

UNKNOWN_WAVE = "refused:wave.unknown"

I = sql.table(InvitationRow)  # noqa: E741 - one letter per table, as elsewhere


@dataclass(frozen=True, slots=True)
class WaveRules:
    """Who decides, who writes, and where: what every step of a wave needs besides the wave."""

    decide: DecideWave
    write_letters: WriteWaveLetters
    public_key: Callable[[str], bytes]  # what the anonymous answers of a wave are sealed to, by its id
    timezone: str
    region: str


@dataclass(slots=True)
class _Desk:
    """What one call works with."""

    session: Session
    directory: Directory
    rules: WaveRules
    at: datetime
    errands: list[str]

    def has(self, errand: Errand) -> bool:
        return any(errand_of(one) is errand for one in self.errands)

    def ask(self, wave: Wave, errand: Errand) -> None:
        entry = entry_of(errand, wave.seq)
        if entry not in self.errands:
            self.errands.append(entry)


async def record_wave(db: Database, note: WaveNote, rules: WaveRules) -> WaveFacts:
    """Records the happening of an inbox row once, or (a look) counts and does what is due; the facts are of now.

    What rules refuse, or a bug in them, becomes the verdict; whatever else fails leaves nothing written and is raised.
    """
    async with db.write() as session:
        found = await load_standing(session, note.wave, lock=True)
        if found is None:
            return WaveFacts(UNKNOWN_WAVE, closed=True)
        at = max(datetime.fromtimestamp(note.at, UTC), found.last_at)
        desk = _Desk(session, db.known.directory, rules, at, list(found.errands))
        if note.inbox_id:
            verdict, wave = await WAVES.take(desk, found.wave, note.inbox_id)
        else:
            verdict, wave = "", await _look(desk, found.wave)
        again_at = await _ask_again(desk, wave)
        await _keep(desk, found, wave)
        return facts_of(wave, desk.errands, desk.at, verdict, again_at)


def facts_of(
    wave: Wave, errands: list[str], at: datetime, verdict: str = "", again_at: datetime | None = None
) -> WaveFacts:
    """The wave in ids, codes, times and counts; what waits, or is held while clocks stand still, is not told."""
    paused = wave.paused_at is not None
    wakes = (wave.wake, again_at, next_due(errands, at, paused=paused))
    over = wave.ended or wave.plan is None  # whose plan was refused waits for nothing
    days = {WaveState.PLANNED: wave.starts_on, WaveState.ANSWERING: wave.response_on}
    date = days.get(wave.state, wave.closes_on if wave.state in ASKING else None)
    return WaveFacts(
        verdict=verdict,
        seq=wave.seq,
        state=wave.state.value,
        wake=min((one.timestamp() for one in wakes if one is not None), default=None),
        closed=over and not errands,
        errands=due(errands, at, paused=paused),
        number=wave.number,
        invited=wave.invited,
        waiting=wave.waiting,
        answered=wave.answered,
        due="" if date is None else date.isoformat(),
        paused=paused,
    )


async def errand_done(session: Session, wave_id: str, entry: str, again_at: datetime | None = None) -> bool:
    """Strikes it off the list, once it is carried out; with `again_at` it stays on it, and waits until then.

    What is held while clocks stand still stays as it is.
    """
    found = await load_standing(session, wave_id, lock=True)
    if found is None or entry not in found.errands:
        return False
    if entry not in running(found.errands, paused=found.wave.paused_at is not None):
        return False
    left = [one for one in found.errands if one != entry]
    if again_at is not None:
        left.append(postponed(entry, again_at))
    await keep_beside(session, wave_id, {"errands": left})
    return again_at is None


async def _keep(desk: _Desk, found: Standing, wave: Wave) -> None:
    """What changed beside the wave itself, which each step has written."""
    changes: dict[str, Any] = {}
    if tuple(desk.errands) != found.errands:
        changes["errands"] = desk.errands
    if wave != found.wave or changes:
        changes["last_at"] = desk.at
    await keep_beside(desk.session, wave.id, changes)


# A happening


async def _step(desk: _Desk, wave: Wave, content: str | WaveHappening) -> Wave:
    """Asks the rules, and writes what follows."""
    happening = parsed(content, WAVE_HAPPENING, f"wave={wave.id}")
    world = await _world(desk, wave, happening)
    step = decided(lambda: desk.rules.decide(wave, happening, world), f"wave={wave.id}")
    if step.wave.started_at is not None and wave.started_at is None:
        await _begin(desk, step.wave)
    await save_wave(desk.session, wave, step.wave)
    if step.wave.cancelled_at is not None and wave.cancelled_at is None:
        await forget_unopened(desk.session, wave.id)
    await add_events(desk.session, wave.id, step.events)
    for errand in step.errands:
        desk.ask(step.wave, errand)
    await told_back.tell_ideas(desk.session, happening, step.wave, desk.at)
    await desk.rules.write_letters(desk.session, step.wave, step, world)
    return step.wave


async def _begin(desk: _Desk, wave: Wave) -> None:
    """From now on people read what is promised: the wording stays, and the tables must keep it."""
    await check_table(desk.session, wave.mode)
    if wave.mode is Mode.CONFIDENTIAL:
        survey = await surveys.survey(desk.session, wave.survey)
        await resolving.name_resolvers(desk.session, wave.id, survey.plan.resolver_ids if survey is not None else ())
    if wave.mode is Mode.ANONYMOUS:
        await keep_beside(desk.session, wave.id, {"public_key": desk.rules.public_key(wave.id)})
    await wordings.sent(desk.session, wave.questionnaire, desk.at)


async def _world(desk: _Desk, wave: Wave, happening: WaveHappening) -> WaveWorld:
    """Now, the calendar, staff, and whoever the wave or the happening names."""
    known = await desk.directory.at(desk.session)
    topics = happening.topics if isinstance(happening, Responded) else ()
    named = (wave.owner, happening.by, *(topic.owner for topic in topics), *wave.resolvers)
    return WaveWorld(
        now=desk.at,
        timezone=desk.rules.timezone,
        closed_days=await known.closed_days(desk.session, desk.rules.region),
        people=await known.people(desk.session, named),
        ideas=await told_back.known_cases(desk.session, [topic.case_id for topic in topics]),
    )


async def _put_off(desk: _Desk, wave: Wave, wake: datetime) -> Wave:
    later = replace(wave, wake=wake)
    await save_wave(desk.session, wave, later)
    return later


WAVES = Recording(OF_WAVES, _step, lambda wave, at: wave_woken(wave.seq, at), _put_off)


# A look


async def _look(desk: _Desk, wave: Wave) -> Wave:
    """Counts; then a wake-up that is due: first what was received before it, then the clock, if it still rings."""
    return await WAVES.ring(desk, await _count(desk, wave))


async def _count(desk: _Desk, wave: Wave) -> Wave:
    """Tells the wave how many were invited and have answered, if that is news."""
    if wave.plan is None or wave.state is WaveState.PLANNED:
        return wave
    by_state, answered = await _counts(desk.session, wave.id)
    # Whoever was invited stays counted, also where nobody writes to them any more.
    invited, waiting = max(by_state.get("invited", 0), wave.invited), by_state.get("waiting", 0)
    # While invitations are still being written nobody knows whether these are all.
    told = waiting > 0 or not desk.has(Errand.INVITE)
    if told and (invited, waiting) != (wave.invited, wave.waiting):
        number, post, via = f"invited:{wave.id}:{wave.seq + 1}", "post", Via.POST
        news = Invited(id=number, by=post, via=via, at=desk.at, invited=invited, waiting=waiting)
        wave = await _counted(desk, wave, news)
    if answered > wave.answered:
        number = f"counted:{wave.id}:{wave.seq + 1}"
        wave = await _counted(desk, wave, Counted(id=number, by="clock", via=Via.CLOCK, at=desk.at, answered=answered))
    return wave


async def _counted(desk: _Desk, wave: Wave, happening: Invited | Counted) -> Wave:
    """A bug in counting must not stop the clock."""
    _, _, wave = await judged(_step(desk, wave, happening), wave)
    return wave


async def _counts(session: Session, wave_id: str) -> tuple[dict[str, int], int]:
    grouped = select(I.c.state, I.c.answered, func.count()).where(I.c.wave == wave_id).group_by(I.c.state, I.c.answered)
    by_state: dict[str, int] = {}
    answers = 0
    for state, answered, count in await session.execute(grouped):
        by_state[state] = by_state.get(state, 0) + count
        answers += count if answered else 0
    return by_state, answers


# Errands that are due again by what the database holds


async def _ask_again(desk: _Desk, wave: Wave) -> datetime | None:
    """Asks for invitations that had to wait, and for an evaluation that came to nothing; else: when to look again."""
    if wave.paused_at is not None:
        return None
    if wave.state is WaveState.CLOSED and not desk.has(Errand.EVALUATE):
        if not await OF_WAVES.pending(desk.session, wave.id, "evaluated"):
            desk.ask(wave, Errand.EVALUATE)
        return None
    if wave.state is not WaveState.INVITING or desk.has(Errand.INVITE):
        return None
    waiting = (I.c.wave == wave.id, I.c.state == sql.code("waiting"))
    # NULL sorts first here and last there: who was never tried counts as due.
    dates = select(func.min(I.c.again_at), func.count(), func.count(I.c.again_at)).where(*waiting)
    earliest, rows, dated = (await desk.session.execute(dates)).one()
    if rows and (dated < rows or earliest <= desk.at):
        desk.ask(wave, Errand.INVITE)
        return None
    return earliest if isinstance(earliest, datetime) else None
