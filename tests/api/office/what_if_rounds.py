"""A round whose ratings are counted, for tests of the pages around its proposal."""

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from contracts.messenger import Letter
from contracts.rounds import RoundFacts, RoundNote
from domain.planning.facts import Facts
from domain.planning.frame import Frame, Named
from domain.ranking import rank
from domain.rounds.analysis import Analysis, analysed
from domain.rounds.happenings import ROUND_HAPPENING, RoundPlan
from domain.rounds.nouns import Round
from domain.rounds.round import advance_round
from domain.words import Via
from storage import inbox, planning, processes, round_fields, round_panel, round_results, rounds
from storage.record_round import RoundRules, record_round
from storage.round_panel import Holder, Rating
from tests.api.city import City

BERLIN = ZoneInfo("Europe/Berlin")
RULES = RoundRules(advance_round, lambda *_: nothing(), "Europe/Berlin", "SH")
SCORES = {"Alpha": (9, 2), "Beta": (6, 5), "Gamma": (3, 4)}  # benefit, complexity
COSTS = {"Alpha": 60_000, "Beta": 50_000, "Gamma": 40_000}


async def nothing(*_: object) -> None:
    """Writes no letters."""


async def let(city: City, letter: Letter) -> RoundFacts:
    """Recorded at once, as its course would."""
    return await record_round(city.db, RoundNote(letter.round, letter.inbox_id, city.clock().timestamp()), RULES)


async def round_of(city: City, round_id: str) -> Round:
    async with city.db.read() as session:
        found = await rounds.load_round(session, round_id)
    assert found is not None
    return found


async def happens(city: City, round_id: str, kind: str, by: str, **fields: Any) -> RoundFacts:
    via = Via.CLOCK if by == "clock" else Via.OFFICE
    given = {"id": uuid4().hex, "kind": kind, "by": by, "via": via, "at": city.clock()} | fields
    async with city.db.write() as session:
        letter = await inbox.put_of_round(session, round_id, ROUND_HAPPENING.validate_python(given))
    facts = await let(city, letter)
    assert facts.verdict == "done", facts
    return facts


async def a_computed_round(
    city: City,
    take: int = 1,
    planned: bool = True,
    examined: bool = False,
    raters: int = 1,
    beside: tuple[str, ...] = (),
) -> tuple[str, dict[str, str]]:
    """Alpha before Beta before Gamma, with what they cost; its id, and the ideas by title."""
    ideas = {title: await city.reviewed(title=title) for title in SCORES}
    office = city.people["jana.petersen"]
    async with city.db.write() as session:
        definition = await processes.current(session)
        assert definition is not None
        today = city.clock().date()
        given = {"title": "Runde <script>", "opens_on": today, "closes_on": today + timedelta(days=7)}
        given |= {"roles": ("reviewer",), "criteria": definition.criteria, "take": take, "beside": beside}
        letter = await rounds.open_round(
            session, RoundPlan.model_validate(given), by=office, via=Via.OFFICE, at=city.clock()
        )
        if planned:
            for title, case_id in ideas.items():
                facts = Facts({(2027, "money"): COSTS[title]})
                await planning.say(session, case_id, facts, number=0, at=city.clock(), by=office)
            frame = Frame((Named("money", "Verkehr <b>"),), (), {(2027, "money"): 100_000})
            await planning.set_frame(session, frame, number=0, at=city.clock(), by=office)
    await let(city, letter)
    await _rated(city, letter.round, ideas, raters)
    await happens(city, letter.round, "closed_early", office)
    await computed(city, letter.round, examined)
    return letter.round, ideas


async def _rated(city: City, round_id: str, ideas: dict[str, str], raters: int) -> None:
    round_ = await round_of(city, round_id)
    holders = [Holder(one.id, round_id, one.person, "de", finished=False, removed=False) for one in round_.raters]
    async with city.db.write() as session:
        for who, (title, case_id) in product(holders[:raters], ideas.items()):
            benefit, complexity = SCORES[title]
            rating = Rating({"benefit": benefit, "complexity": complexity}, complete=True)
            assert await round_panel.save(session, who, case_id, rating, city.clock(), BERLIN) == ""


async def computed(city: City, round_id: str, examined: bool = False) -> None:
    """What the errand does."""
    round_ = await round_of(city, round_id)
    assert round_.plan is not None
    async with city.db.write() as session:
        field = await round_fields.field_of(session, round_)
        ranking = rank(round_.plan.method, field)
        beside = analysed(field, ranking, round_.plan) if examined else Analysis()
        kept = await round_results.keep(session, round_id, field, ranking, city.clock(), beside)
    counts = {"placed": len(ranking.places), "undetermined": len(ranking.undetermined)}
    await happens(city, round_id, "computed", "clock", result=kept.number, digest=kept.digest, **counts)
