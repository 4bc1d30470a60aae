"""Every method by its name, several side by side on one field; none is hard-wired."""

from collections.abc import Mapping

from domain.ranking import approval, lower_bound, pairwise, quadrant, rice, utility, wsjf
from domain.ranking.checking import Unfit, check
from domain.ranking.field import Field
from domain.ranking.method import Method
from domain.ranking.ranking import Ranking

METHODS: Mapping[str, Method] = {
    method.name: method
    for method in (
        utility.METHOD,
        quadrant.METHOD,
        wsjf.METHOD,
        rice.METHOD,
        lower_bound.METHOD,
        pairwise.METHOD,
        approval.EQUAL_SHARES,
        approval.APPROVALS,
    )
}


def rank(method: str, field: Field) -> Ranking:
    """The field ranked by the method of this name. Raises Unfit with everything the method cannot work with."""
    chosen = METHODS[method]
    if findings := check(field, chosen):
        raise Unfit(findings)
    return chosen.rank(field)
