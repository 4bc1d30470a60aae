"""The end is past and nobody has said anything: deputies and superiors, and bias, on the real parts by links alone."""

import pytest
from playwright.async_api import Browser

from tests.e2e import people
from tests.e2e.caught import link_in
from tests.e2e.house import PROCESS, changed, follow, lapsed, person, seen, stage
from tests.e2e.people import CLERK, DECIDER, Clerk, at_the_desk, review
from tests.e2e.stack import Stack
from tests.e2e.test_sign_off import HEAD, SECTION, WORKER, begun, signs
from tests.e2e.town import SUBMITTER, new_idea, reviewed
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
ABOVE = ", deputy_after: 1, escalate: {after: 3, to: superior}"
DECISION, SIGNATURE = "{working_days: 20, remind_before: 5", "{working_days: 5, remind_before: 2, silence: blocked"
RULES = changed((f"deadline: {DECISION}", f"deadline: {DECISION}{ABOVE}"), (SIGNATURE, SIGNATURE + ABOVE))
COUNCILLOR = "dezernat@example.org"  # stands in for the mayor, and reports to her
LAWYER = "silke.brandt@example.org"
BESIDE = "Die andere von Ihnen beiden hat zuerst geantwortet."
REASON, WHY = "Das hilft <b>vielen</b>.", "Mein <i>Schwager</i> baut das."


async def test_of_a_review_somebody_who_decides_is_asked_as_well(house: Stack) -> None:
    await follow(house, PROCESS)
    number = await new_idea(house)
    async with at_the_desk(house, CLERK) as clerk:
        await clerk.do(number, "accept", {"public": "no"})
        first, second = await house.letters("review_asked", number, count=2)
        await review(house, link_in(first))
        await lapsed(house, number, "review", "due_at", "escalate_at")
        above = await house.letter("*", "escalated", number)
        assert above.envelope_to[0] in (DECIDER, COUNCILLOR)
        assert "Es zählt, wer zuerst antwortet" in above.text
        await opens(house, link_in(second), "/answer")  # may still say something
        await review(house, link_in(above), reason=REASON)
        assert await stage(house, number) == "prioritisation"
        told = await house.letter("*", "no_longer_needed", number)
        assert told.envelope_to == second.envelope_to
        page = await clerk.case(number)
    for words in ("Die Frist ist abgelaufen", REASON):
        assert words in page.text, page.text


async def test_whoever_stands_in_decides_beside_the_mayor_who_says_nothing(house: Stack) -> None:
    async with at_the_desk(house, CLERK) as clerk:
        number = await put_forward(house, clerk, "Oberbürgermeisterin")
        hers = link_in(await house.letter(DECIDER, "decision_asked", number))
        await lapsed(house, number, "decide", "due_at", "deputy_at")
        mail = await house.letter(COUNCILLOR, "decision_asked", number)
        assert "in Vertretung von Oberbürgermeisterin" in mail.text
        await opens(house, hers, "/decide")
        await people.decide(house, link_in(mail), reason=REASON)
        assert (await house.letter("*", "no_longer_needed", number)).envelope_to[0] == DECIDER
        await says(house, hers, BESIDE)
        assert REASON in (await house.letter(SUBMITTER, "receipt", number)).text
        page = await clerk.case(number)
    assert "in Vertretung von Oberbürgermeisterin" in page.text


async def test_a_superior_decides_what_nobody_else_does(house: Stack) -> None:
    async with at_the_desk(house, CLERK) as clerk:
        number = await put_forward(house, clerk, "Dezernent")
        theirs = link_in(await house.letter(COUNCILLOR, "decision_asked", number))
        await lapsed(house, number, "decide", "due_at", "deputy_at", "escalate_at")  # nobody stands in for them
        above = await house.letter(DECIDER, "escalated", number)
        await people.decide(house, link_in(above), "rejected", reason=REASON)
        await says(house, theirs, "jemand anderes gefragt und hat zuerst geantwortet")
    assert REASON in (await house.letter(SUBMITTER, "receipt", number)).text


