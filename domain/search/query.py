"""What was typed to be searched, as words to look for: quotes keep words together, no sign does anything else.

A word is found wherever it stands, in the middle of another word too, and without its ending: `Parkplätze` finds
`Parkplatz` and `Parkplatznot`. One of one or two letters is found as a whole word only, what stands in quotes as it is.
"""

import re
from dataclasses import dataclass

from domain.search.folding import fold

LONGEST = 200  # characters that are read
MOST = 8  # words and phrases that are looked for
SHORT = 3  # letters from which on a word is found inside others
STEM = 4  # letters that are left of a word without its ending
_QUOTED = re.compile('["„“”«»]([^"„“”«»]*)["„“”«»]?|([^\\s"„“”«»]+)')
_NUMBER = re.compile(r"\s*#?([0-9]{4})-([0-9]{1,9})\s*")
_ENDINGS = re.compile(r"(?:ern|em|en|er|es|e|n|(?<=[bdfghklmnrt])s)$")


@dataclass(frozen=True, slots=True)
class Query:
    """Words and phrases, folded, all of which have to be there; a blank on each side stands for a whole word."""

    terms: tuple[str, ...] = ()
    number: str = ""  # of an idea, if that is all that was typed
    cut: bool = False  # more was typed than is looked for

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse(typed: str) -> Query:
    """Whatever was typed: never an error, no terms where no letter and no digit is in it."""
    numbered = _NUMBER.fullmatch(typed)
    found = [_term(quoted, word) for quoted, word in _QUOTED.findall(typed[:LONGEST])]
    terms = tuple(dict.fromkeys(term for term in found if term))
    number = f"{numbered[1]}-{int(numbered[2]):04d}" if numbered else ""
    return Query(terms[:MOST], number, cut=len(terms) > MOST or len(typed.strip()) > LONGEST)


def _term(quoted: str, word: str) -> str:
    if quoted:
        return _whole(fold(quoted))
    plain = fold(word)
    return _whole(plain) if " " in plain else _whole(_stem(plain))


def _stem(word: str) -> str:
    """Without the ending that German words change, where enough is left; digits have none."""
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= STEM and word.isalpha() else word


def _whole(term: str) -> str:
    return f" {term} " if 0 < len(term) < SHORT else term
