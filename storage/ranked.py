"""What rounds said of one idea: the rank it reached, and the reasons that are about it alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from domain.definition import Words
from domain.ranking.ranking import Ranking, Reason
from domain.rounds.happenings import RoundPlan
from domain.step import Event
from domain.words import EventKind
from storage import round_results, sql
from storage.session import Session
from storage.tables import RoundRow

R = sql.table(RoundRow)
LEAST = 2  # raters: the mean of a single one is what that person said


@dataclass(frozen=True, slots=True)
class Ranked:
    """Why one result gave the idea its rank, or none; criteria by their ids."""

    why: tuple[Reason, ...]
    criteria: Mapping[str, Words]


async def of_case(session: Session, case_id: str, events: Iterable[Event]) -> dict[tuple[str, int], Ranked]:
    """By round and number of the result, for every event that tells one; nothing of what a single person said."""
    found = {}
    for event in (one for one in events if one.kind is EventKind.RANKED):
        round_id, number = which(event)
        result = await round_results.load(session, round_id, number)
        plan = (await session.execute(select(R.c.plan).where(R.c.id == round_id))).scalar_one_or_none()
        if result is not None and plan is not None and result.raters >= LEAST:
            criteria = {c.id: c.title for c in RoundPlan.model_validate(plan).criteria}
            found[round_id, number] = Ranked(about(result.ranking, case_id), criteria)
    return found


def which(event: Event) -> tuple[str, int]:
    """The round and the number of the result an event tells of."""
    return str(event.facts.get("round") or ""), int(event.facts.get("result") or 0)


def about(ranking: Ranking, case_id: str) -> tuple[Reason, ...]:
    """The reasons that name no other idea, whose submitter may not know of it, and tell what no single person said."""
    placed = [place.why for place in ranking.places if place.idea == case_id and not _of_one(place.why)]
    without = [(one.why,) for one in ranking.undetermined if one.idea == case_id]
    return tuple(why for whys in (*placed, *without) for why in whys if not _names_another(why))


def _of_one(whys: Iterable[Reason]) -> bool:
    return any(float(why.figures.get("raters", LEAST)) < LEAST for why in whys)


def _names_another(why: Reason) -> bool:
    return any(name.endswith("idea") for name in why.figures)
