"""What leaves the house as tables: what pages show, in long format; texts; single answers where they may.

Everything comes from `figures_for`, so what is hidden on the page is hidden here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.errors import Refused
from api.results.words import Speaker, answer_label
from domain.errors import RuleBroken
from domain.survey.branching import Value
from domain.survey.figures import EVERYBODY, UNIT, Answer, Figure, Part, Results, Withheld
from domain.survey.intervals import Interval
from domain.survey.modes import Mode
from domain.survey.questions import (
    Choosing,
    Likert,
    LongText,
    Multiple,
    Number,
    Question,
    Ranking,
    ShortText,
    Single,
    Ten,
)
from domain.survey.results import looked_at, texts_of
from domain.survey.rows import columns_of, rows_of
from domain.survey.versions import trend_breaks
from kit import sheets
from kit.i18n import N_
from kit.sheets import Cell, Column, Table
from storage.results import Gathering

WHATS: Mapping[str, str] = {
    "figures": N_("the figures of this wave"),
    "trend": N_("the figures of all waves of this survey"),
    "rows": N_("the single answers, where nobody can be told by who they say they are"),
    "texts": N_("the free texts with their tags"),
}
_NO_SPSS = N_("SPSS (SAV) is not offered: the operator can install the extra “spss”.")
TAGS = Mapping[tuple[str, str], tuple[str, ...]]


def FORMATS() -> dict[str, str]:  # noqa: N802 - a table whose last line depends on what is installed
    """The formats there are, with their names."""
    named = {
        "xlsx": N_("Excel (XLSX)"),
        "csv": N_("CSV with semicolons, as a German Excel reads it"),
        "csv_comma": N_("CSV with commas"),
        "json": N_("JSON"),
    }
    return named | ({"sav": N_("SPSS (SAV)")} if sheets.spss_possible() else {})


def spss_note() -> str:
    """Why SPSS is not among them; empty where it is."""
    return "" if sheets.spss_possible() else _NO_SPSS


@dataclass(frozen=True)
class Export:
    """A file, and what the record says of it."""

    name: str
    media: str
    body: bytes
    rows: int


_WRITERS: Mapping[str, tuple[str, str, Callable[[Table], bytes]]] = {
    "xlsx": (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda table: sheets.as_xlsx([table]),
    ),
    "csv": ("csv", "text/csv; charset=utf-8", lambda table: sheets.as_csv(table, ";")),
    "csv_comma": ("csv", "text/csv; charset=utf-8", lambda table: sheets.as_csv(table, ",")),
    "json": ("json", "application/json", sheets.as_json),
    "sav": ("sav", "application/x-spss-sav", sheets.as_sav),
}


def written(table: Table, format_: str, name: str) -> Export:
    """The table as a file."""
    if format_ not in FORMATS():
        raise Refused("export.format")
    ending, media, write = _WRITERS[format_]
    return Export(f"{name}.{ending}", media, write(table), len(table.rows))


# Figures, in long format

LONG = (
    Column("wave", N_("Wave")),
    Column("day", N_("First day")),
    Column("part_by", N_("Part by")),
    Column("part", N_("Part")),
    Column("part_label", N_("Part")),
    Column("question", N_("Question")),
    Column("question_label", N_("Question")),
    Column("kind", N_("Kind")),
    Column("measure", N_("Measure")),
    Column("answer", N_("Answer")),
    Column("answer_label", N_("Answer")),
    Column("count", N_("How many"), "scale", True),
    Column("answered", N_("Answers"), "scale", True),
    Column("value", N_("Value"), "scale", True),
    Column("low", N_("Interval from"), "scale", True),
    Column("high", N_("Interval to"), "scale", True),
)


def figures(found: Sequence[tuple[Gathering, Speaker]]) -> Table:
    """Figures of one wave or of several. Raises Refused where none may be shown."""
    rows = [row for one, speaker in found for row in _long(one, speaker, looked_at(one.gathered))]
    if not rows:
        raise _no_figures([one for one, _ in found])
    speaker = found[-1][1]
    return Table("results", [_labelled(speaker, column) for column in LONG], [*rows, *_breaks(found)])


def _breaks(found: Sequence[tuple[Gathering, Speaker]]) -> Iterator[list[Cell]]:
    """A line for each question of a wave that is another than before: no line goes on through it."""
    forms = [one.gathered.questionnaire for one, _ in found]
    for n, (one, speaker) in enumerate(found):
        for question in forms[n].questions:
            if n in trend_breaks(question.key, forms):
                head = [*_wave(one), *_part(speaker, EVERYBODY), question.key, question.text.in_(speaker.language)]
                yield [*head, question.type, "trend_break", "", "", None, None, None, None, None]


def _no_figures(found: Sequence[Gathering]) -> Refused:
    """Why there are none, of the newest wave: it still asks, or too few answered."""
    if found and looked_at(found[-1].gathered).withheld in (Withheld.RUNNING, Withheld.NOT_YET):
        return Refused("export.not_yet")
    return Refused("export.too_few", least=found[-1].gathered.thresholds.figures if found else 0)


def _labelled(speaker: Speaker, column: Column) -> Column:
    return Column(column.name, speaker.t(column.label), column.measure, column.numeric, column.values)


def _long(found: Gathering, speaker: Speaker, told: Results) -> Iterator[list[Cell]]:
    for one in told.parts:
        part = [*_wave(found), *_part(speaker, one.part)]
        yield [*part, *([""] * 3), "answered", "", "", one.answered, one.answered, None, None, None]
        for figure in one.figures:
            question = found.gathered.questionnaire.question(figure.question)
            if question is not None:
                yield from ([*part, *line] for line in _figure(speaker, question, figure))


def _wave(found: Gathering) -> list[Cell]:
    day = found.wave.starts_on
    return [str(found.wave.number + 1), day.isoformat() if day is not None else ""]


def _part(speaker: Speaker, part: Part) -> list[Cell]:
    by = "" if part.whole else "unit" if part.split == UNIT else part.split
    return [by, part.value, speaker.part(part)]


def _figure(speaker: Speaker, question: Question, figure: Figure) -> Iterator[list[Cell]]:
    head: list[Cell] = [question.key, question.text.in_(speaker.language), figure.kind]
    n = figure.answered
    if not figure.bars:
        yield [*head, "answered", "", "", n, n, None, None, None]
    for bar in figure.bars:
        label = answer_label(question, bar.key, speaker.say)
        share = bar.share
        yield [*head, "share", bar.key, label, share.count, share.answered, share.value, *_edges(share.interval)]
        if bar.place is not None:
            yield [*head, "mean_place", bar.key, label, None, n, bar.place, None, None]
    for measure, told in (("mean", figure.mean), ("net_promoter_score", figure.score)):
        if told is not None:
            yield [*head, measure, "", "", None, n, told.value, *_edges(told.interval)]
    if figure.spread is not None:
        for measure, value in (
            ("lower_quartile", figure.spread.low),
            ("median", figure.spread.median),
            ("upper_quartile", figure.spread.high),
        ):
            yield [*head, measure, "", "", None, n, value, None, None]


def _edges(interval: Interval | None) -> list[Cell]:
    return [None, None] if interval is None else [interval.low, interval.high]


# Texts


def texts(found: Gathering, speaker: Speaker, tags: TAGS) -> Table:
    """Every text that may be read; nothing leads from one to another of the same person."""
    rows: list[list[Cell]] = []
    for question in found.gathered.questionnaire.questions:
        if isinstance(question, ShortText | LongText):
            for answer, text in texts_of(found.gathered, question.key) or ():
                rows.append([question.key, text, ", ".join(tags.get((answer, question.key), ()))])
    if not rows:
        raise Refused("export.too_small", least=found.gathered.thresholds.free_text)
    columns = [("question", N_("Question")), ("text", N_("Text")), ("tags", N_("Tags"))]
    return Table("texts", [Column(name, speaker.t(label)) for name, label in columns], rows)


# Single answers


def rows(found: Gathering, speaker: Speaker, people: Mapping[str, str]) -> Table:
    """One row per answer; `people` names whose it is by the answer's id: a name, a code, or nobody.

    Raises Refused where a combination of what people say of themselves is one of too few.
    """
    try:
        answers = rows_of(found.gathered)
    except RuleBroken as broken:
        raise Refused(broken.code, **{k: v for k, v in broken.facts.items() if isinstance(v, str | int)}) from None
    whose = found.wave.mode is not Mode.ANONYMOUS
    questions = columns_of(found.gathered.questionnaire, found.wave.mode)
    columns = [Column("person", speaker.t(N_("Person or code")))] if whose else []
    columns += [Column("unit", speaker.t(N_("Department")), values=speaker.units)]
    columns += [column for question in questions for column in _columns(speaker, question)]
    told = [_row(answer, questions, [people.get(answer.id, "")] if whose else []) for answer in answers]
    return Table("answers", columns, told)


def _columns(speaker: Speaker, question: Question) -> list[Column]:
    text = question.text.in_(speaker.language)
    if isinstance(question, Multiple | Ranking):
        kind: Any = "nominal" if isinstance(question, Multiple) else "ordinal"
        return [
            Column(f"{question.key}.{one.key}", f"{text}: {one.text.in_(speaker.language)}", kind, True)
            for one in question.options
        ]
    if isinstance(question, Single):
        return [Column(question.key, text, values=_labels(speaker, question))]
    if isinstance(question, Likert):
        steps = range(question.scale_from, question.scale_to + 1)
        labels: dict[str | int, str] = {step: answer_label(question, str(step), speaker.say) for step in steps}
        return [Column(question.key, text, "ordinal", True, labels)]
    if isinstance(question, Ten | Number):
        return [Column(question.key, text, "scale", True)]
    numeric = question.type == "consent"
    return [Column(question.key, text, "nominal", numeric)]


def _labels(speaker: Speaker, question: Choosing) -> dict[str | int, str]:
    return {option.key: option.text.in_(speaker.language) for option in question.options}


def _row(answer: Answer, questions: Sequence[Question], whose: list[Cell]) -> list[Cell]:
    cells = [cell for question in questions for cell in _cells(question, answer.values.get(question.key))]
    return [*whose, answer.unit, *cells]


def _cells(question: Question, value: Value | None) -> list[Cell]:
    if isinstance(question, Multiple):
        chosen = value if isinstance(value, tuple) else None
        return [None if chosen is None else int(option.key in chosen) for option in question.options]
    if isinstance(question, Ranking):
        order = value if isinstance(value, tuple) else ()
        return [order.index(one.key) + 1 if one.key in order else None for one in question.options]
    if isinstance(value, bool):
        return [int(value)]
    return [value if isinstance(value, str | int | float) else None]
