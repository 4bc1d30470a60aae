"""RICE: reach × impact × confidence ÷ effort. Reach is a guess as a rule, so this is one view beside others."""

from domain.ranking.field import Field, Idea
from domain.ranking.method import LEAST_RATERS, Method, Need, Setting
from domain.ranking.ranking import Found, Ranking, Reason, Undetermined, placed
from domain.ranking.scored import effort_of, lacking

NAME = "rice"
PERCENT = 100
REACH = Setting("reach", "Criterion of reach, in people")
IMPACT = Setting("impact", "Criterion of impact")
CONFIDENCE = Setting("confidence", "Criterion of confidence")
EFFORT = Setting("rice_effort", "Criterion of effort; without one, the effort in person days", default="")


def rank(field: Field) -> Ranking:
    """Highest first."""
    return placed(NAME, field, (_found(field, idea) for idea in field.ideas))


def _found(field: Field, idea: Idea) -> Found | Undetermined:
    by = EFFORT.criterion(field)
    factors = [one for setting in (REACH, IMPACT, CONFIDENCE) if (one := setting.criterion(field)) is not None]
    if (lack := lacking(field, idea, [*factors, *([by] if by else [])])) is not None:
        return Undetermined(idea.id, lack)
    effort = effort_of(field, idea, by)
    if isinstance(effort, Reason):
        return Undetermined(idea.id, effort)
    reach, impact, confidence = (field.mean(idea.id, one.id) or 0.0 for one in factors)
    top = factors[-1].scale_to if 0 < factors[-1].scale_to < PERCENT else PERCENT  # a confidence of 8 is 80 % of ten
    value = round(reach * impact * confidence / top / effort, 4)
    figures: dict[str, float | str] = {"value": value, "reach": reach, "impact": impact}
    figures |= {"confidence": confidence, "effort": effort}
    if top == PERCENT:
        return Found(idea.id, value, (Reason("rice", figures),))
    return Found(idea.id, value, (Reason("rice_of_scale", figures | {"top": top}),))


METHOD = Method(
    NAME,
    "RICE",
    "Reach × impact × confidence, divided by effort.",
    (Need.SCORES,),
    (REACH, IMPACT, CONFIDENCE, EFFORT, LEAST_RATERS),
    rank,
)
