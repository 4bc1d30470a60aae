"""How findings live: what a look at the present makes of those that are kept. Pure, and the same twice is nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.errors import RuleBroken
from domain.radar.found import Fact, Found
from domain.radar.words import About, Did, State, Trigger

LONGEST = timedelta(days=366)  # an acceptance ends: what nobody looks at for longer is forgotten, not accepted


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as it is kept."""

    id: str
    key: str
    trigger: Trigger
    about: About
    subject: str
    facts: Mapping[str, Fact]
    owner: str
    state: State
    since: datetime
    number: int  # lines of its history
    told_at: datetime | None = None
    accepted_until: date | None = None
    cured_at: datetime | None = None

    def quiet(self, today: date) -> bool:
        """Whether it was accepted, and still is on this day."""
        return self.accepted_until is not None and today <= self.accepted_until


@dataclass(frozen=True, slots=True)
class Changed:
    """One finding with what happens to it: columns, and a line of its history; None for numbers alone."""

    finding: Finding
    values: Mapping[str, object]
    did: Did | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look makes of it all."""

    opened: list[Found] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)


def look(found: Iterable[Found], kept: Iterable[Finding], at: datetime, today: date) -> Looked:
    """`kept` are all findings of the same trigger that are not cured, and those cured that were found again."""
    now, known = {one.key: one for one in found}, {one.key: one for one in kept}
    looked = Looked([one for key, one in now.items() if key not in known])
    for key, finding in known.items():
        change = _gone(finding, at) if key not in now else _there(finding, now[key], at, today)
        if change is not None:
            looked.changed.append(change)
    return looked


def _gone(finding: Finding, at: datetime) -> Changed | None:
    if finding.state is State.CURED:
        return None
    return Changed(finding, {"state": State.CURED.value, "cured_at": at}, Did.CURED)


def _there(finding: Finding, found: Found, at: datetime, today: date) -> Changed | None:
    facts: dict[str, object] = {} if dict(found.facts) == dict(finding.facts) else {"facts": dict(found.facts)}
    ended = finding.accepted_until is not None and not finding.quiet(today)
    again: dict[str, object] = {"state": State.OPEN.value, "told_at": None}
    again |= {"accepted_until": None} if ended else {}
    if finding.state is State.CURED:
        return Changed(finding, facts | again | {"since": at, "cured_at": None}, Did.CAME_BACK)
    if ended:
        return Changed(finding, facts | again, Did.ACCEPTANCE_ENDED)
    return Changed(finding, facts) if facts else None


# What the office does, and whoever sees to it


def may_act(finding: Finding, number: int, owner: str | None = None) -> None:
    """Raises RuleBroken for one that is cured, or that somebody else has changed since it was read.

    `owner` is who acts at a link of their own: they do so only as long as it is theirs.
    """
    if owner is not None and finding.owner != owner:
        raise RuleBroken("finding.not_yours")
    if finding.state is State.CURED:
        raise RuleBroken("finding.cured")
    if finding.number != number:
        raise RuleBroken("finding.stale")


def check_accepted(finding: Finding, today: date) -> None:
    """Raises RuleBroken where no acceptance can be taken back."""
    if not finding.quiet(today):
        raise RuleBroken("finding.not_accepted")


def check_until(until: date, today: date) -> None:
    """Raises RuleBroken for an acceptance that is over already, or that never ends."""
    if until < today:
        raise RuleBroken("finding.until_past")
    if until > today + LONGEST:
        raise RuleBroken("finding.until_far")
