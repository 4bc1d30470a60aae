"""People who do nothing but read mail, open links and pages, and fill in what they find there."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any
from weakref import WeakKeyDictionary

import httpx2

from tests.e2e.caught import code_in, link_in, subject_of
from tests.e2e.page import Page
from tests.e2e.stack import Stack
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import until
from umlauf.mailbox.store import StoredMail

OFFICE = "digitalisierungsbuero@example.org"
CLERK = "jana.petersen@example.org"
DECIDER = "oberbuergermeisterin@example.org"
OWNER = "torben.voss@example.org"


@dataclass
class Idea:
    """What somebody types into the public form."""

    title: str = "<script>alert(1)</script> Freie Parkplätze & mehr"
    summary: str = "Eine Anzeige, wie viele Plätze frei sind."
    group: str = "Pendlerinnen und Pendler"
    how: str = "Weniger Suche nach einem Platz."
    theme: str = "mobility"
    name: str = "Erika Beispiel"
    email: str = "erika@example.org"

    @property
    def fields(self) -> dict[str, Any]:
        """As they are in the form."""
        given = {"title": self.title, "summary": self.summary, "theme": self.theme, "level": "city"}
        benefit = {"group1": self.group, "how1": self.how} if self.group else {}
        return {**given, **benefit, "name": self.name, "email": self.email, "named": ["yes"]}


async def submit(stack: Stack, idea: Idea, language: str = "de") -> str:
    """Sends the public form and checks it; the link to confirm, from the mail."""
    before = len(await stack.letters("confirm_address", to=idea.email, count=0))
    async with Visitor(stack.base_url, language) as visitor:
        await visitor.open("/ideas/new")
        await visitor.send(visitor.page.form(having="title"), idea.fields)
        await visitor.send(visitor.page.form(having="title"), button="send")
        assert visitor.path == "/ideas/sent", visitor.page.text
    return link_in((await stack.letters("confirm_address", to=idea.email, count=before + 1))[-1])


async def submit_by_api(stack: Stack, submitter: str, title: str = Idea.title, theme: str = Idea.theme) -> str:
    """An idea of a known person; its number. An address and a network may send few forms an hour."""
    headers = {"Authorization": f"Bearer {await stack.token(CLERK, service=True)}", "Idempotency-Key": token_hex(8)}
    benefits = [{"group": Idea.group, "how": Idea.how}]
    body = {"title": title, "theme": theme, "benefits": benefits, "submitter": submitter}
    async with httpx2.AsyncClient(timeout=90) as api:
        answer = await api.post(f"{stack.base_url}/api/v1/ideas", json=body, headers=headers)
    assert answer.status_code in (201, 202), answer.text
    return str(answer.json()["number"])


async def confirm(stack: Stack, link: str) -> Page:
    """Ticks the box behind the link and says so; the page that follows."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        return await visitor.send(visitor.page.form(having="mine"), {"mine": ["yes"]})


async def review(stack: Stack, link: str, verdict: str = "approve", *, benefit: int = 8, reason: str = "") -> Page:
    """Fills in the form behind a review's link."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        given = {"verdict": verdict, "reason": reason, "scores.benefit": benefit, "scores.complexity": 3}
        return await visitor.send(visitor.page.form("/answer"), given)


async def decide(stack: Stack, link: str, outcome: str = "accepted", *, reason: str = "Das hilft vielen.") -> Page:
    """Fills in the form behind a decision's link, and sends it once it was checked."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        before = await codes_for(stack, number_on(visitor.page))
        await visitor.send(visitor.page.form("/decide"), {"outcome": outcome, "public_reason": reason})
        await visitor.send(visitor.page.form("/decide"), button="send")
        return await with_code(stack, visitor, "/decide", len(before))


async def with_code(stack: Stack, visitor: Visitor, action: str, before: int = 0) -> Page:
    """Where the page asks for a code: takes the new one from the mailbox, and sends the answer with it."""
    if not visitor.path.endswith("/prove"):
        return visitor.page
    code = code_in((await codes_for(stack, number_on(visitor.page), count=before + 1))[-1])
    return await visitor.send(visitor.page.form(action), {"code": code}, button="code")


async def codes_for(stack: Stack, number: str, *, count: int = 0) -> list[StoredMail]:
    """The mails with codes for answers about this idea, once there are so many."""

    async def found() -> list[StoredMail]:
        return [mail for mail in await stack.letters("answer_code", count=0) if number in mail.text]

    async def look() -> bool:
        return len(await found()) >= count

    await until(look, lambda: f"no code for an answer about {number}")
    return await found()


def number_on(page: Page) -> str:
    """The number of the idea a page is about."""
    found = re.search(r"\b(20\d\d-\d{4,})\b", page.text)
    assert found, page.text
    return str(found[1])


def number_in(mail: StoredMail) -> str:
    """The number of the idea a mail is about."""
    found = re.search(r"\b(20\d\d-\d{4,})\b", subject_of(mail))
    assert found, subject_of(mail)
    return str(found[1])


_PROFILES: WeakKeyDictionary[Stack, dict[str, httpx2.Cookies]] = WeakKeyDictionary()


class Clerk(Visitor):
    """Somebody of the office, signed in."""

    async def sign_in(self, stack: Stack, address: str = CLERK) -> None:
        """By the code in the mail."""
        before = len(stack.caught.all(address))
        await self.open("/office/sign-in")
        await self.send(self.page.form(having="address"), {"address": address})
        mail = await stack.caught.wait(address, count=before + 1)
        await self.send(self.page.form(having="code"), {"code": code_in(mail)})
        assert self.path == "/office", self.page.text

    async def case(self, number: str) -> Page:
        """The page of a case."""
        return await self.open(f"/office/ideas/{number}")

    async def do(self, number: str, what: str, given: Mapping[str, Any] | None = None, item: str = "") -> Page:
        """Opens the form of an intervention, fills it in, checks it where that is asked; the case page after it."""
        path = f"/office/ideas/{number}/{what}" + (f"/{item}" if item else "")
        await self.open(path)
        await self.send(self.page.form(path), given)
        if self.path == path:
            await self.send(self.page.form(path), button="send")
        assert self.path == f"/office/ideas/{number}", self.page.text
        return self.page

    async def put_forward(self, number: str, to: str = "Oberbürgermeisterin") -> Page:
        """To the decider with this name."""
        await self.open(f"/office/ideas/{number}/put-forward")
        return await self.do(number, "put-forward", {"to": self.page.choice("to", to)})


@asynccontextmanager
async def at_the_desk(stack: Stack, address: str = CLERK) -> AsyncIterator[Clerk]:
    """A clerk who has signed in; whoever has done so keeps the browser open, since codes for an address are few."""
    profiles = _PROFILES.setdefault(stack, {})
    async with Clerk(stack.base_url) as clerk:
        clerk.client.cookies = profiles.get(address, clerk.client.cookies)
        await clerk.open("/office")
        if clerk.path != "/office":
            await clerk.sign_in(stack, address)
        profiles[address] = clerk.client.cookies
        yield clerk
