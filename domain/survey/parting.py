"""Who belongs to which part, and which parts may be shown: question by question, all at once, and over time.

A question that some left out has its own sizes, so it has its own remainder: four who answered it in a unit of nine
must not follow from the town less all other units. Parts overlap (units and what people say of themselves), so every
combination of all of them counts, whichever of them a page shows.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.survey.disjoint import safe_together
from domain.survey.figures import EVERYBODY, UNIT, Answer, Part
from domain.survey.isolation import Group
from domain.survey.protection import Unit, visible_units
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Likert, Question, Single, Text

MOST_PARTS = 60  # of what people say of themselves: more would take long to look through, and be of few people each


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the organisation as it was when the wave started."""

    title: Text
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was shown before: the answers it was made of, and of which question which parts."""

    answers: frozenset[str]
    shown: Mapping[str, Collection[Part]]  # by question key; "" is how many answered


@dataclass(frozen=True, slots=True)
class Cells:
    """Everybody by what tells them apart: the parts they belong to, and when their answer was first in the figures."""

    of: Mapping[str, int]  # answer id: number of its cell
    inside: Mapping[Part, frozenset[int]]
    since: Sequence[int]  # by number of the cell: how many earlier figures were without it

    def group(self, part: Part, until: int) -> Group:
        """The cells of a part that were in the figures of this time."""
        return frozenset(cell for cell in self.inside.get(part, ()) if self.since[cell] <= until)


def parted(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """The questions by which answers can be told apart: about the person, with few possible answers."""
    return tuple(q for q in questionnaire.questions if q.demographic and isinstance(q, Single | Likert))


def parts_of(questionnaire: Questionnaire, places: Mapping[str, Place]) -> tuple[Part, ...]:
    """Every part there is a name for: everybody, units, then what people say of themselves."""
    own = [Part(q.key, value) for q in parted(questionnaire) for value in _values(q)]
    return (EVERYBODY, *(Part(UNIT, unit) for unit in sorted(places)), *own[:MOST_PARTS])


def _values(question: Question) -> list[str]:
    if isinstance(question, Single):
        return [option.key for option in question.options]
    assert isinstance(question, Likert)
    return [str(step) for step in range(question.scale_from, question.scale_to + 1)]


def belongs(answer: Answer, parts: Iterable[Part], places: Mapping[str, Place]) -> frozenset[Part]:
    """The parts this answer counts in."""
    units = _above(answer.unit, places)
    return frozenset(part for part in parts if part.whole or _in(answer, part, units))


def _in(answer: Answer, part: Part, units: Collection[str]) -> bool:
    if part.split == UNIT:
        return part.value in units
    said = answer.values.get(part.split)
    return said is not None and str(said) == part.value


def _above(unit: str, places: Mapping[str, Place]) -> list[str]:
    """The unit and all above it."""
    found: list[str] = []
    at: str | None = unit
    while at is not None and at in places and at not in found:
        found.append(at)
        at = places[at].under
    return found


def cells(
    answers: Sequence[Answer], parts: Sequence[Part], places: Mapping[str, Place], before: Sequence[Earlier]
) -> Cells:
    """The cells of these answers, with respect to these parts and what was shown before."""
    numbers: dict[tuple[frozenset[Part], int], int] = {}
    of = {a.id: numbers.setdefault((belongs(a, parts, places), _first(a, before)), len(numbers)) for a in answers}
    inside = {part: frozenset(n for (belonging, _), n in numbers.items() if part in belonging) for part in parts}
    return Cells(of, inside, [since for _, since in numbers])


def _first(answer: Answer, before: Sequence[Earlier]) -> int:
    return next((time for time, shown in enumerate(before) if answer.id in shown.answers), len(before))


def shown_parts(
    told: Cells,
    answers: Sequence[Answer],
    places: Mapping[str, Place],
    least: int,
    before: Sequence[Collection[Part]],
) -> frozenset[Part]:
    """Of those who answered one question: the parts whose figures may be shown beside all others, and after `before`.

    `before` names the parts that were shown at each earlier time.
    """
    sizes: Counter[Hashable] = Counter(told.of[answer.id] for answer in answers)
    candidates = {part for part in told.inside if part.split != UNIT}
    candidates |= {Part(UNIT, unit) for unit in _units(answers, places, least)}
    groups = {part: told.group(part, len(before)) & sizes.keys() for part in candidates}
    large = {part: group for part, group in groups.items() if sum(sizes[cell] for cell in group) >= least}
    earlier = [told.group(part, time) & sizes.keys() for time, parts in enumerate(before) for part in sorted(parts)]
    return safe_together(large, sizes, least, earlier)


def _units(answers: Sequence[Answer], places: Mapping[str, Place], least: int) -> frozenset[str]:
    """By the remainder rule; who is in no unit is the remainder of everybody."""
    own = Counter(answer.unit if answer.unit in places else "" for answer in answers)
    top = Unit("", None, own[""])
    tree = [Unit(unit, place.under if place.under in places else "", own[unit]) for unit, place in places.items()]
    return visible_units([top, *tree], least) - {""}
