"""Every method by its name, several side by side on one field; none is hard-wired."""

from collections.abc import Mapping

from domain.finding import Finding
from domain.ranking import approval, lower_bound, pairwise, quadrant, rice, utility, wsjf
from domain.ranking.checking import Unfit, check, misfits
from domain.ranking.field import Field
from domain.ranking.method import Method
from domain.ranking.ranking import Ranking, Reason, Undetermined, placed

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
    """The field ranked by the method of this name. Raises Unfit where the field itself is broken.

    A method the field does not fit determines nothing: every idea is undetermined, and says what is missing.
    """
    chosen = METHODS[method]
    if findings := check(field):
        raise Unfit(findings)
    if lacks := misfits(field, chosen):
        why = _lacking(lacks[0])
        return placed(method, field, [Undetermined(idea.id, why) for idea in field.ideas])
    return chosen.rank(field)


def _lacking(misfit: Finding) -> Reason:
    key = misfit.where[-1] if len(misfit.where) > 1 else misfit.facts.get("key")
    return Reason("lacks_setting", {"setting": str(key)}) if key else Reason("lacks_input", {})
