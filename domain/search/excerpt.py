"""Where in a text the words that were looked for stand: the text in parts, those that were found marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.search.folding import fold, folded_with_places

LENGTH = 180  # characters of an excerpt
BEFORE = 60  # of them at most before the first mark
MORE = "…"


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a text as it was written."""

    text: str
    found: bool = False


def marked(text: str, terms: Sequence[str]) -> tuple[Part, ...]:
    """The whole text; a word is marked as a whole, also where only a part of it was looked for."""
    return tuple(_parts(text, _spans(text, terms), 0, len(text)))


def excerpt(pieces: Iterable[str], terms: Sequence[str]) -> tuple[Part, ...]:
    """Of the first piece that has most of the terms, what stands around the first; nothing where none has any."""
    best, most = "", 0
    for piece in pieces:
        folded = f" {fold(piece)} "
        kinds = sum([term in folded for term in terms])
        if kinds > most:
            best, most = piece, kinds
    spans = _spans(best, terms) if most else []
    if not spans:
        return ()
    start, end = _window(best, spans[0][0])
    around = list(_parts(best, spans, start, end))
    before = [Part(MORE)] if start else []
    after = [Part(MORE)] if end < len(best) else []
    return (*before, *around, *after)


def _window(text: str, first: int) -> tuple[int, int]:
    """From a blank to a blank, as long as an excerpt may be."""
    start = max(0, first - BEFORE)
    if start:
        start = next((at + 1 for at in range(start, first) if text[at].isspace()), first)
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = next((at for at in range(end, first, -1) if text[at].isspace()), end)
    return start, end


def _parts(text: str, spans: Sequence[tuple[int, int, str]], start: int, end: int) -> Iterator[Part]:
    at = start
    for begins, ends, _ in spans:
        if ends <= at or begins >= end:
            continue
        if begins > at:
            yield Part(text[at:begins])
        yield Part(text[max(at, begins) : min(end, ends)], found=True)
        at = min(end, ends)
    if at < end:
        yield Part(text[at:end])


def _spans(text: str, terms: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where terms stand, as whole words of the text, in the order of the text."""
    folded, places = folded_with_places(text)
    framed = f" {folded} "
    found: list[tuple[int, int, str]] = []
    for term in terms:
        at = framed.find(term)
        while at >= 0:
            inner = term.strip(" ")
            first = at + (len(term) - len(term.lstrip(" "))) - 1
            last = first + len(inner) - 1
            found.append((*_word(text, places[first], places[last]), term))
            at = framed.find(term, at + 1)
    return sorted(found)


def _word(text: str, first: int, last: int) -> tuple[int, int]:
    """The whole words from the first to the last character, as the text has them."""
    while first and _joins(text[first - 1]):
        first -= 1
    end = last + 1
    while end < len(text) and _joins(text[end]):
        end += 1
    return first, end


def _joins(character: str) -> bool:
    return character.isalnum() or character in "\u00ad\u0308\u0301\u0300\u0302"
