"""What a definition says of a co-signature chain that cannot work: nobody to sign, or nobody who must."""

from collections.abc import Iterable, Iterator, Mapping

from domain.asking.checking import check_group, fits
from domain.asking.parts import OF_THEME
from domain.condition import Comparison, Operator
from domain.definition import ProcessDefinition
from domain.finding import Finding, Where
from domain.ladder_check import check_ladder
from domain.signing.chain import FIELDS
from domain.signing.rules import SignRule
from domain.survey.branching import comparisons
from domain.words import EventKind
from domain.world import Person

AT: Where = ("stages", "decision", "sign_off")
STEPS: Where = (*AT, "steps")
TOLD = ((EventKind.SIGN_ASKED, "assignee"), (EventKind.SIGN_REFUSED, "office"))
_ORDERED = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN})
_EQUAL = frozenset({Operator.IS, Operator.IS_NOT, Operator.ONE_OF})
_NUMBERS = ("cost", "effort")


def check_sign_off(definition: ProcessDefinition) -> Iterator[Finding]:
    """Everything about the chain, if there is one."""
    chain = definition.stages.decision.sign_off
    if chain is None:
        return
    for index, step in enumerate(chain.steps):
        where = (*STEPS, index)
        yield from check_group(definition, step.group, where, [s.id for s in chain.steps[:index]])
        if step.deadline is not None:
            yield from check_ladder(step.deadline, (*where, "deadline"))
        for place, comparison in comparisons(step.when, (*where, "when")):
            yield from _comparison(definition, comparison, place)
    if all(step.when is not None for step in chain.steps):
        yield Finding(STEPS, "sign_off_skips_all")
    yield from _together(chain.steps)
    told = {(notice.on.value, who) for notice in definition.notices for who in notice.tell}
    for event, who in TOLD:
        if (event.value, who) not in told:
            yield Finding(("notices",), "notice_missing", {"event": event.value, "who": who})


def _together(steps: tuple[SignRule, ...]) -> Iterator[Finding]:
    """What is asked together stands together."""
    for index, step in enumerate(steps):
        earlier = [i for i in range(index) if step.together is not None and steps[i].together == step.together]
        if earlier and earlier[-1] != index - 1:
            yield Finding((*STEPS, index, "together"), "sign_together_apart", {"name": step.together})


def _comparison(definition: ProcessDefinition, one: Comparison, where: Where) -> Iterator[Finding]:
    name = one.field
    facts: dict[str, object] = {"name": name, "operator": one.operator.value}
    if name not in FIELDS:
        yield Finding((*where, "field"), "rule_field_unknown", {"name": name}, name, FIELDS)
    elif one.operator is Operator.KNOWN:
        return
    elif one.operator not in (_ORDERED if name in _NUMBERS else _EQUAL):
        yield Finding((*where, "operator"), "rule_operator_misfit", facts)
    elif name in _NUMBERS or name == "outside_plan":
        if isinstance(one.value, bool) is (name in _NUMBERS) or not isinstance(one.value, int | float):
            yield Finding((*where, "value"), "rule_value_misfit", facts)
    else:
        yield from _words(_known(definition)[name], one, where)


def _known(definition: ProcessDefinition) -> Mapping[str, tuple[str, ...]]:
    return {"theme": tuple(t.id for t in definition.themes), "level": tuple(level.id for level in definition.levels)}


def _words(known: tuple[str, ...], one: Comparison, where: Where) -> Iterator[Finding]:
    if (one.operator is Operator.ONE_OF) is not isinstance(one.value, tuple):
        facts: dict[str, object] = {"name": one.field, "operator": one.operator.value}
        yield Finding((*where, "value"), "rule_value_misfit", facts)
        return
    for word in one.value if isinstance(one.value, tuple) else (one.value,):
        if word not in known:
            yield Finding((*where, "value"), "rule_word_unknown", {"name": str(word)}, str(word), known)


def check_signers(definition: ProcessDefinition, people: Iterable[Person]) -> Iterator[Finding]:
    """Whether there is somebody for every step, whichever theme an idea has."""
    chain = definition.stages.decision.sign_off
    there = list(people)
    for index, step in enumerate(chain.steps if chain is not None else ()):
        group = step.group
        if not group.filters:
            continue
        of_theme = group.department == OF_THEME
        for department in sorted({t.department for t in definition.themes}) if of_theme else [group.department]:
            asked = group.model_copy(update={"department": department})
            if not any(fits(p, asked) for p in there):
                facts: dict[str, object] = {"name": step.id, "department": department or "–"}
                yield Finding((*STEPS, index), "sign_by_nobody", facts)
