"""Cost of delay divided by duration (CD3, "weighted shortest job first"): what loses most by waiting, and is short.

Source: Reinertsen, "The Principles of Product Development Flow", 2009; without precedence it is Smith's rule (1956),
which makes the cost of delay of a whole order least.
"""

from collections.abc import Iterable
from math import fsum

from domain.definition import Criterion
from domain.ranking.field import Field, Idea
from domain.ranking.method import LEAST_RATERS, Method, Need, Setting
from domain.ranking.ranking import Found, Ranking, Reason, Undetermined, placed
from domain.ranking.scored import effort_of, lacking

NAME = "wsjf"
VALUE = Setting("value", "Criterion of value")
URGENCY = Setting("urgency", "Criterion of urgency", default="")
RISK = Setting("risk", "Criterion of risk or opportunity", default="")
DURATION = Setting("duration", "Criterion of duration; without one, the effort in person days", default="")


def rank(field: Field) -> Ranking:
    """Highest cost of delay for its duration first."""
    parts = [one for setting in (VALUE, URGENCY, RISK) if (one := setting.criterion(field)) is not None]
    return placed(NAME, field, (_found(field, idea, parts) for idea in field.ideas))


def delay_cost(order: Iterable[tuple[float, float]]) -> float:
    """What waiting costs when things of this cost of delay and duration are done one after another, in this order."""
    waited, costs = 0.0, []
    for cost_of_delay, duration in order:
        costs.append(cost_of_delay * waited)
        waited += duration
    return fsum(costs)


def _found(field: Field, idea: Idea, parts: list[Criterion]) -> Found | Undetermined:
    by = DURATION.criterion(field)
    if (lack := lacking(field, idea, [*parts, *([by] if by else [])])) is not None:
        return Undetermined(idea.id, lack)
    duration = effort_of(field, idea, by)
    if isinstance(duration, Reason):
        return Undetermined(idea.id, duration)
    delay = fsum(field.mean(idea.id, one.id) or 0.0 for one in parts)
    value = round(delay / duration, 4)
    figures: dict[str, float | str] = {"value": value, "delay": round(delay, 4), "duration": round(duration, 4)}
    return Found(idea.id, value, (Reason("wsjf", figures),))


METHOD = Method(
    NAME,
    "Cost of delay by duration (WSJF)",
    "Value, urgency and risk together, divided by how long it takes.",
    (Need.SCORES,),
    (VALUE, URGENCY, RISK, DURATION, LEAST_RATERS),
    rank,
)
