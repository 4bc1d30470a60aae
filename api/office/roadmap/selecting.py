"""What can be planned: all decided measures; beside them what a round puts forward, or a saved scenario chooses."""

from collections.abc import Iterable

from api.office.door import Desk
from api.office.surveys.common import Option
from domain.planning.scenario import standing
from domain.rounds.nouns import Round
from domain.rounds.proposal import proposed
from domain.rounds.words import Fate, RoundState
from kit.i18n import N_
from storage import round_fields, round_results, rounds, scenarios
from storage.rounds import RoundLine
from storage.session import Session

DECIDED = "decided"
WITH_RESULT = (RoundState.COMPUTED, RoundState.DECIDED)


async def selections(session: Session, desk: Desk) -> list[Option]:
    """Those there are; scenarios only of rounds that are not decided yet."""
    found = [(DECIDED, desk.t(N_("All decided measures")))]
    for one in await rounds.all_rounds(session):
        if one.state in WITH_RESULT:
            label = desk.t(N_("Result of round {number}: {title}"))
            found.append((f"round:{one.id}", label.format(number=one.number, title=one.title)))
        if one.state == RoundState.COMPUTED:
            found += await _scenarios(session, desk, one)
    return found


async def _scenarios(session: Session, desk: Desk, one: RoundLine) -> list[Option]:
    label = desk.t(N_("Scenario of round {number}: {name}"))
    return [
        (f"scenario:{one.id}:{kept.id}", label.format(number=one.number, name=kept.name))
        for kept in await scenarios.every(session, one.id)
    ]


async def chosen(session: Session, of: str) -> list[str]:
    """What a selection adds to the measures that are decided already: the best by the round's ranking first."""
    kind, _, names = of.partition(":")
    round_id, _, scenario = names.partition(":")
    found = await rounds.load_round(session, round_id) if kind in ("round", "scenario") else None
    if found is None:
        return []
    if not scenario:
        return await _in_order(session, found, await _forward(session, found))
    kept = await scenarios.load(session, round_id, scenario)
    if kept is None:
        return []
    gone = frozenset[str]() if found.ended else await round_fields.gone(session, round_id)
    return await _in_order(session, found, standing(kept.content, gone).taken)


async def _forward(session: Session, found: Round) -> Iterable[str]:
    """What a round puts forward: as decided, or as is proposed."""
    if found.state is RoundState.DECIDED:
        return [one.case_id for one in found.entries if one.fate is Fate.PUT_FORWARD]
    result = await round_results.load(session, found.id, found.result)
    if result is None or found.plan is None:
        return ()
    instead = await scenarios.proposal_of(session, found)
    fates = proposed(result.ranking, found.plan.take, await round_fields.gone(session, found.id), instead)
    return [one for one, fate in fates.items() if fate is Fate.PUT_FORWARD]


async def _in_order(session: Session, found: Round, ideas: Iterable[str]) -> list[str]:
    result = await round_results.load(session, found.id, found.result)
    ranks = {} if result is None else result.ranking.ranks
    return sorted(ideas, key=lambda one: (ranks.get(one, len(ranks) + 1), one))
