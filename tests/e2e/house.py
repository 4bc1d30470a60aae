"""Walks by rules of their own: the installation they share, whose rules each replaces, and what they do alike."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Browser
from sqlalchemy import text

from tests.builders import EXAMPLE
from tests.e2e.axe import inspected
from tests.e2e.stack import Stack
from tests.e2e.test_accessibility import problems
from tests.e2e.test_goals_accessibility import sign_in
from tests.e2e.waiting import until

PROCESS = EXAMPLE.read_text("utf-8")
LADDERS = ("due_at", "deputy_at", "escalate_at", "silent_at")
MINE = "case_id = (SELECT id FROM cases WHERE number = :number)"


async def follow(stack: Stack, rules: str) -> None:
    """From now on new ideas follow these rules; others keep those they began with."""
    file = stack.folder / "process.yaml"
    file.write_text(rules, "utf-8")
    await stack.umlauf("process", "publish", str(file))


def changed(*pairs: tuple[str, str], rules: str = PROCESS) -> str:
    """The example's rules with other words in these places, each of which is there once."""
    for old, new in pairs:
        assert rules.count(old) == 1, old
        rules = rules.replace(old, new)
    return rules


WITH_OBJECTION = changed(("# objection: {working_days: 1}", "objection: {working_days: 1}"))


async def person(stack: Stack, address: str) -> str:
    """The id of whoever has this address."""
    found = await stack.rows("SELECT person_id FROM addresses WHERE address = :who", who=address)
    return str(found[0][0])


async def stage(stack: Stack, number: str) -> str:
    """Where the idea stands."""
    return str((await stack.rows("SELECT stage FROM cases WHERE number = :number", number=number))[0][0])


async def over(stack: Stack, number: str, then: str) -> None:
    """The time to object is over, and the idea has gone on to this stage."""
    await stack.bring_forward(number)

    async def look() -> bool:
        return await stage(stack, number) == then

    await until(look, lambda: f"{number} did not come to {then}")


async def lapsed(stack: Stack, number: str, kind: str, *steps: str, since: timedelta = timedelta(minutes=1)) -> None:
    """The open task of this kind has come to these steps of its ladder: real clocks cannot be turned, its dates can."""
    assert set(steps) <= set(LADDERS)
    moved = ", ".join(f"{step} = :then" for step in steps)
    given: Mapping[str, Any] = {"then": datetime.now(UTC) - since, "number": number, "kind": kind}
    async with stack.db.write() as session:
        await session.execute(
            text(f"UPDATE tasks SET {moved} WHERE kind = :kind AND closed_at IS NULL AND {MINE}"), given
        )
    await stack.bring_forward(number)


async def seen(stack: Stack, browser: Browser, *addresses: str) -> list[str]:
    """What axe finds on these pages, in both languages and schemes, and what is wider than a narrow screen."""
    found: list[str] = []
    async with inspected(browser, stack.base_url) as context:
        await sign_in(context, stack)
        page = await context.new_page()
        for address in addresses:
            found += await problems(page, address, address)
    return found
