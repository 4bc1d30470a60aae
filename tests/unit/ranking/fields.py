"""Fields of ideas for tests: criteria by their weights, scores as rows of numbers."""

from collections.abc import Mapping, Sequence

from domain.definition import Criterion, Words
from domain.ranking.field import Field, Idea, Score

WORDS = Words(de="x", en="x")


def a_criterion(name: str, weight: int = 0, **changes: object) -> Criterion:
    given = {"title": WORDS, "question": WORDS, "lowest": WORDS, "highest": WORDS, **changes}
    return Criterion(id=name, weight=weight, **given)  # type: ignore[arg-type]


def criteria(**weights: int) -> tuple[Criterion, ...]:
    return tuple(a_criterion(name, weight) for name, weight in weights.items())


def rated(
    asked: Sequence[Criterion],
    rows: Mapping[str, Sequence[Sequence[float | None]]],
    costs: Mapping[str, float] | None = None,
    **settings: float | str,
) -> Field:
    """By idea one row for each rater, by row one number for each criterion; None abstains."""
    ideas = tuple(Idea(name, number, (costs or {}).get(name)) for number, name in enumerate(rows, start=1))
    scores = tuple(
        Score(f"rater{rater}", idea, criterion.id, value)
        for idea, them in rows.items()
        for rater, row in enumerate(them, start=1)
        for criterion, value in zip(asked, row, strict=True)
        if value is not None
    )
    return Field(ideas, tuple(asked), scores, settings)
