"""Who is asked: an audience, all of it, a sample or a third in turn, less those who cannot or will not be asked.

Chance is the hash of a seed and a person's id: the same again at every look, and unknown to whoever does not know the
seed. Who is invited is known; what anybody answers is not known here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.definition import Part
from domain.errors import RuleBroken
from domain.survey.audience import Audience, Left, Member, reason_to_leave

THIRDS = 3


class Selection(Part):
    """Whom of an audience a wave asks."""

    kind: Literal["all", "sample", "third"] = "all"
    size: Annotated[int, Field(ge=1, le=100_000)] | None = None  # of a sample

    @model_validator(mode="after")
    def _sample_has_a_size(self) -> Self:
        if (self.kind == "sample") is not (self.size is not None):
            raise ValueError("sample_size")
        return self


@dataclass(frozen=True, slots=True)
class Count:
    """What is shown before anything is sent."""

    audience: int
    chosen: int
    left: Mapping[Left, int]


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who is asked, in the order of their ids, and who of the audience is not and why."""

    invited: tuple[str, ...]
    left: Mapping[str, Left]
    audience: int

    @property
    def count(self) -> Count:
        """The numbers alone."""
        return Count(self.audience, len(self.invited), Counter(self.left.values()))


@dataclass(frozen=True, slots=True)
class Invitation:
    """That somebody was asked, and whether they are still waited for; nothing about any answer."""

    person: str
    open: bool = True
    reminders: int = 0


def choose(audience: Audience, people: Iterable[Member], selection: Selection, seed: str, wave: int) -> Recipients:
    """Who is asked in this wave (0, 1, 2 …). Raises `audience.empty` where nobody is left to ask.

    A sample is drawn anew in each wave, of those who can be asked. A third is fixed by seed and person, so that
    everybody's turn comes once in any three waves in a row, whoever joins or leaves; thirds are only about equal.
    """
    members = {m.id: m for m in people if audience.holds(m)}
    left = {name: why for name in sorted(members) if (why := reason_to_leave(members[name])) is not None}
    able = sorted(members.keys() - left.keys())
    invited = tuple(sorted(_selected(able, selection, seed, wave)))
    if not invited:
        raise RuleBroken("audience.empty", audience=audience.id, people=len(members), left=len(left))
    return Recipients(invited, left, len(members))


def the_same(before: Iterable[str], people: Mapping[str, Member]) -> Recipients:
    """Those who were asked before, whatever the audience is now; who left, opted out or is away is left out."""
    members = {name: people[name] for name in sorted(before) if name in people}
    left = {name: why for name, member in members.items() if (why := reason_to_leave(member)) is not None}
    return Recipients(tuple(name for name in members if name not in left), left, len(members))


def count_recipients(audience: Audience, people: Iterable[Member], selection: Selection, seed: str, wave: int) -> Count:
    """The numbers of `choose`, also where there is nobody."""
    everybody = list(people)
    try:
        return choose(audience, everybody, selection, seed, wave).count
    except RuleBroken:
        members = [m for m in everybody if audience.holds(m)]
        reasons = (reason_to_leave(m) for m in members)
        return Count(len(members), 0, Counter(why for why in reasons if why is not None))


def to_remind(invitations: Iterable[Invitation], people: Mapping[str, Member], most: int) -> tuple[str, ...]:
    """Who is reminded: only who is still waited for, was reminded less than `most` times, and can be written to."""
    return tuple(
        invitation.person
        for invitation in sorted(invitations, key=lambda i: i.person)
        if invitation.open
        and invitation.reminders < most
        and invitation.person in people
        and reason_to_leave(people[invitation.person]) is None
    )


def _selected(able: list[str], selection: Selection, seed: str, wave: int) -> Iterable[str]:
    if selection.kind == "sample":
        return sorted(able, key=lambda person: _chance(seed, str(wave), person))[: selection.size or 0]
    if selection.kind == "third":
        return [person for person in able if (_chance(seed, "third", person) + wave) % THIRDS == 0]
    return able


def _chance(*parts: str) -> int:
    """A large number that nobody can foresee without the seed."""
    return int.from_bytes(sha256("\0".join(parts).encode()).digest())
