"""One idea of a round: its text beside the criteria; what is said is kept at once, to be changed until the close."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from api.errors import Failure, FieldError, NotFound
from api.forms import Form
from api.idea_form import choices
from api.links.act import FormDep, errors_of
from api.rating.states import left_page, state_page
from api.rating.visit import Visit, VisitDep, look_up
from api.rendering import see_other
from domain.case import Case
from domain.planning.facts import stated
from domain.rounds.ballots import RoundCriterion, Step
from storage import mapping, planning, processes, round_panel
from storage.errors import StorageError
from storage.round_panel import Rating

router = APIRouter(include_in_schema=False)
Place = Annotated[int, Path(ge=1, le=1_000)]
NOT_STATED = "none"
PREFIX = "score."
YES_OR_NO = 2  # steps


@router.get("/r/{token}/{place}")
async def look(visit: VisitDep, place: Place) -> Response:
    """The idea with what this rater said before; nobody sees what others say."""
    if not visit.opens:
        return state_page(visit)
    if visit.left(place):
        return left_page(visit, status=404)
    return await _show(visit, place, _values(visit.said.get(_idea(visit, place))))


@router.post("/r/{token}/{place}")
async def rate(visit: VisitDep, place: Place, form: FormDep) -> Response:
    """Keeps what was said, whole or not, and goes on; or shows what is wrong, with all that was typed."""
    if not visit.opens:
        return state_page(visit, typed=_typed(visit, form))
    if visit.left(place):
        return left_page(visit, typed=_typed(visit, form), status=409)
    case_id = _idea(visit, place)
    try:
        await visit.check(form, f"/{place}")
        if form.one("step") == "change":  # the switch of languages: nothing is kept, nothing is lost
            return await _show(visit, place, form.values())
        rating, wrong = _read(visit, form)
        if wrong:
            return await _show(visit, place, form.values(), wrong, 422)
        # An empty form keeps nothing, since programs that check mails press buttons; unless it takes something back.
        says = rating.scores or rating.abstains or case_id in visit.said
        refusal = await _kept(visit, case_id, rating) if says else ""
    except Failure as failure:
        if failure.code == "form.forged":
            raise
        return await _show(visit, place, form.values(), errors_of(failure), failure.status)
    except StorageError:
        return await _show(visit, place, form.values(), [FieldError("", "unavailable")], 503)
    now = await look_up(visit.request, visit.services, visit.token) or visit
    if refusal and not now.opens:
        return state_page(now, typed=_typed(visit, form))
    if refusal and now.left(place):
        return left_page(now, typed=_typed(visit, form), status=409)
    if refusal:
        return await _show(now, place, form.values(), [FieldError("", refusal)], 409)
    return see_other(_following(now, place, form))


def _idea(visit: Visit, place: int) -> str:
    """The idea at this place; the rater's own ones are not theirs to rate, and what waits no longer is nobody's."""
    if visit.compares or place > len(visit.ideas) or visit.ideas[place - 1] not in visit.theirs:
        raise NotFound
    return visit.ideas[place - 1]


def _following(visit: Visit, place: int, form: Form) -> str:
    following = visit.next_open(place)
    if form.one("step") == "overview":
        return visit.here
    return f"{visit.here}?done=saved" if following is None else f"{visit.here}/{following + 1}"


async def _kept(visit: Visit, case_id: str, rating: Rating) -> str:
    at, zone = visit.services.now(), visit.services.zone
    async with visit.services.db.write() as session:
        return await round_panel.save(session, visit.holder, case_id, rating, at, zone)


def _criteria(visit: Visit) -> tuple[RoundCriterion, ...]:
    """The round's own, as they were when it was announced."""
    return visit.round.plan.criteria if visit.round.plan is not None else ()


def _read(visit: Visit, form: Form) -> tuple[Rating, list[FieldError]]:
    """What is not filled in stays open; an abstention is an answer."""
    scores: dict[str, int | None] = {}
    wrong: list[FieldError] = []
    for criterion in _criteria(visit):
        name = PREFIX + criterion.id
        given = form.one(name)
        if given == NOT_STATED and criterion.abstention:
            scores[criterion.id] = None
        elif given in _points(criterion):
            scores[criterion.id] = int(given)
        elif given:
            wrong.append(FieldError(name, "review.score_out_of_scale"))
    return Rating(scores, form.one("abstains") == "yes", len(scores) == len(_criteria(visit))), wrong


def _points(criterion: RoundCriterion) -> set[str]:
    return {str(point) for point in criterion.points}


def _values(said: Rating | None) -> Mapping[str, Any]:
    if said is None:
        return {}
    scores = {PREFIX + name: NOT_STATED if value is None else str(value) for name, value in said.scores.items()}
    return scores | ({"abstains": "yes"} if said.abstains else {})


def _typed(visit: Visit, form: Form) -> list[str]:
    """What was chosen on a page that came too late, in words."""
    chosen = ((c, form.one(PREFIX + c.id)) for c in _criteria(visit))
    return [f"{c.title.in_(visit.language)}: {given}" for c, given in chosen if given and given != NOT_STATED]


async def _show(
    visit: Visit, place: int, values: Mapping[str, Any], errors: list[FieldError] | None = None, status: int = 200
) -> Response:
    async with visit.services.db.read() as session:
        case = await mapping.load_case(session, _idea(visit, place), lock=False)
        assert case is not None
        definition = await processes.by_hash(session, case.process)
        planned = (await planning.totals(session, [case.id])).get(case.id)
    cost, effort = stated(planned, case.text.cost, case.text.effort)
    return visit.page(
        "idea.html",
        title=case.text.title,
        under=f"/{place}",
        values=values,
        errors=errors or (),
        status=status,
        action=f"{visit.here}/{place}",
        **_about(visit, place, case) | {"idea": replace(case.text, cost=cost, effort=effort)},
        choices=choices(definition, visit.language, case.text.goals),
        criteria=[_criterion(c, visit.language) for c in _criteria(visit)],
    )


def _about(visit: Visit, place: int, case: Case) -> dict[str, Any]:
    theirs = set(visit.theirs)
    before = next((p for p in range(place - 2, -1, -1) if visit.ideas[p] in theirs), None)
    return {
        "number": case.number,
        "place": place,
        "count": len(visit.ideas),
        "before": None if before is None else f"{visit.here}/{before + 1}",
    }


def _criterion(criterion: RoundCriterion, language: str) -> dict[str, Any]:
    return {
        "steps": [(str(one.value), _step(criterion, one, language)) for one in reversed(criterion.steps) if one.words],
        "name": PREFIX + criterion.id,
        "title": criterion.title.in_(language),
        "question": criterion.question.in_(language),
        "low": criterion.scale_from,
        "high": criterion.scale_to,
        "lowest": criterion.lowest.in_(language),
        "highest": criterion.highest.in_(language),
        "abstention": criterion.abstention,
    }


def _step(criterion: RoundCriterion, step: Step, language: str) -> str:
    """What a step means; with its number, unless there are two alone."""
    words = step.words.in_(language) if step.words is not None else ""
    if len(criterion.steps) == YES_OR_NO:
        return words[:1].upper() + words[1:]
    number = f"+{step.value}" if criterion.scale_from < 0 < step.value else str(step.value).replace("-", "−")
    return f"{number}: {words}"
