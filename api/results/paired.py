"""Before and after, person by person, as templates take it: one row per mean or option, with how sure its change is."""

from collections.abc import Iterator
from typing import Any

from api.results.trends import SAID
from api.results.words import HIDDEN, Speaker, answer_label
from domain.survey.comparing import MEAN
from domain.survey.intervals import Interval
from domain.survey.pairing import MOVED, PAIRED, Changed, Paired
from domain.survey.questions import Number, Question
from kit.i18n import N_

Row = list[str]


def compared(speaker: Speaker, paired: Paired) -> dict[str, Any]:
    """All questions that could be paired; those that stay hidden are there with a dash."""
    told = [one for one in speaker.form.questions if isinstance(one, PAIRED)]
    labels = (N_("Pairs"), N_("Before"), N_("After"), N_("Change (95 % interval)"))
    columns = [speaker.t(N_("Question")), *({"label": speaker.t(label), "numeric": True} for label in labels)]
    return {
        "columns": [*columns, speaker.t(N_("Said of it"))],
        "rows": [row for question in told for row in _rows(speaker, question, paired)],
        "sentence": speaker.t(_SENTENCE).format(pairs=_most(speaker, paired)) if paired.figures else "",
        "few": speaker.t(_FEW).format(least=paired.least),
        "numbers": speaker.t(_NUMBERS) if any(isinstance(one, Number) for one in told) else "",
    }


_SENTENCE = N_(
    "Person by person: the same people were asked before and after, and what each of them said both times is compared "
    "(paired; up to {pairs} pairs). So a smaller change is found than between two groups. Whose they are is not kept."
)
_FEW = N_(
    "Questions that fewer than {least} people answered both times stay hidden (—), and so do those where it would "
    "follow by subtraction what fewer people said who answered only once."
)


_NUMBERS = N_(
    "Of numbers the middle value before and after is told, and as the change how many more people said more "
    "afterwards than said less: by how much somebody changed could tell who they are."
)
_MOVED = N_("more: {more}, less: {less}")
_ALIKE = N_("all changed alike, so nobody can tell how sure it is")


def _most(speaker: Speaker, paired: Paired) -> str:
    return speaker.say.number(max(one.pairs for one in paired.figures))


def _rows(speaker: Speaker, question: Question, paired: Paired) -> Iterator[Row]:
    text, figure = question.text.in_(speaker.language), paired.figure(question.key)
    if figure is None:
        yield [text, *[HIDDEN] * 5]
        return
    for one in figure.changes:
        named = text if one.measure in (MEAN, MOVED) else f"{text} – {answer_label(question, one.measure, speaker.say)}"
        yield [named, speaker.say.number(figure.pairs), *_numbers(speaker, one, figure.pairs), _words(speaker, one)]


def _words(speaker: Speaker, one: Changed) -> str:
    said = speaker.t(_said(one))
    moved = speaker.t(_MOVED).format(more=one.more, less=one.less)
    return f"{said}; {moved}" if one.measure == MOVED else said


def _said(one: Changed) -> str:
    return SAID[one.arrow] if one.interval is not None or one.before == one.after else _ALIKE


def _numbers(speaker: Speaker, one: Changed, pairs: int) -> Row:
    if one.measure == MEAN:
        values = (speaker.say.number(value, 1) for value in (one.before, one.after))
        return [*values, _change(speaker, one.after - one.before, one.interval, 1)]
    points = Interval(100 * one.interval.low, 100 * one.interval.high) if one.interval is not None else None
    if one.measure == MOVED:
        balance = 100 * (one.more - one.less) / pairs
        return [
            *(speaker.number(round(middle, 2)) for middle in (one.before, one.after)),
            _change(speaker, balance, points, 0),
        ]
    before, after = (100 * value for value in (one.before, one.after))
    return [speaker.percent(one.before), speaker.percent(one.after), _change(speaker, after - before, points, 0)]


def _change(speaker: Speaker, value: float, interval: Interval | None, digits: int) -> str:
    """+0.8 (+0.3 to +1.3); of shares in percentage points."""
    if interval is None:
        return _signed(speaker, value, digits)
    low, high = (_signed(speaker, edge, digits) for edge in (interval.low, interval.high))
    told = speaker.t(N_("{value} ({low} to {high})"))
    return told.format(value=_signed(speaker, value, digits), low=low, high=high)


def _signed(speaker: Speaker, value: float, digits: int) -> str:
    """With its sign; what rounds to nought has none."""
    rounded = round(value, digits)
    return f"+{speaker.number(rounded, digits)}" if rounded > 0 else speaker.number(rounded or 0.0, digits)
