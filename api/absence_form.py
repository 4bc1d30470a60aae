"""Days on which somebody is away, as a form gives them: at the office's desk, and by the person at their own."""

from datetime import date

from api import calendar_feed
from api.errors import FieldError, Invalid
from api.forms import Form, date_field
from api.services import Services
from domain import calendar
from domain.absence import Source
from domain.errors import RuleBroken
from kit.i18n import N_
from storage import absences, deputies, people
from storage.session import Session

DONE = {
    "added": N_("The absence is entered."),
    "removed": N_("The absence is taken back."),
    "taken_in": N_("The absences of the calendar are entered."),
    "feed_set": N_("The calendar is read within a few minutes, and then several times a day."),
    "feed_again": N_("The calendar is read again within a few minutes."),
    "feed_stopped": N_("The calendar is read no more, and the days it said are gone."),
}
SOURCES = {
    Source.OFFICE: N_("entered by the office"),
    Source.SELF: N_("entered by themselves"),
    Source.CALENDAR: N_("from a calendar"),
    Source.FEED: N_("from the calendar at an address"),
}


async def change(services: Services, person: str, form: Form, today: date, source: Source) -> str:
    """One absence more, or one less; what was done. Raises Invalid."""
    if form.one("feed"):
        return await calendar_feed.change(services, person, form, today, source)
    if form.one("remove"):
        return await _removed(services, person, form)
    first, last = days(form, today)
    try:
        async with services.db.write() as session:
            await absences.add(session, person, first, last, at=services.now(), source=source)
    except RuleBroken as rule:
        raise Invalid([FieldError("first_day", rule.code)]) from None
    return "added"


async def stand_ins(session: Session, person: str) -> list[str]:
    """The names of those who stand in for somebody, in whichever role."""
    several = (await deputies.of(session, person)).values()
    ids = list(dict.fromkeys(one for in_order in several for one in in_order))
    known = await people.by_ids(session, ids)
    return [known[one].name for one in ids if one in known and known[one].active]


async def _removed(services: Services, person: str, form: Form) -> str:
    try:
        day = date.fromisoformat(form.one("remove"))
    except ValueError:
        raise Invalid([FieldError("", "absence.unknown")]) from None
    async with services.db.write() as session:
        if not await absences.remove(session, person, day, at=services.now()):
            raise Invalid([FieldError("", "absence.unknown")])
    return "removed"


def days(form: Form, today: date) -> tuple[date, date]:
    """The first and the last day; raises Invalid with all that is wrong."""
    wrong: list[FieldError] = []
    found: dict[str, date] = {}
    for name in ("first_day", "last_day"):
        try:
            day = date_field(form, name)
        except Invalid as invalid:
            wrong += invalid.errors
            continue
        if day is None:
            wrong.append(FieldError(name, "input.missing"))
        else:
            found[name] = day
    if wrong:
        raise Invalid(wrong)
    return in_order(found["first_day"], found["last_day"], today)


def in_order(first: date, last: date, today: date) -> tuple[date, date]:
    """Both, if somebody can be away from the one to the other; raises Invalid naming the field."""
    if last < first:
        raise Invalid([FieldError("last_day", "absence.ends_before_it_begins")])
    if last < today:
        raise Invalid([FieldError("last_day", "absence.over")])
    if calendar.too_far(last, today):
        raise Invalid([FieldError("last_day", "date.too_far", {"latest": today.year + calendar.FURTHEST})])
    return first, last
