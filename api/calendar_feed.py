"""A calendar at an address, as a form names it and a page tells of it: at the office's desk and at one's own."""

from dataclasses import dataclass
from datetime import date, datetime

from api.errors import FieldError, Invalid
from api.feed_sentences import FEEDS
from api.forms import Form
from api.services import Services
from contracts.feeds import sealed_feed
from domain.absence import Source
from kit.feed import FeedRefused, address_of, host_of
from storage import feeds
from storage.session import Session


@dataclass(frozen=True)
class Shown:
    """How it stands; the address itself is shown to nobody."""

    host: str
    by_office: bool
    read_at: datetime | None
    tried_at: datetime | None
    problem: str  # an English sentence, "" where all is well
    status: int
    left_out: int


async def shown(session: Session, person: str) -> Shown | None:
    """This person's calendar, if one is read."""
    feed = await feeds.of(session, person)
    if feed is None:
        return None
    problem = FEEDS.get(f"feed.{feed.problem}", FEEDS["feed.unreachable"]) if feed.problem else ""
    by_office = feed.by == Source.OFFICE.value
    return Shown(feed.host, by_office, feed.read_at, feed.tried_at, problem, feed.status, feed.left_out)


async def change(services: Services, person: str, form: Form, today: date, source: Source) -> str:
    """Another address, a look at once, or an end to it; what was done. Raises Invalid."""
    now = services.now()
    if form.one("feed") == "stop":
        async with services.db.write() as session:
            await feeds.remove(session, person, today, at=now)
        return "feed_stopped"
    if form.one("feed") == "again":
        async with services.db.write() as session:
            await feeds.again(session, person, at=now)
        return "feed_again"
    try:
        address = address_of(form.one("address"), services.reach)
    except FeedRefused as refused:
        raise Invalid([FieldError("address", f"feed.{refused.why}")]) from None
    sealed = services.keys.seal(address.encode(), sealed_feed(person))
    async with services.db.write() as session:
        await feeds.put(session, person, sealed, host_of(address), source, at=now)
    return "feed_set"
