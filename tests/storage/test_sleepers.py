"""Sleeping ideas on both databases: what wakes them, once however often the sweep runs, and what is refused."""

import asyncio
from collections.abc import Set
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from contracts.messenger import Letter
from domain.deferral.condition import Wish
from domain.errors import RuleBroken
from domain.goals.tree import Wanted
from domain.rounds.words import Fate
from storage import beside, documents, goals, sleepers, sql
from storage.mapping import load_events
from storage.round_fields import waiting_lines
from storage.tables import CaseRow
from tests.storage.round_town import RoundTown, prioritised
from tests.storage.test_supporters import support
from tests.storage.town import Town

WORDS = {"public_reason": "Kein <Geld>"}


async def sleeping(town: Town, *conditions: dict[str, Any], until: str | None = None, **more: Any) -> str:
    """An idea that was put off for these."""
    case_id = await prioritised(town)
    facts = await town.happen(case_id, "deferred", "olga", until=until, conditions=conditions, **WORDS, **more)
    assert facts.verdict == "done"
    assert facts.state == "deferred"
    return case_id


async def sweep(town: Town) -> list[Letter]:
    """As the chore does it, but for the courses."""
    async with town.db.read() as session:
        news = await sleepers.come_about(session, town.now, town.now.date())
    if not news:
        return []
    async with town.db.write() as session:
        return await sleepers.bring(session, news)


async def woken(town: Town, case_id: str) -> str:
    """Why it wakes, if it does when the sweep has run and its course has taken what that brought."""
    for letter in await sweep(town):
        await town.record(letter.case_id, letter.inbox_id)
    case = await town.case(case_id)
    if case.deferral is not None:
        return ""
    assert case.state == "prioritising"
    async with town.db.read() as session:
        told = [one.kind for one in await inbox_kinds(session, case_id)]
    assert told.count("came_about") == 1
    return str(await why(town, case_id))


async def inbox_kinds(session: Any, case_id: str) -> Any:
    return (await session.execute(text("SELECT kind FROM inbox WHERE case_id = :id"), {"id": case_id})).all()


async def why(town: Town, case_id: str) -> Any:
    async with town.db.read() as session:
        events = await load_events(session, case_id)
    return next(event for event in reversed(events) if event.kind == "deferral_ended").facts["why"]


async def a_goal(town: Town, title: str = "Kurze Wege") -> str:
    async with town.db.write() as session:
        return await goals.add(session, Wanted(title, title), at=town.now, by="olga")


async def a_document(town: Town, name: str = "Onlinezugangsgesetz <3>") -> str:
    async with town.db.write() as session:
        return await documents.add(session, name, at=town.now, by="olga")


async def done(town: Town, case_id: str, answer: str = "done") -> None:
    """Decided, promised, and kept or given up."""
    await town.happen(case_id, "put_forward", "olga", body="main_committee")
    given = {"outcome": "accepted", "body": "main_committee", "body_date": town.now.date(), "public_reason": "Ja"}
    await town.happen(case_id, "decided", "olga", **given)
    due = (town.now + timedelta(days=9)).date()
    promise = {"text": "Wir bauen", "owner": town.people["rolf"], "due_on": due}
    assert (await town.happen(case_id, "promised", "olga", promise=promise)).verdict == "done"
    commitment = (await town.case(case_id)).commitments[0].id
    facts = await town.happen(case_id, "settled", "olga", commitment=commitment, answer=answer, reason="So war es")
    assert facts.closed


async def _hidden(town: Town, case_id: str, *, public: bool) -> Set[str]:
    cases = sql.table(CaseRow)
    async with town.db.write() as session:
        await session.execute(update(cases).where(cases.c.id == case_id).values(public=public))
    async with town.db.read() as session:
        return (await beside.of_case(session, await town.case(case_id))).hidden


async def test_it_wakes_when_enough_new_supporters_have_come_and_not_before(town: Town) -> None:
    case_id = await prioritised(town)
    await support(town, case_id, "before", "vorher@example.org")
    await town.happen(case_id, "deferred", "olga", conditions=[{"kind": "supporters", "number": 2}], **WORDS)
    await support(town, case_id, "one")
    assert await woken(town, case_id) == ""
    assert await _hidden(town, case_id, public=False) == {case_id}  # nobody can come any more
    assert await _hidden(town, case_id, public=True) == set()
    town.later(days=40)
    await support(town, case_id, "two", "berta@example.org")
    assert await woken(town, case_id) == "supporters"
    assert (await town.case(case_id)).deferrals[0].conditions[0].base == 1


async def test_it_wakes_when_its_goal_was_changed_or_removed(town: Town) -> None:
    goal, other = await a_goal(town), await a_goal(town, "Wohnen")
    case_id = await sleeping(town, {"kind": "goal", "about": goal})
    removed = await sleeping(town, {"kind": "goal", "about": other})
    assert await woken(town, case_id) == ""
    async with town.db.write() as session:
        changed = Wanted("Kurze Wege", "Short ways", target="10 %")
        await goals.change(session, goal, changed, number=1, at=town.now, by="olga")
        await goals.remove(session, other, at=town.now, by="olga")
    assert await woken(town, case_id) == "goal"
    assert await why(town, removed) == "goal"


