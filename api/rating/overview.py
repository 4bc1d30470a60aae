"""The first page of a rater's link: all ideas of the round with what is still to be said, and the last button."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import Failure, FieldError, Invalid
from api.links.act import FormDep, errors_of
from api.rating.states import state_page
from api.rating.visit import Visit, VisitDep, look_up
from api.rendering import see_other, with_choices
from contracts.messenger import Letter
from kit.i18n import N_
from storage import round_fields, round_panel
from storage.errors import StorageError

router = APIRouter(include_in_schema=False)
FINISH = "/finish"
DONE = {
    "saved": N_("Saved. You have said something on every idea."),
    "finished": N_("Thank you. The office knows that you have finished."),
}


@router.get("/r/{token}")
async def enter(visit: VisitDep) -> Response:
    """Every idea, its own ones marked; or how it stands with the round."""
    return await _show(visit) if visit.opens else state_page(visit)


@router.get("/r/{token}/finish")
async def back(visit: VisitDep) -> Response:
    """Whoever opens the address of the form comes back to the page it stands on."""
    return see_other(with_choices(visit.request, visit.here))


@router.post("/r/{token}/finish")
async def finish(visit: VisitDep, form: FormDep) -> Response:
    """The rater is through, or goes on after all; what was left open counts as not stated."""
    if not visit.opens:
        return state_page(visit)
    wanted = form.one("step") != "again"
    try:
        await visit.check(form, "")
        if form.one("sure") != "yes":  # a button alone says nothing: programs that check mails press them
            raise Invalid([FieldError("sure", "round.not_sure")])
        refusal = await _kept(visit, wanted)
    except Failure as failure:
        if failure.code == "form.forged":
            raise
        return await _show(visit, errors=errors_of(failure), status=failure.status)
    except StorageError:
        return await _show(visit, errors=[FieldError("", "unavailable")], status=503)
    if refusal:
        now = await look_up(visit.request, visit.services, visit.token)
        return state_page(now or visit)
    if wanted:  # the course counts anew, and closes the round if nobody is missing; where it is away, the sweep does
        await visit.services.messenger.bring(Letter("", "", "finished", round=visit.holder.round))
    return see_other(f"{visit.here}?done=finished" if wanted else visit.here)


async def _kept(visit: Visit, wanted: bool) -> str:
    at, zone = visit.services.now(), visit.services.zone
    async with visit.services.db.write() as session:
        return await round_panel.finish(session, visit.holder, at, zone, finished=wanted)


async def _show(visit: Visit, **shown: Any) -> Response:
    async with visit.services.db.read() as session:
        lines = await round_fields.lines_of(session, visit.round)
    following, still = visit.next_open(), lines.keys() - visit.gone
    return visit.page(
        "overview.html",
        title=N_("Ideas to be rated"),
        ideas=[_row(visit, place, lines[one]) for place, one in enumerate(visit.ideas) if one in still],
        following=None if following is None else f"{visit.here}/{following + 1}",
        news=DONE.get(visit.request.query_params.get("done", ""), ""),
        **shown,
    )


def _row(visit: Visit, place: int, line: Any) -> dict[str, Any]:
    own, said = line.id in visit.own, visit.said.get(line.id)
    if own:
        state = "own"
    elif said is None:
        state = "open"
    elif said.abstains:
        state = "abstained"
    else:
        state = "done" if said.complete else "begun"
    url = "" if own else f"{visit.here}/{place + 1}"
    return {"number": line.number, "title": line.title, "state": state, "url": url}
