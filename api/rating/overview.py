"""The first page of a rater's link: all ideas of the round with what is still to be said, and the last button."""

from typing import Any

from fastapi import APIRouter, Response

from api.errors import Failure, FieldError, Invalid
from api.links.act import FormDep, errors_of
from api.rating import pairs
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
    "compared": N_("Saved. You have answered every comparison you were asked for."),
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
    still = lines.keys() - visit.gone
    budget = visit.round.plan.settings.get("budget") if visit.round.plan is not None else None
    return visit.page(
        "overview.html",
        title=N_("Ideas to be rated"),
        ideas=[_row(visit, place, lines[one]) for place, one in enumerate(visit.ideas) if one in still],
        following=_following(visit),
        pairs=pairs.rows(visit, {one: line.title for one, line in lines.items()}) if visit.compares else [],
        budget=budget,
        news=DONE.get(visit.request.query_params.get("done", ""), ""),
        **shown,
    )


def _following(visit: Visit) -> str | None:
    """Where it goes on; None where something was said on everything."""
    if visit.compares:
        return pairs.following(visit)
    following = visit.next_open()
    return None if following is None else f"{visit.here}/{following + 1}"


def _row(visit: Visit, place: int, line: Any) -> dict[str, Any]:
    own, said = line.id in visit.own, visit.said.get(line.id)
    if own:
        state = "own"
    elif visit.compares:
        state = "compared"
    elif said is None:
        state = "open"
    elif said.abstains:
        state = "abstained"
    else:
        state = "done" if said.complete else "begun"
    url = "" if own or visit.compares else f"{visit.here}/{place + 1}"
    return {"number": line.number, "title": line.title, "state": state, "url": url}
