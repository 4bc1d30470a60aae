"""Where opinions differ: the criteria whose scores are too far apart, between which scores, and whose they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.asking.parts import Disagreement
from domain.case import Answer, Case, Task
from domain.definition import Criterion, ProcessDefinition
from domain.hearing import last_words
from domain.utility import counted

FEW = 3  # fewer can tell from the range what the other one said


@dataclass(frozen=True, slots=True)
class Range:
    """One criterion on which people differ by more than they should."""

    criterion: str
    lowest: int
    highest: int
    scored: int  # how many gave a score
    far: tuple[tuple[str, str], ...]  # person and reason of each whose score is further from another's than allowed

    @property
    def people(self) -> tuple[str, ...]:
        """To whom it goes back."""
        return tuple(person for person, _ in self.far)

    def others(self, person: str) -> tuple[str, ...]:
        """The reasons of the others, in an order that says nothing about whose is whose."""
        return tuple(sorted({reason for by, reason in self.far if reason and by != person}))


def differing(rule: Disagreement, criteria: Sequence[Criterion], answers: Iterable[Answer]) -> tuple[Range, ...]:
    """The criteria that go back, in the order of the definition."""
    said = counted(answers)
    asked = [c.id for c in criteria if not rule.criteria or c.id in rule.criteria]
    ranges = (_range(c, rule.more_than, [(a, s) for a in said if (s := a.scores.get(c)) is not None]) for c in asked)
    return tuple(found for found in ranges if found is not None)


def _range(criterion: str, more_than: int, scores: Sequence[tuple[Answer, int]]) -> Range | None:
    low, high = min((s for _, s in scores), default=0), max((s for _, s in scores), default=0)
    if high - low <= more_than:
        return None
    far = sorted((a.by, a.reason) for a, score in scores if score - low > more_than or high - score > more_than)
    return Range(criterion, low, high, len(scores), tuple(far))


def gone_back(case: Case, definition: ProcessDefinition, task: Task) -> tuple[Range, ...]:
    """What went back with this task: computed anew from the answers of the review it is about, so it never changes."""
    review = definition.stages.review
    if review is None or review.disagreement is None:
        return ()
    return differing(review.disagreement, definition.criteria, first_words(case, task.about))


def first_words(case: Case, review: str) -> Iterable[Answer]:
    """The last of them from each seat."""
    return last_words(case, first_answers(case, review)).values()


def first_answers(case: Case, review: str) -> list[Answer]:
    """What was said in this review before anything went back."""
    given = {a.id for a in case.assignments if a.task == review}
    return [a for a in case.said if a.task == review and a.assignment in given]


def of_person(ranges: Iterable[Range], person: str) -> tuple[Range, ...]:
    """Those that concern this person."""
    return tuple(found for found in ranges if person in found.people)


def words_of(case: Case, answer: Answer) -> str:
    """Why somebody says what they say: after a second look, what they wrote at first as well."""
    if answer in first_answers(case, answer.task):
        return answer.reason
    before = [a.reason for a in first_answers(case, answer.task) if a.by == answer.by]
    return "\n".join(filter(None, (*before[-1:], answer.reason)))
