"""The capital value of an idea with the parts of its formula, beside the planning facts it follows from."""

from collections.abc import Mapping

from api.office.door import Desk
from api.office.surveys.common import Shown
from domain.planning.facts import Facts
from domain.planning.frame import Frame
from domain.planning.worth import Worth, worth
from kit.i18n import N_

VERDICTS: Mapping[str | None, str] = {
    "pays_off": N_("It pays off."),
    "not_worth_it": N_(
        "In euros it does not pay off. By WiBe it is worth doing all the same if its quality has more than 50 of 100"
        " points; that is not kept here."
    ),
}
COSTS_ALONE = N_("No savings or income are stated, so whether it pays off cannot be said.")
SAVINGS_ALONE = N_("Its costs are not known, so whether it pays off cannot be said.")


def worth_shown(desk: Desk, facts: Facts, frame: Frame) -> Shown | None:
    """None where no amount is stated; without a rate only that one is missing."""
    if not facts.costs and not facts.savings:
        return None
    found = worth(facts, frame.interest, desk.today.year)
    if found is None:
        return {"rows": [], "rateless": frame.interest is None}
    return {
        "rows": _rows(desk, found),
        "rateless": False,
        "interest": desk.say.number(found.interest),
        "total": desk.say.money(round(found.total)),
        "whole": found.verdict is not None,
        "verdict": desk.t(_verdict(found, facts)),
        "over": found.over,
    }


def _verdict(found: Worth, facts: Facts) -> str:
    if found.verdict is None:
        return SAVINGS_ALONE if facts.savings else COSTS_ALONE
    return VERDICTS[found.verdict]


def _rows(desk: Desk, found: Worth) -> list[list[str]]:
    return [
        [
            str(one.year),
            _stated(desk, one.saved),
            _stated(desk, one.cost),
            desk.say.money(one.flow),
            desk.say.number(one.factor, 4),
            desk.say.money(round(one.present)),
        ]
        for one in found.years
    ]


def _stated(desk: Desk, euros: int | None) -> str:
    return "–" if euros is None else desk.say.money(euros)
