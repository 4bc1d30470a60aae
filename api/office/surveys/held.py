"""What a wording that is not approved holds back, on the survey's page and where the office looks for trouble."""

from api.office.door import Desk
from api.office.surveys.common import ROOT, Shown, title_of
from storage import due_waves
from storage.due_waves import HeldBack
from storage.queries import lists
from storage.session import Session
from storage.surveys import Survey


async def of_survey(desk: Desk, session: Session, survey: Survey) -> Shown | None:
    """The ideas and the date that wait, since when, and until when it is not too late; None where none do."""
    found = await due_waves.held_back(session, survey, desk.services.now(), desk.services.zone)
    if found is None:
        return None
    lines = await lists.by_ids(session, sorted({one.case_id for one in found.events}))
    events = [
        {
            "number": lines[one.case_id].number,
            "title": lines[one.case_id].title,
            "since": desk.day(one.since),
            "until": desk.day(one.until),
        }
        for one in sorted(found.events, key=lambda one: (one.since, one.case_id))
        if one.case_id in lines
    ]
    return {"events": events, "day": desk.day(found.day)}


async def of_all(desk: Desk, session: Session) -> list[Shown]:
    """A line for each survey of which something is held back."""
    found = await due_waves.all_held_back(session, desk.services.now(), desk.services.zone)
    return [_line(desk, one) for one in found]


def _line(desk: Desk, one: HeldBack) -> Shown:
    title = title_of(desk, one.survey.plan.title)
    return {"title": title, "url": f"{ROOT}/{one.survey.id}", "since": desk.day(one.since)}
