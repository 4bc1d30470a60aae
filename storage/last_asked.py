"""Who was asked last when, and who is in the audiences a review asks: read only by steps that may choose somebody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from domain.case import Case
from domain.deferral.words import Again
from domain.definition import ProcessDefinition
from domain.happenings import (
    Accepted,
    Answered,
    BiasDeclared,
    CameAbout,
    HandedOver,
    Happening,
    Lifted,
    ReviewedAgain,
    ReviewerNamed,
    Surveyed,
    Woken,
)
from domain.survey.audience import Left, reason_to_leave
from domain.words import Verdict
from storage import audiences, sql
from storage.session import Session
from storage.tables import AssignmentRow, PersonRow

A, P = sql.table(AssignmentRow), sql.table(PersonRow)
_LAST = (
    select(P.c.id, select(func.max(A.c.opened_at)).where(A.c.person == P.c.id).scalar_subquery().label("at"))
    .where(P.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(P.c.id)
)
CHOOSE = (Accepted, BiasDeclared, Surveyed)
BY_NAME = (HandedOver, ReviewerNamed, ReviewedAgain)


@dataclass(frozen=True, slots=True)
class Askable:
    """What choosing needs besides what is always known."""

    last: Mapping[str, datetime] = field(default_factory=dict)
    audiences: Mapping[str, frozenset[str]] = field(default_factory=dict)
    people: frozenset[str] = frozenset()  # whom the definition names, and everybody in the audiences


def chooses(case: Case, happening: Happening) -> bool:
    """Whether this may lead to a choice of people for a review."""
    if isinstance(happening, Answered):
        return happening.verdict is Verdict.NOT_MY_FIELD
    if isinstance(happening, Woken | CameAbout | Lifted):
        return case.deferral is not None and case.deferral.again == Again.REVIEW
    return isinstance(happening, CHOOSE)


async def for_step(
    session: Session, definition: ProcessDefinition, case: Case, happening: Happening, staff: Iterable[str], today: date
) -> Askable:
    """For most steps nothing, and nothing is read."""
    chosen = chooses(case, happening)
    if definition.stages.review is None or not (chosen or isinstance(happening, BY_NAME)):
        return Askable()
    asked = await in_audiences(session, definition, today)
    people = named_by(definition).union(*asked.values())
    return Askable(await last_asked(session, people.union(staff)) if chosen else {}, asked, people)


def named_by(definition: ProcessDefinition) -> frozenset[str]:
    """Whom the review's groups name: they need not be of the house."""
    review = definition.stages.review
    groups = review.who if review is not None else ()
    return frozenset(person for group in groups for person in (*group.people, group.mailbox or "") if person)


async def last_asked(session: Session, ids: Iterable[str]) -> dict[str, datetime]:
    """When each of these people was given a task last; one look into an index for each."""
    wanted = sorted(ids)
    found = await session.execute(_LAST, {"ids": wanted}) if wanted else ()
    return {row.id: row.at for row in found if row.at is not None}


async def in_audiences(session: Session, definition: ProcessDefinition, today: date) -> dict[str, frozenset[str]]:
    """Who is in the audiences the review asks, as far as they can be written to; most reviews ask none."""
    review = definition.stages.review
    wanted = {group.audience for group in review.who if group.audience is not None} if review is not None else set()
    if not wanted:
        return {}
    everybody = [m for m in await audiences.members(session, today) if reason_to_leave(m) in (None, Left.ABSENT)]
    found = {}
    for name in sorted(wanted):
        audience = await audiences.load(session, name)
        found[name] = frozenset(m.id for m in everybody if audience is not None and audience.holds(m))
    return found
