"""One seeded installation under the API: what happens to its ideas, the mails that follow, the forms of its pages."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from typing import Any, cast
from uuid import uuid4

import httpx2
from sqlalchemy import text

from activities.postbox import Letter as Mail
from activities.postbox import Postbox
from api.services import Services
from contracts.course import Note
from contracts.messenger import Letter
from contracts.post import sealed_mail, sealed_recipient
from domain.advance import advance
from domain.case import Assignment, Case
from domain.happenings import HAPPENING
from domain.words import Source, TaskKind
from kit.sealing import KeyRing
from storage import inbox, mapping, outbox, people, processes
from storage.engine import Database
from storage.record import WriteLetters, record_step
from tests.builders import TITLE, a_text

Opened = tuple[str, EmailMessage]  # name of the mail, and its message
LINK = re.compile(r"/a/([a-z2-7]{32})")


class PlainPostbox(Postbox):
    """Letters whose words are only their link and their code: what mails say is tested elsewhere."""

    def message(self, letter: Mail, mail_id: str) -> bytes:
        message = EmailMessage()
        message["Subject"], message["To"] = letter.mail, letter.address
        props = letter.props
        message.set_content("\n".join(str(getattr(props, name, "") or "") for name in ("link", "code")))
        return message.as_bytes()


class Clock:
    """A time that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Direct:
    """A messenger without an engine: records in the same breath; `away` is an engine that does not answer."""

    db: Database
    write: WriteLetters
    clock: Callable[[], datetime]
    away: bool = False
    waves: Callable[[str, str], Awaitable[str]] | None = None  # wave and inbox id → verdict
    rounds: Callable[[Letter], Awaitable[str]] | None = None

    async def bring(self, letter: Letter) -> str | None:
        if self.away:
            return None
        if letter.wave and self.waves is not None:
            return await self.waves(letter.wave, letter.inbox_id)
        if letter.round and self.rounds is not None:
            return await self.rounds(letter)
        return await self.record(letter.case_id, letter.inbox_id)

    async def record(self, case_id: str, inbox_id: str = "") -> str:
        note = Note(case_id, inbox_id, self.clock().timestamp())
        facts = await record_step(self.db, note, advance, self.write)
        async with self.db.write() as session:
            if inbox_id:
                await inbox.acknowledge(session, inbox_id, self.clock())
        return facts.verdict


@dataclass
class City:
    """The example's process and people (addresses end on example.org), and ideas that a test lets happen."""

    services: Services
    messenger: Direct
    clock: Clock
    keys: KeyRing
    people: dict[str, str]  # the part of the address before @ → person id

    @property
    def db(self) -> Database:
        return self.services.db

    # What happens

    async def idea(self, by: str = "renate.kruse", *, named: bool = False, **words: Any) -> str:
        """A submitted idea; its case id."""
        case_id = uuid4().hex
        async with self.db.write() as session:
            process = await processes.current_hash(session)
            await inbox.open_case(
                session,
                case_id,
                process=process or "",
                submitter=self.people[by],
                source=Source.FORM,
                at=self.clock(),
                year=self.clock().year,
            )
        await self.happens(case_id, "submitted", by, "link", text=a_text(**words), named=named)
        return case_id

    async def happens(self, case_id: str, kind: str, by: str, via: str = "link", **fields: Any) -> str:
        """One happening, a minute after the one before; its verdict, which must be "done"."""
        self.clock.later(minutes=1)
        given = {"kind": kind, "id": uuid4().hex, "by": self.people.get(by, by), "via": via, "at": self.clock()}
        given |= {"level": "L1"} if kind == "decided" else {}  # what the example asks for
        happening = HAPPENING.validate_python({**given, **fields})
        async with self.db.write() as session:
            letter = await inbox.put(session, case_id, happening)
        verdict = await self.messenger.record(case_id, letter.inbox_id)
        assert verdict == "done", verdict
        return verdict

    async def office(self, case_id: str, kind: str, **fields: Any) -> str:
        return await self.happens(case_id, kind, "jana.petersen", "office", **fields)

    async def in_review(self, *, public: bool = True, **words: Any) -> str:
        case_id = await self.idea(**words)
        await self.office(case_id, "accepted", public=public)
        return case_id

    async def reviewed(self, *, public: bool = True, **words: Any) -> str:
        """Everybody who was asked has approved."""
        case_id = await self.in_review(public=public, **words)
        case = await self.case(case_id)
        for assignment in case.open_assignments():
            await self.answer(case_id, assignment)
        return case_id

    async def answer(self, case_id: str, assignment: Assignment, **fields: Any) -> None:
        scores = {"benefit": 8, "complexity": 3}
        given = {"assignment": assignment.id, "verdict": "approve", "scores": scores, "on_version": 1} | fields
        await self.happens(case_id, "answered", assignment.person, **given)

    async def deciding(self, *, public: bool = True, **words: Any) -> str:
        case_id = await self.reviewed(public=public, **words)
        await self.office(case_id, "put_forward", decider=self.people["oberbuergermeisterin"])
        return case_id

    async def planning(self, *, public: bool = True, **words: Any) -> str:
        case_id = await self.deciding(public=public, **words)
        case = await self.case(case_id)
        given = {"assignment": case.open_assignments()[0].id, "outcome": "accepted", "public_reason": "<script>Ja"}
        await self.happens(case_id, "decided", "oberbuergermeisterin", **given)
        return case_id

    async def committed(self, *, days: int = 30, public: bool = True, **words: Any) -> str:
        case_id = await self.planning(public=public, **words)
        due_on = (self.clock() + timedelta(days=days)).date().isoformat()
        promise = {"text": "<script>Wir bauen", "owner": self.people["torben.voss"], "due_on": due_on}
        await self.office(case_id, "promised", promise=promise)
        return case_id

    async def clock_rings(self, case_id: str) -> None:
        """The next wake-up comes when it is due."""
        case = await self.case(case_id)
        assert case.wake is not None
        self.clock.now = max(self.clock.now, case.wake)
        await self.messenger.record(case_id)

    # What is there

    async def case(self, case_id: str) -> Case:
        async with self.db.read() as session:
            found = await mapping.load_case(session, case_id, lock=False)
        assert found is not None
        return found

    async def cases(self) -> int:
        """How many there are."""
        async with self.db.read() as session:
            return int((await session.execute(text("SELECT count(*) FROM cases"))).scalar_one())

    async def person(self, name: str) -> str:
        """The id of whoever owns this address at example.org."""
        async with self.db.read() as session:
            return await people.owner_of(session, f"{name}@example.org") or ""

    def mine(self, case: Case, kind: str, person: str = "") -> Assignment:
        """The open assignment of such a task."""
        task = case.open_tasks(TaskKind(kind))[0]
        return next(a for a in case.open_assignments(task.id) if person in ("", a.person))

    # Mails

    async def mails(self, case_id: str | None = None, to: str = "") -> list[Opened]:
        """Mails of a case (None: of no case) in the order they were written, opened; all or to one address."""
        where = "case_id IS NULL" if case_id is None else "case_id = :case"
        query = text(f"SELECT id, mail, sealed, recipient FROM outbox WHERE {where} ORDER BY created_at, id")
        async with self.db.read() as session:
            rows = (await session.execute(query, {"case": case_id} if case_id else {})).all()
        opened = [(r.mail, self._open(r.id, r.sealed), self.recipient(r.id, r.recipient)) for r in rows]
        return [(name, message) for name, message, address in opened if to in ("", address, address.partition("@")[0])]

    def _open(self, mail_id: str, sealed: bytes) -> EmailMessage:
        plain = self.keys.open(bytes(sealed), sealed_mail(mail_id))
        return cast("EmailMessage", message_from_bytes(plain, policy=policy.default))

    def recipient(self, mail_id: str, sealed: bytes) -> str:
        return self.keys.open(bytes(sealed), sealed_recipient(mail_id)).decode()

    async def deliveries(self, case_id: str) -> list[outbox.Delivery]:
        async with self.db.read() as session:
            return await outbox.deliveries(session, case_id)

    async def link(self, case_id: str | None, mail: str, to: str = "") -> str:
        """The path of the link in the newest such mail."""
        found = [message for name, message in await self.mails(case_id, to) if name == mail]
        assert found, f"no mail {mail}"
        return f"/a/{token_of(found[-1])}"


