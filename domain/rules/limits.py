"""Limits: what the office does of its own will stops at them; what happens by itself goes on, and is recorded as above.

An answer, a decision, a round, a clock or a project that exists are never lost or held up by a limit.
"""

from domain.case import Case
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings.base import Held
from domain.limits import Place, places
from domain.may import Relation, relations
from domain.rules.reasons import keep_reason
from domain.words import EventKind


def keep(draft: Draft, before: Case) -> None:
    """Refuses a step beyond a limit, or records that it goes beyond one."""
    world = draft.world
    if world.taken is None:
        return
    beyond = [place for place in places(world.limits, before, draft.case, world.taken, world.load) if place.beyond]
    if not beyond:
        return
    why = _why(draft, beyond[0])
    reason = keep_reason(draft, EventKind.ABOVE_LIMIT, internal=why).id if why else None
    for place in beyond:
        facts = {place.what: place.which, "count": place.count, "limit": place.limit, "reason": reason}
        draft.record(EventKind.ABOVE_LIMIT, None, None, **facts)


def _why(draft: Draft, place: Place) -> str:
    """Why it is done all the same; only the office may say so. Raises RuleBroken for what stops here."""
    happening = draft.happening
    if not isinstance(happening, Held):
        return ""
    person = draft.world.people.get(happening.by)
    of_office = Relation.OFFICE in relations(draft.case, happening.by, person)
    if of_office and happening.above_limit:
        return happening.above_limit
    if place.what == "stage":
        raise RuleBroken("limit.stage_full", stage=place.which, limit=place.limit)
    if place.what == "role":
        raise RuleBroken("limit.role_full", role=place.which, limit=place.limit)
    raise RuleBroken("limit.person_full", limit=place.limit)
