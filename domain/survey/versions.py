"""Versions of a questionnaire: what was sent stays as it was, and what may be compared across versions is said.

A question is comparable while key, kind, scale and wording are the same. A translation that was missing and is there
now is no new wording; another condition is, as it asks other people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from domain.errors import RuleBroken
from domain.survey.branching import Place, places
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Choosing, Info, Likert, Multiple, Number, Question, Ten, Text


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a questionnaire; once something of it was sent, it stays as it is."""

    number: int
    content_hash: str
    sent_at: datetime | None = None


class Change(StrEnum):
    """What a later version did to a question."""

    SAME = "same"
    BROKEN = "trend_break"
    ADDED = "added"
    REMOVED = "removed"


class Cause(StrEnum):
    """Why figures before and after must not be read as one line."""

    KIND = "kind"
    WORDING = "wording"
    SCALE = "scale"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class Compared:
    """One question in two versions."""

    key: str
    change: Change
    causes: tuple[Cause, ...] = ()


def saved(latest: Version | None, questionnaire: Questionnaire) -> Version:
    """The version that saving makes: the same for the same content, the next one where the latest was sent."""
    content = questionnaire.content_hash
    if latest is None:
        return Version(1, content)
    if latest.content_hash == content:
        return latest
    return Version(latest.number + (latest.sent_at is not None), content)


def sent(version: Version, at: datetime) -> Version:
    """The version with the instant at which it was first sent."""
    return version if version.sent_at is not None else Version(version.number, version.content_hash, at)


def check_unsent(version: Version) -> None:
    """Raises `questionnaire.sent`: what people have seen is neither changed in place nor deleted."""
    if version.sent_at is not None:
        raise RuleBroken("questionnaire.sent", version=version.number)


def compare(old: Questionnaire, new: Questionnaire) -> tuple[Compared, ...]:
    """Every question of both, in the order of the new one, then those that were removed."""
    before, after = _asked(old), _asked(new)
    compared = [_compared(key, before.get(key), place) for key, place in after.items()]
    gone = [Compared(key, Change.REMOVED) for key in before if key not in after]
    return (*compared, *gone)


def trend_breaks(key: str, versions: Sequence[Questionnaire]) -> tuple[int, ...]:
    """The indices before which a line through this question's figures must be cut; needs versions in order.

    A version without the question cuts the line where it comes back, if it comes back changed.
    """
    having = [(n, p) for n, form in enumerate(versions) if (p := _asked(form).get(key)) is not None]
    pairs = pairwise(having)
    return tuple(later for (_, old), (later, new) in pairs if list(_causes(old, new)))


def _asked(questionnaire: Questionnaire) -> dict[str, Place]:
    return {p.question.key: p for p in places(questionnaire) if not isinstance(p.question, Info)}


def _compared(key: str, old: Place | None, new: Place) -> Compared:
    if old is None:
        return Compared(key, Change.ADDED)
    causes = tuple(_causes(old, new))
    return Compared(key, Change.BROKEN if causes else Change.SAME, causes)


def _causes(old: Place, new: Place) -> Iterator[Cause]:
    before, after = old.question, new.question
    if before.type != after.type:
        yield Cause.KIND
        return
    if _scale(before) != _scale(after):
        yield Cause.SCALE
    elif any(_reworded(a, b) for a, b in zip(_words(before), _words(after), strict=True)):
        yield Cause.WORDING
    if (before.when, old.page.when) != (after.when, new.page.when):
        yield Cause.CONDITION


def _scale(question: Question) -> object:
    """What an answer can be; the order of options counts, as it moves answers."""
    if isinstance(question, Choosing):
        most = question.at_most if isinstance(question, Multiple) else None
        return tuple(option.key for option in question.options), most
    if isinstance(question, Likert):
        return question.scale_from, len(question.labels)
    if isinstance(question, Number):
        return question.minimum, question.maximum, question.whole
    return None


def _words(question: Question) -> tuple[Text, ...]:
    """Every text that a respondent reads before answering."""
    words = (question.text, question.help or Text())
    if isinstance(question, Choosing):
        return (*words, *(option.text for option in question.options))
    if isinstance(question, Likert):
        return (*words, *question.labels)
    if isinstance(question, Ten):
        return (*words, question.lowest, question.highest)
    return (*words, question.unit or Text()) if isinstance(question, Number) else words


def _reworded(old: Text, new: Text) -> bool:
    """Whether either language says something else; a gap that is filled says nothing else."""
    if (not old.de and not old.en) or (not new.de and not new.en):
        return old != new
    return any(before and before != after for before, after in ((old.de, new.de), (old.en, new.en)))
