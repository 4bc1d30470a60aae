"""Texts as they are compared: small letters without accents, one blank between words, nothing else.

`ä`, `ae` and `a` are one, `ß` and `ss`; so `Bürger`, `BUERGER` and `Burger` are found by each other. `ue` after a vowel
or `q` stays as it is, since it is none in `Neuentwicklung`, `Steuer` or `Quelle`.
"""

import re
import unicodedata
from functools import lru_cache

_OTHERS = str.maketrans({"æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "\u00ad": "", "\u200b": ""})
_WRITTEN_OUT = re.compile(r"(?<=[ao])e|(?<![aeoq]u)(?<=u)e")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The words of a text, one blank between them."""
    return " ".join(_WORD.findall(_WRITTEN_OUT.sub("", _plain(text))))


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """The same, and for each of its characters where in the text it comes from."""
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        new = _one_plain(character)
        plain += new
        places += [place] * len(new)
    whole = "".join(plain)
    gone = {found.start() for found in _WRITTEN_OUT.finditer(whole)}
    kept: list[str] = []
    origins: list[int] = []
    for found in _WORD.finditer(whole):
        if kept:
            kept.append(" ")
            origins.append(places[found.start()])
        for at in range(found.start(), found.end()):
            if at not in gone:
                kept.append(whole[at])
                origins.append(places[at])
    return "".join(kept), origins


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_OTHERS)).casefold()
    marks = [one for one in set(apart) if unicodedata.combining(one)]
    return apart.translate(dict.fromkeys(map(ord, marks), "")) if marks else apart


_one_plain = lru_cache(2_000)(_plain)  # the letters of a language are few
