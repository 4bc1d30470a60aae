"""Most approvals first: what still fits into the budget is taken, what does not is skipped."""

from domain.ballots.field import Field


def greedy(field: Field) -> dict[str, int | None]:
    """By project in the order in which it was looked at: what was left of the budget then; None where it was taken."""
    spare, looked_at = field.budget, dict[str, int | None]()
    for project in field.ranked:
        fits = project.cost <= spare and field.votes[project.id] > 0
        looked_at[project.id] = None if fits else spare
        spare -= project.cost if fits else 0
    return looked_at