def text_of(message: EmailMessage) -> str:
    """The plain part of a mail."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def token_of(message: EmailMessage) -> str:
    """The token in a mail's one link."""
    found = LINK.search(text_of(message))
    assert found, "no link in this mail"
    return found[1]


# Forms

NONCE = re.compile(r'name="nonce" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def hidden_of(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page)}


async def send(client: httpx2.AsyncClient, page: str, action: str = "", **fields: Any) -> httpx2.Response:
    """Opens a page, fills its hidden fields and what is given into its form, and posts it as a browser would."""
    if str(fields.get("to", "")).startswith("/"):  # an address, not the field of that name
        action = fields.pop("to")
    shown = await client.get(page)
    assert shown.status_code == 200, shown.text
    data = {**hidden_of(shown.text), **fields}
    return await client.post(action or page, data=data, headers={"Origin": str(client.base_url).rstrip("/")})


ACTION = re.compile(r'action="(/a/[^"]+/(?:answer|decide|reconsider|sign|commitment))"')


async def with_code(client: httpx2.AsyncClient, city: City, answer: httpx2.Response, **more: str) -> httpx2.Response:
    """From the page that asks for a code: takes it from the newest mail, and sends the answer with it."""
    page, data = await asked_for_code(client, city, answer)
    return await client.post(page, data={**data, **more}, headers={"Origin": str(client.base_url).rstrip("/")})


async def asked_for_code(client: httpx2.AsyncClient, city: City, answer: httpx2.Response) -> tuple[str, dict[str, str]]:
    """Where the answer is to be sent, and its form with the code filled in."""
    page = (await followed(client, answer)).text
    found = ACTION.search(page)
    assert found, "no code is asked for"
    code = [text_of(message).strip() for name, message in await city.mails(None) if name == "answer_code"][-1]
    return found[1], {**hidden_of(page), "step": "code", "code": code}


async def followed(client: httpx2.AsyncClient, answer: httpx2.Response) -> httpx2.Response:
    """The page an answer leads to, as a browser goes there."""
    while answer.is_redirect:
        answer = await client.get(answer.headers["location"])
    return answer


MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
__all__ = [
    "MORNING",
    "TITLE",
    "City",
    "Clock",
    "Direct",
    "PlainPostbox",
    "asked_for_code",
    "followed",
    "hidden_of",
    "send",
    "text_of",
    "token_of",
    "with_code",
]
