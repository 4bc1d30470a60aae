"""Somebody who is asked as well while a round runs: written to alone and once, waited for, and so again."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from temporalio.testing import ActivityEnvironment

from activities.letters import House, Letters
from activities.round_errands import RoundRunner
from activities.round_letters import RoundLetters
from contracts.rounds import RoundErrandNote
from kit.i18n import Catalogues
from kit.modes import MailMode, Mode
from kit.sealing import KeyRing
from kit.templating import Templates
from storage import round_panel, sql
from storage.tables import MailRow
from tests.storage import asking
from tests.storage.round_town import RoundTown, prioritised
from tests.storage.town import Town

ROOT = asking.EXAMPLES.parents[2]
HOUSE = House("Stadt", "http://ideen.example", "ideen@stadt.example", Mode(MailMode.LIVE, "stadt.example"))
POSTBOX = Letters(Templates(ROOT / "templates", Catalogues(ROOT / "locales")), KeyRing(["k" * 32]), HOUSE).postbox
M = sql.table(MailRow)


@pytest.fixture
async def mine(town: Town) -> RoundTown:
    return RoundTown(town)


async def carried_out(mine: RoundTown, round_id: str) -> None:
    """Every errand there is, as the course has it done."""
    runner = RoundRunner(mine.db, RoundLetters(POSTBOX), None, lambda: mine.town.now)  # type: ignore[arg-type]
    for errand in await mine.errands(round_id):
        note = RoundErrandNote(round_id, errand, mine.town.now.timestamp())
        assert await ActivityEnvironment().run(runner.carry_out_round, note) == "done"


async def invited(mine: RoundTown) -> list[str]:
    names = {person: name for name, person in mine.town.people.items()}
    async with mine.db.read() as session:
        found = await session.execute(select(M.c.person_id).where(M.c.mail == "round_invitation"))
    return sorted(names[one] for one in found.scalars())


async def add(mine: RoundTown, round_id: str, name: str) -> Any:
    return await mine.happen(round_id, "rater_added", person=mine.town.people[name], reason="Fachlich nötig")


async def test_only_whoever_is_new_is_written_to_and_their_word_counts(mine: RoundTown) -> None:
    idea, _ = await prioritised(mine.town), await prioritised(mine.town)
    round_id = await mine.open()
    await carried_out(mine, round_id)
    panel = await invited(mine)
    await mine.record(round_id)

    facts = await add(mine, round_id, "dora")

    assert (facts.verdict, facts.missing, facts.raters) == ("done", len(panel) + 1, len(panel) + 1)
    await carried_out(mine, round_id)
    assert await invited(mine) == sorted([*panel, "dora"])
    assert (await mine.record(round_id)).missing == len(panel) + 1
    assert await mine.rate(round_id, "dora", idea, benefit=7) == ""
    assert (await add(mine, round_id, "dora")).verdict == "refused:round.rater_there"


async def test_whoever_was_taken_off_is_written_to_again_has_not_finished_and_counts(mine: RoundTown) -> None:
    idea, _ = await prioritised(mine.town), await prioritised(mine.town)
    round_id = await mine.open()
    await carried_out(mine, round_id)
    await mine.rate(round_id, "rita", idea, benefit=3)
    await mine.finish(round_id, "rita")
    gone = mine.town.people["rita"]
    await mine.happen(round_id, "rater_removed", person=gone, counts=False, reason=uuid4().hex)
    before = await invited(mine)

    await add(mine, round_id, "rita")
    await carried_out(mine, round_id)

    assert await invited(mine) == sorted([*before, "rita"])
    async with mine.db.read() as session:
        (rita,) = [one for one in await round_panel.progress(session, round_id) if one.person == gone]
        assert (rita.finished, rita.counts, rita.removed_at) == (False, True, None)
    assert await mine.rate(round_id, "rita", idea, benefit=4) == ""
