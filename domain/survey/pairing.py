"""Before and after of the same people: each one's two answers beside each other, counted, and what may be shown of it.

Those who answered twice are one more group in either wave. It is shown only where it is large enough, and where no
subtraction from what is shown of the waves, or of other pairs with the same wave, would tell of fewer than the
threshold: what everybody said less what the pairs said is what those said who answered once only.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from domain.survey.branching import Value
from domain.survey.comparing import MEAN
from domain.survey.disjoint import safe_together
from domain.survey.intervals import Arrow, Interval, arrow
from domain.survey.modes import Mode
from domain.survey.paired import mean_change, share_change
from domain.survey.parting import Earlier, cells, parts_of
from domain.survey.questions import Choosing, Likert, Multiple, Number, Question, Single, Ten
from domain.survey.results import Gathered, Shown
from domain.survey.versions import Change, compare

MOVED = "moved"  # of numbers: medians, and how many more said more afterwards than said less, as a share
Said = Sequence[tuple[Value, Value]]  # of one question: before, and after
Ids = frozenset[str]  # of answers
PAIRED = Single | Multiple | Likert | Ten | Number  # questions that can be


@dataclass(frozen=True, slots=True)
class Changed:
    """One measure of one question: a mean, or the share of an option."""

    measure: str  # `comparing.MEAN`, `MOVED`, or the key of an option
    before: float
    after: float
    interval: Interval | None
    arrow: Arrow
    more: int = 0  # of numbers: who said more afterwards, and who said less
    less: int = 0


@dataclass(frozen=True, slots=True)
class PairedFigure:
    """One question of those who answered it both times."""

    question: str
    pairs: int
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Paired:
    """All that may be shown of the pairs of two waves; the figures are numbers only."""

    before: str = ""  # the wave
    least: int = 0
    figures: tuple[PairedFigure, ...] = ()
    there: Mapping[str, Ids] = field(default_factory=dict)  # by question: the earlier answers they are made of

    def figure(self, question: str) -> PairedFigure | None:
        """This question's, None where it is hidden."""
        return next((one for one in self.figures if one.question == question), None)


def may_pair(here: Gathered, there: Gathered, *, promised: bool) -> bool:
    """Whether both waves have figures that stay as they are, of all their answers, and said what is done with them."""
    modes = {here.mode, there.mode}
    if len(modes) != 1 or Mode.ANONYMOUS in modes or not (promised or here.mode is Mode.NAMED):
        return False
    return all(_final(one) for one in (here, there))


def _final(gathered: Gathered) -> bool:
    last = gathered.before[-1].results if gathered.before else None
    return last is not None and last.final and last.answered == len(gathered.answers)


def paired(
    before: str,
    here: Gathered,
    there: Gathered,
    pairs: Iterable[tuple[str, str]],
    others: Sequence[Mapping[str, Ids]] = (),
) -> Paired:
    """The figures of these pairs (the id of the later answer, and of the earlier one).

    `others`: of which earlier answers, by question, pairs with yet other waves were shown.
    """
    least = max(here.thresholds.figures, there.thresholds.figures)
    known = list(pairs)
    figures: list[PairedFigure] = []
    kept: dict[str, Ids] = {}
    for question in _comparable(here, there):
        told = _said(question.key, here, there, known)
        later, earlier = frozenset(id_ for id_, _ in told), frozenset(id_ for _, id_ in told)
        beside = [one[question.key] for one in others if question.key in one]
        if _safe(here, question.key, later, least) and _safe(there, question.key, earlier, least, beside):
            figures.append(_figure(question, list(told.values())))
            kept[question.key] = earlier
    return Paired(before, least, tuple(figures), kept)


def _comparable(here: Gathered, there: Gathered) -> list[Question]:
    """Choices, scales and numbers that were asked alike; others are compared as groups, or not at all."""
    same = {one.key for one in compare(there.questionnaire, here.questionnaire) if one.change is Change.SAME}
    asked = here.questionnaire.questions
    return [one for one in asked if one.key in same and isinstance(one, PAIRED)]


def _said(
    key: str, here: Gathered, there: Gathered, pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[Value, Value]]:
    """What was said before and after, where both was."""
    now = {answer.id: answer.values[key] for answer in here.answers if key in answer.values}
    then = {answer.id: answer.values[key] for answer in there.answers if key in answer.values}
    return {(a, b): (then[b], now[a]) for a, b in pairs if a in now and b in then}


# What may be shown


def _safe(gathered: Gathered, key: str, pairs: Ids, least: int, others: Sequence[Ids] = ()) -> bool:
    """Whether the pairs can be shown beside everything that is shown of this question in this wave."""
    if len(pairs) < least:
        return False
    before = [_earlier(gathered, shown) for shown in gathered.before]
    parts = parts_of(gathered.questionnaire, gathered.units)
    told = cells(gathered.answers, parts, gathered.units, before)
    sets = (pairs, *others)
    of = {a.id: (told.of[a.id], *(a.id in one for one in sets)) for a in gathered.answers if key in a.values}
    shown = [
        frozenset(cell for cell in of.values() if cell[0] in told.group(part, time))
        for time, one in enumerate(before)
        for part in sorted(one.shown.get(key, ()))
    ]
    mine, *theirs = (frozenset(cell for cell in of.values() if cell[n]) for n in range(1, len(sets) + 1))
    sizes: Counter[Hashable] = Counter(of.values())
    return bool(safe_together({"pairs": mine}, sizes, least, [*shown, *theirs]))


def _earlier(gathered: Gathered, shown: Shown) -> Earlier:
    """Final figures are of all answers, so whose they are is not kept with them."""
    every = frozenset(answer.id for answer in gathered.answers)
    return replace(shown.earlier, answers=every) if shown.results.final else shown.earlier


# Counted


def _figure(question: Question, said: Said) -> PairedFigure:
    match question:
        case Likert() | Ten():
            changes = _scale(said)
        case Number():
            changes = _moved(said)
        case _:
            changes = _options(question, said)
    return PairedFigure(question.key, len(said), tuple(changes))


def _scale(said: Said) -> Iterator[Changed]:
    steps = [(then, now) for then, now in said if isinstance(then, int) and isinstance(now, int)]
    before, after = (sum(pair[n] for pair in steps) / len(steps) for n in (0, 1))
    interval = mean_change(Counter(now - then for then, now in steps))
    yield Changed(MEAN, before, after, interval, arrow(interval))


def _moved(said: Said) -> Iterator[Changed]:
    """By direction, as numbers are told in classes and quarters: by how much one person changed could tell of them."""
    numbers = [(then, now) for then, now in said if isinstance(then, int | float) and isinstance(now, int | float)]
    more, less = (sum(sign * (now - then) > 0 for then, now in numbers) for sign in (1, -1))
    interval = share_change(more, less, len(numbers))
    before, after = (float(median(pair[n] for pair in numbers)) for n in (0, 1))
    yield Changed(MOVED, before, after, interval, arrow(interval), more, less)


def _options(question: Question, said: Said) -> Iterator[Changed]:
    assert isinstance(question, Choosing)
    for option in question.options:
        chosen = Counter((_chose(then, option.key), _chose(now, option.key)) for then, now in said)
        before, after = chosen[True, True] + chosen[True, False], chosen[True, True] + chosen[False, True]
        interval = share_change(chosen[False, True], chosen[True, False], len(said))
        yield Changed(option.key, before / len(said), after / len(said), interval, arrow(interval))


def _chose(value: Value, option: str) -> bool:
    return option in value if isinstance(value, tuple) else value == option
