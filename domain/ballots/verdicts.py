"""Why each project is in or out, by each method, in numbers that a sentence can be made of."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from domain.ballots.equal_shares import equal_shares
from domain.ballots.field import Field
from domain.ballots.greedy import greedy


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one project. `code` names the sentence, `facts` hold what it says; sums in whole units."""

    project: str
    taken: bool
    code: str
    facts: dict[str, int]


def by_votes(field: Field) -> list[Verdict]:
    """Greedy, in the order in which the projects were looked at."""
    return [_looked_at(field, project, spare) for project, spare in greedy(field).items()]


def by_equal_shares(field: Field) -> list[Verdict]:
    """Equal Shares with add1: what was bought in that order, then the others, most approvals first."""
    count = equal_shares(field)
    bought = [
        Verdict(
            one.project,
            True,
            "bought",
            {"supporters": field.votes[one.project], "price": up(one.price), "share": int(count.share)},
        )
        for one in count.bought
    ]
    others = [project.id for project in field.ranked if project.id in count.left]
    return bought + [_not_bought(field, one, count.left[one]) for one in others]


METHODS: dict[str, Callable[[Field], list[Verdict]]] = {"equal-shares": by_equal_shares, "votes": by_votes}


def up(amount: Fraction) -> int:
    """Whole units, rounded up: nobody is told of paying less than they do."""
    return -int(-amount // 1)


def _looked_at(field: Field, project: str, spare: int | None) -> Verdict:
    votes = field.votes[project]
    if spare is None:
        return Verdict(project, True, "fits", {"votes": votes})
    if not votes:
        return Verdict(project, False, "no_votes", {})
    return Verdict(project, False, "too_dear", {"votes": votes, "cost": field.known[project].cost, "spare": spare})


def _not_bought(field: Field, project: str, left: Fraction) -> Verdict:
    if not field.votes[project]:
        return Verdict(project, False, "no_votes", {})
    facts = {"supporters": field.votes[project], "left": int(left), "cost": field.known[project].cost}
    return Verdict(project, False, "not_enough_left", facts)
