"""Leave one rater out: does a rank rest on a single person?"""

from collections.abc import Iterator, Mapping, Sequence
from math import fsum

from domain.definition import Criterion
from domain.ranking.field import Field, Score
from domain.ranking.method import LEAST_RATERS
from domain.utility import Formula

Ranks = Mapping[str, int]


def ranks_without(field: Field, ideas: Sequence[str]) -> Iterator[Ranks]:
    """For every rater the ranks of these ideas by weighted utility without that rater; what has none is left out.

    Sums are kept and one rater's part taken away, as adding all up anew for everyone takes minutes.
    """
    placed = set(ideas)
    everything = _Sums(field)
    by_rater: dict[str, list[Score]] = {}
    for score in field.scores:
        if score.idea in placed:
            by_rater.setdefault(score.rater, []).append(score)
    whole = {idea: everything.utility(idea, ()) for idea in ideas}
    for rater in sorted(by_rater):
        taken: dict[str, list[Score]] = {}
        for score in by_rater[rater]:
            taken.setdefault(score.idea, []).append(score)
        yield ranks_of({**whole, **{idea: everything.utility(idea, scores) for idea, scores in taken.items()}})


def ranks_of(values: Mapping[str, float | None]) -> Ranks:
    """Ranks by value, equals sharing the better one; None has no rank."""
    first: dict[float, int] = {}
    for at, value in enumerate(sorted((v for v in values.values() if v is not None), reverse=True), start=1):
        first.setdefault(value, at)
    return {idea: first[value] for idea, value in values.items() if value is not None}


class _Sums:
    """Sums and counts of scores by idea and criterion."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._names = [one.id for one in field.criteria]
        self._weighed = {one.id for one in field.criteria if one.weight > 0}
        self._limits = _limits(field.criteria)
        self._formula = Formula(field.criteria)
        self._least = LEAST_RATERS.number(field)
        self._sums = {idea: {c: fsum(them) for c, them in said.items()} for idea, said in field.said.items()}
        self._counts = {idea: {c: len(them) for c, them in said.items()} for idea, said in field.said.items()}

    def utility(self, idea: str, without: Sequence[Score]) -> float | None:
        """The utility without these scores of one rater; None where it is not determined then."""
        if without and self._too_few(idea, without):
            return None
        taken = {score.criterion: score.value for score in without}
        means = self._means(idea, taken)
        if any(mean < limit for at, limit in self._limits if (mean := means[at]) is not None):
            return None
        return self._formula(means)

    def _too_few(self, idea: str, without: Sequence[Score]) -> bool:
        """Whether too few are left without this rater: of all who rated it, or by a criterion that counts."""
        if self._field.raters[idea] - 1 < max(self._least, 1):
            return True
        counts = self._counts[idea]
        return any(counts[one.criterion] - 1 < self._least for one in without if one.criterion in self._weighed)

    def _means(self, idea: str, taken: Mapping[str, float]) -> list[float | None]:
        sums, counts, found = self._sums[idea], self._counts[idea], list[float | None]()
        for name in self._names:
            count, total = counts.get(name, 0), sums.get(name, 0.0)
            if name in taken:
                count, total = count - 1, total - taken[name]
            found.append(total / count if count else None)
        return found


def _limits(criteria: Sequence[Criterion]) -> list[tuple[int, int]]:
    """Where a criterion knocks out, and below what."""
    return [(at, one.knock_out_below) for at, one in enumerate(criteria) if one.knock_out_below is not None]
