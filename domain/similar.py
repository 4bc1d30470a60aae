"""Whether two titles mean the same idea: compared by groups of three letters, whatever case and order of words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

ALIKE = 0.45  # share of common groups from which two titles are shown side by side
_WORD = re.compile(r"[^\W_]+")


def similarity(one: str, other: str) -> float:
    """Between 0 (nothing in common) and 1 (the same but for case, accents, punctuation and order)."""
    a, b = _groups(one), _groups(other)
    if not a or not b:
        return 0.0
    return 2 * len(a & b) / (len(a) + len(b))


def alike(title: str, others: Iterable[tuple[str, str]], most: int = 3) -> list[str]:
    """The keys of those titles, given as (key, title), that are most like this one; none below the threshold."""
    rated = ((similarity(title, other), key) for key, other in others)
    found = sorted(((share, key) for share, key in rated if share >= ALIKE), key=lambda pair: (-pair[0], pair[1]))
    return [key for _, key in found[:most]]


def _groups(title: str) -> frozenset[str]:
    return frozenset(group for word in _words(title) for group in _of_word(word))


def _words(title: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", title.casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def _of_word(word: str) -> Iterator[str]:
    framed = f" {word} "
    yield from (framed[i : i + 3] for i in range(len(framed) - 2))
