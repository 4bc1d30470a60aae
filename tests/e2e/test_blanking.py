"""What the office blanks is gone: from every page, every answer of the API and every row, and the record says so."""

import json
import re

import httpx2

from tests.e2e import people
from tests.e2e.canary import dump_of, written
from tests.e2e.caught import link_in
from tests.e2e.people import CLERK, Clerk, Idea, at_the_desk, number_in
from tests.e2e.stack import Stack
from tests.e2e.visitor import Visitor

IDEA = Idea(
    "<script>Xaverzwick",
    "Kurzfassungzwick",
    "Gruppezwick",
    "Vorteilzwick",
    name="Bea Lanke",
    email="bea.lanke@example.org",
)
QUESTION, REPLY, REASON = "Fragezwick?", "Antwortzwick.", "Gutachtenzwick"
WORDS = ("Xaverzwick", IDEA.summary, IDEA.group, IDEA.how, "Fragezwick", "Antwortzwick", REASON)
BLANKED = ("Fassung 1", "Frage und Antwort", "Stellungnahme von")


async def test_blanked_words_are_nowhere_any_more_and_the_record_says_so(stack: Stack) -> None:
    async with at_the_desk(stack) as clerk:
        number, links = await told(stack, clerk)
        before = await everything(stack, clerk, number, links)
        assert [word for word in WORDS if word not in str(before)] == [], "the search would not find what is there"
        kept = await dump_of(stack)
        assert [word for word in WORDS if word not in kept] == [], "the search would not find what is there"
        for place in BLANKED:
            await blank(clerk, number, place)
        after = await everything(stack, clerk, number, links)
        assert after.keys() == before.keys()
        for where, shown in after.items():
            assert [word for word in WORDS if word.casefold() in shown.casefold()] == [], where
        kept = await dump_of(stack)  # sealed bytes of mails are in it, where five letters may stand by chance
        assert [word for word in WORDS if word.casefold() in kept.casefold()] == []
        assert [word for word in WORDS for form in written(word) if form in kept.encode()] == []
        assert not await stack.rows("SELECT id FROM submissions WHERE confirmed_at IS NOT NULL AND sealed IS NOT NULL")
        page = await clerk.case(number)
        assert page.text.count("Ein Text wurde geschwärzt") == len(BLANKED)
        assert "Verlauf vollständig und unverändert" in page.text
        history = json.loads(after[f"/api/v1/ideas/{number}/history"])
        assert history["whole"] is True
        assert [event["kind"] for event in history["events"]].count("redacted") == len(BLANKED)


async def told(stack: Stack, clerk: Clerk) -> tuple[str, list[str]]:
    """An idea with a question, its reply and two reviews, one with reasons; its number, and every link to it."""
    await people.confirm(stack, await people.submit(stack, IDEA))
    number = number_in(await stack.letter(IDEA.email, "idea_received"))
    await clerk.do(number, "ask", {"question": QUESTION})
    own = link_in(await stack.letter(IDEA.email, "question", number))
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(own)
        form = visitor.page.form("/reply")
        await visitor.send(form, {next(name for name in form.fields if name.startswith("reply.")): REPLY})
    await clerk.do(number, "accept", {"public": "yes"})
    first, second = await stack.letters("review_asked", number, count=2)
    await people.review(stack, link_in(first), reason=REASON)
    return number, [own, link_in(first), link_in(second)]


async def blank(clerk: Clerk, number: str, place: str) -> None:
    """By the form of the office."""
    await clerk.open(f"/office/ideas/{number}/redact")
    item = clerk.page.choice("item", place)
    await clerk.do(number, "redact", {"item": item, "reason": "Ein Name", "sure": ["yes"]})


async def everything(stack: Stack, clerk: Clerk, number: str, links: list[str]) -> dict[str, str]:
    """Every page and every answer of the API on which the idea stands, by address."""
    found: dict[str, str] = {}
    async with Visitor(stack.base_url) as visitor:
        for address in ("/", "/ideas", f"/ideas/{number}", f"/ideas/{number}/report", *links, f"{links[0]}/withdraw"):
            found[address] = (await visitor.open(address)).html
    office = ("", "/ideas", f"/ideas/{number}", "/operations")
    acts = re.findall(rf'href="(/office/ideas/{number}/[^"]+)"', (await clerk.case(number)).html)
    for address in (*(f"/office{path}" for path in office), *dict.fromkeys(acts)):
        found[address] = (await clerk.open(address)).html
    headers = {"Authorization": f"Bearer {await stack.token(CLERK)}"}
    async with httpx2.AsyncClient(base_url=stack.base_url, headers=headers, timeout=90) as api:
        for path in ("ideas", f"ideas/{number}", f"ideas/{number}/history", "tasks"):
            answer = await api.get(f"/api/v1/{path}")
            answer.raise_for_status()
            found[f"/api/v1/{path}"] = answer.text
    return found
