"""One sentence for a code, with its facts as the reader writes them: dates, numbers, and how long to wait."""

import math
import re
from collections.abc import Mapping
from datetime import date

from api.errors import sentence
from api.sentences import BOUNDED, TO_PROGRAMS
from kit.i18n import Translator

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
EXACT = 90  # from this many seconds on minutes are told, and from this many minutes on hours
Fact = str | int


def told(say: Translator, code: str, facts: Mapping[str, Fact | None] | None = None, field: str = "") -> str:
    """The sentence in the reader's language; facts that a sentence names and nobody gave leave it as it is."""
    given = dict(facts or {})
    bounded = next((BOUNDED[bound] for bound in BOUNDED if code == "input.number" and bound in given), "")
    return _filled(say, bounded or sentence(code, field), given)


def told_program(say: Translator, code: str, facts: Mapping[str, Fact | None]) -> str:
    """The same without the promise that what was sent is kept somewhere."""
    return _filled(say, TO_PROGRAMS[code], facts) if code in TO_PROGRAMS else told(say, code, facts)


def _filled(say: Translator, words: str, facts: Mapping[str, Fact | None]) -> str:
    said = say.gettext(words)
    try:
        return said.format(**in_words(say, facts))
    except (KeyError, IndexError):
        return said


def in_words(say: Translator, facts: Mapping[str, Fact | None]) -> dict[str, Fact]:
    """The facts as the sentence shows them."""
    shown: dict[str, Fact] = {name: _spelt(say, name, fact) for name, fact in facts.items()}
    seconds = facts.get("seconds")
    return shown | {"wait": waiting(say, seconds)} if isinstance(seconds, int) else shown


def waiting(say: Translator, seconds: int) -> str:
    """In how long, rounded up: whoever comes back then is not sent away again."""
    if seconds < EXACT:
        return say.ngettext("in {count} second", "in {count} seconds", seconds).format(count=seconds)
    minutes = math.ceil(seconds / 60)
    if minutes < EXACT:
        return say.ngettext("in {count} minute", "in {count} minutes", minutes).format(count=minutes)
    hours = math.ceil(seconds / 3600)
    return say.ngettext("in {count} hour", "in {count} hours", hours).format(count=hours)


def _spelt(say: Translator, name: str, fact: Fact | None) -> Fact:
    if isinstance(fact, str) and ISO_DATE.fullmatch(fact):
        return say.date(date.fromisoformat(fact))
    if isinstance(fact, int) and name in BOUNDED:
        return say.number(fact)
    return "" if fact is None else fact