async def test_of_a_signature_the_deputy_is_asked_and_the_superior_told(house: Stack) -> None:
    async with at_the_desk(house, CLERK) as clerk:
        await stands_in(house, clerk, WORKER, LAWYER)
        number = await co_signed(house, clerk)
        first = link_in(await house.letter(WORKER, "sign_asked", number))
        await lapsed(house, number, "sign", "due_at", "deputy_at")
        mail = await house.letter(LAWYER, "sign_asked", number)
        assert "in Vertretung von Jonas Thomsen" in mail.text
        await signs(house, link_in(mail), "remark", remark=REASON)
        await says(house, first, BESIDE)

        second = link_in(await house.letter(SECTION, "sign_asked", number))
        await lapsed(house, number, "sign", "due_at", "escalate_at")
        told = await house.letter(HEAD, "escalated", number)
        assert "sorgen Sie" in told.text or "kümmern" in told.text, told.text
        await signs(house, second)
        await house.letter(HEAD, "sign_asked", number)
        page = await clerk.case(number)
        assert "Silke Brandt (in Vertretung von Jonas Thomsen)" in page.text
        await stands_in(house, clerk, WORKER, "")


async def test_whoever_is_biased_neither_decides_nor_signs(house: Stack, browser: Browser) -> None:
    async with at_the_desk(house, CLERK) as clerk:
        number = await put_forward(house, clerk, "Oberbürgermeisterin")
        hers = link_in(await house.letter(DECIDER, "decision_asked", number))
        found = await seen(house, browser, f"{hers}/bias", hers)
        await biased(house, hers)
        mail = await house.letter(COUNCILLOR, "decision_asked", number)
        await biased(house, link_in(mail))
        assert "wer über diese Idee entscheidet" in (await house.letter("*", "nobody_to_ask", number)).text
        page = await clerk.case(number)
        for words in ("ist befangen und entscheidet nicht", WHY, "Es gibt niemanden, der entscheiden kann"):
            assert words in page.text, words
        found += await seen(house, browser, hers, f"/office/ideas/{number}", f"/office/ideas/{number}/put-forward")

        number = await co_signed(house, clerk)
        signer = link_in(await house.letter(WORKER, "sign_asked", number))
        found += await seen(house, browser, f"{signer}/bias", signer)
        await biased(house, signer)
        asked = await house.letter("*", "nobody_to_ask", number)
        assert "jemanden, der diese Idee mitzeichnet" in asked.text
        page = await clerk.case(number)
        assert "Jonas Thomsen ist befangen und unterschreibt nicht" in page.text
        found += await seen(house, browser, f"/office/ideas/{number}")
    assert found == [], "\n".join(found)


async def put_forward(stack: Stack, clerk: Clerk, whom: str) -> str:
    """An idea that this person is asked to decide on; its number."""
    await follow(stack, RULES)
    number = await reviewed(stack, clerk, public="yes")
    await clerk.put_forward(number, whom)
    return number


async def co_signed(stack: Stack, clerk: Clerk) -> str:
    """An idea on its way through the chain; its number."""
    await follow(stack, RULES)
    number = await reviewed(stack, clerk, public="yes")
    await begun(clerk, number)
    return number


async def stands_in(stack: Stack, clerk: Clerk, whom: str, deputy: str) -> None:
    """The office says who stands in, or that nobody does."""
    url = f"/office/people/{await person(stack, whom)}/deputies"
    await clerk.open(url)
    given = {"reviewer.1": await person(stack, deputy) if deputy else ""}
    await clerk.send(clerk.page.form("/deputies"), given)


async def opens(stack: Stack, link: str, form: str) -> None:
    """There is still a form behind the link."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert [one for one in visitor.page.forms if one.action.endswith(form)], visitor.page.text


async def says(stack: Stack, link: str, words: str) -> None:
    """The page behind the link says so, and has no form."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert words in visitor.page.text, visitor.page.text
        assert not [one for one in visitor.page.forms if one.action.endswith(("/decide", "/sign", "/answer"))]


async def biased(stack: Stack, link: str) -> None:
    """Says so behind the link, which opens the idea no more."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert any(way.endswith("/bias") for way in visitor.page.links)
        await visitor.open(f"{link}/bias")
        await visitor.send(visitor.page.form("/bias"), {"sure": ["yes"], "reason": WHY})
        assert "Sie haben sich für befangen erklärt" in visitor.page.text
    await says(stack, link, "Sie haben sich für befangen erklärt")
