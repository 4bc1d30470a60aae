"""How long a round of the largest size takes to rank: `python -m bench.ranking`; needs the extra `portfolio`.

700 ideas × 60 raters × 8 criteria, all scored, and 10,000 weightings; then the optimum under budgets and capacities.
"""

from collections.abc import Callable
from random import Random
from time import perf_counter

from bench.measuring import Figures, load
from domain.definition import Criterion, Words
from domain.ranking import rank
from domain.ranking.field import Field, Idea, Score
from domain.ranking.leaving_out import ranks_without
from domain.ranking.utility import points_of
from domain.ranking.weightings import Draws
from kit.portfolio.ranks import count_ranks

IDEAS, RATERS, ROUNDS = 700, 60, 5
WEIGHTS = (20, 15, 15, 10, 10, 10, 10, 10)


def a_field() -> Field:
    """Raters who agree in part: an idea has its strengths, and each rater a view of them."""
    chance, word = Random(1), Words(de="x", en="x")
    criteria = tuple(
        Criterion(id=f"c{at}", title=word, question=word, lowest=word, highest=word, weight=weight)
        for at, weight in enumerate(WEIGHTS)
    )
    scores = []
    for idea in range(IDEAS):
        strengths = [chance.gauss(5, 1.5) for _ in criteria]
        for rater in range(RATERS):
            for one, strength in zip(criteria, strengths, strict=True):
                value = min(10, max(0, round(chance.gauss(strength, 2))))
                scores.append(Score(f"r{rater}", f"i{idea}", one.id, value))
    return Field(tuple(Idea(f"i{at}", at) for at in range(IDEAS)), criteria, tuple(scores))


def timed(what: Callable[[], object]) -> float:
    """Seconds."""
    began = perf_counter()
    what()
    return perf_counter() - began


def acceptabilities(field: Field) -> object:
    """From scores to how often each idea has which rank."""
    rows = [list(points_of(field, idea.id).values()) for idea in field.ideas]
    return count_ranks(rows, [weight / 100 for weight in WEIGHTS], Draws())


def main() -> None:
    """Prints the figures that docs/performance.md quotes."""
    field = a_field()
    print(f"\n{IDEAS} ideas × {RATERS} raters × {len(WEIGHTS)} criteria; load before {load()}")
    weighed, ranked, left_out = Figures(), Figures(), Figures()
    for _ in range(ROUNDS):
        fresh = Field(field.ideas, field.criteria, field.scores)
        weighed.add(timed(lambda: acceptabilities(fresh)))  # noqa: B023 - called at once
        ranked.add(timed(lambda: rank("utility", fresh)))  # noqa: B023
        ideas = [idea.id for idea in field.ideas]
        left_out.add(timed(lambda: list(ranks_without(fresh, ideas))))  # noqa: B023
    print(f"  from scores to 10,000 weightings (aim ≤ 1), s  {weighed.told(2)}")
    print(f"  checked and ranked, with reasons, s            {ranked.told(2)}")
    print(f"  every rater left out once, s                   {left_out.told(2)}")


if __name__ == "__main__":
    main()
