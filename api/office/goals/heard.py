"""What people said of the ideas that are for a goal: how many were asked about, and what came of each wave."""

from api.office.door import Desk
from api.office.goals import common
from api.office.goals.common import Picture
from api.office.results.common import address_of
from api.office.surveys.common import Option, Shown, wave_name
from api.results.of_idea import count
from domain.goals.contribution import Idea
from domain.goals.heard import towards
from domain.goals.tree import Goal
from domain.survey.results import looked_at
from kit.i18n import N_
from storage import origins, results
from storage.results import Gathering
from storage.session import Session

MOST = 12  # waves that the page names; the sentence counts all

_NOBODY = N_(
    "Ideas that do something for this goal or for one below it: {ideas}. Nobody has been asked about them so far."
)
_ASKED = N_(
    "Ideas that do something for this goal or for one below it: {ideas}. People were asked about {asked} of them; "
    "about {after} once they were there."
)


async def said(session: Session, desk: Desk, goal: Goal, picture: Picture) -> Shown:
    """A sentence that counts, and a row for each of the newest waves."""
    told = towards(goal.id, picture.goals, picture.ideas, await origins.heard(session))
    if not told.ideas:
        return {"sentence": "", "rows": []}
    words = desk.t(_ASKED if told.asked else _NOBODY)
    ideas = {one.id: one for one in told.ideas}
    rows = []
    for one in told.heard[:MOST]:
        found = await results.gather(session, one.wave)
        if found is not None:
            rows.append(_row(desk, ideas[one.idea], found))
    return {"sentence": words.format(ideas=len(told.ideas), asked=told.asked, after=told.after), "rows": rows}


def _row(desk: Desk, idea: Idea, found: Gathering) -> list[Option | Shown | str]:
    named = f"{found.survey.plan.title.in_(desk.language)} · {wave_name(desk, found.wave.number)}"
    wave = {"text": named, "url": address_of(found)}
    return [common.idea(idea), wave, count(desk.say, looked_at(found.gathered))]