@pytest.mark.parametrize(
    ("change", "wakes"),
    [
        ({"title_de": "Kürzere Wege", "title_en": "Shorter ways", "owner": "olga"}, ""),
        ({"indicator": "Minuten"}, "goal"),
        ({"target": "10 %"}, "goal"),
        ({"due_on": date(2028, 1, 1)}, "goal"),
        ({"under": "other"}, "goal"),
    ],
)
async def test_one_that_waits_for_a_new_aim_sleeps_through_new_words(
    town: Town, change: dict[str, Any], wakes: str
) -> None:
    async with town.db.write() as session:
        await goals.add(session, Wanted("Oben"), at=town.now, by="olga", goal_id="other")
    goal = await a_goal(town)
    before = Wanted("Weg", "Way", target="5 %")
    async with town.db.write() as session:
        await goals.change(session, goal, before, number=1, at=town.now, by="olga")
    case_id = await sleeping(town, {"kind": "goal", "about": goal, "aim": True})
    async with town.db.write() as session:
        wanted = replace(before, **change)
        wanted = replace(wanted, owner=town.people.get(wanted.owner, ""))
        await goals.change(session, goal, wanted, number=2, at=town.now, by="olga")
    assert await woken(town, case_id) == wakes
    if not wakes:
        async with town.db.write() as session:
            await goals.remove(session, goal, at=town.now, by="olga")
        assert await woken(town, case_id) == "goal"


async def test_it_wakes_when_the_idea_it_needs_is_done_and_not_when_that_was_given_up(town: Town) -> None:
    needed, given_up = await prioritised(town), await prioritised(town)
    number = (await town.case(needed)).number
    case_id = await sleeping(town, {"kind": "idea", "about": number})
    other = await sleeping(town, {"kind": "idea", "about": given_up})
    assert await woken(town, case_id) == ""
    await done(town, given_up, "dropped")
    await done(town, needed)
    assert await woken(town, case_id) == "idea"
    assert (await town.case(other)).state == "deferred"


async def test_many_wait_for_one_law_and_wake_on_its_first_day(town: Town) -> None:
    law = await a_document(town)
    first, second = [await sleeping(town, {"kind": "document", "about": law}) for _ in range(2)]
    async with town.db.write() as session:
        day = (town.now + timedelta(days=3)).date()
        await documents.mark(session, law, day, at=town.now, by="olga")
    assert await woken(town, first) == ""
    town.later(days=3)
    assert await woken(town, first) == "document"
    assert await why(town, second) == "document"


async def test_whichever_comes_first_and_the_latest_date_by_the_clock_alone(town: Town) -> None:
    law = await a_document(town)
    either = [{"kind": "supporters", "number": 3}, {"kind": "document", "about": law}]
    case_id = await sleeping(town, *either)
    late = await sleeping(town, *either, until="2026-06-01")
    assert (await town.case(case_id)).due_on == date(2027, 3, 2)  # the process's default: a year
    async with town.db.write() as session:
        await documents.mark(session, law, town.now.date(), at=town.now, by="olga")
    assert await woken(town, case_id) == "document"
    assert await why(town, late) == "document"
    dated = await sleeping(town, {"kind": "supporters", "number": 3}, until="2026-06-01")
    town.later(days=91)
    await town.record(dated)  # a look: nobody swept
    assert await why(town, dated) == "date"


async def test_two_sweeps_at_once_and_one_after_a_restart_bring_it_once(town: Town) -> None:
    case_id = await sleeping(town, {"kind": "supporters", "number": 1})
    await support(town, case_id, "one")
    found = await asyncio.gather(sweep(town), sweep(town), sweep(town))
    letters = [letter for some in found for letter in some]
    assert len(letters) == 1
    assert await sweep(town) == []  # the first was killed before its course heard of it: the redelivery brings it
    before = (await town.case(case_id)).events
    for _ in range(2):
        assert (await town.record(case_id, letters[0].inbox_id)).verdict == "done"
    assert (await town.case(case_id)).events == before + 1
    assert await sweep(town) == []


async def test_news_for_a_deferral_that_was_changed_meanwhile_wakes_nobody(town: Town) -> None:
    case_id = await sleeping(town, {"kind": "supporters", "number": 1})
    await support(town, case_id, "one")
    (letter,) = await sweep(town)
    await town.happen(case_id, "deferred", "olga", conditions=[{"kind": "supporters", "number": 2}], **WORDS)
    assert (await town.record(case_id, letter.inbox_id)).state == "deferred"
    await support(town, case_id, "two", "berta@example.org")
    assert await woken_again(town, case_id) == "supporters"


async def woken_again(town: Town, case_id: str) -> str:
    for letter in await sweep(town):
        await town.record(letter.case_id, letter.inbox_id)
    return str(await why(town, case_id))


