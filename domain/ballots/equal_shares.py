"""Equal Shares: every voter gets the same share of the budget, and supporters buy what they approve of together.

Source: Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021; with
the completion "add1" of equalshares.net: shares grow by one unit as long as what is bought stays within the budget.
Worth is measured by cost: of the projects that their supporters can still pay for, the one is bought whose supporters
pay the smallest part of its cost each. All sums are exact.

Units are not gone through one by one: as long as every comparison of a count comes out as it did, all sums of it are
straight lines of the share. So each count also says how far the share can grow before two of them cross, and the next
share that is tried is the first that may come out otherwise. What is bought is what "add1" buys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import NamedTuple

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
    same_for: Fraction | None = None  # with less than so much more, the same is bought; None for any more


def equal_shares(field: Field) -> Count:
    """Equal parts of the budget; then units more, while it holds and something more could be bought."""
    count = with_share(field, Fraction(field.budget, max(len(field.ballots), 1)))
    while not _is_exhaustive(field, count) and count.same_for is not None:
        units = max(ceil(count.same_for), 1)
        more = with_share(field, count.share + units)
        if field.cost_of(one.project for one in more.bought) > field.budget:
            return with_share(field, more.share - 1) if units > 1 else count
        count = more
    return count


def with_share(field: Field, share: Fraction) -> Count:
    """Equal Shares as such: what is bought when every voter has this much."""
    voters = _Voters(field, share)
    bought: list[Purchase] = []
    nothing = Fraction(0)
    waiting = {
        project: _Part(nothing, place, nothing) for place, project in enumerate(field.ranked) if field.votes[project.id]
    }
    while offer := voters.best(waiting):
        voters.pay(offer)
        bought.append(offer.purchase)
        del waiting[offer.project]
    ids = {one.project for one in bought}
    left = {project.id: voters.money_for(project) for project in field.projects if project.id not in ids}
    return Count(share, tuple(bought), left, voters.same_for)


def _is_exhaustive(field: Field, count: Count) -> bool:
    spare = field.budget - field.cost_of(one.project for one in count.bought)
    return not any(field.known[one].cost <= spare and field.votes[one] for one in count.left)


class _Part(NamedTuple):
    """What part of its cost a supporter pays; the place decides between equals. In order of all that is named here."""

    part: Fraction
    place: int
    grows: Fraction  # by each unit of the share


@dataclass(frozen=True, slots=True)
class _Offer:
    project: Project
    purchase: Purchase
    grows: Fraction  # the price, by each unit of the share


class _Voters:
    """Voters with the same ballot are one: they have the same money at any time.

    Beside each sum stands by how much it grows with each unit of the share: slopes never change while nothing crosses.
    """

    def __init__(self, field: Field, share: Fraction) -> None:
        self.same_for: Fraction | None = None
        self._money = [share] * len(field.alike)
        self._grows = [Fraction(1)] * len(field.alike)
        self._many = list(field.alike.values())
        self._of: dict[str, list[int]] = {project.id: [] for project in field.projects}
        for place, ballot in enumerate(field.alike):
            for one in ballot:
                self._of[one].append(place)

    def money_for(self, project: Project) -> Fraction:
        """What its supporters have together."""
        return sum((self._money[one] * self._many[one] for one in self._of[project.id]), Fraction(0))

    def best(self, waiting: dict[Project, _Part]) -> _Offer | None:
        """The project whose supporters pay the smallest part of its cost; who cannot pay any more, waits no longer.

        Parts only grow while money goes, so the last one known is the least it can be now.
        """
        found: _Offer | None = None
        least: _Part | None = None
        for project, known in sorted(waiting.items(), key=lambda item: item[1]):
            if least is not None and known >= least:
                break
            offer = self._offer(project)
            if offer is None:
                del waiting[project]
                continue
            waiting[project] = now = _Part(offer.purchase.price / project.cost, known.place, offer.grows / project.cost)
            if least is None or now < least:
                found, least = offer, now
        if least is not None:
            for other in waiting.values():
                self._keeps(other.part, other.grows, least.part, least.grows)
        return found

    def _offer(self, project: Project) -> _Offer | None:
        missing, grows = Fraction(project.cost), Fraction(0)
        paying = sum(self._many[one] for one in self._of[project.id])
        poorest = sorted(self._of[project.id], key=self._money.__getitem__)
        for at, one in enumerate(poorest):
            if self._money[one] * paying >= missing:
                price, slope = missing / paying, grows / paying
                self._pay_as_now(poorest[:at], poorest[at:], price, slope)
                return _Offer(project, Purchase(project.id, price, paying), slope)
            missing -= self._money[one] * self._many[one]
            grows -= self._grows[one] * self._many[one]
            paying -= self._many[one]
        self._keeps(missing, grows, Fraction(0), Fraction(0))
        return None

    def _pay_as_now(self, poor: Sequence[int], rich: Sequence[int], price: Fraction, slope: Fraction) -> None:
        """Who pays all they have has less than the price, and who pays the price has as much."""
        for one in poor:
            self._keeps(price, slope, self._money[one], self._grows[one])
        for one in rich:
            self._keeps(self._money[one], self._grows[one], price, slope)

    def _keeps(self, more: Fraction, grows: Fraction, less: Fraction, less_grows: Fraction) -> None:
        """The first is to stay at least the second: until they cross, if they ever do."""
        if grows < less_grows:
            crosses = (more - less) / (less_grows - grows)
            if self.same_for is None or crosses < self.same_for:
                self.same_for = crosses

    def pay(self, offer: _Offer) -> None:
        """Each supporter the price, or all they have."""
        price = offer.purchase.price
        for one in self._of[offer.project.id]:
            enough = self._money[one] >= price
            self._money[one] = self._money[one] - price if enough else Fraction(0)
            self._grows[one] = self._grows[one] - offer.grows if enough else Fraction(0)
