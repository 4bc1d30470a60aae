"""What-if on the real parts: without a script and with, a scenario that becomes the decision, and axe on every page."""

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from domain.goals.contribution import Said
from domain.goals.tree import Wanted
from domain.planning.facts import Facts
from domain.planning.frame import Frame, Named
from domain.planning.quarters import Quarter
from storage import assessments, goals, planning
from storage.queries.lists import by_number
from tests.e2e.axe import inspected
from tests.e2e.browsing import press, profile
from tests.e2e.people import Clerk, at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems, seen_by_axe
from tests.e2e.test_goals_accessibility import sign_in
from tests.e2e.test_round import MAYOR, TITLES, comes_to, invited, rate, started, weighed
from tests.e2e.town import SUBMITTER
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.timeout(900)  # seconds, as for all pages
FRAME = "/office/portfolio/frame"
COSTS = dict(zip(TITLES, (60_000, 50_000, 40_000), strict=True))
OTHERWISE = "Der Ausschuss <b>hat es so gewollt."


async def counted(stack: Stack, clerk: Clerk) -> tuple[str, dict[str, str]]:
    """A round whose ratings are counted: the first idea is far ahead; its page, and the numbers of its ideas."""
    numbers = {title: await weighed(stack, clerk, title) for title in TITLES}
    url = await started(clerk, numbers.values())
    async with Visitor(stack.base_url) as mayor:
        await mayor.open(await invited(stack, url, MAYOR) + "/1")
        await rate(mayor, dict(zip(TITLES, ((9, 1), (6, 4), (5, 5)), strict=True)))
    await clerk.open(f"{url}/close")
    await clerk.send(clerk.page.form("/close"), {"reason": "Es eilt."}, button="")
    await comes_to(stack, url.rpartition("/")[2], "computed")
    return url, numbers


async def planned(stack: Stack, numbers: dict[str, str]) -> None:
    """Costs, days, one goal and a frame in which the first idea, or the two others, have room."""
    now = datetime.now(UTC)
    async with stack.db.write() as session:
        goal = await goals.add(session, Wanted("Saubere <b>Luft"), at=now, by="operator")
        for title, number in numbers.items():
            case_id = await by_number(session, number) or ""
            facts = Facts({(now.year + 1, "money"): COSTS[title]}, {"plan": 20}, 2, Quarter(now.year + 1, 2))
            await planning.say(session, case_id, facts, number=0, at=now, by="operator")
            said = Said({goal: 2})
            await assessments.say(session, case_id, said, known=([goal], []), number=0, at=now, by="operator")
        quarters = {(Quarter(now.year + 1, n), "plan"): 30 for n in range(1, 5)}
        frame = Frame(
            (Named("money", "Verkehr <b>"),), (Named("plan", "Planung"),), {(now.year + 1, "money"): 100_000}, quarters
        )
        known = (await planning.frame(session)).number  # other tests plan on the same stack
        await planning.set_frame(session, frame, number=known, at=now, by="operator")


async def test_a_scenario_is_tried_saved_made_the_proposal_and_decided_on(stack: Stack, browser: Browser) -> None:
    found: list[str] = []
    async with inspected(browser, stack.base_url) as context, at_the_desk(stack) as clerk:
        await sign_in(context, stack)
        page = await context.new_page()
        for name in ("/office/portfolio", FRAME):
            found += await looked_at(page, name)
        url, numbers = await counted(stack, clerk)
        found += await looked_at(page, f"{url}/what-if")
        found += await looked_at(page, f"{url}/scenarios")
        await planned(stack, numbers)
        async with profile(browser, stack.base_url, java_script_enabled=False) as plain:
            await sign_in(plain, stack)
            await _without_a_script(plain, url)
        found += await _with_a_script(context, url)
        found += await _every_page(page, url, numbers[TITLES[0]])
        await _decided(stack, clerk, url, numbers)
        async with Visitor(stack.base_url) as stranger:
            await stranger.open(f"/ideas/{numbers[TITLES[0]]}")
            assert OTHERWISE in stranger.page.text
        found += await looked_at(page, f"/ideas/{numbers[TITLES[0]]}")
        found += await looked_at(page, f"{url}/scenarios")
    assert not found, "\n".join(found)


