"""What the conditions of a questionnaire name: questions that are there, earlier, and can say what is compared."""

from collections.abc import Iterator, Mapping

from domain.checking import Finding
from domain.condition import Comparison, Operator
from domain.survey.branching import Place
from domain.survey.questionnaire import Where
from domain.survey.questions import Choosing, Consent, Likert, Number, Question, Ten

_EQUAL = frozenset({Operator.IS, Operator.IS_NOT, Operator.ONE_OF, Operator.KNOWN})
_ORDERED = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN})
_HOLDS = frozenset({Operator.CONTAINS, Operator.KNOWN})
OPERATORS: Mapping[str, frozenset[Operator]] = {
    "single": _EQUAL,
    "multiple": _HOLDS,
    "ranking": _HOLDS,
    "likert": _EQUAL | _ORDERED,
    "ten": _EQUAL | _ORDERED,
    "number": _EQUAL | _ORDERED,
    "date": _EQUAL,
    "short_text": frozenset({Operator.KNOWN}),
    "long_text": frozenset({Operator.KNOWN}),
    "consent": frozenset({Operator.IS, Operator.KNOWN}),
    "info": frozenset(),
}


def check_references(placed: list[Place]) -> Iterator[Finding]:
    """Every comparison that names nothing, or what its question can never say; a page's condition is told once."""
    by_key = {p.question.key: p for p in reversed(placed)}
    told: set[Where] = set()
    for place in placed:
        for where, comparison in place.comparisons():
            if where not in told:
                told.add(where)
                yield from _of_comparison(comparison, where, by_key)


def _of_comparison(comparison: Comparison, where: Where, by_key: Mapping[str, Place]) -> Iterator[Finding]:
    target = by_key.get(comparison.field)
    if target is None:
        name = comparison.field
        yield Finding((*where, "field"), "question_unknown", {"name": name}, name, tuple(by_key))
        return
    question, operator = target.question, comparison.operator
    facts: dict[str, object] = {"name": question.key, "operator": operator.value}
    if operator not in OPERATORS[question.type]:
        yield Finding((*where, "operator"), "operator_misfit", facts)
    elif (operator is Operator.ONE_OF) is not isinstance(comparison.value, tuple):
        yield Finding((*where, "value"), "value_misfit", facts)
    else:
        values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
        for value in values:
            yield from _of_value(question, operator, value, (*where, "value"), facts)


def _of_value(
    question: Question, operator: Operator, value: object, where: Where, facts: dict[str, object]
) -> Iterator[Finding]:
    if operator is not Operator.KNOWN and isinstance(question, Choosing) and isinstance(value, str):
        keys = tuple(option.key for option in question.options)
        if value not in keys:
            yield Finding(where, "option_unknown", {"name": question.key, "option": value}, value, keys)
    elif not _fits(question, operator, value):
        yield Finding(where, "value_misfit", facts)


def _fits(question: Question, operator: Operator, value: object) -> bool:
    if operator is Operator.KNOWN or isinstance(question, Consent):
        return isinstance(value, bool)
    if isinstance(question, Likert | Ten | Number):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def check_order(placed: list[Place]) -> Iterator[Finding]:
    """Conditions on later questions, and branching in a circle, each circle once."""
    order = {p.question.key: number for number, p in reversed(list(enumerate(placed)))}
    reach = {key: _reach(key, _edges(placed)) for key in order}
    in_circle = {key for key in order if key in reach[key]}
    told: set[str] = set()
    for key in (k for k in order if k in in_circle and k not in told):
        circle = [other for other in sorted(reach[key], key=order.__getitem__) if key in reach[other]]
        told.update(circle)
        yield Finding(placed[order[key]].when_where, "branching_circle", {"names": ", ".join(circle)})
    seen: set[Where] = set()
    for number, place in enumerate(placed):
        for where, comparison in place.comparisons():
            later = order.get(comparison.field, -1) >= number and comparison.field not in in_circle
            if later and where not in seen:
                seen.add(where)
                yield Finding((*where, "field"), "condition_on_later", {"name": comparison.field})


def same_page(placed: list[Place]) -> Iterator[Finding]:
    """Conditions on a question of the same page: followed only when the page was sent, so a hint, not an error."""
    pages = {p.question.key: p.page_index for p in placed}
    for place in placed:
        for where, comparison in place.comparisons():
            if where[:3] != ("pages", place.page_index, "when") and pages.get(comparison.field) == place.page_index:
                yield Finding((*where, "field"), "condition_on_same_page", {"name": comparison.field})


def _edges(placed: list[Place]) -> dict[str, set[str]]:
    keys = {p.question.key for p in placed}
    edges: dict[str, set[str]] = {key: set() for key in keys}
    for place in placed:
        edges[place.question.key] |= {c.field for _, c in place.comparisons()} & keys
    return edges


def _reach(key: str, edges: Mapping[str, set[str]]) -> set[str]:
    """Everything that this question depends on, directly or by others."""
    found: set[str] = set()
    left = list(edges[key])
    while left:
        following = left.pop()
        if following not in found:
            found.add(following)
            left.extend(edges[following])
    return found
