"""Everybody at once: each opens what their mailbox gets, the office its lists; they fill in what a page asks, and do
not give up."""

import asyncio
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import httpx2

from tests.e2e.caught import CODE, LINK, message_id
from tests.e2e.page import Page
from tests.e2e.people import CLERK, DECIDER, Clerk, number_on
from tests.e2e.stack import Stack
from tests.e2e.visitor import Visitor
from umlauf.mailbox.store import StoredMail

AWAY = (httpx2.HTTPError, OSError)
LISTED = re.compile(r"/office/ideas/(20\d\d-\d{4,})")
NUMBER = re.compile(r"\b20\d\d-\d{4,}\b")
DESK = ("intake", "prioritisation")  # where it is the office's turn
SCORES = {"scores.benefit": "8", "scores.complexity": "3"}
Typed = Callable[[str], dict[str, Any]]
T = TypeVar("T")


@dataclass
class Plan:
    """What people answer, by the subject of the mail."""

    review: Typed = lambda subject: {"verdict": "approve"}
    decision: Typed = lambda subject: {"outcome": "accepted", "public_reason": "Das hilft vielen."}
    withdraws: Callable[[str], bool] = lambda subject: False
    completes: Mapping[str, str] = field(default_factory=dict)  # what the office adds before it takes an idea up


