"""An idea told in words nobody else uses, and the search for them, and for keys, where they must not be."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from temporalio.client import Client, WorkflowExecution

from contracts import names
from tests.e2e import people
from tests.e2e.caught import LINK, link_in
from tests.e2e.people import CLERK, DECIDER, Clerk, Idea
from tests.e2e.stack import HOST, Stack
from tests.e2e.visitor import Visitor
from umlauf.temporal import connect

NAME, TITLE, ADDRESS = "Zyxwina Qvortrupp", "<script>Kanarienvogelqjxz", "qvortruppzyx@example.org"
IDEA = Idea(TITLE, "Summaryqjxz", "Gruppeqjxz", "Nutzenqjxz", name=NAME, email=ADDRESS)
SAID = ("Frageqjxz", "Antwortqjxz", "Kommentarqjxz", "Beschlussqjxz", "Versprechenqjxz", "Abschiedqjxz")
WORDS = (*NAME.split(), TITLE, ADDRESS, ADDRESS.partition("@")[0], IDEA.summary, IDEA.group, IDEA.how, *SAID)
PEOPLE = ("jana.petersen", "Petersen", "oberbuergermeisterin")  # staff are people too
SHARED = (0, 3, 2)  # characters at the end of base64 that what follows has a part in, by what is left of threes
TOKEN_LIKE = re.compile(r"(?<![a-z2-7])[a-z2-7]{32}(?![a-z2-7])")


@dataclass
class Canary:
    """Lives once through all there is, then is looked for."""

    stack: Stack
    keys: list[str] = field(default_factory=list)  # each opens something
    signed: list[str] = field(default_factory=list)  # opens something too, and is kept nowhere, not even as a hash
    words: tuple[str, ...] = (*WORDS, *PEOPLE)

    async def live_through_everything(self) -> None:
        """A question and its reply, reviews with comments, a decision, a promise; a second idea is withdrawn."""
        self.keys.append(await self.stack.token(CLERK))
        async with people.at_the_desk(self.stack) as clerk:
            number = await self._to_the_decision(clerk)
            await clerk.open(f"/office/ideas/{number}/promise")
            owner = clerk.page.choice("owner", "Torben")
            await clerk.do(number, "promise", {"text": SAID[4], "owner": owner, "due_on": "2031-03-03"})
            self.keys += [cookie.value for cookie in clerk.client.cookies.jar if cookie.value]
        await self._withdrawn()
        await self.stack.letters("receipt", number, ADDRESS)
        self.keys += [link.rpartition("/")[2] for mail in self.stack.caught.all() for link in LINK.findall(mail.text)]

    async def _to_the_decision(self, clerk: Clerk) -> str:
        stack = self.stack
        number = await self._submitted(1)
        await clerk.do(number, "ask", {"question": SAID[0]})
        async with Visitor(stack.base_url) as visitor:
            await visitor.open(link_in(await stack.letter(ADDRESS, "question", number)))
            form = visitor.page.form("/reply")
            reply = next(name for name in form.fields if name.startswith("reply."))
            await visitor.send(form, {reply: SAID[1]})
        await clerk.do(number, "accept", {"public": "no"})
        for mail in await stack.letters("review_asked", number, count=2):
            await people.review(stack, link_in(mail), reason=SAID[2])
        await clerk.put_forward(number)
        await people.decide(stack, link_in(await stack.letter(DECIDER, "decision_asked", number)), reason=SAID[3])
        return number

    async def _submitted(self, count: int) -> str:
        await people.confirm(self.stack, await people.submit(self.stack, IDEA))
        mails = await self.stack.letters("idea_received", to=ADDRESS, count=count)
        found = re.search(r"20\d\d-\d{4,}", mails[-1].subject)
        assert found
        return found[0]

    async def _withdrawn(self) -> None:
        number = await self._submitted(2)
        async with Visitor(self.stack.base_url) as visitor:
            link = link_in(await self.stack.letter(ADDRESS, "idea_received", number))
            await visitor.open(f"{link}/withdraw")
            await visitor.send(visitor.page.form("/withdraw"), {"sure": ["yes"], "reason": SAID[5]})
        await self.stack.letter(ADDRESS, "idea_withdrawn", number)

    # Looking for it

    async def search(self) -> dict[str, object]:
        """Histories and what Temporal shows of courses hold no words; the database holds no key."""
        client = await connect("canary", environment={"TEMPORAL_ADDRESS": f"{HOST}:{self.stack.temporal_port}"})
        histories = {(one.id, one.run_id): await _told(client, one) async for one in client.list_workflows()}
        for (where, _), told in histories.items():
            assert where.encode() in told, "the search would not find what is there"
            without(told, (*self.words, *self.keys, *self.signed), f"the history of {where}")
        await self._all_are_there({where for where, _ in histories})
        dump = await dump_of(self.stack)
        await self._keeps_no_key(dump)
        size = sum(map(len, histories.values()))
        return {
            "words looked for": len(self.words),
            "histories without them": f"{len(histories)} ({size // 1024} kB)",
            "keys looked for": len(self.keys) + len(self.signed),
            "dump of the database without them": f"{len(dump) // 1024} kB",
        }

    def search_files(self) -> dict[str, object]:
        """Neither logs nor Temporal's files hold a word or a key."""
        kept = b"".join(file.read_bytes() for file in sorted(self.stack.folder.glob("temporal.db*")))
        assert names.IDEA.encode() in kept, "the search would not find what is there"
        without(kept, (*self.words, *self.keys, *self.signed), "Temporal's data")
        logs = sorted(self.stack.logs.glob("*.log"))
        for log in logs:
            without(log.read_bytes(), (*self.words, *self.keys, *self.signed), log.name)
        sizes = sum(log.stat().st_size for log in logs)
        return {"Temporal's files": f"{len(kept) // 1024} kB", "logs": f"{sizes // 1024} kB"}

    async def _all_are_there(self, told: set[str]) -> None:
        """Every case, and every wave that was brought anything, has told Temporal something; tests also write waves."""
        cases = [names.course_id(row[0]) for row in await self.stack.rows("SELECT id FROM cases")]
        waves = await self.stack.rows("SELECT DISTINCT wave FROM inbox WHERE wave IS NOT NULL AND acked_at IS NOT NULL")
        assert waves
        assert {*cases, *(names.wave_course_id(row[0]) for row in waves)} <= told

    async def _keeps_no_key(self, dump: str) -> None:
        assert TITLE in dump, "the search would not find what is there"
        known = [key for key in self.keys if hashlib.sha256(key.encode()).hexdigest() in dump]
        assert len(known) > len(self.keys) / 2, "keys are kept as hashes"
        without(dump.encode(), (*self.keys, *self.signed), "the database")
        async with Visitor(self.stack.base_url) as visitor:
            for candidate in sorted(set(TOKEN_LIKE.findall(dump)))[:30]:
                for page in ("a", "s"):
                    await visitor.open(f"/{page}/{candidate}", expect=404)


