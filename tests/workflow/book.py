"""A database in memory that keeps the promises of `record`, and can be told to break them in every way seen."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from temporalio import activity

from contracts import names
from contracts.course import Facts, Note

STAGES = ("intake", "intake", "review", "review", "review", "prioritisation", "decision", "follow_up")


@dataclass
class Shelf:
    """One case: what happened to it, its mails, when it wakes."""

    seq: int = 0
    stage: str = "intake"
    state: str = "triage"
    wake: float | None = None
    closed: bool = False
    happened: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)


Rule = Callable[[Shelf, str, float], None]


def nothing_special(shelf: Shelf, kind: str, at: float) -> None:
    """Every happening is a step with a mail; "close" closes, "reopen" opens, a wake-up comes once."""
    shelf.stage = STAGES[min(shelf.seq, len(STAGES) - 1)]
    shelf.closed = kind == "close" or (shelf.closed and kind != "reopen")
    if kind == "woken":
        shelf.wake = None
    if not kind.startswith("quiet"):
        shelf.waiting.append(f"mail-{shelf.seq}")


@dataclass
class Book:
    """All cases and the inbox; `before` and `after` are called around the commit and may raise or hang."""

    rule: Rule = nothing_special
    cases: dict[str, Shelf] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # inbox id to kind
    verdicts: dict[str, str] = field(default_factory=dict)
    calls: list[Note] = field(default_factory=list)
    deliveries: int = 0
    before: Callable[[Note], object] | None = None
    after: Callable[[Note], object] | None = None
    carrying: Callable[[Shelf], object] | None = None

    def open(self, case_id: str, *happenings: str) -> list[str]:
        """A new case, and inbox rows for what is to happen to it."""
        self.cases[case_id] = Shelf()
        return self.receive(case_id, *happenings)

    def receive(self, case_id: str, *happenings: str) -> list[str]:
        """Inbox rows, by id."""
        ids = [f"{case_id}.{len(self.kinds) + n}" for n, _ in enumerate(happenings)]
        self.kinds.update(zip(ids, happenings, strict=True))
        return ids

    @activity.defn(name=names.RECORD)
    async def record(self, note: Note) -> Facts:
        self.calls.append(note)
        await _call(self.before, note)
        facts = self.step(note)
        await _call(self.after, note)
        return facts

    def step(self, note: Note) -> Facts:
        shelf = self.cases.get(note.case_id)
        if shelf is None:
            return Facts("refused:NoSuchCase", closed=True)
        verdict = self.verdicts.get(note.inbox_id, "")
        if note.inbox_id and not verdict:
            self._advance(shelf, self.kinds[note.inbox_id], note.at)
            verdict = self.verdicts[note.inbox_id] = "done"
        elif not note.inbox_id and not shelf.closed and shelf.wake is not None and shelf.wake <= note.at:
            self._advance(shelf, "woken", note.at)
        return Facts(
            verdict,
            shelf.seq,
            shelf.stage,
            shelf.wake if not shelf.closed else None,
            shelf.closed,
            bool(shelf.waiting),
            state=shelf.state,
            process="abc123",
            due="2026-12-01",
        )

    def _advance(self, shelf: Shelf, kind: str, at: float) -> None:
        shelf.seq += 1
        shelf.happened.append(kind)
        shelf.at.append(at)
        self.rule(shelf, kind, at)

    @activity.defn(name=names.DELIVER)
    async def deliver(self, case_id: str) -> bool:
        self.deliveries += 1
        shelf = self.cases[case_id]
        carried, shelf.waiting = shelf.waiting, []
        shelf.sent += carried
        more = bool(shelf.waiting)
        await _call(self.carrying, shelf)
        return more


async def _call(hook: Callable[..., object] | None, argument: object) -> None:
    if hook is not None:
        result = hook(argument)
        if asyncio.iscoroutine(result):
            await result
