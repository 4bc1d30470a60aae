"""What has changed in the text of an idea, for the office: two versions side by side, word by word."""

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool

from api.idea_form import choices
from api.office.case_view import CaseView, shell
from api.office.door import DeskDep
from api.office.intervene import bundle_of
from api.rendering import see_other
from api.versions import Shown, compared
from domain.case import Text
from kit.i18n import N_

router = APIRouter(prefix="/office/ideas", include_in_schema=False)


@router.get("/{number}/versions")
async def compare(desk: DeskDep, number: str, before: int = 0, after: int = 0) -> Response:
    """Two versions; the newest and the one before it, if nobody says which."""
    view, t = CaseView(desk, await bundle_of(desk, number)), desk.t
    if shell(view.case):
        return see_other(view.url)

    def told(text: Text) -> Shown:
        return {"number": text.version, "when": desk.moment(text.at), "who": view.name(text.by)}

    named = choices(view.bundle.definition, desk.language, view.case.text.goals)
    shown = await run_in_threadpool(compared, view.case, before, after, desk.say, named, told)
    crumbs = [(t(N_("Board")), "/office"), (view.case.number, view.url), (t(N_("What has changed")), "")]
    return desk.page(
        "versions.html",
        title=N_("What has changed"),
        breadcrumb=[{"label": label, "url": url} for label, url in crumbs],
        head=view.head(),
        url=f"{view.url}/versions",
        back=view.url,
        **shown,
    )
