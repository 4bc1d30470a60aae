"""Reminds the owners of entries of the communication plan whose day has passed: once for each day, by mail."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from activities.calendar import closed_days
from activities.postbox import Letter, Postbox
from contracts.survey_mails import PlanReminder
from domain.calendar import local_date
from domain.communication.plan import Entry, time_to_remind, to_remind
from storage import people, plan
from storage.engine import Database
from storage.session import Session

MAIL = "plan_reminder"
PAGE = "/office/communication/entries"

log = logging.getLogger(__name__)


async def remind_owners(db: Database, postbox: Postbox, now: datetime, timezone: str, region: str) -> int:
    """Writes the mails that are due; how many. It is a duty, so the contact budget does not ask."""
    zone = ZoneInfo(timezone)
    today = local_date(now, zone)
    if not time_to_remind(now, zone, closed_days(region, today.year).days):
        return 0
    async with db.read() as session:
        entries = await plan.entries(session)
        mails = await plan.mail_counts(session, (entry.planned.wave for entry in entries))
    late = [entry for entry in entries if to_remind(entry, mails.get(entry.planned.wave or ""), today)]
    return sum([await _remind(db, postbox, entry, now) for entry in late])


async def _remind(db: Database, postbox: Postbox, entry: Entry, now: datetime) -> bool:
    """The mail and its note in one transaction; whoever cannot be written to is tried again, and may come back."""
    async with db.write() as session:
        letter = await _letter(session, postbox, entry, now)
        if letter is None or not await plan.reminded(session, entry, at=now):
            return False
        await postbox.put(session, letter)
        return True


async def _letter(session: Session, postbox: Postbox, entry: Entry, now: datetime) -> Letter | None:
    owner, due_on = await people.get(session, entry.planned.owner), entry.planned.due_on
    address = await people.address_of(session, entry.planned.owner)
    if owner is None or not owner.active or address is None:
        log.warning("letters.no_address mail=%s person=%s", MAIL, entry.planned.owner)
        return None
    language = postbox.language(owner.language)
    props = PlanReminder(
        recipient_name=postbox.greeting(owner.name, language),
        organisation=postbox.house.organisation,
        link=f"{postbox.house.base_url.rstrip('/')}{PAGE}/{entry.id}",
        due_on=due_on,
    )
    key = f"{MAIL}:{entry.id}:{due_on.isoformat()}:{entry.revision}"
    return Letter(MAIL, key, props, now, language, address, owner.name, owner.id)
