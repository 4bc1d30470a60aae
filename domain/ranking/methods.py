"""Every method by its name, several side by side on one field; none is hard-wired."""

from collections.abc import Mapping

from domain.ranking import utility
from domain.ranking.field import Field
from domain.ranking.method import LEAST_RATERS, Method, Need
from domain.ranking.ranking import Ranking

METHODS: Mapping[str, Method] = {
    method.name: method
    for method in (
        Method(
            utility.NAME,
            "Weighted utility",
            "Scores by criterion, weighted; what fails a knock-out criterion is out.",
            (Need.SCORES,),
            (LEAST_RATERS,),
            utility.rank,
        ),
    )
}


def rank(method: str, field: Field) -> Ranking:
    """The field ranked by the method of this name."""
    return METHODS[method].rank(field)
