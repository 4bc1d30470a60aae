"""Free texts: searched, tagged by hand; never beside what else the same person said."""

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.errors import FieldError, Refused
from api.forms import build, check_nonce, read_form
from api.idea_form import reason_of
from api.office.door import Desk, DeskDep
from api.office.results.common import ROOT, address_of, wave_of
from api.rendering import see_other
from domain.happenings.base import Model
from domain.survey.questions import LongText, Question, ShortText
from domain.survey.results import texts_of
from kit.i18n import N_
from storage import results
from storage.results import Gathering

router = APIRouter(prefix=f"{ROOT}/waves", include_in_schema=False)
PAGE = 50
Tags = Mapping[tuple[str, str], tuple[str, ...]]


class TagIn(Model):
    """One tag of one text."""

    tag: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")]


def handle(answer: str, question: str) -> str:
    """Names one text, and not the answer it came with: two texts of one person have nothing in common."""
    return sha256(f"{answer}/{question}".encode()).hexdigest()[:32]


def blocks(desk: Desk, found: Gathering, tags: Tags, *, q: str, tag: str, page: int) -> list[dict[str, Any]]:
    """Every question for a text, with those that fit the search."""
    asked = [one for one in found.gathered.questionnaire.questions if isinstance(one, ShortText | LongText)]
    return [_block(desk, found, question, tags, q=q, tag=tag, page=max(1, page)) for question in asked]


def _block(
    desk: Desk, found: Gathering, question: Question, tags: Tags, *, q: str, tag: str, page: int
) -> dict[str, Any]:
    told = texts_of(found.gathered, question.key)
    block: dict[str, Any] = {"key": question.key, "text": question.text.in_(desk.language)}
    if told is None:
        least = max(found.gathered.thresholds.free_text, found.gathered.thresholds.figures)
        return block | {"hidden": desk.t(HIDDEN).format(least=least)}
    mine = {answer: tags.get((answer, question.key), ()) for answer, _ in told}
    fitting = [(a, text) for a, text in told if q.casefold() in text.casefold() and (not tag or tag in mine[a])]
    start = (page - 1) * PAGE
    lines = [
        {"answer": handle(answer, question.key), "text": text, "tags": mine[answer]}
        for answer, text in fitting[start : start + PAGE]
    ]
    count = Counter(word for words in mine.values() for word in words)
    further = urlencode({"q": q, "tag": tag, "page": page + 1})
    more = f"{address_of(found)}?{further}#texts-{question.key}" if len(fitting) > start + PAGE else ""
    return block | {
        "hidden": "",
        "lines": lines,
        "found": len(fitting),
        "total": len(told),
        "tags": sorted(count.items(), key=lambda pair: pair[0].casefold()),
        "more": more,
    }


HIDDEN = N_("Texts are shown after the close, and only where at least {least} people wrote one.")


@router.post("/{wave_id}/results/tags")
async def tagged(request: Request, desk: DeskDep, wave_id: str) -> Response:
    """Gives a text a tag or takes one away."""
    async with desk.services.db.read() as session:
        found = await wave_of(session, wave_id)
    form = await read_form(request)
    try:
        check_nonce(request, desk.services, form, address_of(found))
        question = form.one("question")
        answer = _answer(found, question, form.one("answer"))
        word = build(TagIn, {"tag": " ".join(form.one("tag").split())}).tag
        async with desk.services.db.write() as session:
            if form.one("step") == "remove":
                await results.untag(session, found.wave.id, answer, question, word)
            elif not await results.tag(session, found.wave.id, answer, question, word):
                raise Refused("tags.too_many", most=results.MOST_TAGS)
    except Refused as refused:
        if refused.code == "form.forged":
            raise
        return await _refused(desk, found, reason_of(refused), refused.status)
    return see_other(f"{address_of(found)}#texts-{question}")


def _answer(found: Gathering, question: str, given: str) -> str:
    """The answer whose text is meant, if that text may be read."""
    for answer, _ in texts_of(found.gathered, question) or ():
        if handle(answer, question) == given:
            return answer
    raise Refused("text.unknown")


async def _refused(desk: Desk, found: Gathering, errors: list[FieldError], status: int) -> Response:
    from api.office.results.wave import results_page

    plain = [FieldError("", error.code, error.facts) for error in errors]
    return await results_page(desk, found, errors=plain, status=status)
