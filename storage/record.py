"""Records one thing that happens to a case: case, events, letters, links and verdict in one transaction, or nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from contracts.course import Facts, Note
from domain.case import Case
from domain.happenings import HAPPENING, Happening, woken
from domain.limits import places
from domain.step import Step
from domain.words import AssignmentState, EventKind
from domain.world import World
from storage import inbox, links, outbox
from storage.directory import Directory
from storage.engine import Database
from storage.inbox_rows import OF_CASES
from storage.judging import decided, parsed
from storage.limits import with_places
from storage.mapping import add_events, load_revision, save_case
from storage.recording import Recording
from storage.session import Session
from storage.world import world_for

Decide = Callable[[Case, Happening, World], Step]
WriteLetters = Callable[[Session, Case, Step, World], Awaitable[None]]

UNKNOWN_CASE = "refused:case.unknown"


@dataclass(slots=True)
class _Desk:
    """What one call works with."""

    session: Session
    directory: Directory
    decide: Decide
    write_letters: WriteLetters
    at: datetime
    revision: int

    async def save(self, old: Case, new: Case) -> None:
        """Writes the difference, and keeps the revision in mind."""
        self.revision = await save_case(self.session, old, new) or self.revision


async def record_step(db: Database, note: Note, decide: Decide, write_letters: WriteLetters) -> Facts:
    """Records the happening of an inbox row once, or (a look) what is due; the facts are the case as it is now.

    What rules refuse, or a bug in them, becomes the verdict; whatever else fails leaves nothing written and is raised.
    """
    async with db.write() as session:
        found = await load_revision(session, note.case_id, db.known.cases)
        if found is None:
            return Facts(UNKNOWN_CASE, closed=True)
        case, revision = found
        at = max(datetime.fromtimestamp(note.at, UTC), case.last_at)
        desk = _Desk(session, db.known.directory, decide, write_letters, at, revision)
        if note.inbox_id:
            verdict, case = await CASES.take(desk, case, note.inbox_id)
        else:
            verdict, case = "", await CASES.ring(desk, case)
        facts = facts_of(case, verdict)
    db.known.cases.put(case, desk.revision)  # committed, or this is not reached
    return facts


def facts_of(case: Case, verdict: str) -> Facts:
    """The case in ids, codes and times."""
    return Facts(
        verdict=verdict,
        seq=case.seq,
        stage=case.stage.value,
        wake=None if case.wake is None else case.wake.timestamp(),
        closed=case.closed_at is not None,
        state=case.state.value,
        process=case.process[:12],
        due="" if case.due_on is None else case.due_on.isoformat(),
    )


async def _step(desk: _Desk, case: Case, content: str | Happening) -> Case:
    """Asks the rules, and writes what follows."""
    happening = parsed(content, HAPPENING, f"case={case.id}")
    desk.at = max(desk.at, case.last_at)
    world = await world_for(desk.session, desk.directory, case, happening, desk.at)
    step = await _decided(desk, case, happening, world)
    await desk.save(case, step.case)
    await add_events(desk.session, case.id, step.events)
    await _end_links(desk, case, step.case)
    if any(event.kind is EventKind.REDACTED for event in step.events):
        await inbox.blank(desk.session, case.id, at=desk.at)
        await outbox.blank(desk.session, case.id, desk.at)
    await desk.write_letters(desk.session, case, step, world)
    for other, brought in step.elsewhere:
        await inbox.put(desk.session, other, brought)
    return step.case


async def _decided(desk: _Desk, case: Case, happening: Happening, world: World) -> Step:
    """What follows; where it takes a place there is a limit for, it is asked again, under the lock, with the counts.

    So a step that takes no such place waits for nobody, and of two that want the last one only one has it.
    """
    about = f"case={case.id}"
    step = decided(lambda: desk.decide(case, happening, world), about)
    taken = list(places(world.limits, case, step.case))
    if not taken:
        return step
    counted = await with_places(desk.session, world, case, [p.which for p in taken if p.what == "stage"])
    return decided(lambda: desk.decide(case, happening, counted), about)


async def _end_links(desk: _Desk, old: Case, new: Case) -> None:
    """The links of what was just answered show the answer; of what was taken back, that it was."""
    open_before = {a.id for a in old.open_assignments()}
    over = [a for a in new.assignments if a.id in open_before and a.state is not AssignmentState.OPEN]
    answered = [a.id for a in over if a.state is AssignmentState.ANSWERED]
    revoked = [a.id for a in over if a.state is not AssignmentState.ANSWERED]
    ended = {a.id for a in over}
    known = {one.id for one in old.advice if one.given_at is not None}
    answered += [one.id for one in new.advice if one.given_at is not None and one.id not in known]
    revoked += [one.id for one in new.advice if one.given_at is None and one.assignment in ended]
    await links.decide_assignments(desk.session, answered, at=desk.at)
    await links.revoke_assignments(desk.session, revoked, at=desk.at)


async def _put_off(desk: _Desk, case: Case, wake: datetime) -> Case:
    later = replace(case, wake=wake)
    await desk.save(case, later)
    return later


CASES = Recording(OF_CASES, _step, lambda case, at: woken(case.id, case.seq, at), _put_off)