async def _without_a_script(context: BrowserContext, url: str) -> None:
    """The same form in a browser without scripts: its button computes; the scenario is saved and made the proposal."""
    year = datetime.now(UTC).year + 1
    page = await context.new_page()
    await page.goto(f"{url}/what-if")
    assert "Niemand kommt hinein und niemand fällt heraus" in await page.inner_text("main")
    assert await page.locator('input[type="range"]').count() == 0  # without a script one types
    assert await page.locator('[name="weight.benefit"]').first.input_value() == "60"
    budget = f"budget.{year}.money"
    given = {"places": "2", budget: "90000", "weight.benefit": "90", "weight.complexity": "0"}
    for name, value in given.items():
        await page.locator(f'#what-if [name="{name}"]').fill(value)
    await press(page, "/what-if")
    assert "Die Gewichte ergeben zusammen 90" in await page.inner_text(".error-summary")
    assert await page.locator(f'#what-if [name="{budget}"]').input_value() == "90000"
    await page.locator('#what-if [name="weight.benefit"]').fill("100")
    await press(page, "/what-if")
    told = await page.inner_text("#outcome")
    for said in ("Das ist die beste Auswahl", "Plätze“ geht von 1 auf 2", "geht von 100.000 auf 90.000"):
        assert said in told, said
    await page.locator('[name="name"]').fill("Zwei kleine <script>")
    async with page.expect_navigation():
        await page.locator('form[method="post"][action$="/what-if"] button').click()
    assert page.url.partition("?")[0].endswith(f"{url}/scenarios")
    assert "Zwei kleine <script>" in await page.inner_text("main")
    await press(page, "/scenarios")
    assert "Dieses Szenario ist jetzt der Vorschlag" in await page.inner_text("main")


async def _with_a_script(context: BrowserContext, url: str) -> list[str]:
    """A slider moves, and what follows changes without the page being loaded anew; weights stay 100 together."""
    page = await context.new_page()
    await page.goto(f"{url}/what-if")
    await page.evaluate("() => { window.stays = true; }")
    places = page.locator("#f-places")
    await places.focus()
    await places.press("ArrowRight")
    await places.press("ArrowRight")
    await expect(page.locator('output[for="f-places"]')).to_have_text("3")
    await expect(page).to_have_url(re.compile(r"places=3"))
    await expect(page.locator("#said")).to_contain_text(re.compile("Ideas in|Ideen dabei"))
    weight = page.locator("#f-weight-benefit")
    before = int(await weight.input_value())
    await weight.focus()
    await weight.press("ArrowLeft")
    weights = await page.locator('[data-group="weight"] input[type="range"]').all()
    values = [int(await one.input_value()) for one in weights]
    assert sum(values) == 100
    assert int(await weight.input_value()) == before - 1
    await expect(page).to_have_url(re.compile(f"weight.benefit={before - 1}"))
    await expect(page.locator("#outcome")).not_to_have_attribute("aria-busy", "true")
    assert await page.evaluate("() => window.stays") is True
    return [f"what-if, moved: {one}" for one in await seen_by_axe(page)]


async def _every_page(page: Page, url: str, number: str) -> list[str]:
    goal = await _goal(page, f"{url}/what-if")
    found: list[str] = []
    main = {"frame": FRAME, "facts": f"/office/ideas/{number}/planning", "what-if": f"{url}/what-if"}
    for name, address in (main | {"scenarios": f"{url}/scenarios"}).items():
        found += await problems(page, name, address)
    for address in ("/office/portfolio", "/office/portfolio/what-if", url, f"{url}/decide"):
        found += await looked_at(page, address)
    found += await looked_at(page, f"{url}/what-if?{goal}=7")
    assert await page.locator(".notice-danger").count() == 1  # impossible, and what stands against it
    await page.goto(f"{url}/what-if?weight.benefit=70&places=x")
    assert await page.locator(".error-summary").count() == 1
    found += [f"refused: {one}" for one in await seen_by_axe(page)]
    await page.goto(FRAME)
    await page.locator('[name="line.0.title"]').fill("")
    await press(page, FRAME)
    assert await page.locator(".error-summary").count() == 1
    return found + [f"frame with errors: {one}" for one in await seen_by_axe(page)]


async def looked_at(page: Page, address: str) -> list[str]:
    """A page as it opens, by light and in the dark."""
    await page.goto(address)
    return [f"{address}: {one}" for one in await seen_by_axe(page)]


async def _goal(page: Page, address: str) -> str:
    await page.goto(address)
    return await page.locator('[data-group="goal"] input').first.get_attribute("name") or ""


async def _decided(stack: Stack, clerk: Clerk, url: str, numbers: dict[str, str]) -> None:
    """Otherwise than proposed: the first idea goes forward too, and the public reads why."""
    round_id = url.rpartition("/")[2]
    first = (await stack.rows("SELECT id FROM cases WHERE number = :it", it=numbers[TITLES[0]]))[0][0]
    await clerk.open(f"{url}/decide")
    assert "Der Vorschlag ist ein Szenario" in clerk.page.text
    given = {"to": clerk.page.choice("to", "Oberbürgermeisterin"), f"fate.{first}": "put_forward"}
    await clerk.send(clerk.page.form("/decide"), given, button="", expect=422)  # it differs, so it needs a reason
    await clerk.send(clerk.page.form("/decide"), {f"reason.{first}": OTHERWISE}, button="")
    await clerk.send(clerk.page.form("/decide"), button="send")
    assert clerk.path == url, clerk.page.text
    await comes_to(stack, round_id, "decided")
    await stack.letter(SUBMITTER, "put_forward", numbers[TITLES[0]])
