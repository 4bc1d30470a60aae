"""When somebody is away: entered and taken back by the office, also for oneself; what is asked goes to deputies."""

from typing import Any

from fastapi import APIRouter, Response

from api import absence_form, calendar_feed
from api.absence_form import DONE, SOURCES
from api.errors import FieldError, Invalid, Refused
from api.forms import check_nonce, read_form
from api.office.door import Desk, DeskDep
from api.office.people import person_of
from api.office.surveys.common import told
from api.rendering import see_other
from api.uploads import Upload, read_upload
from domain.absence import Absence, Source
from domain.world import Person
from kit.busy_days import LONGEST, NoCalendar, away_days
from kit.i18n import N_
from storage import absences
from storage.errors import StorageError

NO_CALENDAR = {"none": "absence.no_calendar", "large": "feed.large", "full": "feed.full"}
router = APIRouter(prefix="/office/people", include_in_schema=False)


@router.get("/{person_id}/absences")
async def form(desk: DeskDep, person_id: str, done: str = "") -> Response:
    """Absences now and to come, and the form of another one."""
    return await _page(desk, await person_of(desk, person_id), {}, done=desk.t(DONE[done]) if done in DONE else "")


@router.post("/{person_id}/absences")
async def change(desk: DeskDep, person_id: str) -> Response:
    """One more, or one less."""
    found, form = await person_of(desk, person_id), await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        done = await absence_form.change(desk.services, found.id, form, desk.today, Source.OFFICE)
    except (Refused, StorageError) as refused:
        errors, status = told(refused)
        return await _page(desk, found, form.values(), errors=errors, status=status)
    return see_other(f"/office/people/{found.id}/absences?done={done}")


@router.post("/{person_id}/absences/calendar")
async def take_in(desk: DeskDep, person_id: str) -> Response:
    """What a calendar file says besides what is known; a file that says nothing changes nothing."""
    found = await person_of(desk, person_id)
    upload = await read_upload(desk.request, desk.services.files)
    page = f"/office/people/{found.id}/absences"
    try:
        check_nonce(desk.request, desk.services, upload.form, page)
        days = [Absence(first, last) for first, last in away_days(_content(upload), desk.today).spans]
        async with desk.services.db.write() as session:
            if not await absences.take_in(session, found.id, days, at=desk.services.now()):
                raise Invalid([FieldError("calendar", "absence.nothing_new")])
    except NoCalendar as broken:
        wrong = [FieldError("calendar", NO_CALENDAR[broken.why])]
        return await _page(desk, found, {}, errors=wrong, status=422)
    except (Refused, StorageError) as refused:
        errors, status = told(refused)
        return await _page(desk, found, {}, errors=errors, status=status)
    finally:
        upload.drop()
    return see_other(f"{page}?done=taken_in")


def _content(upload: Upload) -> bytes:
    if upload.problem:
        raise Invalid([FieldError("calendar", upload.problem)])
    if not upload.files:
        raise Invalid([FieldError("calendar", "input.missing")])
    with upload.files[0].parcel.path.open("rb") as file:
        return file.read(LONGEST + 1)


async def _page(desk: Desk, found: Person, values: dict[str, Any], **shown: Any) -> Response:
    async with desk.services.db.read() as session:
        away = await absences.of(session, found.id, desk.today)
        stand_ins = await absence_form.stand_ins(session, found.id)
        feed = await calendar_feed.shown(session, found.id)
    url = f"/office/people/{found.id}"
    crumbs = [{"label": desk.t(N_("People")), "url": "/office/people"}, {"label": found.name, "url": url}]
    return desk.page(
        "absences.html",
        title=N_("Absences"),
        breadcrumb=[*crumbs, {"label": desk.t(N_("Absences")), "url": ""}],
        heading=desk.t(N_("Absences")),
        caption=found.name,
        page=f"{url}/absences",
        action=f"{url}/absences",
        back=url,
        deputies=f"{url}/deputies",
        stand_ins=stand_ins,
        feed=feed,
        absences=[_line(desk, one, source) for one, source in away],
        active=found.active,
        values=values,
        **{"done": "", **shown},
    )


def _line(desk: Desk, one: Absence, source: Source) -> tuple[str, str, str, str]:
    """What a calendar goes on saying cannot be taken back here."""
    key = "" if source is Source.FEED else one.first.isoformat()
    return (key, desk.day(one.first), desk.day(one.last), desk.t(SOURCES[source]))
