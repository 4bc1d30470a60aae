"""What the pages of goals share: everything read at once, goals in words, and what was refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.errors import Invalid
from api.office.door import Desk
from api.office.goals import words
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Shown, name_of
from domain.errors import RuleBroken
from domain.goals.catalogue import Catalogue
from domain.goals.contribution import Idea
from domain.goals.tree import Goal, Wanted, ordered
from domain.world import Person
from kit.i18n import N_
from storage import assessments, goals, people, shelf
from storage.session import Session

ROOT = "/office/goals"
BROKEN_FIELDS = {"goal.circle": "under", "goal.parent_unknown": "under", "goal.owner_unknown": "owner"}


@dataclass(frozen=True, slots=True)
class Picture:
    """The goals, the ideas and the catalogues, as one state of the data."""

    goals: Sequence[Goal]
    ideas: Sequence[Idea]
    catalogues: Sequence[Catalogue]
    desk: Desk

    def title(self, goal: Goal) -> str:
        """A goal in the reader's language."""
        return goal.wanted.title(self.desk.language)

    @property
    def tags(self) -> Mapping[str, str]:
        """Every entry of every catalogue in words, by "catalogue.entry"."""
        spoken = self.desk.language
        return {one.key(entry.id): entry.title.in_(spoken) for one in self.catalogues for entry in one.entries}

    @property
    def placed(self) -> list[Shown]:
        """Every goal with its depth and where it is changed."""
        return [placed(self.desk, goal, depth) for goal, depth in ordered(self.goals)]


async def read(desk: Desk, *, with_ideas: bool = True) -> Picture:
    """All there is."""
    async with desk.services.db.read() as session:
        found = await goals.tree(session)
        ideas = await assessments.ideas(session) if with_ideas else []
        return Picture(found, ideas, await shelf.catalogues(session), desk)


def placed(desk: Desk, goal: Goal, depth: int) -> Shown:
    """A goal where it stands in the tree."""
    wanted = goal.wanted
    return {"id": goal.id, "title": wanted.title(desk.language), "depth": min(depth, 6), "url": f"{ROOT}/{goal.id}"}


def idea(one: Idea) -> Shown:
    """An idea as a link to its contributions."""
    return {"text": f"{one.number} {one.title}", "theirs": True, "url": f"/office/ideas/{one.number}/goals"}


def crumbs(desk: Desk, *more: tuple[str, str]) -> list[Shown]:
    """Where a page stands: under the goals."""
    return [{"label": desk.t(N_("Goals")), "url": ROOT}, *({"label": t, "url": url} for t, url in more)]


def broken(rule: RuleBroken) -> Invalid:
    """What a rule says, at the field it speaks of."""
    return surveys_common.broken(rule, BROKEN_FIELDS)


def who_is(desk: Desk, by: str, known: Mapping[str, Person]) -> str:
    """A name, or what is no person."""
    return desk.t(words.NOBODY[by]) if by in words.NOBODY else name_of(desk, known.get(by))


async def history(session: Session, desk: Desk, goal: Goal, picture: Picture) -> list[Shown]:
    """Every version, the newest first, with what it changed."""
    found = await goals.versions(session, goal.id)
    known = await people.by_ids(session, {one.by for one in found} | {one.wanted.owner for one in found})
    lines = []
    for before, one in zip([None, *found], found, strict=False):
        text = N_("The goal was added") if before is None else N_("The goal was changed")
        details = [] if before is None else _changes(desk, before.wanted, one.wanted, known, picture)
        shown = {"when": desk.moment(one.at), "iso": one.at.isoformat(), "what": desk.t(text)}
        lines.append(shown | {"who": who_is(desk, one.by, known), "details": details})
    return lines[::-1]


def _changes(desk: Desk, before: Wanted, after: Wanted, known: Mapping[str, Person], picture: Picture) -> list[str]:
    changed = [name for name in words.FIELDS if getattr(before, name) != getattr(after, name)]
    pairs = [(n, *(_value(desk, n, getattr(w, n), known, picture) for w in (before, after))) for n in changed]
    return [f"{desk.t(words.FIELDS[name])}: {old} → {new}" for name, old, new in pairs]


def _value(desk: Desk, name: str, value: Any, known: Mapping[str, Person], picture: Picture) -> str:
    if not value:
        return "–"
    if isinstance(value, date):
        return desk.day(value)
    if name == "owner":
        return name_of(desk, known.get(value))
    if name == "under":
        return next((picture.title(goal) for goal in picture.goals if goal.id == value), desk.t(N_("a removed goal")))
    return ", ".join(picture.tags.get(one, one) for one in value) if name == "serves" else str(value)