@pytest.mark.parametrize(
    ("kind", "code"),
    [("itself", "deferral.idea_itself"), ("circle", "deferral.idea_circle"), ("done", "deferral.idea_done")],
)
async def test_what_would_never_come_about_is_refused(town: Town, kind: str, code: str) -> None:
    case_id = await prioritised(town)
    about = case_id
    if kind == "circle":
        between = await sleeping(town, {"kind": "idea", "about": case_id})
        about = await sleeping(town, {"kind": "idea", "about": between})
    if kind == "done":
        about = await prioritised(town)
        await done(town, about)
    wanted = [{"kind": "idea", "about": (await town.case(about)).number}]
    facts = await town.happen(case_id, "deferred", "olga", conditions=wanted, **WORDS)
    assert facts.verdict == f"refused:{code}"
    assert facts.state == "prioritising"


async def test_two_that_would_wait_for_each_other_at_once_are_not_both_taken(town: Town) -> None:
    one, two = await prioritised(town), await prioritised(town)
    asked = [
        await town.receive(mine, "deferred", "olga", conditions=[{"kind": "idea", "about": other}], **WORDS)
        for mine, other in ((one, two), (two, one))
    ]
    facts = await asyncio.gather(town.record(one, asked[0]), town.record(two, asked[1]))
    assert sorted(f.verdict for f in facts) == ["done", "refused:deferral.idea_circle"]


async def test_an_idea_that_goes_back_to_review_is_reviewed_by_those_who_know_it(town: Town) -> None:
    case_id = await sleeping(town, {"kind": "supporters", "number": 1}, again="review")
    known = {a.by for a in (await town.case(case_id)).answers}
    await support(town, case_id, "one")
    for letter in await sweep(town):
        await town.record(letter.case_id, letter.inbox_id)
    case = await town.case(case_id)
    assert case.stage == "review"
    assert {a.person for a in case.open_assignments()} == known


async def test_one_that_wakes_is_in_the_field_of_the_next_round(town: Town) -> None:
    case_id = await sleeping(town, {"kind": "supporters", "number": 1})
    async with town.db.read() as session:
        assert case_id not in {line.id for line in await waiting_lines(session)}
    await support(town, case_id, "one")
    await woken(town, case_id)
    async with town.db.read() as session:
        assert case_id in {line.id for line in await waiting_lines(session)}


async def test_a_round_puts_ideas_off_for_the_same_conditions(town: Town) -> None:
    there, ideas = RoundTown(town), [await prioritised(town) for _ in range(2)]
    round_id = await there.open()
    await there.rate(round_id, "rita", ideas[0], benefit=9, complexity=1)
    await there.happen(round_id, "closed_early")
    await there.computed(round_id)
    fates = (Fate.DEFER, Fate.LEAVE)
    waits = {"conditions": [{"kind": "supporters", "number": 2}], "again": "review", "until": "2026-12-01"}
    choices = [{"idea": i, "fate": fate, "reason": "Später"} for i, fate in zip(ideas, fates, strict=True)]
    assert (await there.happen(round_id, "decided", result=1, choices=choices, **waits)).verdict == "done"
    entries = {one.case_id: one for one in (await there.round(round_id)).entries}
    assert entries[ideas[0]].conditions == (Wish("supporters", number=2),)
    assert entries[ideas[0]].again == "review"
    assert entries[ideas[1]].conditions == ()
    told = {"round": round_id, "result": 1, "rank": 1, "of": 2, "fate": "defer", "decided_by": town.people["olga"]}
    facts = await town.happen(ideas[0], "ranked", "clock", via="clock", public_reason="Später", **told, **waits)
    assert facts.state == "deferred"
    (waiting,) = (await town.case(ideas[0])).deferrals
    assert (waiting.until, waiting.again, waiting.conditions[0].number) == (date(2026, 12, 1), "review", 2)


async def test_documents_have_one_name_each_and_may_be_taken_back(town: Town) -> None:
    law = await a_document(town)
    with pytest.raises(RuleBroken, match=r"document\.known"):
        await a_document(town, "ONLINEZUGANGSGESETZ <3>")
    async with town.db.write() as session:
        await documents.mark(session, law, date(2026, 1, 1), at=town.now, by="olga")
        await documents.mark(session, law, None, at=town.now, by="olga")
        assert [one.in_force_on for one in await documents.all_documents(session)] == [None]
        with pytest.raises(RuleBroken, match=r"document\.unknown"):
            await documents.mark(session, "nothing", None, at=town.now, by="olga")


async def test_what_it_waits_for_is_read_with_its_names(town: Town) -> None:
    goal, law, needed = await a_goal(town), await a_document(town), await prioritised(town)
    kinds = [("goal", goal), ("document", law), ("idea", needed)]
    case_id = await sleeping(town, *({"kind": kind, "about": about} for kind, about in kinds))
    async with town.db.read() as session:
        (sleeper,) = await sleepers.asleep(session)
        around = await sleepers.beside_of(session, [sleeper])
    assert sleeper.case_id == case_id
    number = (await town.case(needed)).number
    assert around.names[goal].de == "Kurze Wege"
    assert around.names[law].en == "Onlinezugangsgesetz <3>"
    assert around.names[needed].en.startswith(f"{number} “")
