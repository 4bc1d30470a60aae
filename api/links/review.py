"""A review by link: the idea as it is now, a verdict without default, scores, reasons."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from api.asking_back import points
from api.bring import happened
from api.canvas_sheet import sheet
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.links.act import FormDep, sent
from api.links.ask import thread
from api.links.kept import typed_again
from api.links.visit import EMPTY, Filled, Visit, only
from domain.definition import Criterion
from domain.happenings import Answered
from domain.happenings.base import MaybeSentence, Model, Sentence, ShortLine
from domain.rules.review import REASONED, SCORED
from domain.words import Verdict, Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
ReviewDep = Annotated[Visit, Depends(only("review"))]
NOT_STATED = "none"
MOST = 10  # points


class Points(Model):
    """What is to be changed."""

    points: Annotated[tuple[Sentence, ...], Field(strict=False, max_length=10)] = ()


class Said(Model):
    """The free words of an answer."""

    reason: MaybeSentence = ""
    stated_name: ShortLine = ""


def show(visit: Visit, filled: Filled = EMPTY) -> Response:
    """What is asked, by whom, by when, what follows; the idea; the form."""
    opened, assignment = visit.opened, visit.opened.assignment
    return visit.page(
        "review.html",
        title=N_("Your review is asked for"),
        filled=filled if filled.values is not None else visit.typed(typed_again(opened, Answered)),
        idea=opened.case.text,
        surveyed=visit.surveyed(),
        canvases=[sheet(blueprint, content, visit.language) for blueprint, content in opened.canvases],
        choices=visit.choices(),
        criteria=[criterion_fields(c, visit.language) for c in opened.definition.criteria],
        changed=assignment is not None and assignment.text_version < opened.case.version,
        points=list(points(opened.case)),
        answered_about=_answered_about(visit),
        to_submitter=_to_submitter(visit),
        **thread(visit),
        before=assignment.text_version if assignment is not None else 0,
        department=visit.department(opened.link.person_id),
    )


def _answered_about(visit: Visit) -> int:
    """The version this person judged last, if the text has changed since; 0 where there is nothing to compare."""
    case = visit.opened.case
    last = max((a.text_version for a in case.answers if a.by == visit.opened.link.person_id), default=0)
    return last if last < case.version else 0


def criterion_fields(criterion: Criterion, language: str) -> dict[str, Any]:
    """One criterion as the form shows it."""
    return {
        "name": f"scores.{criterion.id}",
        "title": criterion.title.in_(language),
        "question": criterion.question.in_(language),
        "low": criterion.scale_from,
        "high": criterion.scale_to,
        "lowest": criterion.lowest.in_(language),
        "highest": criterion.highest.in_(language),
        "abstention": criterion.abstention,
    }


@router.post("/a/{token}/answer")
async def answer(visit: ReviewDep, form: FormDep) -> Response:
    """Takes the answer, or shows the form again with everything that was typed."""
    return await sent(visit, form, answered, show)


def answered(visit: Visit, form: Form) -> Answered:
    """What the form says of the idea of this visit; raises Invalid for what is wrong in it."""
    opened = visit.opened
    errors: list[FieldError] = []
    named = _points(form, errors)
    verdict = form.one("verdict")
    scores = {c.id: _score(form, c, verdict, errors) for c in opened.definition.criteria}
    if verdict not in list(Verdict):
        errors.append(FieldError("verdict", "input.choice"))
    words = build(Said, {"reason": form.one("reason"), "stated_name": form.one("stated_name")})
    if verdict in REASONED and not words.reason and not named:
        errors.append(FieldError("reason", "review.reason_required"))
    if verdict == Verdict.CHANGES and not named and _to_submitter(visit):
        errors.append(FieldError("points", "review.points_required"))
    if verdict in list(Verdict) and verdict != Verdict.CHANGES and named:
        errors.append(FieldError("points", "review.points_without_changes"))
    if opened.person is not None and opened.person.shared and not words.stated_name:
        errors.append(FieldError("stated_name", "answer.name_required"))
    if errors:
        raise Invalid(errors)
    version = form.one("on_version")
    return happened(
        Answered,
        visit.services,
        opened.link.person_id,
        Via.LINK,
        assignment=opened.link.assignment,
        verdict=verdict,
        scores={name: score for name, score in scores.items() if score != ""},
        reason=words.reason,
        points=named,
        stated_name=words.stated_name,
        on_version=int(version) if version.isdecimal() else 0,
    )


def _points(form: Form, errors: list[FieldError]) -> tuple[str, ...]:
    """A point on each line that holds something."""
    named = tuple(line.strip() for line in form.one("points").splitlines() if line.strip())
    if len(named) > MOST:
        errors.append(FieldError("points", "review.points_too_many"))
    return build(Points, {"points": named[:MOST]}, {"points": "points"}).points


def _to_submitter(visit: Visit) -> bool:
    """Whether changes go to whoever had the idea, instead of to the office."""
    rules = visit.opened.definition.stages.review
    return rules is not None and rules.rework is not None


def _score(form: Form, criterion: Criterion, verdict: str, errors: list[FieldError]) -> int | str | None:
    """A number, None for an abstention, "" for nothing, which only a verdict on the idea may not leave."""
    name = f"scores.{criterion.id}"
    given = form.one(name)
    if given == NOT_STATED:
        if not criterion.abstention:
            errors.append(FieldError(name, "review.no_abstention"))
        return None
    if given.isdecimal() and criterion.scale_from <= int(given) <= criterion.scale_to:
        return int(given)
    if given:
        errors.append(FieldError(name, "review.score_out_of_scale"))
    elif verdict in SCORED or verdict not in list(Verdict):
        errors.append(FieldError(name, "review.score_missing"))
    return ""
