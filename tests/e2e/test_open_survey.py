"""An open survey on the real parts: entered at the office, found, confirmed, answered and closed by pages and mails."""

import re
from datetime import UTC, datetime, timedelta

from tests.e2e.people import at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.test_survey import PULSE, ROOT, SAVE, TOPIC, Clerk, comes_to, count_in, morning_comes
from tests.e2e.town import fill
from tests.e2e.visitor import Visitor

TITLE = "Bänke im Stadtpark"
LINK = re.compile(r"https?://[^\s/]+/s/[a-z2-7]{32}")
STRANGERS = [f"fremd{n}@example.org" for n in range(5)]


async def opened(clerk: Clerk) -> str:
    """Anonymous, for whoever confirms an address and nobody else; the path of its wave."""
    source = PULSE.read_text().replace("\nid: pulse\n", "\nid: benches\n")
    source = source.replace("Puls des Netzwerks", TITLE).replace("Pulse of the network", "Benches in the park")
    await fill(clerk, f"{ROOT}/questionnaires/new", {"source": source}, SAVE)
    given = {"title_de": TITLE, "questionnaire": "benches", "audience": "nobody", "mode": "anonymous", "public": "yes"}
    await fill(clerk, f"{ROOT}/new", given, SAVE)
    assert "ja, mit bestätigter Adresse" in clerk.page.text
    await fill(clerk, f"{clerk.path}/start", {}, "Welle starten")
    return clerk.path


async def enters(stack: Stack, page: str, address: str, *, tell: bool = False) -> str:
    """Finds the survey in the list, gives an address, and gets one mail; the link in it."""
    before = len(await stack.letters("confirm_entry", to=address, count=0))
    async with Visitor(stack.base_url) as stranger:
        assert page in (await stranger.open("/surveys")).links
        await stranger.open(page)
        await stranger.send(stranger.page.form(page), {"email": address} | ({"tell": ["yes"]} if tell else {}))
        assert stranger.path == f"{page}/sent", stranger.page.text
    mails = await stack.letters("confirm_entry", to=address, count=before + 1)
    (link,) = set(LINK.findall(mails[-1].text))
    return link


async def confirms(stranger: Visitor, link: str) -> None:
    await stranger.open(link)
    await stranger.send(stranger.page.form("/s/confirm"), {"mine": ["yes"]})


async def answers(stack: Stack, link: str) -> None:
    """Ticks the box and answers, without scripts; the link opens no second answer."""
    async with Visitor(stack.base_url) as stranger:
        await confirms(stranger, link)
        while stranger.path != "/s/check":
            form = stranger.page.form(having="shown")
            await stranger.send(form, {"q.informed": "4"} if "q.informed" in form.fields else {}, button="next")
        await stranger.send(stranger.page.form("/s/check"), {"sure": ["yes"]})
        assert stranger.path == "/s/thanks", stranger.page.text
        assert {form.action for form in (await stranger.open(link)).forms} == {
            "/s/withdraw"
        }  # answered, not taken back


async def test_an_open_survey_goes_from_the_office_to_its_published_answer(stack: Stack) -> None:
    async with at_the_desk(stack) as clerk:
        wave = await opened(clerk)
        page = f"/surveys/{wave.rpartition('/')[2]}"
        await morning_comes(stack, wave)
        await comes_to(clerk, wave, "nimmt Antworten an")
        for n, address in enumerate(STRANGERS):
            await answers(stack, await enters(stack, page, address, tell=n == 0))
        second = await enters(stack, page, STRANGERS[0].upper())
        async with Visitor(stack.base_url) as again:
            await confirms(again, second)
            assert "Jede Adresse zählt einmal" in again.page.text
        late = await enters(stack, page, "spaet@example.org")
        assert await count_in(stack, "intake", wave) == len(STRANGERS)

        await clerk.open(f"{wave}/close")
        await clerk.send(clerk.page.form(f"{wave}/close"), {"reason": "Genug gehört."})
        await comes_to(clerk, wave, "die Antwort an die Befragten schreiben")
        assert await count_in(stack, "answers_anonymous", wave) == len(STRANGERS)
        async with Visitor(stack.base_url) as stranger:
            assert "beendet" in (await stranger.open(late)).text
            assert "beendet" in (await stranger.open(page)).text
        assert "keine Rücklaufquote" in (await clerk.open(f"{wave}/results")).text

        due = (datetime.now(UTC) + timedelta(days=30)).strftime("%d.%m.%Y")
        await clerk.open(f"{wave}/respond")
        form, owner = clerk.page.form(f"{wave}/respond"), clerk.page.choice("owner1", "Torben")
        await clerk.send(form, TOPIC | {"owner1": owner, "due_on1": due}, button="Weiter zu einem letzten Blick")
        await clerk.send(clerk.page.form(f"{wave}/respond"), button="send")
        (told,) = await stack.letters("survey_response", to=STRANGERS[0], count=1)
        assert page in told.text
        assert not await stack.letters("survey_response", to=STRANGERS[1], count=0)
        assert not [mail for one in STRANGERS for mail in await stack.letters("survey_invitation", to=one, count=0)]
    async with Visitor(stack.base_url) as anybody:
        text = (await anybody.open(page)).text
    assert TOPIC["decision1"] in text
    assert "keine Rücklaufquote" in text
