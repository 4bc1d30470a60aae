"""What rules may know of people, days and limits, kept in memory until somebody changes it, in whichever process."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from domain.absence import Absence
from domain.limits import NO_LIMITS, Limits
from domain.world import ClosedDays, Person, StandIn
from storage import absences, calendars, counters, deputies, limits, people
from storage.session import Session

NO_CALENDAR = ClosedDays("weekends", frozenset(), 9999)
MOST = 10_000  # outsiders kept in mind


@dataclass(slots=True)
class Known:
    """Staff, whoever else was named, and the closed days, as one version of the database has them."""

    versions: tuple[int, ...] = (-1, -1, -1)
    staff: dict[str, Person] = field(default_factory=dict)
    others: dict[str, Person] = field(default_factory=dict)
    days: dict[str, ClosedDays] = field(default_factory=dict)
    limits: Limits = NO_LIMITS
    deputies: dict[str, tuple[StandIn, ...]] = field(default_factory=dict)
    away: dict[date, dict[str, tuple[Absence, ...]]] = field(default_factory=dict)

    async def absences(self, session: Session, today: date) -> dict[str, tuple[Absence, ...]]:
        """Everybody's absences of now and to come."""
        if today not in self.away:
            self.away.clear()
            self.away[today] = await absences.since(session, today)
        return self.away[today]

    async def people(self, session: Session, ids: Iterable[str]) -> dict[str, Person]:
        """All staff, and these people besides."""
        return self.staff | await self.named(session, ids)

    async def named(self, session: Session, ids: Iterable[str]) -> dict[str, Person]:
        """These people, as far as they are known."""
        asked = {one for one in ids if one}
        missing = asked - self.staff.keys() - self.others.keys()
        if missing:
            if len(self.others) > MOST:
                self.others.clear()
            self.others |= await people.by_ids(session, missing)
        return {one: known for one in asked if (known := self.staff.get(one) or self.others.get(one)) is not None}

    async def closed_days(self, session: Session, region: str) -> ClosedDays:
        """The newest table of this region; only weekends where there is none."""
        if region not in self.days:
            self.days[region] = await calendars.newest(session, region) or NO_CALENDAR
        return self.days[region]


class Directory:
    """What this process knows of people and days. A transaction works with one version from its begin to its end."""

    def __init__(self) -> None:
        self._newest = Known()

    async def at(self, session: Session) -> Known:
        """As this transaction sees it; one small look-up when nothing has changed.

        A transaction that began before a change gets what it sees for itself: it must not become what others believe.
        """
        versions = await counters.versions(session)
        if versions == self._newest.versions:
            return self._newest
        staff, standing_in = await people.staff(session), await deputies.everybodys(session)
        known = Known(versions, staff, limits=await limits.in_force(session), deputies=standing_in)
        if versions > self._newest.versions:
            self._newest = known
        return known
