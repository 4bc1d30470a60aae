"""Waves that really send: people with addresses, the real letters, and what they put into the outbox."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from activities.invite import Invitations
from activities.postbox import House, Postbox
from activities.survey_letters import SurveyLetters
from contracts.post import sealed_mail
from domain.survey.contact import Budget
from domain.survey.survey import SurveyPlan
from domain.survey.wave_words import WaveState
from kit.i18n import Catalogues
from kit.modes import MailMode, Mode
from kit.sealing import KeyRing
from kit.signing import Signer
from kit.templating import Templates
from storage import sql
from storage.engine import Database
from storage.tables import AddressRow, ContactRow, InvitationRow, MailRow, PersonRow, WaveRow
from tests.storage import asking

ROOT = Path(__file__).parents[2]
KEY = "a-key-for-tests-only-0123456789abcdef"
KEYS = KeyRing([KEY])
ZONE = "Europe/Berlin"
MONDAY = asking.MONDAY
HOUSE = House(
    "Stadt Norderstedt", "https://ideen.example.org", "umlauf@example.org", Mode(MailMode.LIVE, "mail.example.org")
)
TEMPLATES = Templates(ROOT / "templates", Catalogues(ROOT / "locales"))
LETTERS = SurveyLetters(Postbox(TEMPLATES, KEYS, HOUSE), Signer([KEY]))
FREE = Budget(windows=())


def errands(db: Database, budget: Budget | None = None, batch: int = 200) -> Invitations:
    """The real errands."""
    return Invitations(db, LETTERS, Budget() if budget is None else budget, ZONE, batch=batch)


def quiet(_: str) -> None:
    """A heartbeat that nobody listens to."""


async def people_with_addresses(db: Database, count: int, department: str = "amt11") -> list[str]:
    """So many people, each with a confirmed address."""
    people = await asking.add_people(db, count, department)
    rows = [
        {"id": uuid4().hex, "address": f"{one}@example.org", "person_id": one, "main": True, "confirmed_at": MONDAY}
        for one in people
    ]
    async with db.write() as session:
        await sql.insert(session, AddressRow, rows)
    return people


async def a_wave(db: Database, owner: str, state: WaveState = WaveState.INVITING, **wave: Any) -> str:
    """A wave that has just started; of a survey of its own, with the priority that is given."""
    priority = wave.pop("priority", 5)
    given = {"title": {"de": "Puls"}, "resolvers": "Amt 11", "readers": "Amt 11", "priority": priority}
    survey = await asking.add_survey(db, owner, plan=SurveyPlan.model_validate(given))
    made = await asking.add_wave(db, survey, owner, state=state)
    if wave:
        await change_wave(db, made, **wave)
    return made


async def change_wave(db: Database, wave: str, **values: Any) -> None:
    """As a step would do it."""
    row = sql.table(WaveRow)
    async with db.write() as session:
        await session.execute(update(row).where(row.c.id == wave).values(**values))


async def change_people(db: Database, people: Iterable[str], **values: Any) -> None:
    row = sql.table(PersonRow)
    async with db.write() as session:
        await session.execute(update(row).where(row.c.id.in_(list(people))).values(**values))


async def mails(db: Database, mail: str = "", wave: str = "") -> list[Any]:
    """What is in the outbox."""
    row = sql.table(MailRow)
    async with db.read() as session:
        found = (await session.execute(select(row).order_by(row.c.created_at, row.c.person_id))).all()
    return [one for one in found if mail in ("", one.mail) and wave in ("", one.wave)]


async def invitations_of(db: Database, wave: str) -> dict[str, Any]:
    """Each person's invitation."""
    row = sql.table(InvitationRow)
    async with db.read() as session:
        return {one.person_id: one for one in await session.execute(select(row).where(row.c.wave == wave))}


async def contacts_of(db: Database) -> dict[str, list[datetime]]:
    """When each person was written to."""
    row = sql.table(ContactRow)
    found: dict[str, list[datetime]] = {}
    async with db.read() as session:
        for one in await session.execute(select(row).order_by(row.c.at)):
            found.setdefault(one.person_id, []).append(one.at)
    return found


def opened(mail: Any) -> EmailMessage:
    """The mail as it arrives."""
    content = KEYS.open(mail.sealed, sealed_mail(mail.id))
    return message_from_bytes(content, policy=policy.default)  # type: ignore[arg-type]


def most_within(times: Sequence[datetime], span: timedelta) -> int:
    """The largest number of instants in any span of this length."""
    return max((sum(start <= one < start + span for one in times) for start in times), default=0)
