"""What a rule about surveys says that could never hold: found when the definition is checked, not by silence later."""

from collections.abc import Iterable, Iterator, Mapping

from domain.condition import Comparison, Operator
from domain.definition import SurveyRule
from domain.finding import Finding, Where
from domain.survey.branching import comparisons
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Multiple, Ranking, Single
from domain.survey_rules import EVENTS, FIELDS, OF_SHARE
from domain.words import Stage

WORDS: Mapping[str, tuple[str, ...]] = {"event": EVENTS, "stage": tuple(stage.value for stage in Stage)}
ANSWERS = (Single, Multiple, Ranking)  # kinds of questions whose answers have keys of their own
EQUAL = frozenset({Operator.IS, Operator.IS_NOT, Operator.ONE_OF})
ORDERED = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN})


def check_survey_rule(rule: SurveyRule, where: Where, *, has_review: bool) -> Iterator[Finding]:
    """Everything that cannot work in one rule."""
    if rule.then == "review" and not has_review:
        yield Finding((*where, "then"), "rule_without_review", {"name": rule.id})
    for place, comparison in comparisons(rule.when, (*where, "when")):
        if comparison.field not in FIELDS:
            name = comparison.field
            yield Finding((*place, "field"), "rule_field_unknown", {"name": name}, name, FIELDS)
        elif comparison.operator is not Operator.KNOWN:
            yield from _of_field(rule, comparison, place)


def check_against(rules: Iterable[SurveyRule], forms: Iterable[Questionnaire]) -> Iterator[Finding]:
    """What rules ask of questionnaires that are not there (yet): worth a warning, as one may follow."""
    known = list(forms)
    keys = sorted({question.key for form in known for question in form.questions})
    for index, rule in enumerate(rules):
        where: Where = ("survey_rules", index)
        asked = [q for form in known for q in form.questions if q.key == rule.question]
        if not asked:
            facts: dict[str, object] = {"name": rule.question, "rule": rule.id}
            yield Finding((*where, "question"), "rule_question_unknown", facts, rule.question, tuple(keys))
        elif all(isinstance(question, ANSWERS) for question in asked):
            options = sorted({option.key for q in asked if isinstance(q, ANSWERS) for option in q.options})
            for place, option in enumerate(rule.options):
                if option not in options:
                    facts = {"name": option, "question": rule.question}
                    yield Finding((*where, "options", place), "rule_option_unknown", facts, option, tuple(options))


def _of_field(rule: SurveyRule, comparison: Comparison, place: Where) -> Iterator[Finding]:
    name, operator = comparison.field, comparison.operator
    facts: dict[str, object] = {"name": name, "operator": operator.value}
    if operator not in (EQUAL if name in WORDS else ORDERED):
        yield Finding((*place, "operator"), "rule_operator_misfit", facts)
    elif name in WORDS:
        yield from _of_word(name, comparison, place)
    elif not isinstance(comparison.value, int | float) or isinstance(comparison.value, bool):
        yield Finding((*place, "value"), "rule_value_misfit", facts)
    elif name in OF_SHARE:
        yield from _of_share(rule, comparison.value, place, facts)


def _of_share(rule: SurveyRule, value: float, place: Where, facts: dict[str, object]) -> Iterator[Finding]:
    if not rule.options:
        yield Finding((*place, "field"), "rule_share_of_nothing", facts)
    if not 0 <= value <= 1:
        yield Finding((*place, "value"), "rule_share_off_scale", {"value": value})


def _of_word(name: str, comparison: Comparison, place: Where) -> Iterator[Finding]:
    words = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
    if (comparison.operator is Operator.ONE_OF) is not isinstance(comparison.value, tuple):
        facts: dict[str, object] = {"name": name, "operator": comparison.operator.value}
        yield Finding((*place, "value"), "rule_value_misfit", facts)
        return
    for word in words:
        if word not in WORDS[name]:
            yield Finding((*place, "value"), "rule_word_unknown", {"name": str(word)}, str(word), WORDS[name])
