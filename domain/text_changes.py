"""What two versions of the text of an idea differ in, part by part, and there word by word. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from domain.canvas.comparing import Mark

Words = tuple[tuple[Mark, str], ...]
WORD = re.compile(r"\s*\S+|\s+$")  # with the blanks before it, so that a word that comes last is still the same word


@dataclass(frozen=True, slots=True)
class Change:
    """One part that is not the same: its words in the order they are read, each run with its mark."""

    part: str
    words: Words


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """Every part that differs, in the order of the newer version, then what only the older one has."""
    parts = [*after, *(part for part in before if part not in after)]
    pairs = ((part, before.get(part, ""), after.get(part, "")) for part in parts)
    return tuple(Change(part, words(old, new)) for part, old, new in pairs if old != new)


def words(before: str, after: str) -> Words:
    """Both texts as one: what stayed, what went, what came.

    What comes all the time in a long text is not looked for by itself: else a text made for that would take minutes.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    found: list[tuple[Mark, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found.append((Mark.KEPT, "".join(old[a:b])))
            continue
        found += [(Mark.GONE, "".join(old[a:b]))] if b > a else []
        found += [(Mark.NEW, "".join(new[c:d]))] if d > c else []
    return tuple(found)
