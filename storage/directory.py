"""What rules may know of people and days, kept in memory until somebody changes it, in whichever process."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.world import ClosedDays, Person
from storage import calendars, counters, people
from storage.session import Session

NO_CALENDAR = ClosedDays("weekends", frozenset(), 9999)
MOST = 10_000  # outsiders kept in mind


@dataclass(slots=True)
class Directory:
    """Staff, whoever else was named, and the closed days, as they are in the database now."""

    versions: tuple[int, ...] = ()
    staff: dict[str, Person] = field(default_factory=dict)
    others: dict[str, Person] = field(default_factory=dict)
    days: dict[str, ClosedDays] = field(default_factory=dict)

    async def refresh(self, session: Session) -> None:
        """Forgets what has changed since; one small look-up when nothing has."""
        versions = await counters.versions(session)
        if versions != self.versions:
            self.staff, self.others, self.days = await people.staff(session), {}, {}
            self.versions = versions

    async def people(self, session: Session, ids: Iterable[str]) -> dict[str, Person]:
        """All staff, and these people besides."""
        return self.staff | await self.named(session, ids)

    async def named(self, session: Session, ids: Iterable[str]) -> dict[str, Person]:
        """These people, as far as they are known."""
        asked = {one for one in ids if one}
        wanted = asked - self.staff.keys()
        missing = wanted - self.others.keys()
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
