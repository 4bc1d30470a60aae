"""Records one thing that happens to a round: round, record, letters, errands, verdict in one transaction, or nothing.

The round follows the same design as a case (`storage.record`) and a wave. Besides, each look counts who is missing:
the database knows it, so nobody has to report it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from contracts.rounds import RoundFacts, RoundNote
from domain.rounds.happenings import (
    ROUND_HAPPENING,
    Announced,
    Counted,
    Decided,
    RaterAdded,
    RaterRemoved,
    Reopened,
    RoundHappening,
    round_woken,
)
from domain.rounds.nouns import Candidate, Round, RoundStep, RoundWorld
from domain.rounds.words import RoundErrand, RoundState
from domain.words import Via
from storage import processes, round_fields, round_panel, round_results, rounds, scenarios
from storage.directory import Directory
from storage.engine import Database
from storage.errands import entry_of
from storage.inbox_rows import OF_ROUNDS
from storage.judging import decided, judged, parsed
from storage.recording import Recording
from storage.session import Session

DecideRound = Callable[[Round, RoundHappening, RoundWorld], RoundStep]
WriteRoundLetters = Callable[[Session, RoundStep, RoundWorld], Awaitable[None]]

UNKNOWN_ROUND = "refused:round.unknown"


@dataclass(frozen=True, slots=True)
class RoundRules:
    """Who decides, who writes, and where: what every step of a round needs besides the round."""

    decide: DecideRound
    write_letters: WriteRoundLetters
    timezone: str
    region: str


@dataclass(slots=True)
class _Desk:
    """What one call works with."""

    session: Session
    directory: Directory
    rules: RoundRules
    at: datetime
    errands: list[str]

    def ask(self, errand: RoundErrand, step: int) -> None:
        entry = entry_of(errand, step)
        if entry not in self.errands:
            self.errands.append(entry)


async def record_round(db: Database, note: RoundNote, rules: RoundRules) -> RoundFacts:
    """Records the happening of an inbox row once, or (a look) counts and does what is due; the facts are of now.

    What rules refuse, or a bug in them, becomes the verdict; whatever else fails leaves nothing written and is raised.
    """
    async with db.write() as session:
        found = await rounds.load_standing(session, note.round, lock=True)
        if found is None:
            return RoundFacts(UNKNOWN_ROUND, closed=True)
        at = max(datetime.fromtimestamp(note.at, UTC), found.last_at)
        desk = _Desk(session, db.known.directory, rules, at, list(found.errands))
        if note.inbox_id:
            verdict, round_ = await ROUNDS.take(desk, found.round, note.inbox_id)
        else:
            verdict, round_ = "", await _look(desk, found.round)
        await _compute_again(desk, round_)
        await _keep(desk, found, round_)
        return facts_of(round_, desk.errands, verdict)


def facts_of(round_: Round, errands: list[str], verdict: str = "") -> RoundFacts:
    """The round in ids, codes, times and counts."""
    days = {RoundState.ANNOUNCED: round_.opens_on, RoundState.OPEN: round_.closes_on}
    date = days.get(round_.state)
    return RoundFacts(
        verdict=verdict,
        seq=round_.seq,
        state=round_.state.value,
        wake=None if round_.wake is None else round_.wake.timestamp(),
        closed=(round_.ended or round_.plan is None) and not errands,  # a refused plan waits for nothing
        errands=list(errands),
        number=round_.number,
        ideas=len(round_.entries),
        raters=sum(one.removed_at is None for one in round_.raters),
        missing=round_.missing,
        due="" if date is None else date.isoformat(),
    )


async def errand_done(session: Session, round_id: str, entry: str) -> bool:
    """Strikes it off the list, once it is carried out."""
    found = await rounds.load_standing(session, round_id, lock=True)
    if found is None or entry not in found.errands:
        return False
    await rounds.keep_beside(session, round_id, {"errands": [one for one in found.errands if one != entry]})
    return True


async def _keep(desk: _Desk, found: rounds.Standing, round_: Round) -> None:
    """What changed beside the round itself, which each step has written."""
    changes: dict[str, Any] = {}
    if tuple(desk.errands) != found.errands:
        changes["errands"] = desk.errands
    if round_ != found.round or changes:
        changes["last_at"] = desk.at
    await rounds.keep_beside(desk.session, round_.id, changes)


# A happening


async def _step(desk: _Desk, round_: Round, content: str | RoundHappening) -> Round:
    """Asks the rules, and writes what follows."""
    happening = parsed(content, ROUND_HAPPENING, f"round={round_.id}")
    world = await _world(desk, round_, happening)
    step = decided(lambda: desk.rules.decide(round_, happening, world), f"round={round_.id}")
    await rounds.save_round(desk.session, round_, step.round)
    if isinstance(happening, Reopened):
        await rounds.nobody_has_finished(desk.session, round_.id)
    if isinstance(happening, RaterAdded):
        await rounds.to_be_asked(desk.session, round_.id, happening.person)
    await rounds.add_events(desk.session, round_.id, step.events)
    for errand in step.errands:
        desk.ask(errand, step.round.seq)
    await desk.rules.write_letters(desk.session, step, world)
    return step.round


async def _world(desk: _Desk, round_: Round, happening: RoundHappening) -> RoundWorld:
    """Now, the calendar, staff and whoever is named; what waits, where a field is made; the ranking to decide on."""
    session = desk.session
    known = await desk.directory.at(session)
    plan = happening.plan if isinstance(happening, Announced) else round_.plan
    panel = (one.person for one in round_.raters) if isinstance(happening, RaterRemoved) else ()
    named = (
        happening.by,
        getattr(happening, "decider", ""),
        getattr(happening, "person", ""),
        *(plan.people if plan is not None else ()),
        *panel,
    )
    definition = await processes.current(session)
    result = proposal = None
    if isinstance(happening, Decided):
        result = await round_results.load(session, round_.id, round_.result)
        proposal = await scenarios.proposal_of(session, round_)
    return RoundWorld(
        now=desk.at,
        timezone=desk.rules.timezone,
        closed_days=await known.closed_days(session, desk.rules.region),
        people=await known.people(session, named),
        waiting=await _waiting(session, round_),
        bodies=frozenset(b.id for b in definition.stages.decision.bodies) if definition is not None else frozenset(),
        ranking=None if result is None else result.ranking,
        proposal=proposal,
    )


async def _waiting(session: Session, round_: Round) -> tuple[Candidate, ...]:
    """Read only where a field may be put together, or where it is decided on, or opened again after that."""
    read = round_.state in (RoundState.ANNOUNCED, RoundState.COMPUTED, RoundState.DECIDED)
    return await round_fields.candidates(session) if read else ()


async def _put_off(desk: _Desk, round_: Round, wake: datetime) -> Round:
    later = replace(round_, wake=wake)
    await rounds.save_round(desk.session, round_, later)
    return later


ROUNDS = Recording(OF_ROUNDS, _step, lambda round_, at: round_woken(round_.seq, at), _put_off)


# A look


async def _look(desk: _Desk, round_: Round) -> Round:
    """Counts; then a wake-up that is due: first what was received before it, then the clock, if it still rings."""
    return await ROUNDS.ring(desk, await _count(desk, round_))


async def _count(desk: _Desk, round_: Round) -> Round:
    """Tells the round how many it still waits for, if that is news. A bug in counting must not stop the clock."""
    if round_.state is not RoundState.OPEN:
        return round_
    missing, finished = await round_panel.counted(desk.session, round_.id)
    complete = missing == 0 and finished > 0 and round_.plan is not None and round_.plan.when_complete
    if missing == round_.missing and not complete:
        return round_
    number = f"counted:{round_.id}:{round_.seq + 1}"
    news = Counted(id=number, by="clock", via=Via.CLOCK, at=desk.at, missing=missing, finished=finished)
    _, _, round_ = await judged(_step(desk, round_, news), round_)
    return round_


async def _compute_again(desk: _Desk, round_: Round) -> None:
    """A closed round whose ranking came to nothing asks for it once more."""
    if round_.state is not RoundState.CLOSED or any(one.startswith(RoundErrand.COMPUTE) for one in desk.errands):
        return
    if not await OF_ROUNDS.pending(desk.session, round_.id, "computed"):
        desk.ask(RoundErrand.COMPUTE, round_.seq)
