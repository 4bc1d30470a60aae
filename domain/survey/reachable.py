"""Questions that nobody can ever be shown, found by trying every kind of answer that makes a difference."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from domain.survey.branching import Place, Value
from domain.survey.questions import Choosing, Consent, Day, Likert, Number, Ranking, Single, Ten

ENOUGH = 20_000  # combinations tried per question; beyond, it is taken to be reachable
_MANY = 8  # options of one multiple choice whose subsets are tried
_LITTLE = 1e-6


def never_shown(placed: list[Place]) -> list[Place]:
    """The questions no combination of answers leads to; needs conditions on earlier questions only."""
    return [place for place in placed if not _Search(placed, place).finds()]


class _Search:
    """One question, and those before it that it depends on."""

    def __init__(self, placed: list[Place], target: Place) -> None:
        by_key = {p.question.key: p for p in placed}
        needed, left = {target.question.key}, [target]
        while left:
            fields = {c.field for _, c in left.pop().comparisons()} & by_key.keys() - needed
            needed |= fields
            left += [by_key[field] for field in fields]
        self.chain = [p for p in placed if p.question.key in needed and p.question.key != target.question.key]
        self.target, self.tried = target, 0
        compared = [c for p in (*self.chain, target) for _, c in p.comparisons()]
        self.answers = {p.question.key: list(_telling(p, compared_with(p, compared))) for p in self.chain}

    def finds(self, number: int = 0, values: dict[str, Value] | None = None) -> bool:
        """Whether some answers lead to the question."""
        given = values or {}
        self.tried += 1
        if self.tried > ENOUGH:
            return True
        if number == len(self.chain):
            return self.target.shown(given)
        place = self.chain[number]
        answers = self.answers[place.question.key] if place.shown(given) else []
        choices = [given, *({**given, place.question.key: answer} for answer in answers)]
        return any(self.finds(number + 1, choice) for choice in choices)


def compared_with(place: Place, compared: Iterable[object]) -> list[object]:
    """Every value the question's answer is compared with."""
    found: list[object] = []
    for comparison in compared:
        if getattr(comparison, "field", "") == place.question.key:
            value = getattr(comparison, "value", None)
            found += value if isinstance(value, tuple) else [value]
    return found


def _telling(place: Place, values: list[object]) -> Iterator[Value]:
    """Possible answers, one of each kind that the conditions can tell apart."""
    question = place.question
    if isinstance(question, Choosing):
        yield from _choices(question, values)
    elif isinstance(question, Likert):
        yield from range(question.scale_from, question.scale_to + 1)
    elif isinstance(question, Ten):
        yield from range(11)
    elif isinstance(question, Number):
        yield from _numbers(question, values)
    elif isinstance(question, Day):
        yield from _days(question, values)
    elif isinstance(question, Consent):
        yield True
    elif question.type != "info":
        yield "text"


def _choices(question: Choosing, values: list[object]) -> Iterator[Value]:
    keys = [option.key for option in question.options]
    told = [key for key in keys if key in values][:_MANY]
    other = [key for key in keys if key not in told][:1]
    if isinstance(question, Single):
        yield from told + other
        return
    most = len(keys) if isinstance(question, Ranking) else min(question.at_most or len(keys), len(keys))
    for size in range(1, most + 1):
        yield from combinations(told + other, size)


def _numbers(question: Number, values: list[object]) -> Iterator[Value]:
    numbers = [float(v) for v in values if isinstance(v, int | float)]
    step = 1.0 if question.whole else _LITTLE
    tried = {n + d for n in numbers for d in (-step, 0.0, step)} | {question.minimum, question.maximum}
    if question.whole:
        tried = {t + part for t in (float(int(n)) for n in tried) for part in (-1, 0, 1)}
    yield from sorted(t for t in tried if question.minimum <= t <= question.maximum)


def _days(question: Day, values: list[object]) -> Iterator[Value]:
    yield "another day"
    for value in values:
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            continue
        if (question.earliest or day) <= day <= (question.latest or day):
            yield day.isoformat()