@dataclass
class Crowd:
    """Reads every mailbox; acts a few at a time; remembers what its pages confirmed."""

    stack: Stack
    plan: Plan = field(default_factory=Plan)
    at_once: int = 10
    acted: dict[str, int] = field(default_factory=dict)
    retries: int = 0

    def __post_init__(self) -> None:
        self._seen: set[str] = set()
        self._read: set[str] = set()
        self._desk: list[Clerk] = []
        self._codes: defaultdict[str, list[str]] = defaultdict(list)
        self._theirs: set[str] = set()  # left to whoever sent them in
        self._gate = asyncio.Semaphore(self.at_once)

    @asynccontextmanager
    async def living(self) -> AsyncIterator["Crowd"]:
        """They live for as long as the block lasts; what breaks in one of them breaks the block."""
        first = Clerk(self.stack.base_url)
        await first.sign_in(self.stack, CLERK)
        self._looking = self._same_session(first)
        self._desk = [first, *(self._same_session(first) for _ in range(3))]
        async with asyncio.TaskGroup() as tasks:
            working = [tasks.create_task(self._watch(tasks)), tasks.create_task(self._clear_the_desk())]
            yield self
            for one in working:
                one.cancel()
        for clerk in (self._looking, *self._desk):
            await clerk.client.aclose()

    def _same_session(self, clerk: Clerk) -> Clerk:
        another = Clerk(self.stack.base_url)
        another.client.cookies = clerk.client.cookies
        return another

    async def _watch(self, tasks: asyncio.TaskGroup) -> None:
        while True:
            for mail in self.stack.caught.all():
                if mail.id in self._read:
                    continue
                self._read.add(mail.id)
                if message_id(mail) not in self._seen:  # a copy is recognised and not opened again
                    self._seen.add(message_id(mail))
                    if (code := CODE.search(mail.text)) is not None and (about := NUMBER.search(mail.text)) is not None:
                        self._codes[about[0]].append(code[1])
                    tasks.create_task(self._handle(mail))
            await asyncio.sleep(0.3)

    async def _clear_the_desk(self) -> None:
        """The office goes through its lists again and again: its mails wait for the one of the day."""
        while True:
            for stage in DESK:
                listed = partial(self._listed, stage)
                numbers = [number for number in await self._until_there(listed) if number not in self._theirs]
                await asyncio.gather(*(self._until_done(partial(self._at_the_desk, number)) for number in numbers))
            await asyncio.sleep(0.7)

    async def _listed(self, stage: str) -> list[str]:
        """What one list shows, page by page."""
        numbers: list[str] = []
        for page in range(1, 1000):
            shown = await self._looking.open(f"/office/ideas?stage={stage}&page={page}", expect=None)
            await _fine(self._looking, shown)
            found = [number for link in shown.links if (number := LISTED.fullmatch(link)) is not None]
            new = [number[1] for number in found if number[1] not in numbers]
            if not new:
                break
            numbers += dict.fromkeys(new)
        return numbers

    async def _handle(self, mail: StoredMail) -> None:
        found = LINK.search(mail.text)
        if found is not None and (mail.envelope_to[0] in self._askable or self.plan.withdraws(mail.subject)):
            await self._until_done(lambda: self._behind_the_link(found[0], mail.subject))

    @property
    def _askable(self) -> set[str]:
        return REVIEWERS | {DECIDER}

    async def _until_done(self, what: Callable[[], Awaitable[str]]) -> None:
        async with self._gate:
            done = await self._until_there(what)
            self.acted[done] = self.acted.get(done, 0) + 1

    async def _until_there(self, what: Callable[[], Awaitable[T]]) -> T:
        """Tries again while a part is away: the page then says whether the first try counted."""
        for attempt in range(120):
            try:
                return await what()
            except AWAY:
                self.retries += 1
                await asyncio.sleep(min(0.5 + attempt / 4, 3))
        raise AssertionError("a part was away for too long")

    async def _behind_the_link(self, link: str, subject: str) -> str:
        async with Visitor(self.stack.base_url) as visitor:
            await _fine(visitor, await visitor.open(link, expect=None))
            for name, act in (("answer", self._review), ("decide", self._decide)):
                if any(form.action.endswith(f"/{name}") for form in visitor.page.forms):
                    await act(visitor, subject)
                    return name
            if self.plan.withdraws(subject) and any(to.endswith("/withdraw") for to in visitor.page.links):
                await _fine(visitor, await visitor.open(f"{link}/withdraw", expect=None))
                if any("sure" in form.fields for form in visitor.page.forms):
                    await self._send(visitor, "/withdraw", {"sure": ["yes"]})
                    return "withdraw"
        return "nothing to do"

    async def _review(self, visitor: Visitor, subject: str) -> None:
        await self._send(visitor, "/answer", SCORES | self.plan.review(subject))

    async def _decide(self, visitor: Visitor, subject: str) -> None:
        await self._send(visitor, "/decide", self.plan.decision(subject))
        number = number_on(visitor.page)
        before = len(self._codes[number])
        if any(form.action.endswith("/decide") for form in visitor.page.forms):
            await self._send(visitor, "/decide", {}, "send")
        if visitor.path.endswith("/prove"):
            code = await self._code(number, before)
            page = await visitor.send(visitor.page.form("/decide"), {"code": code}, button="code", expect=None)
            if visitor.status == 422:  # one that was asked for before a part died came late
                raise httpx2.ReadError("an older code")
            await _fine(visitor, page)

    async def _code(self, number: str, before: int) -> str:
        """The code for an answer about this idea that comes after so many others."""
        for _ in range(300):
            if len(self._codes[number]) > before:
                return self._codes[number][-1]
            await asyncio.sleep(0.1)
        raise httpx2.ReadError("no code came")

    async def _send(self, visitor: Visitor, action: str, typed: dict[str, Any], button: str = "") -> None:
        form = visitor.page.form(action)
        await _fine(visitor, await visitor.send(form, typed, button=button, expect=None))

    async def _at_the_desk(self, number: str) -> str:
        while not self._desk:
            await asyncio.sleep(0.05)
        clerk = self._desk.pop()
        try:
            return await self._desk_work(clerk, number)
        finally:
            self._desk.append(clerk)

    async def _desk_work(self, clerk: Clerk, number: str) -> str:
        """The next step the case page offers, if it is the office's turn."""
        await _fine(clerk, await clerk.open(f"/office/ideas/{number}", expect=None))
        offered = {link.rpartition("/")[2] for link in clerk.page.links if f"/{number}/" in link}
        if self.plan.withdraws(clerk.page.text):
            self._theirs.add(number)
            return "nothing to do"
        if "accept" in offered:
            if self.plan.completes:
                await self._do(clerk, number, "edit", lambda: dict(self.plan.completes))
            return await self._do(clerk, number, "accept", lambda: {"public": "yes"})
        if "put-forward" in offered and "record-decision" not in offered:
            given = "Oberbürgermeisterin"
            return await self._do(clerk, number, "put-forward", lambda: {"to": clerk.page.choice("to", given)})
        return "nothing to do"

    async def _do(self, clerk: Clerk, number: str, what: str, typed: Callable[[], dict[str, Any]]) -> str:
        path = f"/office/ideas/{number}/{what}"
        await _fine(clerk, await clerk.open(path, expect=None))
        if not any(form.action.endswith(path) for form in clerk.page.forms):  # somebody was faster
            return "nothing to do"
        await _fine(clerk, await clerk.send(clerk.page.form(path), typed(), expect=None), overtaken=path)
        return what if clerk.status == 200 else "nothing to do"


async def _fine(visitor: Visitor, page: Page, overtaken: str = "") -> None:
    """A server's error is as good as no answer; a refusal is one, unless it says that somebody was faster."""
    if visitor.status >= 500 or visitor.status == 429:
        raise httpx2.ReadError(f"{visitor.status} at {visitor.path}")
    offered = any(form.action.endswith(overtaken) for form in page.forms)
    faster = visitor.status == 409 or (visitor.status == 422 and overtaken and not offered)
    assert visitor.status == 200 or faster, f"{visitor.status} at {visitor.path}: {page.text[:600]}"


REVIEWERS = {
    f"{name}@example.org"
    for name in (
        "silke.brandt yusuf.aydin torben.voss anneke.lorenzen katharina.wolff piotr.nowak "
        "birte.claussen henning.moeller dilara.kaya ole.jessen"
    ).split()
}
