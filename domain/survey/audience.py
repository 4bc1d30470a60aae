"""People addressed alike: a saved filter over staff and the network outside, and who of them cannot be written to."""

from dataclasses import dataclass
from enum import StrEnum

from domain.definition import Code, Part
from domain.survey.questions import Text


class External(StrEnum):
    """What somebody outside the administration is to the city."""

    POLITICS = "politics"
    BUSINESS = "business"
    INSTITUTION = "institution"
    RESIDENT = "resident"  # lives here
    WORKER = "worker"  # works here


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may be asked, by id; `external` is None for staff."""

    id: str
    department: str = ""
    roles: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()  # theme ids
    external: External | None = None
    active: bool = True
    confirmed: bool = True  # the address
    opted_out: bool = False
    bounced: bool = False
    absent: bool = False


class Left(StrEnum):
    """Why somebody of the audience is not asked."""

    INACTIVE = "inactive"
    UNCONFIRMED = "unconfirmed"
    OPTED_OUT = "opted_out"
    BOUNCED = "bounced"
    ABSENT = "absent"


class Audience(Part):
    """People addressed alike: a saved filter. Within one list any will do, all lists that are given must hold."""

    id: Code
    title: Text
    roles: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    externals: frozenset[External] = frozenset()
    staff: bool | None = None  # only staff, only others, or both

    def holds(self, member: Member) -> bool:
        """Whether somebody belongs to it."""
        return (
            (self.staff is None or self.staff is (member.external is None))
            and (not self.roles or not self.roles.isdisjoint(member.roles))
            and (not self.departments or member.department in self.departments)
            and (not self.interests or not self.interests.isdisjoint(member.interests))
            and (not self.externals or member.external in self.externals)
        )


def reason_to_leave(member: Member) -> Left | None:
    """Why this person is not written to now, the lasting reasons first."""
    reasons = (
        (not member.active, Left.INACTIVE),
        (member.opted_out, Left.OPTED_OUT),
        (not member.confirmed, Left.UNCONFIRMED),
        (member.bounced, Left.BOUNCED),
        (member.absent, Left.ABSENT),
    )
    return next((left for holds, left in reasons if holds), None)
