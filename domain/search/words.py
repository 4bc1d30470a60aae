"""The words of a case that are searched: those anybody may read once it is public, and those of the office, apart."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.case import Case, Reason
from domain.rules.redaction import SENTENCES
from domain.search.folding import fold
from domain.words import EventKind

NAMES = frozenset({"stated_name"})  # who answered is not what was said
# Reasons that the public page of a case tells; of merging while it is merged, of a measure the last.
_TOLD = frozenset({EventKind.DECLINED, EventKind.TAKEN_OVER, EventKind.RANKED})


@dataclass(frozen=True, slots=True)
class Words:
    """Folded, one blank between words and around each piece, so that a blank marks where a word begins or ends."""

    title: str  # with the number
    summary: str
    shown: str  # on the public page
    internal: str  # to the office only


NONE = Words("", "", "", "")


def words_of(case: Case) -> Words:
    """What a case is found by; nothing before it has a text."""
    if not case.texts:
        return NONE
    return Words(
        title=_framed((case.number, case.text.title)),
        summary=_framed((case.text.summary,)),
        shown=_framed(shown(case)),
        internal=_framed(internal(case)),
    )


def shown(case: Case) -> tuple[str, ...]:
    """What its public page says beside title and summary, piece by piece; nothing that is blank."""
    return tuple(piece for piece in _shown(case) if piece)


def internal(case: Case) -> tuple[str, ...]:
    """What else people wrote about it, for the office: whatever can be blanked, and is not shown already."""
    known = {*shown(case), ""}
    return tuple(dict.fromkeys(piece for piece in _written(case) if piece not in known))


def _shown(case: Case) -> Iterator[str]:
    yield case.text.description
    for benefit in case.text.benefits:
        yield f"{benefit.group}: {benefit.how}"
    if case.decision is not None:
        yield case.decision.public_reason
        yield case.decision.body_number
    if case.deferral is not None:
        yield case.deferral.public_reason
    for reason in case.reasons:
        if _is_told(case, reason):
            yield reason.public
    yield from [reason.public for reason in case.reasons if reason.kind == EventKind.MEASURE_MOVED][-1:]
    for commitment in case.commitments:
        yield commitment.text
        yield commitment.reason


def _is_told(case: Case, reason: Reason) -> bool:
    merged = reason.kind == EventKind.MERGED and bool(case.merged_into)
    return reason.kind in _TOLD or merged or (reason.id == case.pause and case.paused_at is not None)


def _written(case: Case) -> Iterator[str]:
    for collection, names in SENTENCES.items():
        if collection != "texts":  # earlier versions are not what the case says
            for item in getattr(case, collection):
                yield from [getattr(item, name) for name in names if name not in NAMES]


def _framed(pieces: tuple[str, ...]) -> str:
    """A line break between pieces: nobody's phrase goes from one into the next."""
    return "\n".join(f" {words} " for piece in pieces if (words := fold(piece)))
