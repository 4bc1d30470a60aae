"""The six steps of a co-signature, by mails alone: one sent back, one put in, one silent, one signed by a deputy."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser

from tests.e2e.caught import link_in
from tests.e2e.house import changed, follow, lapsed, person, seen, stage
from tests.e2e.people import CLERK, Clerk, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.town import reviewed
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
COUNCILLOR = "function: city_councillor"
RULES = changed((f"{COUNCILLOR}}}", f"{COUNCILLOR}, deadline: {{working_days: 3, silence: no_objection}}}}"))
WORKER, SECTION, HEAD = (f"{name}@example.org" for name in ("jonas.thomsen", "anneke.lorenzen", "torben.voss"))
TREASURY, LAWYER, SILENT, MAYOR = (
    f"{name}@example.org" for name in ("henning.moeller", "silke.brandt", "dezernat", "oberbuergermeisterin")
)
DEPUTY = "birte.claussen@example.org"  # of whoever signs for office 11, who is away
REMARK = "Die <b>Folgekosten</b> fehlen."


async def test_six_people_sign_in_turn_and_the_body_decides(house: Stack, browser: Browser) -> None:
    stack, found = house, []
    await follow(stack, RULES)
    async with at_the_desk(stack, CLERK) as clerk:
        await goes_away(stack, clerk)
        number = await reviewed(stack, clerk, public="yes")
        await begun(clerk, number)
        first = link_in(await stack.letter(WORKER, "sign_asked", number))
        await signs(stack, first)
        second = link_in(await stack.letter(SECTION, "sign_asked", number))
        found += await seen(stack, browser, second, f"/office/ideas/{number}", f"/office/ideas/{number}/sign-insert")
        await signs(stack, second, "remark", remark=REMARK)
        await sent_back_and_mended(stack, clerk, number)
        await put_in(stack, clerk, number)
        for address in (DEPUTY, LAWYER):
            await signs(stack, link_in(await stack.letter(address, "sign_asked", number)))
        await says_nothing(stack, number)
        last = link_in(await stack.letter(MAYOR, "sign_asked", number))
        await seen_and_signed(stack, last)
        page = await clerk.case(number)
        for words in (
            "Die Ausgaben sind über- oder außerplanmäßig.",
            "6. mitzeichnendes Amt (Amt 11): Birte Claußen (in Vertretung von Henning Möller)",
            "Schweigen: Dezernentin/Dezernent",
            "alle haben unterschrieben",
            "Die Mitzeichnung ist vollständig. Unterschrieben: 7, geschwiegen: 1, Einwände: 0.",
        ):
            assert words in page.text, words
        found += await seen(stack, browser, f"/office/ideas/{number}", first, last)
        await decided(clerk, number)
    assert found == [], "\n".join(found)
    assert await stage(stack, number) == "follow_up"


async def goes_away(stack: Stack, clerk: Clerk) -> None:
    """The office enters an absence, and who stands in."""
    people, today = f"/office/people/{await person(stack, TREASURY)}", datetime.now(UTC).date()
    await clerk.open(f"{people}/deputies")
    await clerk.send(clerk.page.form("/deputies"), {"reviewer.1": await person(stack, DEPUTY)})
    await clerk.open(f"{people}/absences")
    days = {"first_day": today.isoformat(), "last_day": (today + timedelta(days=30)).isoformat()}
    await clerk.send(next(form for form in clerk.page.forms if "first_day" in form.fields), days)


async def begun(clerk: Clerk, number: str) -> None:
    """Put forward to a body, through the chain, over the plan."""
    await clerk.open(f"/office/ideas/{number}/put-forward")
    to = clerk.page.choice("to", "Hauptausschuss")
    await clerk.do(number, "put-forward", {"to": to, "sign_off": ["yes"], "outside_plan": ["yes"]})
    assert "jetzt gefragt" in clerk.page.text


async def signs(stack: Stack, link: str, said: str = "sign", **given: str) -> None:
    """Fills in the form behind the link."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        await visitor.send(visitor.page.form("/sign"), {"said": said, **given})
        assert "Das wurde festgehalten" in visitor.page.text, visitor.page.text


async def sent_back_and_mended(stack: Stack, clerk: Clerk, number: str) -> None:
    """The head of office sends it back to the case worker, the office mends the text, and it comes straight back."""
    link = link_in(await stack.letter(HEAD, "sign_asked", number))
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert REMARK in visitor.page.text
        to = visitor.page.choice("to", "Sachbearbeiter/in: Jonas Thomsen")
        given = {"said": "send_back", "to": to, "remark": "Bitte die Kosten nennen."}
        await visitor.send(visitor.page.form("/sign"), given)
        assert "zurückgegeben" in visitor.page.text
    again = link_in((await stack.letters("sign_asked", number, WORKER, count=2))[-1])
    await clerk.do(number, "edit", {"cost": "120000"})
    await signs(stack, again)
    await signs(stack, link_in((await stack.letters("sign_asked", number, HEAD, count=2))[-1]))
    assert len(await stack.letters("sign_asked", number, SECTION)) == 1  # she need not see it twice


async def put_in(stack: Stack, clerk: Clerk, number: str) -> None:
    """While office 11 has it, the office puts in another step before the city councillor."""
    asked = await stack.letter(DEPUTY, "sign_asked", number)
    assert "Henning Möller" in asked.text
    assert await stack.letters("sign_asked", number, TREASURY, count=0) == []
    await clerk.open(f"/office/ideas/{number}/sign-insert")
    choice = clerk.page.choice
    given = {"title": "Rechtsamt", "person": choice("person", "Silke Brandt"), "reason": "Rechtsfrage"}
    before = choice("step_before", "Stadtrat/Stadträtin")
    await clerk.do(number, "sign-insert", {**given, "step_before": before, "blocking": "yes"})
    assert "Rechtsamt: Silke Brandt" in clerk.page.text


async def says_nothing(stack: Stack, number: str) -> None:
    """The city councillor's time goes by."""
    await stack.letter(SILENT, "sign_asked", number)
    await lapsed(stack, number, "sign", "due_at", "silent_at")
    await stack.letter(SILENT, "silence", number)


async def seen_and_signed(stack: Stack, link: str) -> None:
    """The mayor sees who signed what, and who said nothing."""
    async with Visitor(stack.base_url) as visitor:
        page = await visitor.open(link)
        assert "hat sich nicht geäußert" in page.text
        assert REMARK in page.text
    await signs(stack, link)


async def decided(clerk: Clerk, number: str) -> None:
    """The body decides on what was signed."""
    await clerk.open(f"/office/ideas/{number}/record-decision")
    today = datetime.now(UTC) - timedelta(days=1)
    given = {"outcome": "accepted", "body": "main_committee", "body_date": f"{today:%d.%m.%Y}"}
    await clerk.do(number, "record-decision", {**given, "public_reason": "Einstimmig."})
