"""Cases in every state, brought there by links and pages alone, and the address of every page they have."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from kit.tokens import hash_token
from storage.links import L as LINKS
from tests.e2e import people
from tests.e2e.caught import link_in
from tests.e2e.people import CLERK, DECIDER, OWNER, Clerk, Idea, at_the_desk
from tests.e2e.stack import EXAMPLE, Stack
from tests.e2e.visitor import Visitor

IDEA = Idea(title="<script>alert('town')</script> Bänke am Fluss", email="town@example.org")
SAVE = "Speichern"
PULSE = EXAMPLE / "surveys" / "pulse.yaml"
SUBMITTER = "renate.kruse@example.org"


@dataclass
class Town:
    """Addresses by name: of public pages, of pages behind links, of the office's."""

    public: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    office: dict[str, str] = field(default_factory=dict)
    cookies: list[tuple[str, str]] = field(default_factory=list)  # of a clerk who has signed in


async def settle(stack: Stack) -> Town:
    """One case in each state; what is open stays open."""
    town = Town()
    town.links["confirm"] = await people.submit(stack, IDEA)
    async with at_the_desk(stack) as clerk:
        await _intake(stack, clerk, town)
        await _review(stack, clerk, town)
        await _decision(stack, clerk, town)
        await _elsewhere(stack, clerk, town)
        town.office |= await surveys(clerk)
        town.cookies = [(cookie.name, cookie.value or "") for cookie in clerk.client.cookies.jar]
    _public(town)
    return town


async def new_idea(stack: Stack) -> str:
    """An idea of somebody known; its number."""
    number = await people.submit_by_api(stack, SUBMITTER, IDEA.title)
    await stack.letter(SUBMITTER, "idea_received", number)
    return number


async def _intake(stack: Stack, clerk: Clerk, town: Town) -> None:
    link = await people.submit(stack, replace(IDEA, email="confirmed@example.org"))
    await people.confirm(stack, link)
    town.links["confirmed"] = link
    number = await new_idea(stack)
    await clerk.do(number, "ask", {"question": "Wo genau? <script>"})
    own = link_in(await stack.letter(SUBMITTER, "question", number))
    town.links |= {"idea": own, "idea: edit": f"{own}/edit", "idea: withdraw": f"{own}/withdraw"}
    page = await clerk.case(number)
    acts = ("accept", "ask", "edit", "decline")
    town.office |= {"case: question": f"/office/ideas/{number}"}
    town.office |= {f"act: {act}": f"/office/ideas/{number}/{act}" for act in acts}
    town.office["act: reply"] = next(link for link in page.links if "/reply/" in link)


async def _review(stack: Stack, clerk: Clerk, town: Town) -> None:
    number = await new_idea(stack)
    await clerk.do(number, "accept", {"public": "yes"})
    first, second = await stack.letters("review_asked", number, count=2)
    await people.review(stack, link_in(first))
    link = link_in(second)
    town.links |= {"review: done": link_in(first), "review": link, "review: hand over": f"{link}/hand-over"}
    page = await clerk.case(number)
    town.office |= {"case: review": f"/office/ideas/{number}"}
    town.office["act: name-reviewer"] = f"/office/ideas/{number}/name-reviewer"
    town.office["act: hide"] = f"/office/ideas/{number}/hide"
    town.office["act: hand-over"] = next(link for link in page.links if "/hand-over/" in link)
    town.public["idea: review"] = f"/ideas/{number}"


async def _decision(stack: Stack, clerk: Clerk, town: Town) -> None:
    number = await reviewed(stack, clerk)
    town.office |= {f"act: {act}": f"/office/ideas/{number}/{act}" for act in ("defer", "put-forward", "publish")}
    number = await reviewed(stack, clerk)
    await clerk.put_forward(number)
    town.links["decide"] = link_in(await stack.letter(DECIDER, "decision_asked", number))
    town.office["act: record-decision"] = f"/office/ideas/{number}/record-decision"
    number = await reviewed(stack, clerk, public="yes")
    await clerk.put_forward(number)
    link = link_in(await stack.letter(DECIDER, "decision_asked", number))
    await people.decide(stack, link)
    town.links["decide: done"] = link
    town.links["commitment"] = await promise_that_is_due(stack, clerk, number)
    town.links["idea: decided"] = link_in(await stack.letter(SUBMITTER, "receipt", number))
    page = await clerk.case(number)
    town.office |= {"case: decided": f"/office/ideas/{number}", "act: promise": f"/office/ideas/{number}/promise"}
    town.office["act: settle"] = next(link for link in page.links if "/settle/" in link)
    town.public["idea: decided"] = f"/ideas/{number}"
    await clerk.open("/office/people")
    town.office["person"] = next(link for link in clerk.page.links if link.startswith("/office/people/"))


async def _elsewhere(stack: Stack, clerk: Clerk, town: Town) -> None:
    """Cases that rest or have ended, and links that open nothing any more."""
    number = await reviewed(stack, clerk)
    await clerk.do(number, "defer", {"until": "2031-01-31", "year": "2030", "public_reason": "Später <script>."})
    town.office["case: deferred"] = f"/office/ideas/{number}"
    town.office |= {f"act: {act}": f"/office/ideas/{number}/{act}" for act in ("wake", "defer-again")}
    town.office |= {name: f"/office/portfolio/{name}" for name in ("asleep", "documents")}
    number = await new_idea(stack)
    await clerk.do(number, "decline", {"public_reason": "Gibt es schon <script>."})
    town.office["case: declined"] = f"/office/ideas/{number}"
    town.links["idea: declined"] = link_in(await stack.letter(SUBMITTER, "idea_declined", number))
    await clerk.open("/office/take-over")
    project = {"title": "<script>Radschnellweg", "project": "in_progress", "public": "yes"}
    await clerk.send(clerk.page.form("/take-over"), project)
    town.office["case: taken over"] = clerk.path
    town.public["idea: taken over"] = clerk.path.removeprefix("/office")
    await _dead_links(stack, clerk, town)


