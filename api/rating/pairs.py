"""Two ideas of a round side by side: which of them comes first? The next two are those that tell most."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from api.errors import Failure, FieldError, NotFound
from api.forms import Form
from api.idea_form import choices
from api.links.act import FormDep, errors_of
from api.rating.states import left_page, state_page
from api.rating.visit import Visit, VisitDep, look_up
from api.rendering import see_other, with_choices
from domain.rounds.queue import Two, next_pair
from domain.rounds.words import Says
from kit.i18n import N_
from storage import mapping, processes, round_fields, round_pairs
from storage.errors import StorageError

router = APIRouter(include_in_schema=False)
Place = Annotated[int, Path(ge=1, le=1_000)]
COMPARE = "/compare"
SAID: Mapping[Says, str] = {
    Says.ALIKE: N_("Both alike"),
    Says.NOTHING: N_("Not stated – I cannot judge this"),
}


def following(visit: Visit) -> str | None:
    """Where the next comparison is; None where all that were asked for are answered."""
    return f"{visit.here}{COMPARE}" if visit.done < visit.of else None


def rows(visit: Visit, titles: Mapping[str, str]) -> list[dict[str, str]]:
    """What this rater has said so far, each with the page on which it can be changed."""
    found, say = [], visit.services.templates.catalogues.of(visit.language)
    for two, says in visit.answered.items():
        first, second = sorted(two, key=visit.ideas.index)
        before = {Says.FIRST: two[0], Says.SECOND: two[1]}.get(says)
        said = titles[before] if before is not None else say.gettext(SAID[says])
        found.append(
            {"url": _page_of(visit, first, second), "one": titles[first], "other": titles[second], "said": said}
        )
    return sorted(found, key=lambda row: (row["one"], row["other"]))


@router.get("/r/{token}/compare")
async def go_on(visit: VisitDep) -> Response:
    """To the next two ideas; back to the overview where nothing is left."""
    if not visit.opens:
        return state_page(visit)
    return see_other(with_choices(visit.request, await _next(visit)))


@router.get("/r/{token}/compare/{one}/{other}")
async def look(visit: VisitDep, one: Place, other: Place) -> Response:
    """Both ideas with what this rater said of them before; nobody sees what others say."""
    if not visit.opens:
        return state_page(visit)
    if visit.compares and visit.left(one, other):
        return left_page(visit, status=404)
    two = _two(visit, one, other)
    return await _show(visit, two, {"says": _said(visit, two)})


@router.post("/r/{token}/compare/{one}/{other}")
async def compare(visit: VisitDep, one: Place, other: Place, form: FormDep) -> Response:
    """Keeps what was said at once, and goes on; or shows what is wrong, with what was chosen."""
    if not visit.opens:
        return state_page(visit, typed=await _typed(visit, one, other, form))
    if visit.compares and visit.left(one, other):
        return left_page(visit, typed=await _typed(visit, one, other, form), status=409)
    two = _two(visit, one, other)
    try:
        await visit.check(form, f"{COMPARE}/{one}/{other}")
        if form.one("step") == "change":  # the switch of languages: nothing is kept, nothing is lost
            return await _show(visit, two, form.values())
        if form.one("says") not in list(Says):
            return await _show(visit, two, form.values(), [FieldError("says", "input.choice")], 422)
        refusal = await _kept(visit, two, Says(form.one("says")))
    except Failure as failure:
        if failure.code == "form.forged":
            raise
        return await _show(visit, two, form.values(), errors_of(failure), failure.status)
    except StorageError:
        return await _show(visit, two, form.values(), [FieldError("", "unavailable")], 503)
    now = await look_up(visit.request, visit.services, visit.token) or visit
    if refusal and not now.opens:
        return state_page(now, typed=await _typed(now, one, other, form))
    if refusal and now.left(one, other):
        return left_page(now, typed=await _typed(now, one, other, form), status=409)
    if refusal:
        return await _show(now, two, form.values(), [FieldError("", refusal)], 409)
    return see_other(await _after(now, form))


async def _typed(visit: Visit, one: int, other: int, form: Form) -> list[str]:
    """What was chosen on a page that came too late, in words."""
    says, say = form.one("says"), visit.services.templates.catalogues.of(visit.language)
    if says in (Says.ALIKE, Says.NOTHING):
        return [say.gettext(SAID[Says(says)])]
    place = {Says.FIRST.value: one, Says.SECOND.value: other}.get(says)
    if place is None or place > len(visit.ideas) or visit.holder.removed:
        return []
    async with visit.services.db.read() as session:
        lines = await round_fields.lines_of(session, visit.round)
    line = lines.get(visit.ideas[place - 1])
    return [line.title] if line is not None else []


async def _after(visit: Visit, form: Form) -> str:
    return visit.here if form.one("step") == "overview" else await _next(visit)


async def _next(visit: Visit) -> str:
    """The address of the next two; reading it changes nothing."""
    if following(visit) is None:
        return f"{visit.here}?done=compared"
    async with visit.services.db.read() as session:
        said = await round_pairs.all_pairs(session, visit.round)
        field = await round_fields.field_of(session, visit.round, said)
    asked = {frozenset(two) for two in visit.answered}
    two = await asyncio.to_thread(next_pair, field, visit.holder.rater, asked, visit.own)
    return f"{visit.here}?done=compared" if two is None else _page_of(visit, *two)


def _page_of(visit: Visit, *two: str) -> str:
    one, other = sorted(visit.ideas.index(idea) + 1 for idea in two)
    return f"{visit.here}{COMPARE}/{one}/{other}"


def _two(visit: Visit, one: int, other: int) -> Two:
    """The ideas at these places; the rater's own ones and what waits no longer are not theirs to compare."""
    ideas, theirs = visit.ideas, visit.theirs
    if not visit.compares or not one < other <= len(ideas) or not {ideas[one - 1], ideas[other - 1]} <= set(theirs):
        raise NotFound
    return ideas[one - 1], ideas[other - 1]


def _said(visit: Visit, two: Two) -> str:
    """What was said before, of the two in the order of this page."""
    first, second = sorted(two)
    says = visit.pairs.get((first, second))
    if says is not None and two != (first, second):
        says = {Says.FIRST: Says.SECOND, Says.SECOND: Says.FIRST}.get(says, says)
    return "" if says is None else says.value


async def _kept(visit: Visit, two: Two, says: Says) -> str:
    at, zone = visit.services.now(), visit.services.zone
    async with visit.services.db.write() as session:
        return await round_pairs.save(session, visit.holder, two, says, at, zone)


async def _show(
    visit: Visit, two: Two, values: Mapping[str, Any], errors: list[FieldError] | None = None, status: int = 200
) -> Response:
    shown = [await _idea(visit, one) for one in two]
    under = f"{COMPARE}/{visit.ideas.index(two[0]) + 1}/{visit.ideas.index(two[1]) + 1}"
    return visit.page(
        "compare.html",
        title=N_("Which of the two comes first?"),
        under=under,
        values=values,
        errors=errors or (),
        status=status,
        action=f"{visit.here}{under}",
        two=shown,
    )


async def _idea(visit: Visit, case_id: str) -> dict[str, Any]:
    async with visit.services.db.read() as session:
        case = await mapping.load_case(session, case_id, lock=False)
        assert case is not None
        definition = await processes.by_hash(session, case.process)
    return {
        "text": case.text,
        "number": case.number,
        "choices": choices(definition, visit.language, case.text.goals),
    }
