"""A round on the real parts: three ideas, two raters by link, a result, a decision, and every idea told."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from tests.e2e import people
from tests.e2e.caught import link_in, message_id
from tests.e2e.people import Clerk, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.town import SUBMITTER
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import until
from umlauf.mailbox.store import StoredMail

ROOT = "/office/rounds"
RATE = re.compile(r"https?://[^\s/]+/r/[a-z2-7]{32}")
MAYOR, DEPARTMENT = "oberbuergermeisterin@example.org", "dezernat@example.org"
TITLES = ("Runde: Bänke <script>", "Runde: Brunnen & Bäume", "Runde: Schließfächer")
INVITED = """SELECT o.id FROM outbox o JOIN round_raters p ON o.dedup_key LIKE 'round_invitation:' || p.id || ':%'
  WHERE p.round = :mine"""
GIVEN = "SELECT count(*) FROM round_ratings r JOIN round_raters p ON p.id = r.rater WHERE p.round = :mine"


async def weighed(stack: Stack, clerk: Clerk, title: str) -> str:
    """An idea that waits in prioritisation; its number."""
    number = await people.submit_by_api(stack, SUBMITTER, title)
    await stack.letter(SUBMITTER, "idea_received", number)
    await clerk.do(number, "accept", {"public": "yes"})
    for mail in await stack.letters("review_asked", number, count=2):
        await people.review(stack, link_in(mail))
    return number


async def started(clerk: Clerk, numbers: Iterable[str]) -> str:
    """A round over these ideas, rated by those who decide; its path."""
    await clerk.open(f"{ROOT}/new")
    chosen = [clerk.page.choice("ideas", number) for number in numbers]
    form = clerk.page.form("/new")
    last = (datetime.now(UTC) + timedelta(days=10)).strftime("%d.%m.%Y")
    given = {"title": "Herbst <script>", "closes_on": last, "which": "chosen", "ideas": chosen, "roles": ["decider"]}
    await clerk.send(form, given | {"take": "1", "when_complete": ["yes"]}, button="")
    assert clerk.path == f"{ROOT}/new"
    assert "Herbst" in clerk.page.text
    await clerk.send(clerk.page.form("/new"), button="send")
    assert re.fullmatch(rf"{ROOT}/[0-9a-f]{{32}}", clerk.path), clerk.page.text
    return clerk.path


async def invited(stack: Stack, url: str, who: str) -> str:
    """The link of this rater of the round at this path: the only one in the mail. Other rounds invite them too."""

    async def look() -> list[StoredMail]:
        rows = await stack.rows(INVITED, mine=url.rpartition("/")[2])
        ids = {f"<{one}@{stack.settings.mail_domain}>" for (one,) in rows}
        return [mail for mail in stack.caught.all(who) if message_id(mail) in ids]

    mails = await until(look, lambda: f"{who} was not invited to {url}")
    (link,) = set(RATE.findall(mails[0].text))
    return str(link)


async def rate(visitor: Visitor, scores: dict[str, tuple[int, int]], most: int = 3) -> None:
    """Goes on with what is open, and says of each idea what it is worth."""
    for _ in range(most):
        title = next(one for one in scores if one in visitor.page.text)
        benefit, complexity = scores[title]
        given = {"score.benefit": str(benefit), "score.complexity": str(complexity)}
        await visitor.send(visitor.page.form(visitor.path), given, button="go")


async def comes_to(stack: Stack, round_id: str, state: str) -> None:
    """The round is in this state, and what was to be done about it is done."""

    async def look() -> bool:
        ((now, errands),) = await stack.rows("SELECT state, errands FROM rounds WHERE id = :mine", mine=round_id)
        return now == state and errands in ("[]", [])

    await until(look, lambda: f"the round did not come to {state}")


async def test_ideas_are_compared_by_a_panel_and_each_is_told_what_became_of_it(stack: Stack) -> None:
    async with at_the_desk(stack) as clerk:
        numbers = [await weighed(stack, clerk, title) for title in TITLES]
        url = await started(clerk, numbers)
        round_id = url.rpartition("/")[2]
        links = [await invited(stack, url, one) for one in (MAYOR, DEPARTMENT)]

        async with Visitor(stack.base_url) as mayor:
            await mayor.open(links[0])
            before = await stack.rows(GIVEN, mine=round_id)
            await mayor.open(f"{mayor.path}/1")
            await mayor.send(mayor.page.form("/1"), button="go")  # nothing was said, so nothing is kept
            await mayor.open(f"{links[0]}/1")
            assert await stack.rows(GIVEN, mine=round_id) == before == [(0,)]
            await rate(mayor, dict.fromkeys(TITLES[:1], (9, 1)), most=1)
        async with Visitor(stack.base_url) as again:  # another device, the same link
            page = await again.open(links[0])
            assert "1 von 3 Ideen bewertet" in page.text
            await again.open(f"{again.path}/2")
            await rate(again, {TITLES[1]: (2, 8), TITLES[2]: (5, 5)}, most=2)
            assert "3 von 3 Ideen bewertet" in again.page.text
            await again.send(again.page.form("/finish"), expect=422)  # a button alone says nothing
            await again.send(again.page.form("/finish"), {"sure": ["yes"]})
        await clerk.open(url)
        assert "3 von 3" in clerk.page.text
        assert TITLES[0] in clerk.page.text

        async with Visitor(stack.base_url) as department:
            await department.open(f"{links[1]}/1")
            await rate(department, {TITLES[0]: (8, 2), TITLES[1]: (3, 7), TITLES[2]: (6, 4)})
            await department.send(department.page.form("/finish"), {"sure": ["yes"]})
        await comes_to(stack, round_id, "computed")  # everybody has finished: it closes by itself
        async with Visitor(stack.base_url) as late:
            await late.open(links[1])
            assert not [form for form in late.page.forms if form.method == "post" and "/r/" in form.action]
        await stack.letter("digitalisierungsbuero@example.org", "round_note")

        await clerk.open(f"{url}/decide")
        form = clerk.page.form("/decide")
        fates = {name: one.value[0] for name, one in form.fields.items() if name.startswith("fate.")}
        assert sorted(fates.values()) == ["leave", "leave", "put_forward"]
        second = next(name for name, fate in fates.items() if fate == "leave")
        given = {"to": clerk.page.choice("to", "Oberbürgermeisterin"), second: "defer", "until": "31.01.2031"}
        await clerk.send(form, given, button="", expect=422)  # a deferral needs a reason
        await clerk.send(clerk.page.form("/decide"), {"reason": "Erst im nächsten Haushalt."}, button="")
        await clerk.send(clerk.page.form("/decide"), button="send")
        assert clerk.path == url, clerk.page.text
        await comes_to(stack, round_id, "decided")

    told = "SELECT kind, verdict, count(*) FROM inbox WHERE kind = 'ranked' AND id LIKE :mine GROUP BY kind, verdict"

    async def look() -> bool:
        return await stack.rows(told, mine=f"ranked:{round_id}:%") == [("ranked", "done", 3)]

    await until(look, lambda: "not each of the three cases was told its rank")
    states = {
        number: (await stack.rows("SELECT state FROM cases WHERE number = :it", it=number))[0][0] for number in numbers
    }
    assert states[numbers[0]] == "deciding"
    assert sorted(states.values()) == ["deciding", "deferred", "prioritising"]
    await stack.letter(SUBMITTER, "put_forward", numbers[0])
    for number, state in states.items():
        if state != "deciding":
            await stack.letter(SUBMITTER, {"deferred": "deferred", "prioritising": "round_result"}[state], number)