async def _dead_links(stack: Stack, clerk: Clerk, town: Town) -> None:
    number = await new_idea(stack)
    await clerk.do(number, "accept", {"public": "no"})
    for mail, how in zip(
        await stack.letters("review_asked", number, count=2), ("expires_at", "revoked_at"), strict=True
    ):
        link = link_in(mail)
        await ended_yesterday(stack, link, how)
        town.links[f"review: {how}"] = link
    number = await new_idea(stack)
    await clerk.do(number, "accept", {"public": "no"})
    first, second = [link_in(mail) for mail in await stack.letters("review_asked", number, count=2)]
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(f"{first}/hand-over")
        form = visitor.page.form("/hand-over")
        await visitor.send(form, {"to": form.fields["to"].options[1]})
        own = link_in(await stack.letter(SUBMITTER, "idea_received", number))
        await visitor.open(f"{own}/withdraw")
        await visitor.send(visitor.page.form("/withdraw"), {"sure": ["yes"]})
    town.office["case: withdrawn"] = f"/office/ideas/{number}"
    town.links |= {"idea: withdrawn": own, "review: handed over": first, "review: withdrawn": second}


async def ended_yesterday(stack: Stack, link: str, how: str) -> None:
    """A link whose time is over, or that was taken back; time cannot be moved here, so the date is."""
    mine = LINKS.c.hash == hash_token(link.rpartition("/")[2])
    async with stack.db.write() as session:
        await session.execute(update(LINKS).where(mine).values({how: datetime.now(UTC) - timedelta(days=1)}))


async def reviewed(stack: Stack, clerk: Clerk, public: str = "no") -> str:
    """An idea that two people were in favour of."""
    number = await new_idea(stack)
    await clerk.do(number, "accept", {"public": public})
    for mail in await stack.letters("review_asked", number, count=2):
        await people.review(stack, link_in(mail))
    return number


async def promise_that_is_due(stack: Stack, clerk: Clerk, number: str) -> str:
    """The link by which its owner is asked; time cannot be moved here, so the date is."""
    await clerk.open(f"/office/ideas/{number}/promise")
    owner = clerk.page.choice("owner", "Torben")
    given = {"text": "Wir stellen Bänke auf <script>.", "owner": owner, "due_on": "2031-01-31"}
    await clerk.do(number, "promise", given)
    await stack.bring_forward(number)
    return link_in(await stack.letter(OWNER, "commitment_asked", number))


async def surveys(clerk: Clerk) -> dict[str, str]:
    """A questionnaire, an audience, a survey and a wave of it, by their pages; the address of every page they have."""
    root = "/office/surveys"
    await fill(clerk, f"{root}/questionnaires/new", {"source": PULSE.read_text()}, SAVE)
    await fill(clerk, f"{root}/audiences/new", {"id": "town", "title_de": "Alle <script>", "staff": "both"}, SAVE)
    given = {"title_de": "Puls <script>", "questionnaire": "pulse", "audience": "town", "mode": "anonymous"}
    await fill(clerk, f"{root}/new", given, SAVE)
    survey = clerk.path
    await fill(clerk, f"{survey}/start", {"starts_on": "03.06.2031"}, "Welle starten")
    wave = clerk.path
    found = {f"surveys{path}": f"{root}{path}" for path in ("", "/new", "/audiences/new", "/questionnaires/new")}
    found |= {f"surveys: {name}": f"{root}/{name}" for name in ("audiences", "questionnaires")}
    found |= {"survey: audience": f"{root}/audiences/town", "survey: form": f"{root}/questionnaires/pulse"}
    found |= {f"survey {name}": f"{survey}/{name}" for name in ("edit", "start", "document", "approval", "cycle")}
    acts = {f"wave {name}": f"{wave}/{name}" for name in ("pause", "cancel", "respond")}
    return found | acts | {"survey": survey, "wave": wave}


async def fill(clerk: Clerk, page: str, given: Mapping[str, Any], button: str) -> None:
    """Opens a form of the office, fills it in and sends it; it is taken."""
    await clerk.open(page)
    await clerk.send(clerk.page.form(page), given, button=button)
    assert clerk.path != page, clerk.page.text


def _public(town: Town) -> None:
    reported = town.public["idea: review"]
    pages = "ideas ideas/new ideas/sent impressum privacy accessibility contact api/v1/docs api/v1/problems".split()
    town.public |= {"front": "/", **{page: f"/{page}" for page in pages}}
    town.public |= {"report": f"{reported}/report", "reported": f"{reported}/reported"}
    town.public |= {"nothing there": "/nothing-there", "unknown link": "/a/" + "a" * 32}
    office = "ideas people operations ideas/new take-over rounds rounds/new sign-in sign-in/code".split()
    town.office |= {"board": "/office", **{page: f"/office/{page}" for page in office}}


__all__ = ["CLERK", "IDEA", "Town", "new_idea", "promise_that_is_due", "reviewed", "settle"]
