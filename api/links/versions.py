"""What has changed in the text of an idea, for whoever has a link to it: two versions side by side, word by word."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.concurrency import run_in_threadpool

from api.links.opened import Door
from api.links.readable import RELATIONS
from api.links.visit import Visit, only
from api.versions import Shown, compared
from domain.case import Text
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
VersionDep = Annotated[Visit, Depends(only(*RELATIONS))]


@router.get("/a/{token}/versions")
async def compare(visit: VersionDep, before: int = 0, after: int = 0) -> Response:
    """Two versions; the newest and the one before it, if nobody says which."""
    if visit.opened.door is not Door.OPEN or not visit.opened.case.texts:
        return visit.back()
    case, say = visit.opened.case, visit.say
    shown = await run_in_threadpool(
        compared, case, before, after, say, visit.choices(), lambda text: _told(visit, text)
    )
    return visit.page("versions.html", title=N_("What has changed"), under="/versions", case=case, **shown)


def _told(visit: Visit, text: Text) -> Shown:
    when = visit.say.datetime(text.at, visit.services.site.zone, "medium")
    return {"number": text.version, "when": when, "who": ""}
