"""One wave's results as templates take them: question by question, the chart and its table from the same figures."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.results.charts import BarIn, bar_chart
from api.results.words import ARROWS, HIDDEN, WITHHELD, Speaker, answer_label
from domain.survey.comparing import MEAN, SCORE, Difference, differences, others
from domain.survey.figures import EVERYBODY, UNIT, Estimate, Figure, Part, PartFigures, Results
from domain.survey.questionnaire import Page
from domain.survey.questions import Info, Likert, LongText, Question, ShortText
from kit.i18n import N_

Shown = dict[str, Any]


def summary(speaker: Speaker, results: Results) -> Shown:
    """How many answered, of how many, and why there is nothing where there is nothing."""
    withheld = results.withheld
    words = [N_("Groups of fewer than {least} are hidden (—), and so many more that none can be told by subtraction.")]
    if results.public:
        words.append(_PUBLIC)
    if results.parts:
        words.append(N_("Intervals: where the value of all would lie, 95 times in 100."))
        words.append(_CORRECTED if results.corrected else _NOT_CORRECTED)
    return {
        "withheld": "" if withheld is None else speaker.t(WITHHELD[withheld]).format(least=results.least),
        "tiles": [
            {"value": _count(speaker, results.answered), "label": speaker.t(N_("answers"))},
            *([] if results.public else _of_how_many(speaker, results)),
        ],
        "notes": [speaker.t(sentence).format(least=results.least) for sentence in words],
        "final": results.final,
    }


def _of_how_many(speaker: Speaker, results: Results) -> list[Shown]:
    """Where everybody may answer there is no such number."""
    rate = results.answered / results.invited if results.answered is not None and results.invited else None
    return [
        {"value": _count(speaker, results.invited), "label": speaker.t(N_("invited"))},
        {"value": speaker.percent(rate), "label": speaker.t(N_("response rate"))},
    ]


_PUBLIC = N_(
    "This survey was open to everybody, so there is no response rate: nobody knows of how many those who answered are, "
    "or whom they stand for."
)
_CORRECTED = N_(
    "They are narrower the more of the group answered, as all of a closed group or a random part of it were asked."
)
_NOT_CORRECTED = N_("They are not narrowed by the number of those asked, as that holds for closed groups only.")


def _count(speaker: Speaker, count: int | None) -> str:
    return HIDDEN if count is None else speaker.say.number(count)


def pages(speaker: Speaker, results: Results, part: Part = EVERYBODY) -> list[Shown]:
    """The questionnaire's pages with the figures of one part; beside a part, everybody."""
    told = [(page, list(_questions(speaker, results, part, page))) for page in speaker.form.pages]
    return [
        {"title": page.title.in_(speaker.language), "id": page.id, "questions": shown} for page, shown in told if shown
    ]


def _questions(speaker: Speaker, results: Results, part: Part, page: Page) -> Iterator[Shown]:
    inside, everybody = results.part(part), results.everybody
    for question in page.questions:
        if isinstance(question, Info | ShortText | LongText) or part.split == question.key:
            continue
        figure = inside.figure(question.key) if inside is not None else None
        whole = everybody.figure(question.key) if everybody is not None and not part.whole else None
        yield question_shown(speaker, question, figure, whole) | {"parts": _parts(speaker, results, question)}


def question_shown(speaker: Speaker, question: Question, figure: Figure | None, whole: Figure | None) -> Shown:
    """One question: distribution first, then what sums it up, then what may be said of a difference."""
    shown: Shown = {
        "key": question.key,
        "text": question.text.in_(speaker.language),
        "hidden": figure is None,
        "conditional": question.when is not None,
    }
    if figure is None:
        return shown
    return shown | {
        "answered": speaker.say.number(figure.answered),
        "chart": bar_chart([_bar(speaker, question, figure, whole, n) for n in range(len(figure.bars))]),
        "columns": _columns(speaker, figure),
        "rows": [_row(speaker, question, figure, n) for n in range(len(figure.bars))],
        "sums": sums(speaker, question, figure),
        "differences": stated(speaker, question, figure, whole),
    }


def _bar(speaker: Speaker, question: Question, figure: Figure, whole: Figure | None, number: int) -> BarIn:
    bar = figure.bars[number]
    beside = whole.bar(bar.key) if whole is not None else None
    other = (beside.share.value or 0.0) if beside is not None else None
    value = bar.share.value or 0.0
    return BarIn(speaker.bar(question, bar), value, speaker.percent(bar.share.value), bar.share.interval, other)


def _columns(speaker: Speaker, figure: Figure) -> list[Any]:
    first = N_("Put first") if figure.kind == "ranking" else N_("Answers")
    named = [first, N_("Share"), N_("95 % interval"), *([N_("Mean place")] if figure.kind == "ranking" else [])]
    return [speaker.t(N_("Answer")), *({"label": speaker.t(label), "numeric": True} for label in named)]


def _row(speaker: Speaker, question: Question, figure: Figure, number: int) -> list[str]:
    bar = figure.bars[number]
    row = [speaker.bar(question, bar), speaker.say.number(bar.share.count), speaker.percent(bar.share.value)]
    row.append(speaker.percents(bar.share.interval))
    if figure.kind == "ranking":
        row.append(HIDDEN if bar.place is None else speaker.say.number(bar.place, 1))
    return row


