"""Who belongs to the groups a review asks: by what people are, or by name."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache

from domain.asking.known import Known
from domain.asking.parts import OF_THEME, Group
from domain.case import Case
from domain.definition import ReviewStage
from domain.part import Words
from domain.words import Role
from domain.world import Person

REVIEWERS = ""  # the group of a definition that says no more than how many reviewers
_TITLE = Words(de="Stellungnahme", en="Review")


def groups_of(review: ReviewStage) -> tuple[Group, ...]:
    """Whom this review asks; without `who`, as many reviewers as `ask` says."""
    return review.who or _reviewers(review.ask)


@cache  # making one takes longer than all that is asked of it
def _reviewers(count: int) -> tuple[Group, ...]:
    return (Group.model_construct(id=REVIEWERS, title=_TITLE, role=Role.REVIEWER.value, count=count),)


def group_of(review: ReviewStage, group_id: str) -> Group:
    """The group with this id; the first where there is none, as of somebody who was asked by older rules."""
    groups = groups_of(review)
    return next((g for g in groups if g.id == group_id), groups[0])


def members(group: Group, case: Case, known: Known, chosen: Collection[str] = ()) -> tuple[Person, ...]:
    """Everybody the group means, fit or not, in a stable order; `chosen` are those the office has just chosen."""
    named = _named(group, case, known, chosen)
    found = _who_fit(group, case, known) if named is None else (known.people[p] for p in named if p in known.people)
    return tuple(sorted(found, key=lambda p: p.id))


def _named(group: Group, case: Case, known: Known, chosen: Collection[str]) -> set[str] | None:
    if group.chosen:
        return {*chosen, *(a.person for a in case.assignments if a.asked_as == group.id)}
    if group.superior:
        submitter = known.people.get(case.submitter)
        return {submitter.superior} - {case.submitter} if submitter is not None else set()
    if group.mailbox is not None:
        box = known.people.get(group.mailbox)
        return {box.id} if box is not None and box.shared else set()
    if group.audience is not None:
        return set(known.audiences.get(group.audience, ()))
    return set(group.people) if group.people else None


def _who_fit(group: Group, case: Case, known: Known) -> Iterator[Person]:
    department = department_of(group, case, known)
    if department is None:
        return
    for person in known.people.values():
        in_department = department in ("", person.department)
        has_role = group.role is None or group.role in person.roles
        has_function = group.function is None or group.function in person.functions
        box = person.shared and group.role is None and group.function is None  # a department's box is not its people
        if in_department and has_role and has_function and not box:
            yield person


def department_of(group: Group, case: Case, known: Known) -> str | None:
    """The department it asks: "" for any, None where the idea's theme names none."""
    if group.department != OF_THEME:
        return group.department or ""
    theme = known.definition.theme(case.text.theme) if case.texts else None
    return None if theme is None else theme.department


def in_any(person: Person, groups: Iterable[Group], case: Case, known: Known) -> bool:
    """Whether one of the groups means this person."""
    return any(person in members(group, case, known) for group in groups)
