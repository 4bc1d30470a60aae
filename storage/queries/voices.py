"""Who has been heard: counts per group of people here, of those ever asked, and of those an idea came from.

Nothing of any answer is read, and not who took part: that somebody was invited is all a survey tells here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from domain.communication.plan import Group
from domain.communication.voices import Heard, folded
from domain.communication.words import GroupKind
from domain.survey.audience import Audience, External, Member
from domain.survey.opening import NOBODY
from domain.words import State
from storage import audiences, sql, stakeholders
from storage.queries import surveys as lists
from storage.session import Session
from storage.tables import CaseRow, InvitationRow, TextRow

C, T, I = sql.table(CaseRow), sql.table(TextRow), sql.table(InvitationRow)  # noqa: E741
MANY = 2_000


@dataclass(frozen=True, slots=True)
class Benefiting:
    """A group that an idea names among those who gain from it."""

    number: str  # of the idea
    place: int
    name: str


@dataclass(frozen=True, slots=True)
class _Known:
    members: list[Member]
    asked: frozenset[str]
    submitted: frozenset[str]

    def heard(self, group: Group, holds: Audience, stakeholder: str = "") -> Heard:
        ids = {member.id for member in self.members if member.active and holds.holds(member)}
        return Heard(group, len(ids), len(ids & self.asked), len(ids & self.submitted), stakeholder)


async def groups(session: Session, today: date) -> list[Heard]:
    """Audiences, classes outside, named groups of the map, then groups that ideas name, each once by its name."""
    filters = {one.id: one for one in await lists.audiences(session) if one.id != NOBODY.id}
    known = _Known(await audiences.members(session, today), await _asked(session), await _submitted(session))
    found = [known.heard(Group(GroupKind.AUDIENCE, key), one) for key, one in filters.items()]
    found += [known.heard(Group(GroupKind.EXTERNAL, one.value), _class(one)) for one in External]
    for one in await stakeholders.everybody(session):
        group = one.placed.group
        if group.kind is GroupKind.NAMED:
            holds = filters.get(group.ref)
            found.append(known.heard(group, holds, one.id) if holds is not None else Heard(group, stakeholder=one.id))
    return [*found, *_by_name(await benefiting(session), _titles(filters.values()))]


def _titles(filters: Iterable[Audience]) -> set[str]:
    return {folded(text) for one in filters for text in (one.title.de, one.title.en) if text}


def _by_name(found: list[Benefiting], titles: set[str]) -> Iterator[Heard]:
    for one in found:
        if folded(one.name) not in titles:  # the audience of that name is in the list itself
            yield Heard(Group(GroupKind.NAMED, "", one.name), idea=one.number, place=one.place)


def _class(one: External) -> Audience:
    return Audience.model_validate({"id": "class", "title": {"de": one.value}, "externals": frozenset({one})})


async def benefiting(session: Session) -> list[Benefiting]:
    """Groups that the newest texts of ideas name, but for those that were withdrawn, and texts that were blanked."""
    newest = (T.c.case_id == C.c.id) & (T.c.version == C.c.version)
    alive = (C.c.state != sql.code(State.WITHDRAWN), T.c.redacted_at.is_(None))
    query = select(C.c.number, T.c.benefits).join_from(C, T, newest).where(*alive).order_by(C.c.opened_at, C.c.id)
    found = (await session.execute(query.limit(MANY))).all()
    return [Benefiting(r.number, place, one["group"]) for r in found for place, one in enumerate(r.benefits)]


async def _asked(session: Session) -> frozenset[str]:
    """Everybody who was ever invited to a wave."""
    query = select(I.c.person_id).where(I.c.state == sql.code("invited")).distinct()
    return frozenset((await session.execute(query)).scalars())


async def _submitted(session: Session) -> frozenset[str]:
    """Everybody an idea came from."""
    return frozenset((await session.execute(select(C.c.submitter).distinct())).scalars())
