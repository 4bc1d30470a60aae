"""How long a round of the largest size takes to rank: `python -m bench.ranking`; needs the extra `portfolio`.

700 ideas × 60 raters × 8 criteria, all scored, and 10,000 weightings; then the optimum under budgets and capacities.
"""

from collections.abc import Callable
from random import Random
from time import perf_counter

from bench.measuring import Figures, load
from domain.definition import Criterion, Words
from domain.portfolio.greedy import greedy
from domain.portfolio.problem import Floor, Limit, Option, Portfolio
from domain.ranking import rank
from domain.ranking.field import Field, Idea, Score
from domain.ranking.leaving_out import ranks_without
from domain.ranking.utility import points_of
from domain.ranking.weightings import Draws
from kit.portfolio.optimum import optimum
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


def a_portfolio(many: int, seed: int) -> Portfolio:
    """Four budgets (line and year), eight capacities (role and quarter), three goals; a third of all fits.

    A quarter of the ideas needs another one, and some exclude each other.
    """
    chance = Random(seed)
    lines = [f"{line}/{year}" for line in ("invest", "running") for year in (2027, 2028)]
    roles = [f"{role}/{quarter}" for role in ("it", "planning") for quarter in ("Q1", "Q2", "Q3", "Q4")]

    def option(at: int) -> Option:
        costs = {one: 500 * chance.randint(1, 120) for one in chance.sample(lines, 1)}
        days = {one: chance.randint(1, 30) for one in chance.sample(roles, 2)}
        needs = (f"i{chance.randrange(at)}",) if at and chance.random() < 0.25 else ()
        excludes = (f"i{chance.randrange(at)}",) if at and chance.random() < 0.05 else ()
        gives = {goal: chance.randint(-3, 3) for goal in ("climate", "access", "youth")}
        return Option(f"i{at}", round(chance.uniform(2, 9), 4), at, {**costs, **days}, gives, needs, excludes)

    options = tuple(map(option, range(many)))
    asked = {one: sum(option.uses.get(one, 0) for option in options) for one in lines + roles}
    limits = tuple(Limit(one, round(0.35 * amount), 10_000 if "2" in one else 10) for one, amount in asked.items())
    return Portfolio(options, limits, tuple(Floor(goal, many / 20) for goal in ("climate", "access", "youth")))


def choices(many: int, seconds: float = 4.9) -> None:
    """The optimum with dependencies within the aim of five seconds, a tenth of one being left for building the problem;
    how far from proven it is where the time ran out; and greedy beside it.
    """
    took, gaps, greedily, part, proven = Figures(), Figures(), Figures(), Figures(), 0
    for seed in range(ROUNDS):
        problem = a_portfolio(many, seed)
        began = perf_counter()
        found = optimum(problem, seconds, prices=False)
        took.add(perf_counter() - began)
        began = perf_counter()
        quick = greedy(problem)
        greedily.add(perf_counter() - began)
        gaps.add(100 * found.gap / found.value)
        part.add(100 * quick.value / found.value)
        proven += found.exact
    print(f"  {many} ideas, 12 limits, 3 goals: optimum, s      {took.told(2)}, proven in {proven} of {ROUNDS}")
    print(f"    may be better by, %; greedy reaches, %; s    {gaps.told(1)}; {part.told(0)}; {greedily.told(2)}")


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
    for many in (40, 60, 126):
        choices(many)


if __name__ == "__main__":
    main()
