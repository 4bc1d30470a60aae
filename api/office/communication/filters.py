"""Which entries of the communication plan somebody wants to see: to whom, by whom, how, when, about what."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends

from api.office.communication import common, words
from api.office.communication.common import Names
from api.office.door import Desk
from api.office.surveys.common import Option, name_of
from domain.communication.plan import Entry, Group, MailCount, state
from domain.communication.words import Channel, EntryState
from domain.world import Person
from kit.i18n import N_
from storage import people, plan
from storage.session import Session

WEEK, MONTH = "week", "month"
DUE: Mapping[str, str] = {
    EntryState.LATE: N_("late, no proof"),
    EntryState.DUE: N_("due today"),
    WEEK: N_("within 7 days"),
    MONTH: N_("within 30 days"),
    EntryState.SENT: N_("sent, with proof"),
}
AHEAD = {WEEK: timedelta(days=7), MONTH: timedelta(days=30)}


@dataclass(frozen=True)
class Plan:
    """All entries with what is needed to tell them."""

    entries: list[Entry]
    mails: Mapping[str, MailCount]
    who: Mapping[str, Person]
    known: Names
    desk: Desk

    def mail(self, entry: Entry) -> MailCount | None:
        """What became of its mails, where a wave is linked."""
        return self.mails.get(entry.planned.wave or "")

    def state(self, entry: Entry) -> EntryState:
        """Where it stands today."""
        return state(entry, self.mail(entry), self.desk.today)


async def read_plan(session: Session, desk: Desk) -> Plan:
    """The whole plan."""
    entries = await plan.entries(session)
    mails = await plan.mail_counts(session, [one.planned.wave for one in entries])
    who = await people.by_ids(session, [one.planned.owner for one in entries])
    return Plan(entries, mails, who, await common.names(session, desk), desk)


@dataclass(frozen=True)
class Wanted:
    """What was chosen; empty is all. A group goes by a digest: what it is called stands in no address."""

    group: str = ""
    owner: str = ""
    channel: str = ""
    due: str = ""
    theme: str = ""

    @property
    def chosen(self) -> bool:
        """Whether anything is left out."""
        return any(asdict(self).values())

    @property
    def query(self) -> str:
        """The same choice in another address."""
        given = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(given)}" if given else ""

    def of(self, found: Plan) -> list[Entry]:
        """The entries that are meant, what is due first."""
        return [one for one in found.entries if self._fits(one) and self._due(found, one)]

    def _fits(self, entry: Entry) -> bool:
        planned = entry.planned
        pairs = (
            (self.group, group_key(planned.group)),
            (self.owner, planned.owner),
            (self.channel, planned.channel),
            (self.theme, planned.theme),
        )
        return all(not wanted or wanted == here for wanted, here in pairs)

    def _due(self, found: Plan, entry: Entry) -> bool:
        """Within some days: what is not sent yet and due by then, late or not."""
        stands = found.state(entry)
        if self.due in AHEAD:
            return stands is not EntryState.SENT and entry.planned.due_on <= found.desk.today + AHEAD[self.due]
        return not self.due or stands == self.due


def wanted(group: str = "", owner: str = "", channel: str = "", due: str = "", theme: str = "") -> Wanted:
    """By the address; of a choice that is none, nothing is left."""
    return Wanted(*(value.replace("\0", "")[:80] for value in (group, owner, channel, due, theme)))


WantedDep = Annotated[Wanted, Depends(wanted)]


def group_key(group: Group) -> str:
    """What a group is chosen by."""
    return sha256("\0".join((group.kind, group.ref, group.name)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Filter:
    """One field of the form above the plan."""

    name: str
    label: str
    options: list[Option]
    value: str


def filters_of(found: Plan, wanted: Wanted) -> list[Filter]:
    """What there is to choose from: groups and people of the plan as it is; a field with one choice is none."""
    desk = found.desk
    groups = {group_key(one.planned.group): found.known.group(one.planned.group) for one in found.entries}
    owners = {one.planned.owner: name_of(desk, found.who.get(one.planned.owner)) for one in found.entries}
    used = {one.planned.channel for one in found.entries}
    channels = {code: desk.t(text) for code, text in words.CHANNELS.items() if Channel(code) in used}
    fields = (
        ("group", N_("Group"), _sorted(groups)),
        ("owner", N_("Responsible"), _sorted(owners)),
        ("channel", N_("Channel"), list(channels.items())),
        ("due", N_("Day"), [(code, desk.t(text)) for code, text in DUE.items()] if found.entries else []),
        ("theme", N_("Theme"), list(found.known.themes.items())),
    )
    chosen = asdict(wanted)
    return [
        Filter(name, desk.t(label), options, chosen[name])
        for name, label, options in fields
        if len(options) > 1 or chosen[name]
    ]


def _sorted(named: Mapping[str, str]) -> list[Option]:
    return sorted(named.items(), key=lambda pair: pair[1].casefold())
