"""Between a link whose task asks for a sign-in and its answer: whether who signed in is who was asked, and lately."""

from fastapi import APIRouter, Response

from api.forms import check_nonce, read_form
from api.links import signed_in
from api.office.door import COOKIE, Desk, DeskDep, hashed
from api.rendering import see_other
from kit.i18n import N_
from storage import sessions
from storage.sessions import SignedIn

router = APIRouter(prefix="/office", include_in_schema=False)


@router.get("/prove")
async def show(desk: DeskDep) -> Response:
    """Back to the answer, or why not; it changes nothing."""
    way, session = signed_in.way(desk.request, desk.services), await _session(desk)
    if way is None or session is None:
        return _page(desk, "lost")
    if way.person != desk.person.id:
        return _page(desk, "other")
    if (desk.services.now() - session.created_at).total_seconds() > signed_in.LASTS:
        return _page(desk, "old")
    return signed_in.lead_back(see_other(f"{way.path}/prove"), desk.services, way, session.created_at)


@router.post("/prove")
async def again(desk: DeskDep) -> Response:
    """Signs out, so that somebody signs in anew, and back here."""
    form = await read_form(desk.request)
    check_nonce(desk.request, desk.services, form, signed_in.UNDER)
    async with desk.services.db.write() as session:
        await sessions.end(session, hashed(desk.request.cookies.get(COOKIE, "")), desk.services.now())
    answer = see_other(f"/office/sign-in?back={signed_in.UNDER}")
    answer.delete_cookie(COOKIE, path="/office")
    return answer


async def _session(desk: Desk) -> SignedIn | None:
    async with desk.services.db.read() as session:
        return await sessions.find(session, hashed(desk.request.cookies.get(COOKIE, "")), desk.services.now())


def _page(desk: Desk, why: str) -> Response:
    return desk.page("prove.html", title=N_("Show that it is you"), why=why)
