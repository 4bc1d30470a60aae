"""When somebody is away: entered and taken back by themselves, behind a code from their mailbox."""

from dataclasses import dataclass, field

from fastapi import APIRouter, Response

from api import absence_form, calendar_feed
from api.absence_form import DONE, SOURCES
from api.links.act import FormDep, take
from api.links.desk import DeskDep
from api.links.desk_code import proved, to_code
from api.links.opened import Door
from api.links.visit import EMPTY, Filled, Visit
from api.rendering import see_other, with_choices
from domain.absence import Absence, Source
from domain.calendar import local_date
from kit.i18n import N_
from storage import absences

router = APIRouter(include_in_schema=False)
UNDER = "/absence"


@dataclass(frozen=True)
class Known:
    """What the page shows besides its form."""

    absences: list[tuple[Absence, Source]] = field(default_factory=list)
    feed: calendar_feed.Shown | None = None
    stand_ins: list[str] | None = None  # names; None for somebody from outside, who is told none


@router.get("/a/{token}/absence")
async def form(visit: DeskDep) -> Response:
    """Absences now and to come, and the form of another one; changes nothing."""
    if visit.opened.door is not Door.OPEN:
        return visit.back()
    if not proved(visit):
        return to_code(visit, "absence")
    return _show(visit, visit.typed(), await _known(visit))


@router.post("/a/{token}/absence")
async def change(visit: DeskDep, form: FormDep) -> Response:
    """One more, or one less."""
    if visit.opened.door is Door.OPEN and not proved(visit):
        return to_code(visit, "absence")
    known = await _known(visit)

    async def act() -> Response:
        person = visit.opened.link.person_id
        today = local_date(visit.services.now(), visit.services.zone)
        done = await absence_form.change(visit.services, person, form, today, Source.SELF)
        return see_other(with_choices(visit.request, f"{visit.opened.path}{UNDER}?done={done}"))

    return await take(visit, form, act, lambda now, filled: _show(now, filled, known), under=UNDER)


async def _known(visit: Visit) -> Known:
    today = local_date(visit.services.now(), visit.services.zone)
    async with visit.services.db.read() as session:
        away = await absences.of(session, visit.opened.link.person_id, today)
        person = visit.opened.person
        inside = person is not None and bool(person.department or person.roles)
        names = await absence_form.stand_ins(session, visit.opened.link.person_id) if inside else None
        feed = await calendar_feed.shown(session, visit.opened.link.person_id)
        return Known(away, feed, names)


def _show(visit: Visit, filled: Filled = EMPTY, known: Known | None = None) -> Response:
    known = known or Known()
    done, say = visit.request.query_params.get("done", ""), visit.say
    lines = [
        (
            "" if source is Source.FEED else away.first.isoformat(),
            say.date(away.first, "medium"),
            say.date(away.last, "medium"),
            say.gettext(SOURCES[source]) if source is not Source.SELF else "",
        )
        for away, source in known.absences
    ]
    return visit.page(
        "desk_absence.html",
        title=N_("When you are away"),
        under=UNDER,
        filled=filled,
        absences=lines,
        stand_ins=known.stand_ins,
        feed=known.feed,
        done=DONE.get(done, "") if visit.request.method == "GET" else "",
    )