async def dump_of(stack: Stack) -> str:
    """Every value of every table, bytes in base64."""
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'table'"
    postgres = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    tables = await stack.rows(sqlite if stack.db.sqlite else postgres)
    rows = [list(row) for (name,) in tables for row in await stack.rows(f'SELECT * FROM "{name}"')]
    return json.dumps(rows, default=_readable, ensure_ascii=False)


async def _told(client: Client, one: WorkflowExecution) -> bytes:
    """Everything Temporal tells of one run of a course, as bytes and as text."""
    handle = client.get_workflow_handle(one.id, run_id=one.run_id)
    history, described = await handle.fetch_history(), await handle.describe()
    events = b"".join(event.SerializeToString() for event in history.events)
    return events + history.to_json().encode() + described.raw_description.SerializeToString()


def without(kept: bytes, words: Iterable[str], where: str) -> None:
    """Fails where a word is kept in any form it may be written in."""
    for word in words:
        for form in written(word):
            at = kept.find(form)
            assert at < 0, f"{where} holds {word!r}: {kept[max(0, at - 120) : at + 40]!r}"


def written(word: str) -> Iterator[bytes]:
    """As it is, as JSON and addresses write it, and in base64 wherever it may begin in a text."""
    plain = word.encode()
    yield plain
    yield json.dumps(word)[1:-1].encode()
    yield word.replace("@", "%40").encode()
    for before, mixed in ((b"", 0), (b"x", 2), (b"xx", 3)):
        shifted = base64.b64encode(before + plain)
        yield shifted[mixed : len(shifted) - SHARED[len(before + plain) % 3]]


def _readable(value: object) -> str:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
