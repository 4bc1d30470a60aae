"""How long a reviewer waits for the answer to be taken: the form behind the link, sent to the real API."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

import httpx2
from temporalio.client import Client

from bench import skeleton
from bench.browser import Browser
from bench.measuring import at_once
from bench.real import RealIdeas
from tests.e2e.caught import LINK
from tests.e2e.page import Page

TYPED = {"verdict": "approve", "scores.benefit": "8", "scores.complexity": "3"}
Act = Callable[[], Awaitable[object]]


@dataclass
class Answers:
    """Forms that lie open in front of reviewers, and one connection pool for all of them."""

    ideas: RealIdeas
    client: httpx2.AsyncClient  # reads the pages
    browser: Browser  # sends the forms
    used: set[str]

    async def forms(self, count: int) -> list[Act]:
        """So many filled-in forms, ready to be sent; two for each idea."""
        await at_once([self.ideas.in_review] * ((count + 1) // 2), 5)
        await self.ideas.calm()
        found: list[Act] = []
        while len(found) < count:
            for link in self._new_links():
                self.used.add(link)
                if (form := await self._filled(link)) is not None:
                    found.append(form)
            await asyncio.sleep(0.1)
        return found[:count]

    def _new_links(self) -> list[str]:
        links = [m[0] for mail in self.ideas.stack.caught.all() if (m := LINK.search(mail.text)) is not None]
        return [link for link in links if link not in self.used]

    async def _filled(self, link: str) -> Act | None:
        """None for a link that asks no review."""
        shown = await self.client.get(link)
        form = next((f for f in Page(shown.text).forms if f.action.endswith("/answer")), None)
        if form is None:
            return None
        fields: dict[str, list[str]] = {}
        for name, value in form.filled(TYPED):
            fields.setdefault(name, []).append(value)

        async def send() -> None:
            cookies = "; ".join(f"{one.name}={one.value}" for one in self.client.cookies.jar)
            await self.browser.send(self.ideas.stack.base_url + form.action, fields, cookies)

        return send


async def updates(client: Client, count: int) -> Sequence[Act]:
    """So many bare Updates, ready to be sent; two for each course, which has begun already."""
    ids = [f"bare-{uuid4().hex}" for _ in range((count + 1) // 2)]
    await at_once([partial(skeleton.begin, client, one) for one in ids], 5)
    return [partial(skeleton.go_on, client, one, ["answered"]) for one in ids * 2][:count]
