"""What is missing around the goals: goals without measures, measures without goals, unclear goals."""

from fastapi import APIRouter, Response

from api.office.door import DeskDep
from api.office.goals import common, words
from api.office.goals.common import ROOT, crumbs
from domain.goals.contribution import goals_without_measures, measures_without_goals
from domain.goals.tree import unclear
from kit.i18n import N_

router = APIRouter(prefix=ROOT, include_in_schema=False)


@router.get("/lists")
async def listed(desk: DeskDep) -> Response:
    """All three."""
    picture, t = await common.read(desk), desk.t
    empty = goals_without_measures(picture.goals, picture.ideas)
    lost = measures_without_goals(picture.goals, picture.ideas)
    lacking = [(goal, [t(words.LACKS[one]) for one in missing]) for goal, missing in unclear(picture.goals)]
    return desk.page(
        "goals/lists.html",
        title=N_("What is missing around the goals"),
        breadcrumb=crumbs(desk, (t(N_("What is missing around the goals")), "")),
        without_measures=[(common.placed(desk, goal, 0), t(words.UNSERVED_GOALS[why])) for goal, why in empty],
        without_goals=[(common.idea(one), t(words.UNSERVED_MEASURES[why])) for one, why in lost],
        unclear=[(common.placed(desk, goal, 0), ", ".join(missing)) for goal, missing in lacking],
        goals=len(picture.goals),
        measures=sum(one.measure for one in picture.ideas),
    )
