"""The results of a wave: what was answered, how many were asked and what was shown before give what may be shown.

`figures_for` is the one way to figures: pages, exports and programs show what it gives, or less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.survey.branching import places as asked_places
from domain.survey.counting import figure
from domain.survey.figures import EVERYBODY, Answer, Figure, Part, PartFigures, Results, Withheld
from domain.survey.intervals import OPEN, Frame
from domain.survey.modes import Mode
from domain.survey.parting import Cells, Earlier, Place, cells, parts_of, shown_parts
from domain.survey.protection import Thresholds, may_refresh, texts_visible
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Info, LongText, Question, ShortText


@dataclass(frozen=True, slots=True)
class Shown:
    """Figures as they were shown, and the answers they were made of."""

    results: Results
    answers: frozenset[str]

    @property
    def earlier(self) -> Earlier:
        """Which parts of which question were to be seen."""
        shown: dict[str, list[Part]] = {"": [one.part for one in self.results.parts]}
        for part in self.results.parts:
            for one in part.figures:
                shown.setdefault(one.question, []).append(part.part)
        return Earlier(self.answers, shown)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that results are made of."""

    questionnaire: Questionnaire
    mode: Mode
    answers: Sequence[Answer]
    asked: int  # how many people, personally
    closed: bool
    thresholds: Thresholds = field(default_factory=Thresholds)
    frame: Frame = OPEN
    units: Mapping[str, Place] = field(default_factory=dict)
    before: Sequence[Shown] = ()
    public: bool = False  # open to everybody besides


def figures_for(gathered: Gathered) -> Results:
    """What may be shown now. Where it is no more than before, what was shown before."""
    last = gathered.before[-1] if gathered.before else None
    if last is not None and (last.results.final or not _may_change(gathered, last)):
        return last.results
    why = _withheld(gathered)
    if why is not None:
        return replace(_nothing(gathered, why), final=gathered.closed)
    return _results(gathered)


def looked_at(gathered: Gathered) -> Results:
    """What somebody sees who only looks: while a wave runs, new figures are made on request, as they must be kept."""
    if gathered.closed or gathered.mode is Mode.ANONYMOUS:
        return figures_for(gathered)
    if gathered.before:
        return gathered.before[-1].results
    return _nothing(gathered, Withheld.NOT_YET)


def _nothing(gathered: Gathered, why: Withheld) -> Results:
    least = gathered.thresholds.figures
    return Results(None, gathered.asked, least, withheld=why, public=gathered.public)


def texts_of(gathered: Gathered, question: str) -> tuple[tuple[str, str], ...] | None:
    """Free texts with the random id of their answer, in the order of the alphabet; None where they stay hidden.

    Only at the close: a text that is there today and was not yesterday is somebody's of today.
    """
    if not gathered.closed or not _is_text(gathered.questionnaire.question(question)):
        return None
    texts = [(str(a.values[question]), a.id) for a in gathered.answers if question in a.values]
    if not texts_visible(len(texts), gathered.thresholds) or _withheld(gathered) is not None:
        return None
    return tuple((answer, text) for text, answer in sorted(texts))


def _is_text(question: Question | None) -> bool:
    return isinstance(question, ShortText | LongText)


def _withheld(gathered: Gathered) -> Withheld | None:
    if gathered.mode is Mode.ANONYMOUS and not gathered.closed:
        return Withheld.RUNNING
    return Withheld.TOO_FEW if len(gathered.answers) < gathered.thresholds.figures else None


def _may_change(gathered: Gathered, last: Shown) -> bool:
    """Enough new answers, or the close with none; an answer that went away since would stand out."""
    if not last.answers <= {answer.id for answer in gathered.answers}:
        return False
    least = gathered.thresholds.figures
    return may_refresh(len(gathered.answers), len(last.answers), least, closed=gathered.closed)


def _results(gathered: Gathered) -> Results:
    form, least = gathered.questionnaire, gathered.thresholds.figures
    named = parts_of(form, gathered.units)
    earlier = [shown.earlier for shown in gathered.before]
    told = cells(gathered.answers, named, gathered.units, earlier)
    counted = _shown(gathered, told, gathered.answers, "", earlier)
    by_question = {q.key: _of_question(gathered, told, q, earlier) & counted for q in _figures_wanted(form)}
    parts = [part for part in named if part in counted]
    return Results(
        answered=len(gathered.answers) if parts else None,
        invited=gathered.asked,
        least=least,
        final=gathered.closed,
        withheld=None if parts else Withheld.TOO_FEW,
        corrected=gathered.frame.closed_group is not None,
        parts=tuple(_part(gathered, told, part, by_question) for part in parts),
        hidden=tuple(part for part in named if part not in counted),  # also where nobody is: that would tell
        public=gathered.public,
    )


def _figures_wanted(form: Questionnaire) -> list[Question]:
    return [question for question in form.questions if not isinstance(question, Info)]


def _of_question(gathered: Gathered, told: Cells, question: Question, earlier: Sequence[Earlier]) -> frozenset[Part]:
    answers = [answer for answer in gathered.answers if question.key in answer.values]
    return _shown(gathered, told, answers, question.key, earlier)


def _shown(
    gathered: Gathered, told: Cells, answers: Sequence[Answer], key: str, earlier: Sequence[Earlier]
) -> frozenset[Part]:
    before = [one.shown.get(key, ()) for one in earlier]
    return shown_parts(told, answers, gathered.units, gathered.thresholds.figures, before)


def _part(gathered: Gathered, told: Cells, part: Part, by_question: Mapping[str, frozenset[Part]]) -> PartFigures:
    inside = [answer for answer in gathered.answers if told.of[answer.id] in told.inside[part]]
    figures = tuple(
        _figure(gathered, question, inside, part)
        for question in _figures_wanted(gathered.questionnaire)
        if part in by_question[question.key] and part.split != question.key
    )
    return PartFigures(part, len(inside), figures)


def _figure(gathered: Gathered, question: Question, inside: Sequence[Answer], part: Part) -> Figure:
    values = [answer.values[question.key] for answer in inside if question.key in answer.values]
    frame = gathered.frame if part == EVERYBODY and _asked_of_all(gathered.questionnaire, question) else OPEN
    return figure(question, values, len(inside), gathered.thresholds.figures, frame)


def _asked_of_all(form: Questionnaire, question: Question) -> bool:
    """Of how many a condition holds is known of those who answered only: nothing to correct by."""
    place = next(place for place in asked_places(form) if place.question.key == question.key)
    return place.question.when is None and place.page.when is None
