"""Finds what a link opens: by its hash, in one look-up; changes nothing."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from api.client import network
from api.errors import NotFound
from api.joining import goes_on
from api.links.opened import ADVICE, DESK, JUDGED, Door, Opened, door_of
from api.services import Services, ServicesDep
from domain import periods
from domain.calendar import local_date
from domain.canvas.blueprint import Blueprint
from domain.canvas.content import Content
from domain.happenings import HAPPENING, Happening
from kit.tokens import hash_token, looks_like_token
from storage import beside, canvases, comments, inbox, links, origins, ranked, submissions
from storage.links import Link
from storage.queries import about_idea
from storage.queries.case_page import case_bundle
from storage.queries.desk_beside import advice_of
from storage.queries.own_desk import assigned, own_desk
from storage.session import Session


async def opened(request: Request, token: str, services: ServicesDep) -> Opened:
    """The link of this address. Raises NotFound for every other, and TooMany for guessing; changes nothing."""
    found = await look_up(services, token, _assignment_in(request)) if looks_like_token(token) else None
    if found is None:
        await services.limits.spend("link.unknown.network", network(request, services))
        await services.limits.spend("link.unknown.all")
        raise NotFound("link.unknown")
    return found


OpenedDep = Annotated[Opened, Depends(opened)]


def _assignment_in(request: Request) -> str:
    """The task at a desk that an address names; empty for every other address."""
    return str(request.path_params.get("assignment", ""))


async def look_again(services: Services, opened: Opened) -> Opened | None:
    """The same link, as things are now."""
    _, _, token, *under = opened.path.split("/")
    return await look_up(services, token, under[1] if under else "")


async def look_up(services: Services, token: str, assignment: str = "") -> Opened | None:
    """The link with this token and what it opens now: at a desk the desk itself, or one assignment of its person."""
    async with services.db.read() as session:
        place = await _place(session, token, assignment)
        if place is None:
            return None
        link = place.link
        form = await submissions.get(session, link.submission_id) if link.submission_id else None
        case_id = link.case_id or (form.case_id if form is not None else None)
        bundle = await case_bundle(session, services.db.known, case_id) if case_id else None
        today = local_date(services.now(), services.zone)
        own = await own_desk(session, link.person_id, today) if link.purpose == DESK else None
        person = bundle.people.get(link.person_id) if bundle is not None else own.person if own is not None else None
        found = Opened(place.path, link, Door.OPEN, bundle, form, person, desk=place.desk, own=own)
        late = found.refused_later
        content = await inbox.content_of(session, late.id) if late is not None else None
        judges = case_id is not None and bundle is not None and found.kind in JUDGED
        surveyed = await about_idea.asked_about(session, case_id) if judges and case_id is not None else []
        until = await origins.asked_until(session, case_id) if judges and case_id is not None else None
        said = await comments.of_case(session, case_id) if bundle is not None and case_id is not None else ()
        seen = await _canvases(session, case_id) if found.kind == "review" and case_id is not None else ()
        if found.kind == "decide":
            found = replace(found, takes_effect=await _takes_effect(session, services, found))
        if bundle is not None and found.kind == "idea":
            around = await beside.of_case(session, bundle.case)
            told = await ranked.of_case(session, bundle.case.id, bundle.events)
            found = replace(found, around=around, ranked=told, goes_on=await goes_on(session, bundle.case))
    door = door_of(found, services)
    found = replace(found, surveyed=tuple(surveyed), asked_until=until, canvases=seen, comments=said)
    return replace(found, door=door, kept=_fitting(found, content))


@dataclass(frozen=True)
class _Place:
    """A link, the address it has been opened at, and that of the desk it belongs to."""

    link: Link
    path: str
    desk: str = ""


async def _place(session: Session, token: str, assignment: str) -> _Place | None:
    """Only a desk has tasks below its address, and only those that its person was given, or asked for advice on."""
    link, path = await links.find(session, hash_token(token)), f"/a/{token}"
    if link is None or link.purpose != DESK:
        return None if link is None or assignment else _Place(link, path)
    if not assignment:
        return _Place(link, path, path)
    theirs = await assigned(session, link.person_id, assignment)
    if theirs is None:
        asked = await advice_of(session, link.person_id, assignment)
        as_advice = [replace(link, purpose=ADVICE, case_id=one.case_id, assignment=one.id) for one in asked]
        return _Place(as_advice[0], f"{path}/on/{assignment}", path) if as_advice else None
    case_id, version = theirs
    as_task = replace(link, purpose="task", case_id=case_id, assignment=assignment, text_version=version)
    return _Place(as_task, f"{path}/on/{assignment}", path)


async def _takes_effect(session: Session, services: Services, found: Opened) -> datetime | None:
    """When nobody could object any more to a decision that was made now."""
    objection = found.definition.objection
    if objection is None:
        return None
    known = await services.db.known.directory.at(session)
    closed = await known.closed_days(session, found.definition.region)
    return periods.end_of(objection.deadline, services.now(), services.zone, closed.days).at


async def _canvases(session: Session, case_id: str) -> tuple[tuple[Blueprint, Content], ...]:
    shown = [one.newest for one in await canvases.of_case(session, case_id, shown=True)]
    return tuple([(await canvases.blueprint_of(session, one), one.content) for one in shown])


def _fitting(found: Opened, content: str | None) -> Happening | None:
    """What was refused, if it was said behind this link."""
    if not content:
        return None
    happening = HAPPENING.validate_json(content)
    assignment = getattr(happening, "assignment", "") or getattr(happening, "advice", "")
    if found.kind == "commitment" and found.task is not None:
        return happening if assignment or getattr(happening, "commitment", "") == found.task.about else None
    return happening if assignment == found.link.assignment or found.kind == "idea" else None
