"""Equal Shares: every voter gets the same share of the budget, and supporters buy what they approve of together.

Source: Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021; with
the completion "add1" of equalshares.net: shares grow by one unit as long as what is bought stays within the budget.
Worth is measured by cost: of the projects that their supporters can still pay for, the one is bought whose supporters
pay the smallest part of its cost each. All sums are exact.
"""

from dataclasses import dataclass
from fractions import Fraction

from domain.ballots.field import Field, Project


@dataclass(frozen=True, slots=True)
class Purchase:
    """One project that was bought: what each supporter paid at most, and how many of them could pay that much."""

    project: str
    price: Fraction
    in_full: int


@dataclass(frozen=True, slots=True)
class Count:
    """What was bought, in order, with which share for each voter; and what supporters of the others had left."""

    share: Fraction
    bought: tuple[Purchase, ...]
    left: dict[str, Fraction]  # by project that was not bought


def equal_shares(field: Field) -> Count:
    """Equal parts of the budget; then a unit more each time, while it holds and something more could be bought."""
    share = Fraction(field.budget, max(len(field.ballots), 1))
    count = with_share(field, share)
    while not _is_exhaustive(field, count):
        share += 1
        more = with_share(field, share)
        if field.cost_of(one.project for one in more.bought) > field.budget:
            break
        count = more
    return count


def with_share(field: Field, share: Fraction) -> Count:
    """Equal Shares as such: what is bought when every voter has this much."""
    voters = _Voters(field, share)
    bought: list[Purchase] = []
    waiting = {project: (Fraction(0), place) for place, project in enumerate(field.ranked) if field.votes[project.id]}
    while offer := voters.best(waiting):
        project, purchase = offer
        voters.pay(project, purchase.price)
        bought.append(purchase)
        del waiting[project]
    ids = {one.project for one in bought}
    left = {project.id: voters.money_for(project) for project in field.projects if project.id not in ids}
    return Count(share, tuple(bought), left)


def _is_exhaustive(field: Field, count: Count) -> bool:
    spare = field.budget - field.cost_of(one.project for one in count.bought)
    return not any(field.known[one].cost <= spare and field.votes[one] for one in count.left)


class _Voters:
    """Voters with the same ballot are one: they have the same money at any time."""

    def __init__(self, field: Field, share: Fraction) -> None:
        self._money = [share] * len(field.alike)
        self._many = list(field.alike.values())
        self._of: dict[str, list[int]] = {project.id: [] for project in field.projects}
        for place, ballot in enumerate(field.alike):
            for one in ballot:
                self._of[one].append(place)

    def money_for(self, project: Project) -> Fraction:
        """What its supporters have together."""
        return sum((self._money[one] * self._many[one] for one in self._of[project.id]), Fraction(0))

    def best(self, waiting: dict[Project, tuple[Fraction, int]]) -> tuple[Project, Purchase] | None:
        """The project whose supporters pay the smallest part of its cost; who cannot pay any more, waits no longer.

        Parts only grow while money goes, so the last one known is the least it can be now.
        """
        found: tuple[Project, Purchase] | None = None
        least: tuple[Fraction, int] | None = None
        for project, known in sorted(waiting.items(), key=lambda item: item[1]):
            if least is not None and known >= least:
                break
            purchase = self._offer(project)
            if purchase is None:
                del waiting[project]
                continue
            waiting[project] = now = (purchase.price / project.cost, known[1])
            if least is None or now < least:
                found, least = (project, purchase), now
        return found

    def _offer(self, project: Project) -> Purchase | None:
        missing = Fraction(project.cost)
        paying = sum(self._many[one] for one in self._of[project.id])
        for money, many in sorted((self._money[one], self._many[one]) for one in self._of[project.id]):
            if money * paying >= missing:
                return Purchase(project.id, missing / paying, paying)
            missing -= money * many
            paying -= many
        return None

    def pay(self, project: Project, price: Fraction) -> None:
        """Each supporter the price, or all they have."""
        for one in self._of[project.id]:
            self._money[one] -= min(price, self._money[one])
