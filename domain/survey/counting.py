"""One question, counted: how many said what, by the question's kind. Who said it is not asked here."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import ceil, floor
from typing import Any

from domain.survey.branching import Value
from domain.survey.figures import Bar, Estimate, Figure, Spread
from domain.survey.intervals import Frame
from domain.survey.questions import (
    Asked,
    Choosing,
    Consent,
    Day,
    FreeText,
    Likert,
    LongText,
    Multiple,
    Number,
    Ranking,
    ShortText,
    Single,
    Ten,
)
from domain.survey.recommendation import recommendation
from domain.survey.statistics import Distribution, share

CLASSES = 6  # of numbers that are too many to be told one by one
Values = Sequence[Value]


def figure(question: Asked, values: Values, asked: int, least: int, frame: Frame) -> Figure:
    """What was said to this question; `asked` counts those who handed in, whether or not they answered it."""
    return _COUNTERS[type(question)](question, values, asked, least, frame)


def _single(question: Choosing, values: Values, asked: int, least: int, frame: Frame) -> Figure:
    bars = _options(question, values, len(values), frame)
    return Figure(question.key, question.type, len(values), bars)


def _multiple(question: Multiple, values: Values, asked: int, least: int, frame: Frame) -> Figure:
    chosen = [key for value in values if isinstance(value, tuple) for key in value]
    return Figure(question.key, question.type, len(values), _options(question, chosen, len(values), frame))


def _options(question: Choosing, chosen: Iterable[Value], answered: int, frame: Frame) -> tuple[Bar, ...]:
    count = Counter(chosen)
    return tuple(Bar(one.key, share(count[one.key], answered, frame)) for one in question.options)


def _ranking(question: Ranking, values: Values, asked: int, least: int, frame: Frame) -> Figure:
    """How often each came first, and its mean place; that only where enough people gave it one."""
    orders = [value for value in values if isinstance(value, tuple) and value]
    first = Counter(order[0] for order in orders)
    bars = []
    for option in question.options:
        places = [order.index(option.key) + 1 for order in orders if option.key in order]
        mean = sum(places) / len(places) if len(places) >= least else None
        bars.append(Bar(option.key, share(first[option.key], len(values), frame), mean))
    return Figure(question.key, question.type, len(values), tuple(bars))


def _steps(question: Likert | Ten, values: Values, asked: int, least: int, frame: Frame) -> Figure:
    low, high = (0, 10) if isinstance(question, Ten) else (question.scale_from, question.scale_to)
    said = Counter(value for value in values if isinstance(value, int))
    told = Distribution({step: said[step] for step in range(low, high + 1)})
    n = told.answered
    bars = tuple(Bar(str(step), share(count, n, frame)) for step, count in told.counts.items())
    mean = Estimate(told.mean, told.mean_interval(frame)) if told.mean is not None else None
    score = None
    if isinstance(question, Ten) and question.recommend:
        counted = recommendation(dict(told.counts))
        score = Estimate(counted.score, counted.interval(frame)) if counted.score is not None else None
    return Figure(question.key, question.type, n, bars, mean, score)


def _number(question: Number, values: Values, asked: int, least: int, frame: Frame) -> Figure:
    """In classes over the bounds of the question, never the single numbers: the highest income is somebody's."""
    numbers = sorted(float(value) for value in values if isinstance(value, int | float))
    edges = number_classes(question)
    count = Counter(_class_of(number, edges) for number in numbers)
    bars = tuple(Bar(str(n), share(count[n], len(numbers), frame)) for n in range(len(edges) - 1))
    spread = Spread(*(_quantile(numbers, q) for q in (0.25, 0.5, 0.75))) if numbers else None
    return Figure(question.key, question.type, len(numbers), bars, None, None, spread)


def number_classes(question: Number) -> tuple[float, ...]:
    """The edges of the classes: each holds its lower edge; of whole numbers the last edge is one too many."""
    low, high = question.minimum, question.maximum
    if not question.whole:
        return tuple(low + (high - low) * n / CLASSES for n in range(CLASSES + 1)) if high > low else (low, low)
    top = floor(high) + 1
    count = min(CLASSES, max(1, top - ceil(low)))
    return tuple(float(ceil(low) + (top - ceil(low)) * n // count) for n in range(count + 1))


def _class_of(number: float, edges: Sequence[float]) -> int:
    return sum(number >= edge for edge in edges[1:-1])


def _quantile(numbers: Sequence[float], q: float) -> float:
    """By interpolation between neighbours, as most programs do (type 7 of Hyndman and Fan)."""
    place = (len(numbers) - 1) * q
    low = floor(place)
    high = min(low + 1, len(numbers) - 1)
    return numbers[low] + (numbers[high] - numbers[low]) * (place - low)


def _day(question: Day, values: Values, asked: int, least: int, frame: Frame) -> Figure:
    """By month, by year where they lie more than two years apart; the single days are nobody's business."""
    days = [date.fromisoformat(value) for value in values if isinstance(value, str)]
    wide = bool(days) and (max(days) - min(days)).days > 731
    count = Counter(f"{day:%Y}" if wide else f"{day:%Y-%m}" for day in days)
    bars = tuple(Bar(key, share(number, len(days), frame)) for key, number in sorted(count.items()))
    return Figure(question.key, question.type, len(days), bars)


def _consent(question: Consent, values: Values, asked: int, least: int, frame: Frame) -> Figure:
    """Of all who handed in: a box that is not ticked says nothing, but is no answer left out either."""
    ticked = sum(value is True for value in values)
    return Figure(question.key, question.type, ticked, (Bar("yes", share(ticked, asked, frame)),))


def _text(question: FreeText, values: Values, asked: int, least: int, frame: Frame) -> Figure:
    return Figure(question.key, question.type, len(values))


_COUNTERS: Mapping[type[Asked], Callable[[Any, Values, int, int, Frame], Figure]] = {
    Single: _single,
    Multiple: _multiple,
    Ranking: _ranking,
    Likert: _steps,
    Ten: _steps,
    Number: _number,
    Day: _day,
    Consent: _consent,
    ShortText: _text,
    LongText: _text,
}
