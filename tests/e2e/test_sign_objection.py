"""A signature that was not theirs, on the real parts: its receipt, the objection, and the chain from there again."""

import pytest
from playwright.async_api import Browser

from tests.e2e.caught import link_in
from tests.e2e.house import MINE, WITH_OBJECTION, follow, over, seen
from tests.e2e.people import CLERK, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.test_sign_off import SECTION, WORKER, begun, signs
from tests.e2e.town import reviewed
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
FORGED, OWN = "Das war <b>jemand anders</b>.", "Mit <i>Radweg</i>."
REASON = "Mein Telefon lag <u>offen</u> herum."


async def test_a_signature_that_was_not_theirs_is_taken_back_and_given_again(house: Stack, browser: Browser) -> None:
    stack, found = house, []
    await follow(stack, WITH_OBJECTION)
    async with at_the_desk(stack, CLERK) as clerk:
        number = await reviewed(stack, clerk, public="yes")
        await over(stack, number, "prioritisation")
        await begun(clerk, number)
        first = link_in(await stack.letter(WORKER, "sign_asked", number))
        await signs(stack, first, "remark", remark=FORGED)
        waiting = link_in(await stack.letter(SECTION, "sign_asked", number))
        receipt = link_in(await stack.letter(WORKER, "answer_receipt", number))
        found += await seen(stack, browser, receipt)

        await objected(stack, receipt)
        await stack.letters("objection_note", number)
        await stack.letter(SECTION, "no_longer_needed", number)
        found += await seen(stack, browser, receipt, first, waiting, f"/office/ideas/{number}")
        await opens_no_form(stack, first, waiting)

        again = link_in((await stack.letters("sign_asked", number, WORKER, count=2))[-1])
        await signs(stack, again, "remark", remark=OWN)
        following = link_in((await stack.letters("sign_asked", number, SECTION, count=2))[-1])
        async with Visitor(stack.base_url) as visitor:
            page = await visitor.open(following)
        assert OWN in page.text
        page = await clerk.case(number)
    for words in ("Die Antwort war nicht von dieser Person", REASON, OWN):
        assert words in page.text, words
    assert found == [], "\n".join(found)
    said = f"SELECT remark, objected_at IS NULL FROM sign_steps WHERE remark <> '' AND {MINE} ORDER BY at"
    assert [(row[0], bool(row[1])) for row in await stack.rows(said, number=number)] == [(FORGED, False), (OWN, True)]


async def objected(stack: Stack, link: str) -> None:
    """Reads what was signed in their name, and says that it was not them."""
    async with Visitor(stack.base_url) as visitor:
        await visitor.open(link)
        assert FORGED in visitor.page.text
        await visitor.send(visitor.page.form("/objection"), {"sure": ["yes"], "reason": REASON})
        assert "Die Antwort wurde zurückgenommen" in visitor.page.text


async def opens_no_form(stack: Stack, *links: str) -> None:
    """Links from before the objection say that they are over, and nothing can be signed behind them."""
    async with Visitor(stack.base_url) as visitor:
        for link in links:
            await visitor.open(link)
            assert not [form for form in visitor.page.forms if form.action.endswith("/sign")], visitor.page.text
