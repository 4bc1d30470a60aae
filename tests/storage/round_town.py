"""Rounds for storage tests and proofs: real rules and tables, ideas that wait in prioritisation, letters by nobody."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from contracts.messenger import Letter
from contracts.rounds import RoundFacts, RoundNote
from domain.ranking import rank
from domain.rounds.analysis import analysed
from domain.rounds.happenings import ROUND_HAPPENING, RoundHappening, RoundPlan
from domain.rounds.nouns import Round, RoundStep, RoundWorld
from domain.rounds.round import advance_round
from domain.words import Via
from storage import inbox, processes, round_fields, round_pairs, round_panel, round_results, rounds
from storage.engine import Database
from storage.record_round import RoundRules, errand_done, record_round
from storage.round_panel import Holder, Rating
from storage.session import Session
from tests.storage.town import Town

BERLIN = ZoneInfo("Europe/Berlin")


async def prioritised(town: Town, submitter: str = "ute", **text: Any) -> str:
    """An idea that two people approved and that waits to be compared."""
    case_id = await town.idea(submitter, **text)
    assert (await town.happen(case_id, "accepted", "olga", public=True)).verdict == "done"
    for asked in (await town.case(case_id)).open_assignments():
        scores = {"benefit": 5, "complexity": 5}
        said = {"assignment": asked.id, "verdict": "approve", "scores": scores, "on_version": 1}
        assert (await town.happen(case_id, "answered", asked.person, via="link", **said)).verdict == "done"
    assert (await town.case(case_id)).stage == "prioritisation"
    return case_id


@dataclass
class RoundTown:
    """Lets things happen to rounds, as office and course do it."""

    town: Town
    told: list[str] = field(default_factory=list)  # what the office was told

    @property
    def db(self) -> Database:
        return self.town.db

    async def plan(self, **changes: Any) -> RoundPlan:
        """A week from today, rated by reviewers, by the criteria of the process."""
        async with self.db.read() as session:
            definition = await processes.current(session)
        assert definition is not None
        today = self.town.now.date()
        given = {"title": "Runde <script>", "opens_on": today, "closes_on": today + timedelta(days=7)}
        given |= {"roles": ("reviewer",), "criteria": definition.criteria, "take": 1}
        return RoundPlan.model_validate(given | changes)

    async def open(self, **changes: Any) -> str:
        """A round that was announced; its id."""
        letter = await self.announced(**changes)
        self.facts = await self.record(letter.round, letter.inbox_id)
        return letter.round

    async def announced(self, **changes: Any) -> Letter:
        """Accepted, not yet recorded."""
        plan = await self.plan(**changes)
        async with self.db.write() as session:
            by = self.town.people["olga"]
            return await rounds.open_round(session, plan, by=by, via=Via.OFFICE, at=self.town.now)

    async def happen(self, round_id: str, kind: str, by: str = "olga", **fields: Any) -> RoundFacts:
        letter = await self.letter(round_id, kind, by, **fields)
        return await self.record(round_id, letter.inbox_id)

    async def letter(self, round_id: str, kind: str, by: str = "olga", **fields: Any) -> Letter:
        """Likewise."""
        via = "clock" if by == "clock" else "office"
        known = {"id": uuid4().hex, "kind": kind, "by": self.town.people.get(by, by), "via": via, "at": self.town.now}
        happening: RoundHappening = ROUND_HAPPENING.validate_python(known | fields)
        async with self.db.write() as session:
            return await inbox.put_of_round(session, round_id, happening)

    async def record(self, round_id: str, inbox_id: str = "") -> RoundFacts:
        rules = RoundRules(advance_round, self._write, "Europe/Berlin", "SH")
        return await record_round(self.db, RoundNote(round_id, inbox_id, self.town.now.timestamp()), rules)

    async def _write(self, session: Session, step: RoundStep, world: RoundWorld) -> None:
        self.told += [notice.event.value for notice in step.notices]

    async def round(self, round_id: str) -> Round:
        async with self.db.read() as session:
            found = await rounds.load_round(session, round_id)
        assert found is not None
        return found

    async def holder(self, round_id: str, name: str) -> Holder:
        """As their link would find them."""
        person = self.town.people[name]
        rater = next(one for one in (await self.round(round_id)).raters if one.person == person)
        return Holder(rater.id, round_id, person, "de", finished=False, removed=False)

    async def rate(self, round_id: str, name: str, case_id: str, **scores: int | None) -> str:
        who = await self.holder(round_id, name)
        async with self.db.write() as session:
            return await round_panel.save(session, who, case_id, Rating(scores, complete=True), self.town.now, BERLIN)

    async def finish(self, round_id: str, *names: str) -> None:
        for name in names:
            who = await self.holder(round_id, name)
            async with self.db.write() as session:
                assert await round_panel.finish(session, who, self.town.now, BERLIN, finished=True) == ""

    async def computed(self, round_id: str) -> RoundFacts:
        """What the errand does: field, ranking, result, and the news of it."""
        letter = await self.kept(round_id)
        return await self.record(round_id, letter.inbox_id)

    async def kept(self, round_id: str) -> Letter:
        """The ranking is kept; the round has not heard of it."""
        round_ = await self.round(round_id)
        assert round_.plan is not None
        async with self.db.write() as session:
            for entry in [one for one in (await self._errands(session, round_id)) if one.startswith("compute")]:
                await errand_done(session, round_id, entry)
            made = await round_fields.field_of(session, round_, await round_pairs.all_pairs(session, round_))
            ranking = rank(round_.plan.method, made)
            said = analysed(made, ranking, round_.plan)
            kept = await round_results.keep(session, round_id, made, ranking, self.town.now, said)
        counts = {"placed": len(ranking.places), "undetermined": len(ranking.undetermined)}
        return await self.letter(round_id, "computed", "clock", result=kept.number, digest=kept.digest, **counts)

    async def errands(self, round_id: str) -> tuple[str, ...]:
        """What is still to be carried out."""
        async with self.db.read() as session:
            return await self._errands(session, round_id)

    async def _errands(self, session: Session, round_id: str) -> tuple[str, ...]:
        found = await rounds.load_standing(session, round_id)
        return found.errands if found is not None else ()
