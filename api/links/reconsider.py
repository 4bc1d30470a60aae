"""A second look by link: the criteria on which opinions differ, between which scores, why, and one's own score."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from api.bring import happened
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.links.act import FormDep, sent
from api.links.kept import typed_again
from api.links.review import NOT_STATED, Said, criterion_fields
from api.links.visit import EMPTY, Filled, Visit, only
from domain.asking.disagreement import FEW, Range, gone_back, of_person
from domain.definition import Criterion
from domain.happenings import Reconsidered
from domain.words import Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
ReconsiderDep = Annotated[Visit, Depends(only("reconsider"))]


def show(visit: Visit, filled: Filled = EMPTY) -> Response:
    """What differs, without names; to keep a score is a choice too, so that nobody's robot makes it."""
    opened = visit.opened
    given = filled if filled.values is not None else visit.typed(typed_again(opened, Reconsidered))
    return visit.page(
        "reconsider.html",
        title=N_("Please look at your scores once more"),
        filled=given,
        idea=opened.case.text,
        choices=visit.choices(),
        criteria=[_differs(found, criterion, visit) for found, criterion in _ranges(visit)],
        department=visit.department(opened.link.person_id),
    )


@router.post("/a/{token}/reconsider")
async def reconsider(visit: ReconsiderDep, form: FormDep) -> Response:
    """Takes the scores, or shows the form again."""
    return await sent(visit, form, _reconsidered, show)


def _ranges(visit: Visit) -> list[tuple[Range, Criterion]]:
    opened = visit.opened
    assert opened.task is not None  # the link is for an assignment of it
    found = of_person(gone_back(opened.case, opened.definition, opened.task), opened.link.person_id)
    known = {c.id: c for c in opened.definition.criteria}
    return [(one, known[one.criterion]) for one in found if one.criterion in known]


def _own(visit: Visit) -> dict[str, int | None]:
    """What they said last."""
    mine = [a for a in visit.opened.case.said if a.by == visit.opened.link.person_id]
    return dict(mine[-1].scores) if mine else {}


def _differs(found: Range, criterion: Criterion, visit: Visit) -> dict[str, Any]:
    return {
        **criterion_fields(criterion, visit.language),
        "least": found.lowest,
        "most": found.highest,
        "own": _own(visit).get(criterion.id),
        "reasons": found.others(visit.opened.link.person_id),
        "few": found.scored < FEW,
    }


def _reconsidered(visit: Visit, form: Form) -> Reconsidered:
    opened = visit.opened
    errors: list[FieldError] = []
    scores = {c.id: _score(form, c, errors) for _, c in _ranges(visit)}
    words = build(Said, {"reason": form.one("reason"), "stated_name": form.one("stated_name")})
    if opened.person is not None and opened.person.shared and not words.stated_name:
        errors.append(FieldError("stated_name", "answer.name_required"))
    if errors:
        raise Invalid(errors)
    return happened(
        Reconsidered,
        visit.services,
        opened.link.person_id,
        Via.LINK,
        assignment=opened.link.assignment,
        scores=scores,
        reason=words.reason,
        stated_name=words.stated_name,
    )


def _score(form: Form, criterion: Criterion, errors: list[FieldError]) -> int | None:
    name = f"scores.{criterion.id}"
    given = form.one(name)
    if given == NOT_STATED and criterion.abstention:
        return None
    if given.isdecimal() and int(given) in criterion.points:
        return int(given)
    code = {"": "review.score_missing", NOT_STATED: "review.no_abstention"}.get(given, "review.score_out_of_scale")
    errors.append(FieldError(name, code))
    return None
