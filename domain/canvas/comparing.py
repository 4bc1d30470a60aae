"""What two versions of a canvas differ in: place by place, and there word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from domain.canvas.content import Content

Place = tuple[str, ...]  # a box by its id; an activity, a step, a release by their titles
RELEASES = "releases"  # the place of their names
WORDS = re.compile(r"\s+|[^\s]+")


class Mark(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place whose text is not the same: the words in the order they are read, each run with its mark."""

    place: Place
    words: tuple[tuple[Mark, str], ...]


def differences(before: Content, after: Content) -> tuple[Difference, ...]:
    """Every place that differs, in the order of the newer version, then what only the older one has.

    A step that is called otherwise is told as one that went and one that came.
    """
    old, new = dict(_texts(before)), dict(_texts(after))
    places = [*new, *(place for place in old if place not in new)]
    pairs = ((place, old.get(place, ""), new.get(place, "")) for place in places)
    return tuple(Difference(place, words(one, other)) for place, one, other in pairs if one != other)


def words(before: str, after: str) -> tuple[tuple[Mark, str], ...]:
    """Both texts as one: what stayed, what went, what came."""
    one, other = WORDS.findall(before), WORDS.findall(after)
    found: list[tuple[Mark, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((Mark.KEPT, "".join(one[a:b])))
            continue
        found += [(Mark.GONE, "".join(one[a:b]))] if b > a else []
        found += [(Mark.NEW, "".join(other[c:d]))] if d > c else []
    return tuple(found)


def _texts(content: Content) -> Iterator[tuple[Place, str]]:
    """Every text with its place; of places called alike, the second one gets a number."""
    seen: dict[Place, int] = {}
    for place, text in _all(content):
        seen[place] = seen.get(place, 0) + 1
        yield (place if seen[place] == 1 else (*place[:-1], f"{place[-1]} ({seen[place]})")), text


def _all(content: Content) -> Iterator[tuple[Place, str]]:
    yield from (((box,), text) for box, text in content.boxes.items())
    if content.releases:
        yield (RELEASES,), "\n".join(content.releases)
    for activity in content.activities:
        yield (activity.title,), activity.title
        for step in activity.steps:
            yield (activity.title, step.title), step.title
            for release, story in zip(content.releases, step.stories, strict=False):
                yield (activity.title, step.title, release), story
