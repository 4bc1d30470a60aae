"""Public ideas: the list, one page each, and the form to report what should not be there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request, Response

from api import came_of_it, deferring, joining, searching, stands
from api.bring import bring, happened, raise_refusal
from api.client import network
from api.errors import Failure, FieldError, NotFound
from api.forms import build, check_nonce, read_form
from api.idea_form import choices
from api.links import draft
from api.links.act import errors_of
from api.measure_words import MEASURES
from api.public import comments
from api.public.page import public_page, spoken
from api.public.planned import planned
from api.rendering import see_other
from api.searching import WishDep
from api.services import Services, ServicesDep
from domain.calendar import local_date
from domain.case import Case
from domain.definition import ProcessDefinition
from domain.happenings import Reported
from domain.happenings.base import Model, Sentence
from domain.search.excerpt import Part
from domain.words import EventKind, Via
from kit.deferral_sentences import Awaited
from kit.i18n import N_
from storage import processes, supporters
from storage.errors import StorageError
from storage.queries.lists import voices_in
from storage.queries.public import PublicCase, public_case
from storage.queries.search import Match

router = APIRouter(include_in_schema=False)
PAGE = 20
HERE = "/ideas"


@dataclass(frozen=True)
class Card:
    """One idea in a list; what was looked for is marked in title and excerpt."""

    number: str
    title: tuple[Part, ...]
    excerpt: tuple[Part, ...]
    theme: str
    standing: stands.Standing


def cards(matches: Iterable[Match], definition: ProcessDefinition | None, language: str) -> list[Card]:
    """Matches as lists show them."""
    titles = {t.id: t.title.in_(language) for t in definition.themes} if definition is not None else {}
    return [
        Card(m.line.number, m.title, m.excerpt, titles.get(m.line.theme, ""), stands.STANDING[m.line.state])
        for m in matches
    ]


@router.get("/ideas")
async def listed(request: Request, services: ServicesDep, wanted: WishDep) -> Response:
    """Public ideas, newest first, or those that have what was typed, best first; a page at a time."""
    language, errors = spoken(request, services), wanted.errors()
    async with services.db.read() as session:
        if number := await searching.numbered(session, wanted.words, public=True):
            return see_other(f"{HERE}/{number}")
        definition = await processes.current(session)
        results = searching.Results()
        if not errors:
            narrowed = replace(wanted.filter(definition, services.zone), public=True)
            results = await searching.look(session, wanted, narrowed, office=False, limit=PAGE)
    return public_page(
        request,
        services,
        "ideas.html",
        title=N_("Ideas"),
        here=HERE,
        errors=errors,
        status=422 if errors else 200,
        ideas=cards(results.matches, definition, language),
        **searching.choices(definition, language),
        **searching.context(wanted, results, HERE),
    )


@router.get("/ideas/{number}")
async def one(request: Request, services: ServicesDep, number: str) -> Response:
    """One public idea; what is not public does not exist here."""
    found = await _public(services, number)
    case, language, definition = found.case, spoken(request, services), found.definition
    outcome = came_of_it.outcome(case, definition, language)
    if outcome is not None:
        outcome = replace(outcome, means=tuple(await _means(services, found, language)))
    return public_page(
        request,
        services,
        "idea.html",
        title=case.text.title,
        here=HERE,
        case=case,
        idea=case.text,
        submitter=found.submitter,
        choices=choices(definition, language, case.text.goals),
        standing=stands.standing(case),
        measure=measure(case),
        outcome=outcome,
        reasons=[r for r in case.reasons if r.public and r.kind in _told(case)],
        goes_on=await _goes_on(services, case),
        compared=came_of_it.compared(case) if outcome is None else (),
        supporters=await _supporters(services, case.id),
        comments=await comments.shown(services, found, language),
        waits=await _waits(services, found, language),
        planned=await planned(services, case, language),
        promises=came_of_it.promises(case, definition, found.departments, language, services.now()),
    )


async def _goes_on(services: Services, case: Case) -> joining.GoesOn | None:
    async with services.db.read() as session:
        return await joining.goes_on(session, case)


def _told(case: Case) -> tuple[str, ...]:
    """Which reasons the page tells by themselves; of merging, only while it is merged."""
    return ("declined", "taken_over", "merged") if case.merged_into else ("declined", "taken_over")


async def _waits(services: Services, found: PublicCase, language: str) -> list[Awaited]:
    """What an idea that was put off waits for."""
    case, say = found.case, services.templates.catalogues.of(language)
    if case.deferral is None:
        return []
    today = local_date(services.now(), services.zone)
    return deferring.awaited(case.deferral, case.id, await deferring.around(services, case), say, today)


def measure(case: Case) -> dict[str, Any] | None:
    """How far the measure is, since when, and why it was last said so."""
    if case.measure is None:
        return None
    state, tone = MEASURES[case.measure]
    said = [r for r in case.reasons if r.kind == EventKind.MEASURE_MOVED]
    return {"state": state, "tone": tone, "since": case.measure_since, "why": said[-1] if said else None}


async def _supporters(services: Services, case_id: str) -> int:
    async with services.db.read() as session:
        return await supporters.count(session, case_id)


async def _public(services: Services, number: str) -> PublicCase:
    async with services.db.read() as session:
        found = await public_case(session, number.replace("\0", "")[:40])
    if found is None:
        raise NotFound
    return found


async def _means(services: Services, found: PublicCase, language: str) -> list[came_of_it.Mean]:
    """Means only: what one reviewer said is not public."""
    async with services.db.read() as session:
        answers = await voices_in(session, [found.case.id])
    case = replace(found.case, answers=answers.get(found.case.id, ()))
    return list(came_of_it.means(case, found.definition, language))


class Report(Model):
    """What is wrong with a public page."""

    reason: Sentence


@router.get("/ideas/{number}/report")
async def report_form(request: Request, services: ServicesDep, number: str) -> Response:
    """The form, for public ideas."""
    found = await _public(services, number)
    typed = await draft.kept(request, services, _place(found))
    return _report(request, services, found, typed.values() if typed is not None else None)


@router.post("/ideas/{number}/report")
async def report(request: Request, services: ServicesDep, number: str) -> Response:
    """Tells the office."""
    found, form = await _public(services, number), await read_form(request)
    try:
        check_nonce(request, services, form, _place(found))
        if form.one("step") == "change":
            page, here = _report(request, services, found, form.values()), _place(found)
            return await draft.at_its_address(request, services, form, page, of=here, while_open=True)
        words = build(Report, {"reason": form.one("reason")})
        await services.limits.spend("report.network", network(request, services))
        reported = happened(Reported, services, "public", Via.PUBLIC, reason=words.reason)
        await raise_refusal(services, await bring(services, found.case.id, reported))
    except Failure as failure:
        if failure.code == "form.forged":
            raise
        return _report(request, services, found, form.values(), errors_of(failure), failure.status)
    except StorageError:
        return _report(request, services, found, form.values(), [FieldError("", "unavailable")], 503)
    answer = see_other(f"{HERE}/{found.case.number}/reported")
    await draft.forget(answer, request, services, _place(found))
    return answer


def _place(found: PublicCase) -> str:
    return f"{HERE}/{found.case.number}/report"


@router.get("/ideas/{number}/reported")
async def thanked(request: Request, services: ServicesDep, number: str) -> Response:
    """What happens with a report; the same words for every number."""
    return public_page(request, services, "reported.html", title=N_("Thank you, the office has been told"), here=HERE)


def _report(
    request: Request,
    services: Services,
    found: PublicCase,
    values: Mapping[str, Any] | None = None,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> Response:
    return public_page(
        request,
        services,
        "report.html",
        title=N_("Report this page"),
        here=HERE,
        page=_place(found),
        values=values,
        errors=errors,
        status=status,
        case=found.case,
    )
