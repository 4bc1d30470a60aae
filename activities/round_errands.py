"""Carries out the errands of a round, each to its end: letters to its panel, its ranking, and news to its ideas.

Each batch is one transaction that also marks what it did; so a kill at any moment costs nothing and doubles nothing.
"""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from uuid import uuid4

from temporalio import activity

from activities.errands import beating
from activities.round_letters import RoundLetters
from activities.wordless import wordless
from contracts import names
from contracts.messenger import Letter, Messenger
from contracts.rounds import RoundErrandNote
from domain.happenings import ConditionIn, MissedRound, Ranked
from domain.ranking import rank
from domain.ranking.acceptability import CountRanks
from domain.rounds.analysis import analysed
from domain.rounds.happenings import Computed
from domain.rounds.nouns import Entry, Round
from domain.rounds.words import RoundErrand, RoundState
from domain.words import Via
from kit.portfolio import FAST
from storage import inbox, round_fields, round_pairs, round_panel, round_results, rounds
from storage.engine import Database, Session
from storage.record_round import errand_done
from storage.round_fields import Latecomer

BATCH = 100
AT_ONCE = 10  # letters under way: more is slower


class RoundRunner:
    """The activity `carry_out_round`: twice is as good as once, and only what came to its end is struck off."""

    def __init__(
        self,
        db: Database,
        letters: RoundLetters,
        messenger: Messenger,
        now: Callable[[], datetime],
        mail_written: Callable[[], None] = lambda: None,
    ) -> None:
        self._db, self._letters, self._messenger, self._now = db, letters, messenger, now
        self._mail_written = mail_written

    @activity.defn(name=names.CARRY_OUT_ROUND)
    async def carry_out_round(self, note: RoundErrandNote) -> str:
        """ "done", or "again" where somebody else struck it off first."""
        with wordless():
            async with beating():
                return await self._carried_out(note)

    async def _carried_out(self, note: RoundErrandNote) -> str:
        errand = RoundErrand(note.errand.partition(":")[0])
        if errand is RoundErrand.COMPUTE:
            return await self._computed(note)
        if errand in (RoundErrand.ASK, RoundErrand.ASK_ADDED, RoundErrand.REMIND):
            await self._write_to_panel(note, errand)
        elif errand is RoundErrand.LATE:
            await self._tell_latecomers(note)
        else:
            await self._tell_ideas(note)
        async with self._db.write() as session:
            return _outcome(await errand_done(session, note.round, note.errand))

    def _at(self, note: RoundErrandNote) -> datetime:
        """The course's time where it is ahead of ours, as in tests that turn it."""
        return max(self._now(), datetime.fromtimestamp(note.at, UTC))

    # The panel

    async def _write_to_panel(self, note: RoundErrandNote, errand: RoundErrand) -> None:
        """Nobody is written to once the round takes no more ratings."""
        while True:
            async with self._db.write() as session:
                round_ = await rounds.load_round(session, note.round)
                if round_ is None or round_.state is not RoundState.OPEN:
                    return
                batch = await round_panel.next_batch(session, note.round, errand, note.errand, BATCH)
                await self._letters.ask(session, round_, errand, note.errand, batch, self._at(note))
                await round_panel.written(session, errand, note.errand, [one.id for one in batch])
            activity.heartbeat(f"{errand.value} {len(batch)}")
            self._mail_written()
            if len(batch) < BATCH:
                return

    # The ranking

    async def _computed(self, note: RoundErrandNote) -> str:
        """The ranking is kept with its number, and that is told to the round like anything else: by its inbox."""
        letter: Letter | None = None
        async with self._db.read() as session:
            round_ = await rounds.load_round(session, note.round)
            if round_ is None or round_.plan is None:
                return "gone"
            field = await round_fields.field_of(session, round_, await round_pairs.all_pairs(session, round_))
        ranking = await asyncio.to_thread(rank, round_.plan.method, field)
        analysis = await asyncio.to_thread(analysed, field, ranking, round_.plan, _counting())
        at = self._at(note)
        async with self._db.write() as session:
            if done := await errand_done(session, note.round, note.errand):
                now = await rounds.load_round(session, note.round)
                if now is None or now.state is not RoundState.CLOSED:  # opened again meanwhile: it is made anew later
                    return "overtaken"
                kept = await round_results.keep(session, note.round, field, ranking, at, analysis)
                happening = Computed(
                    id=uuid4().hex,
                    by="clock",
                    via=Via.CLOCK,
                    at=at,
                    result=kept.number,
                    placed=len(kept.ranking.places),
                    undetermined=len(kept.ranking.undetermined),
                    digest=kept.digest,
                )
                letter = await inbox.put_of_round(session, note.round, happening)
        if letter is not None:
            await self._messenger.bring(letter)
        return _outcome(done)

    # The ideas

    async def _tell_ideas(self, note: RoundErrandNote) -> None:
        """Every idea of the field, once: its inbox row and the mark are one transaction."""
        while True:
            async with self._db.write() as session:
                round_ = await rounds.load_round(session, note.round, lock=True)
                if round_ is None or round_.state is not RoundState.DECIDED:
                    return
                cases = await rounds.not_told(session, note.round, BATCH)
                entries = {entry.case_id: entry for entry in round_.entries}
                by = await _who_decided(session, round_)
                news = [_ranked(round_, entries[one], by, self._at(note)) for one in cases]
                letters = [await inbox.put(session, one, said) for one, said in zip(cases, news, strict=True)]
                await rounds.told(session, note.round, cases)
            await self._bring(letters, "told")
            if len(cases) < BATCH:
                return

    async def _tell_latecomers(self, note: RoundErrandNote) -> None:
        """Only a round that took all that waited has latecomers: from others an idea was left out on purpose."""
        while True:
            async with self._db.write() as session:
                round_ = await rounds.load_round(session, note.round, lock=True)
                if round_ is None or round_.opened_at is None or round_.plan is None or round_.plan.ideas:
                    return
                cases = await round_fields.latecomers(session, round_, BATCH)
                letters = [await inbox.put(session, one.case_id, self._missed(note, one)) for one in cases]
            await self._bring(letters, "late")
            if len(cases) < BATCH:
                return

    def _missed(self, note: RoundErrandNote, one: Latecomer) -> MissedRound:
        number = round_fields.late_id(note.round, one.case_id)
        return MissedRound(id=number, by="clock", via=Via.CLOCK, at=self._at(note), round=note.round, full=one.full)

    async def _bring(self, letters: list[Letter], what: str) -> None:
        """What is committed is brought to its courses; whatever is not, the redelivery brings."""
        for n in range(0, len(letters), AT_ONCE):
            await asyncio.gather(*(self._messenger.bring(letter) for letter in letters[n : n + AT_ONCE]))
            activity.heartbeat(f"{what} {n}")


async def _who_decided(session: Session, round_: Round) -> str:
    events = await rounds.round_events(session, round_.id)
    return next(event.by for event in reversed(events) if event.kind == RoundState.DECIDED.value)


def _ranked(round_: Round, entry: Entry, by: str, at: datetime) -> Ranked:
    assert entry.fate is not None
    return Ranked(
        id=f"ranked:{round_.id}:{entry.case_id}:{round_.result}",
        by="clock",
        via=Via.CLOCK,
        at=at,
        round=round_.id,
        result=round_.result,
        rank=entry.rank,
        of=len(round_.entries),
        fate=entry.fate.value,
        deviates=entry.deviates,
        public_reason=entry.reason,
        decided_by=by,
        decider=round_.decider,
        body=round_.body,
        sign_off=round_.sign_off,
        outside_plan=entry.outside_plan,
        until=entry.until,
        conditions=tuple(ConditionIn.model_validate(asdict(one)) for one in entry.conditions),
        again=entry.again,
    )


def _counting() -> CountRanks | None:
    """The fast way to count weightings, where it is installed."""
    if not FAST:
        return None
    from kit.portfolio.ranks import count_ranks

    return count_ranks


def _outcome(done: bool) -> str:
    return "done" if done else "again"