def sums(speaker: Speaker, question: Question, figure: Figure) -> list[tuple[str, str]]:
    """What sums a question up, after its distribution."""
    rows: list[tuple[str, str]] = []
    if figure.score is not None:
        rows.append((speaker.t(N_("Net promoter score")), speaker.value(figure.score, 0)))
    if figure.mean is not None:
        rows.append((_mean_label(speaker, question), speaker.value(figure.mean, 1)))
    if figure.spread is not None:
        low, middle, high = (
            speaker.say.number(round(number, 2)).replace("-", "\u2212")
            for number in (figure.spread.low, figure.spread.median, figure.spread.high)
        )
        rows.append((speaker.t(N_("Median")), middle))
        rows.append((speaker.t(N_("The middle half")), f"{low}–{high}"))
    return rows


def _mean_label(speaker: Speaker, question: Question) -> str:
    low, high = (question.scale_from, question.scale_to) if isinstance(question, Likert) else (0, 10)
    return speaker.t(N_("Mean on the scale from {low} to {high}")).format(low=low, high=high)


# Differences


def stated(speaker: Speaker, question: Question, figure: Figure, whole: Figure | None) -> list[str]:
    """What may be said of a part against everybody else; a sentence that says so where it is nothing."""
    rest = others(whole, figure) if whole is not None else None
    if rest is None:
        return []
    told = differences(figure, rest)
    against = speaker.t(N_("Against the others"))
    sure = [f"{against}: {difference_sentence(speaker, question, one)}" for one in told if one.arrow != "none"]
    if told and not sure:
        return [speaker.t(N_("No sure difference from the others."))]
    return sure


def difference_sentence(speaker: Speaker, question: Question, one: Difference) -> str:
    """One sure difference in words and numbers."""
    if one.measure in (MEAN, SCORE):
        digits = 1 if one.measure == MEAN else 0
        here, there = (speaker.number(value, digits) for value in (one.here, one.there))
        words = _HIGHER if one.arrow == "up" else _LOWER
        return speaker.t(words).format(here=here, there=there)
    label = answer_label(question, one.measure, speaker.say)
    words = _MORE if one.arrow == "up" else _FEWER
    return speaker.t(words).format(label=label, here=speaker.percent(one.here), there=speaker.percent(one.there))


_HIGHER = N_("Higher: {here} against {there}.")
_LOWER = N_("Lower: {here} against {there}.")
_MORE = N_("“{label}” more often: {here} against {there}.")
_FEWER = N_("“{label}” less often: {here} against {there}.")


def _parts(speaker: Speaker, results: Results, question: Question) -> Shown | None:
    """A table of all parts, for questions that one number sums up; hidden ones are there with a dash."""
    everybody = results.everybody
    whole = everybody.figure(question.key) if everybody is not None else None
    if whole is None or (whole.mean is None and whole.score is None):
        return None
    named = [one.part for one in results.parts if not one.part.whole] + list(results.hidden)
    named = [part for part in named if part.split != question.key]
    rows = [_part_row(speaker, part, results.part(part), question, whole) for part in named]
    measure = N_("Net promoter score") if whole.score is not None else N_("Mean")
    columns: list[Any] = [speaker.t(N_("Part"))]
    columns += [{"label": speaker.t(label), "numeric": True} for label in (N_("Answers"), measure)]
    return {"columns": [*columns, speaker.t(N_("Against the others"))], "rows": rows} if rows else None


def _part_row(speaker: Speaker, part: Part, inside: PartFigures | None, question: Question, whole: Figure) -> list[str]:
    figure = inside.figure(question.key) if inside is not None else None
    if figure is None:
        return [speaker.part(part), HIDDEN, HIDDEN, HIDDEN]
    rest = others(whole, figure)
    told = differences(figure, rest) if rest is not None else ()
    arrow = speaker.t(ARROWS[told[0].arrow]) if told else HIDDEN
    return [speaker.part(part), speaker.say.number(figure.answered), _measure(speaker, figure), arrow]


def _measure(speaker: Speaker, figure: Figure) -> str:
    estimate: Estimate | None = figure.score or figure.mean
    return speaker.value(estimate, 0 if figure.score is not None else 1)


def choices(speaker: Speaker, results: Results) -> list[tuple[str, str]]:
    """The parts one can choose, by the value of their address."""
    return [(address(one.part), speaker.part(one.part)) for one in results.parts if not one.part.whole]


def hidden(speaker: Speaker, results: Results) -> list[str]:
    """The names of parts that may not be shown."""
    return [speaker.part(part) for part in results.hidden if not part.whole]


def address(part: Part) -> str:
    """A part as a word of an address; never more than keys and ids."""
    return f"{'unit' if part.split == UNIT else 'answer.' + part.split}.{part.value}"


def part_of(text: str, results: Results) -> Part:
    """The part an address names, if it may be shown; else everybody."""
    known: Mapping[str, Part] = {address(one.part): one.part for one in results.parts if not one.part.whole}
    return known.get(text, EVERYBODY)
