"""What a definition says about asking that cannot work: a group of nobody, a quorum nobody can reach."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from domain.asking.groups import groups_of
from domain.asking.parts import OF_THEME, Group
from domain.definition import ProcessDefinition, ReviewStage
from domain.finding import Finding, Where
from domain.words import EventKind
from domain.world import Person

AT: Where = ("stages", "review")


def check_asking(definition: ProcessDefinition) -> Iterator[Finding]:
    """Everything about whom a review asks and when it is enough."""
    yield from _told_to_others(definition)
    review = definition.stages.review
    if review is None:
        return
    yield from _one_or_the_other(review)
    for index, group in enumerate(review.who):
        yield from check_group(definition, group, (*AT, "who", index), [g.id for g in review.who[:index]])
    for index, function in enumerate(review.without.functions):
        yield from _function(definition, function, (*AT, "without", "functions", index))
    yield from _enough(review)
    yield from _disagreement(definition, review)
    yield from _rework(review)
    yield from _untold(definition, review)


def _one_or_the_other(review: ReviewStage) -> Iterator[Finding]:
    given = review.model_fields_set
    if review.who and "ask" in given:
        yield Finding((*AT, "ask"), "ask_and_who")
    if review.enough is not None and "quorum" in given:
        yield Finding((*AT, "quorum"), "quorum_and_enough")


def check_group(definition: ProcessDefinition, group: Group, where: Where, before: Sequence[str]) -> Iterator[Finding]:
    """Whether its people are said in one way, with names that there are; `before` are ids that are taken."""
    if group.id in before:
        yield Finding((*where, "id"), "id_twice", {"name": group.id})
    if len(group.ways) != 1:
        yield Finding(where, "group_how", {"name": group.id, "ways": ", ".join(group.ways) or "–"})
    if group.function is not None:
        yield from _function(definition, group.function, (*where, "function"))
    departments = [d.id for d in definition.departments]
    if group.department not in (None, OF_THEME, *departments):
        facts: dict[str, object] = {"name": group.department}
        known = (*departments, OF_THEME)
        yield Finding((*where, "department"), "department_unknown", facts, group.department or "", known)
    most = _most(group)
    if group.count is not None and most is not None and group.count > most:
        yield Finding((*where, "count"), "count_over_people", {"count": group.count, "people": most})


def _function(definition: ProcessDefinition, name: str, where: Where) -> Iterator[Finding]:
    functions = [f.id for f in definition.functions]
    if name not in functions:
        yield Finding(where, "function_unknown", {"name": name}, name, functions)


def _most(group: Group) -> int | None:
    """The most people a group can have by what it says; None where that depends on who there is."""
    if group.superior or group.mailbox is not None:
        return 1
    return len(group.people) or None


def asked_at_most(review: ReviewStage) -> int | None:
    """How many people the review asks at most; None where that depends on who there is."""
    counts = [c for g in groups_of(review) if (c := group_at_most(g)) is not None]
    return sum(counts) if len(counts) == len(groups_of(review)) else None


def group_at_most(group: Group) -> int | None:
    """How many people of this group it asks at most, likewise."""
    most = _most(group)
    return min(filter(None, (group.count, most)), default=None)


def _enough(review: ReviewStage) -> Iterator[Finding]:
    enough, ask = review.enough, asked_at_most(review)
    if enough is None:
        if ask is not None and review.quorum > ask:
            yield Finding((*AT, "quorum"), "quorum_over_ask", {"quorum": review.quorum, "ask": ask})
        return
    where = (*AT, "enough")
    if len(enough.ways) != 1:
        yield Finding(where, "enough_how", {"ways": ", ".join(enough.ways) or "–"})
    if enough.when is not None and "of" in enough.model_fields_set:
        yield Finding((*where, "of"), "enough_of", {"when": enough.when})
    if enough.number is not None and ask is not None and enough.number > ask:
        yield Finding((*where, "number"), "quorum_over_ask", {"quorum": enough.number, "ask": ask})
    yield from _enough_of_groups(review, where)


def _enough_of_groups(review: ReviewStage, where: Where) -> Iterator[Finding]:
    groups = {g.id: g for g in review.who}
    for name, needed in (review.enough.groups if review.enough is not None else {}).items():
        if name not in groups:
            yield Finding((*where, "groups", name), "group_unknown", {"name": name}, name, tuple(groups))
        elif (most := group_at_most(groups[name])) is not None and needed > most:
            facts: dict[str, object] = {"quorum": needed, "ask": most}
            yield Finding((*where, "groups", name), "quorum_over_ask", facts)


def _disagreement(definition: ProcessDefinition, review: ReviewStage) -> Iterator[Finding]:
    rule = review.disagreement
    if rule is None:
        return
    known = {c.id: c for c in definition.criteria}
    where = (*AT, "disagreement")
    for index, name in enumerate(rule.criteria):
        if name not in known:
            yield Finding((*where, "criteria", index), "criterion_unknown", {"name": name}, name, tuple(known))
    meant = [known[c] for c in rule.criteria or known if c in known]
    widest = max((c.scale_to - c.scale_from for c in meant), default=0)
    if meant and rule.more_than >= widest:
        yield Finding((*where, "more_than"), "disagreement_never", {"more_than": rule.more_than, "span": widest})


def _untold(definition: ProcessDefinition, review: ReviewStage) -> Iterator[Finding]:
    needed: list[tuple[EventKind, Literal["assignee", "reviewers"]]] = []
    if review.disagreement is not None:
        needed += [(EventKind.RECONSIDER_ASKED, "assignee"), (EventKind.DISAGREED, "reviewers")]
    if review.enough is not None:
        needed.append((EventKind.REVIEW_DONE, "reviewers"))
    for event, who in needed:
        if not any(n.on is event and who in n.tell for n in definition.notices):
            yield Finding(("notices",), "notice_missing", {"event": event.value, "who": who})


def _rework(review: ReviewStage) -> Iterator[Finding]:
    """With nobody asked again, one request for changes must not leave too few answers."""
    if review.rework is None or review.rework.again != "nobody" or review.enough is not None:
        return
    ask = asked_at_most(review)
    if ask is not None and review.quorum >= ask:
        facts: dict[str, object] = {"quorum": review.quorum, "ask": ask}
        yield Finding((*AT, "rework", "again"), "again_nobody", facts)


def _told_to_others(definition: ProcessDefinition) -> Iterator[Finding]:
    """These mails go without saying; whoever says something of them says it of those who are to act."""
    events: list[EventKind] = []
    review, decision = definition.stages.review, definition.stages.decision
    if decision.questions is not None or (review is not None and review.questions is not None):
        events += [EventKind.ASKED_BACK, EventKind.ANSWERED_BACK, EventKind.UNANSWERED]
    if review is not None and review.rework is not None:
        events.append(EventKind.REWORK_ASKED)
    for event in events:
        said = [n for n in definition.notices if n.on is event]
        if said and not any("assignee" in n.tell for n in said):
            yield Finding(("notices",), "notice_missing", {"event": event.value, "who": "assignee"})


def check_groups(review: ReviewStage, people: Iterable[Person]) -> Iterator[Finding]:
    """Whether the groups that are said by what people are have as many people as they ask."""
    active = [p for p in people if p.active]
    for index, group in enumerate(review.who):
        if not group.filters or group.department == OF_THEME:
            continue
        there = sum(fits(p, group) for p in active)
        if there < (group.count or 1):
            facts: dict[str, object] = {"name": group.id, "count": group.count or 1, "people": there}
            yield Finding((*AT, "who", index), "group_too_small", facts)


def fits(person: Person, group: Group) -> bool:
    """Whether role, function and department of the group, as far as it names them, are theirs."""
    return (
        (group.role is None or group.role in person.roles)
        and (group.function is None or group.function in person.functions)
        and group.department in (None, person.department)
    )
