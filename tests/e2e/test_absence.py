"""Somebody goes away in earnest: their desk, the code, the deputy's mail and link, and back; in a real browser too."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser

from tests.e2e.axe import in_every_scheme, inspected
from tests.e2e.caught import CODE, link_in
from tests.e2e.house import person
from tests.e2e.page import PageForm
from tests.e2e.people import at_the_desk, review, submit_by_api
from tests.e2e.stack import Stack
from tests.e2e.test_goals_accessibility import sign_in
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(600)

SUBMITTER = "renate.kruse@example.org"
AWAY = "yusuf.aydin@example.org"
DEPUTY = "henning.moeller@example.org"  # of another department, who would not be asked about this theme
ADVISER = "katharina.wolff@example.org"
THEME = "health"
TITLE = "<script>alert(1)</script> Trinkbrunnen & Schatten"
NARROW = 320


async def desk_behind(stack: Stack, link: str) -> tuple[Visitor, str]:
    """From the mail of a task to the own desk, and through the code."""
    before = len(await stack.letters("desk_link", to=AWAY, count=0))
    visitor = Visitor(stack.base_url)
    await visitor.open(f"{link}/desk")
    await visitor.send(visitor.page.form("/desk"), {"sure": ["yes"]})
    desk = link_in((await stack.letters("desk_link", to=AWAY, count=before + 1))[-1])
    codes = len(await stack.letters("desk_code", to=AWAY, count=0))
    await visitor.open(f"{desk}/absence")
    await visitor.send(visitor.page.form("/code?for=absence"))
    code = CODE.search((await stack.letters("desk_code", to=AWAY, count=codes + 1))[-1].text)
    assert code is not None
    await visitor.send(visitor.page.form(having="code"), {"code": code[1]})
    assert visitor.path.endswith("/absence")
    return visitor, desk


async def chosen(stack: Stack, deputy: str) -> None:
    """The office says who stands in for the reviews."""
    url = f"/office/people/{await person(stack, AWAY)}/deputies"
    async with at_the_desk(stack) as clerk:
        await clerk.open(url)
        await clerk.send(clerk.page.form("/deputies"), {"reviewer.1": deputy})
        assert "Die Vertretung ist gespeichert" in clerk.page.text


async def accepted(stack: Stack) -> str:
    number = await submit_by_api(stack, SUBMITTER, TITLE, THEME)
    async with at_the_desk(stack) as clerk:
        await clerk.do(number, "accept", {"public": "no"})
    return number


async def open_part(stack: Stack, number: str, address: str) -> str:
    query = """
        SELECT s.id FROM assignments s JOIN cases c ON c.id = s.case_id
        WHERE c.number = :number AND s.person = :who AND s.state = 'open'
    """
    return str((await stack.rows(query, number=number, who=await person(stack, address)))[0][0])


def removal(visitor: Visitor) -> PageForm:
    """The list of absences, each with a button."""
    return next(form for form in visitor.page.forms if any(name == "remove" for _, name, *_ in form.buttons))


async def looked_at(stack: Stack, browser: Browser, visitor: Visitor, desk: str, number: str) -> list[str]:
    """What axe finds, and what is wider than a narrow screen, on the pages of absences and of what is taken back."""
    found: list[str] = []
    people = f"/office/people/{await person(stack, AWAY)}"
    async with inspected(browser, stack.base_url) as context:
        await sign_in(context, stack)
        given: list[Any] = [
            {"name": c.name, "value": c.value or "", "url": f"{desk}/"} for c in visitor.client.cookies.jar
        ]
        await context.add_cookies(given)
        page = await context.new_page()
        await page.set_viewport_size({"width": NARROW, "height": 740})
        part = await open_part(stack, number, DEPUTY)
        for address in (
            f"{desk}/absence",
            desk,
            f"{people}/absences",
            f"{people}/deputies",
            people,
            f"/office/ideas/{number}",
            f"/office/ideas/{number}/take-back/{part}",
        ):
            answer = await page.goto(address)
            assert answer is not None
            assert page.url.endswith(address.rpartition("/")[2]), f"{address} led to {page.url}"
            assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW, address
            found.extend(f"{address}: {one}" for one in await in_every_scheme(page))
        for address, form in ((f"{desk}/absence", "#absence"), (f"{people}/absences", "#calendar")):
            await page.goto(address)
            async with page.expect_navigation():
                await page.locator(f"{form} button[type=submit]").click()
            assert await page.locator(".error-summary").count() == 1
            found.extend(f"{address} with mistakes: {one}" for one in await in_every_scheme(page))
    return found


async def advised(stack: Stack, browser: Browser, task: str, number: str) -> list[str]:
    """The deputy asks a colleague, and reads at the task what they say; what axe finds on the way."""
    found: list[str] = []
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(f"{task}/advice")
        colleague = visitor.page.choice("adviser", "Katharina Wolff")
        given = {"adviser": colleague, "question": "<script>Gibt es dort Wasser?"}
        await visitor.send(visitor.page.form("/advice"), given)
        link = link_in(await stack.letter(ADVISER, "advice_asked", number))
        async with inspected(browser, stack.base_url) as context:
            page = await context.new_page()
            await page.set_viewport_size({"width": NARROW, "height": 740})
            for address in (link, f"{task}/advice", task):
                await page.goto(address)
                assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW, address
                found.extend(f"{address}: {one}" for one in await in_every_scheme(page))
        await visitor.open(link)
        assert "Gibt es dort Wasser?" in visitor.page.text
        await visitor.send(visitor.page.form("/advise"), {"advice": "Ja, am <b>Ring</b>."})
        assert "Sie haben geantwortet" in visitor.page.text
        await visitor.open(link_in(await stack.letter(DEPUTY, "advice_given", number)))
        assert "Ja, am <b>Ring</b>." in visitor.page.text
    return found


async def test_an_absence_by_the_own_desk_carries_reviews_to_the_deputy_and_back(
    stack: Stack, browser: Browser
) -> None:
    await chosen(stack, await person(stack, DEPUTY))
    open_one = await accepted(stack)
    first = link_in(await stack.letter(AWAY, "review_asked", open_one))
    today = datetime.now(UTC).date()
    visitor, desk = await desk_behind(stack, first)

    days = {"first_day": (today - timedelta(days=14)).isoformat(), "last_day": (today + timedelta(days=14)).isoformat()}
    await visitor.send(visitor.page.form(having="first_day"), days)
    assert "Die Abwesenheit ist eingetragen" in visitor.page.text

    # What was open goes to the deputy, and the old link ends.
    mail = await stack.letter(DEPUTY, "review_asked", open_one)
    assert "in Vertretung von Yusuf Aydın" in mail.text
    theirs = link_in(mail)
    await stack.letter(AWAY, "handed_over", open_one)
    async with Visitor(stack.base_url) as other:
        await other.open(first)
        assert "übergeben" in other.page.text
        assert "Trinkbrunnen" not in other.page.text
        await other.open(theirs)
        assert "In Vertretung von" in other.page.text

    # What is new goes there at once, and is answered there.
    new_one = await accepted(stack)
    answered = link_in(await stack.letter(DEPUTY, "review_asked", new_one))
    found = await advised(stack, browser, answered, new_one)
    await review(stack, answered, reason="Gern.")
    found += await looked_at(stack, browser, visitor, desk, open_one)

    # Back: the untouched one returns, the answered one does not.
    await visitor.open(f"{desk}/absence")
    await visitor.send(removal(visitor), button=days["first_day"])
    assert "zurückgenommen" in visitor.page.text
    await stack.letters("review_asked", open_one, AWAY, count=2)
    async with Visitor(stack.base_url) as other:
        await other.open(theirs)
        assert "übergeben" in other.page.text
    async with at_the_desk(stack) as clerk:
        page = await clerk.case(open_one)
        assert "Yusuf Aydın ist nicht da: Henning Möller hat die Aufgabe" in page.text
        assert "Yusuf Aydın ist zurück und hat die Aufgabe" in page.text
        assert "In Vertretung von Yusuf Aydın" in page.text
        answer = 'SELECT a."by", s.for_person FROM answers a JOIN assignments s ON s.id = a.assignment'
        rows = await stack.rows(f"{answer} JOIN cases c ON c.id = a.case_id WHERE c.number = :number", number=new_one)
        assert [tuple(row) for row in rows] == [(await person(stack, DEPUTY), await person(stack, AWAY))]

        # The office takes the other part back; its link says so.
        item = await open_part(stack, open_one, AWAY)
        await clerk.do(open_one, "take-back", {"reason": "<script>Nicht mehr nötig"}, item)
    await stack.letter(AWAY, "taken_back", open_one)
    await visitor.client.aclose()
    await chosen(stack, "")
    assert not found, "\n".join(found)
