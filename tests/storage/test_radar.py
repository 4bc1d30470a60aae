"""Findings on both databases: opened once, cured with their trigger, told once, and kept with who and why."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from activities.letters import House, Letters
from activities.radar import Radar
from domain.errors import RuleBroken
from domain.goals.contribution import Said
from domain.goals.tree import Wanted
from domain.planning.facts import Facts
from domain.planning.frame import Frame, Named
from domain.planning.quarters import Quarter
from domain.radar.found import Found
from domain.radar.life import Finding
from domain.radar.thresholds import Thresholds
from domain.radar.words import About, Did, State, Trigger
from kit.i18n import Catalogues
from kit.modes import MailMode, Mode
from kit.sealing import KeyRing
from kit.templating import Templates
from storage import assessments, goals, planning, radar, radar_facts, radar_names, radar_telling, sql
from storage.engine import Database
from storage.errors import StorageError
from storage.people import PersonIn, put
from storage.radar import Wanted as Listed
from storage.tables import FindingLineRow, FindingRow, LinkRow, MailRow
from tests.storage import asking
from tests.storage.round_town import RoundTown, prioritised
from tests.storage.town import MONDAY, Town

L, F, M = sql.table(FindingLineRow), sql.table(FindingRow), sql.table(MailRow)
LINK = sql.table(LinkRow)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = MONDAY.date()
ROOT = asking.EXAMPLES.parents[2]
HOUSE = House("Stadt", "http://ideen.example", "ideen@stadt.example", Mode(MailMode.LIVE, "stadt.example"))
POSTBOX = Letters(Templates(ROOT / "templates", Catalogues(ROOT / "locales")), KeyRing(["k" * 32]), HOUSE).postbox
BUSY = Found(Trigger.PERSON_OVERLOADED, About.PERSON, "rita", {"open": 9, "most": 8})
LATER = Found(Trigger.PERSON_OVERLOADED, About.PERSON, "rolf", {"open": 12, "most": 8})


def a_radar(db: Database, **thresholds: int) -> Radar:
    return Radar(db, POSTBOX, "Europe/Berlin", "SH", Thresholds.model_validate(thresholds))


async def looked(db: Database, *found: Found, at=MONDAY, today: date = TODAY) -> int:
    """One look for people with too much to do."""
    async with db.write() as session:
        opened = await radar.keep_found(session, Trigger.PERSON_OVERLOADED, found, at, today)
        keys = [one.key for one in found]
        cured, _ = await radar.cure_others(session, Trigger.PERSON_OVERLOADED, keys, at, today)
        return opened + cured


async def kept(db: Database, state: str = "", today: date = TODAY) -> list[Finding]:
    async with db.read() as session:
        return (await radar.page(session, Listed(state=state), today))[0]


async def history(db: Database, finding: Finding) -> list[tuple[Did, str, str]]:
    async with db.read() as session:
        return [(one.did, one.by, one.why) for one in await radar.lines(session, finding.id)]


async def refused(db: Database, code: str, act) -> None:
    with pytest.raises(RuleBroken) as broken:
        async with db.write() as session:
            await act(session)
    assert broken.value.code == code


# Life


async def test_a_finding_is_opened_once_refreshed_cured_and_comes_back(db: Database) -> None:
    assert await looked(db, BUSY, LATER) == 2
    assert await looked(db, BUSY, LATER, at=MONDAY + HOUR) == 0
    more = Found(BUSY.trigger, BUSY.about, "rita", {"open": 11, "most": 8})
    assert await looked(db, more, at=MONDAY + 2 * HOUR) == 1  # the other one is cured
    (rita,) = await kept(db)
    assert (rita.subject, rita.facts["open"], rita.since) == ("rita", 11, MONDAY)
    (rolf,) = await kept(db, "cured")
    assert rolf.cured_at == MONDAY + 2 * HOUR
    assert await looked(db, more, LATER, at=MONDAY + DAY) == 1
    assert [did for did, _, _ in await history(db, rolf)] == [Did.OPENED, Did.CURED, Did.CAME_BACK]
    assert [(one.subject, one.since) for one in await kept(db)] == [("rita", MONDAY), ("rolf", MONDAY + DAY)]


async def test_two_looks_at_once_open_one_finding(db: Database) -> None:
    lines = await asyncio.gather(*(looked(db, BUSY) for _ in range(4)))
    assert sorted(lines) == [0, 0, 0, 1]
    assert len(await kept(db)) == 1


async def test_an_older_look_undoes_nothing_of_a_newer_one(db: Database) -> None:
    assert await looked(db, BUSY, at=MONDAY + HOUR) == 1
    assert await looked(db, at=MONDAY) == 0  # it read before that, and saw nothing
    assert [one.state for one in await kept(db)] == [State.OPEN]


async def test_one_of_many_workers_looks_and_once_an_hour(db: Database) -> None:
    async def may(at) -> bool:
        async with db.write() as session:
            return await radar.may_look(session, at)

    assert sorted(await asyncio.gather(*(may(MONDAY) for _ in range(3)))) == [False, False, True]
    assert [await may(MONDAY + timedelta(minutes=59)), await may(MONDAY + HOUR)] == [False, True]
    async with db.write() as session:
        await radar.look_soon(session)
    assert [await may(MONDAY + HOUR), await may(MONDAY + HOUR)] == [True, False]


# What the office does


async def test_what_is_accepted_is_quiet_until_its_day_and_comes_back_if_it_is_still_true(town: Town) -> None:
    db, olga = town.db, town.people["olga"]
    await looked(db, BUSY)
    (finding,) = await kept(db)
    until, given = TODAY + 7 * DAY, {"why": "Vertretung ab April <script>", "at": MONDAY, "by": olga}
    async with db.write() as session:
        await radar.accept(session, finding.id, number=1, until=until, today=TODAY, **given)
    assert await kept(db) == []
    assert [one.accepted_until for one in await kept(db, "accepted")] == [until]
    assert await looked(db, BUSY, at=MONDAY + 7 * DAY, today=until) == 0
    assert await looked(db, BUSY, at=MONDAY + 8 * DAY, today=until + DAY) == 1
    (back,) = await kept(db, today=until + DAY)
    assert (back.accepted_until, back.told_at, back.state) == (None, None, State.OPEN)
    assert await history(db, back) == [
        (Did.OPENED, "clock", ""),
        (Did.ACCEPTED, olga, given["why"]),
        (Did.ACCEPTANCE_ENDED, "clock", ""),
    ]


async def test_mitigating_and_another_owner_are_lines_with_who_and_why(town: Town) -> None:
    db, olga, rolf = town.db, town.people["olga"], town.people["rolf"]
    await looked(db, BUSY)
    (finding,) = await kept(db)
    given = {"at": MONDAY, "by": olga}
    async with db.write() as session:
        await radar.mitigate(session, finding.id, number=1, why="Umverteilt", **given)
        await radar.change_owner(session, finding.id, number=2, owner=rolf, why="Seine Leute", **given)
        await radar.change_owner(session, finding.id, number=3, owner=rolf, why="noch einmal", **given)
        found = await radar.lines(session, finding.id)
    assert [(one.did, one.why, one.facts) for one in found[1:]] == [
        (Did.MITIGATED, "Umverteilt", {}),
        (Did.OWNER_CHANGED, "Seine Leute", {"owner": ["", rolf]}),
    ]
    (now,) = await kept(db, "mitigated")
    assert (now.owner, now.number) == (rolf, 3)
    again = {"number": 3, "why": "x", **given}
    await refused(db, "finding.stale", lambda s: radar.mitigate(s, finding.id, **{**again, "number": 1}))
    await refused(db, "finding.owner_unknown", lambda s: radar.change_owner(s, finding.id, owner="nobody", **again))
    await refused(db, "finding.unknown", lambda s: radar.mitigate(s, "nothing", **again))
    await looked(db, at=MONDAY + HOUR)
    await refused(db, "finding.cured", lambda s: radar.mitigate(s, finding.id, **{**again, "number": 4}))


@pytest.mark.parametrize("statement", [delete(L), update(L).values(by="z"), update(L).values(facts={})])
async def test_the_database_refuses_to_rewrite_history_but_words_can_be_blanked(db: Database, statement) -> None:
    await looked(db, BUSY)
    async with db.write() as session:
        await session.execute(update(L).values(why=""))
    with pytest.raises(StorageError):
        async with db.write() as session:
            await session.execute(statement)


# What is looked at


async def test_the_radar_finds_what_is_amiss_and_cures_it(town: Town) -> None:
    db, olga = town.db, town.people["olga"]
    waiting = await prioritised(town)
    async with db.write() as session:
        await goals.add(session, Wanted("Luft", owner=olga), at=town.now, by=olga, goal_id="air")
    town.later(days=61)
    late = await town.in_review()  # two people are asked, each for the first time
    sweep = a_radar(db, open_tasks=1, asked_times=1)
    assert await sweep.look(town.now) == 2
    assert [(one.trigger, one.subject) for one in await kept(db)] == [
        (Trigger.GOAL_UNCLEAR, "air"),
        (Trigger.UNRATED, waiting),
    ]
    other = await town.in_review()
    assert await sweep.look(town.now) > 0
    busy = {one.trigger for one in await kept(db)} - {Trigger.GOAL_UNCLEAR, Trigger.UNRATED}
    assert busy == {Trigger.PERSON_OVERLOADED, Trigger.ASKED_OFTEN}
    until = {"until": date(2026, 12, 1), "public_reason": "x"}
    assert (await town.happen(waiting, "deferred", "olga", **until)).verdict == "done"
    for case_id in (late, other):
        assert (await town.happen(case_id, "withdrawn", "ute")).verdict == "done"
    town.later(days=29)
    await sweep.look(town.now)
    assert [one.subject for one in await kept(db)] == ["air"]


async def test_chosen_ideas_that_pull_a_goal_both_ways(town: Town) -> None:
    one, two = await prioritised(town), await prioritised(town)
    known, given = (["air"], []), {"number": 0, "at": town.now, "by": "x"}
    async with town.db.write() as session:
        await goals.add(session, Wanted("Luft"), at=town.now, by="x", goal_id="air")
        for case_id, value in ((one, 2), (two, -1)):
            await assessments.say(session, case_id, Said({"air": value}), known=known, **given)
    assert await radar_facts.contributions(town.db) == []  # nobody has chosen them yet
    for case_id in (one, two):
        assert (await town.happen(case_id, "put_forward", "olga", decider=town.people["dora"])).verdict == "done"
    await a_radar(town.db).look(town.now)
    assert {one.trigger for one in await kept(town.db)} == {Trigger.GOAL_UNCLEAR, Trigger.GOAL_PULLED}


async def test_stays_are_read_page_by_page(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(radar_facts, "PAGE", 2)
    first = [await town.in_review() for _ in range(3)]
    for case_id in first:
        assert (await town.happen(case_id, "withdrawn", "ute")).verdict == "done"
    slow = await town.in_review()
    town.later(days=12)
    assert await a_radar(town.db, least_stays=3, asked_times=99).look(town.now) == 1
    (found,) = await kept(town.db)
    assert (found.trigger, found.subject, found.facts["days"]) == (Trigger.STAYS_LONG, slow, 12)


async def test_a_round_with_a_tie_at_the_cut_and_raters_who_differ(town: Town) -> None:
    ideas = [await prioritised(town) for _ in range(2)]
    mine = RoundTown(town)
    round_id = await mine.open()
    for name, benefit in (("rita", 10), ("rolf", 0)):
        for case_id in ideas:
            assert await mine.rate(round_id, name, case_id, benefit=benefit, complexity=5) == ""
    await mine.happen(round_id, "closed_early")
    await mine.computed(round_id)
    (found,) = [one for one, _ in await radar_facts.computed(town.db)]
    assert found.round == round_id
    await a_radar(town.db, least_raters=2, spread_percent=20).look(town.now)
    triggers = {one.trigger for one in await kept(town.db)}
    assert triggers == {Trigger.TIED_AT_CUT, Trigger.RATERS_DISAGREE}


async def test_what_is_planned_is_read_page_by_page_and_beside_the_frame(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(radar_facts, "PAGE", 1)
    one, two, other = await prioritised(town), await prioritised(town), await town.idea()
    quarter, given = Quarter(2026, 2), {"number": 0, "at": town.now, "by": "x"}
    frame = Frame((Named("it", "IT"),), (Named("dev", "Leute"),), {(2026, "it"): 100}, {(quarter, "dev"): 10})
    mine = {"costs": {(2026, "it"): 60}, "effort": {"dev": 6}, "length": 1, "earliest": quarter}
    async with town.db.write() as session:
        await planning.set_frame(session, frame, **given)
        await planning.say(session, one, Facts(**mine, needs=(other,), excludes=(two,)), **given)
        await planning.say(session, two, Facts(**mine), **given)
    assert set(await radar_facts.planned(town.db)) == {one, two, other}
    sweep = a_radar(town.db)
    assert await sweep.look(town.now) == 0  # nothing is chosen yet
    for case_id in (one, two):
        assert (await town.happen(case_id, "put_forward", "olga", decider=town.people["dora"])).verdict == "done"
    assert (await town.happen(other, "withdrawn", "ute")).verdict == "done"
    await sweep.look(town.now)
    found = {one.trigger: one for one in await kept(town.db)}
    assert set(found) == {
        Trigger.BOTH_CHOSEN,
        Trigger.BUDGET_EXCEEDED,
        Trigger.NEEDS_GONE,
        Trigger.ROLE_OVERBOOKED,
    }
    assert found[Trigger.BUDGET_EXCEEDED].facts == {"year": 2026, "cost": 120, "budget": 100}
    async with town.db.read() as session:
        names = await radar_names.names(session, list(found.values()))
    assert (names.frame, len(names.cases)) == ({"it": "IT", "dev": "Leute"}, 3)


async def test_a_sweep_looks_once_an_hour_and_a_detector_that_fails_stops_no_other_and_cures_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with town.db.write() as session:
        await goals.add(session, Wanted("Luft"), at=town.now, by="x", goal_id="air")
    await looked(town.db, BUSY)
    monkeypatch.setattr(radar_facts, "open_tasks", None)
    sweep = a_radar(town.db)
    assert await sweep.sweep(MONDAY) == (1, 1)  # the goal; one mail tells of both
    assert {one.subject for one in await kept(town.db)} == {"rita", "air"}
    async with town.db.write() as session:
        await goals.add(session, Wanted("Lärm"), at=town.now, by="x", goal_id="noise")
    assert await sweep.sweep(MONDAY + HOUR / 2) == (0, 0)
    assert await sweep.sweep(MONDAY + HOUR) == (1, 0)  # found; the office had its mail today
    assert await sweep.sweep(MONDAY + DAY) == (0, 1)


# Telling


async def mails(db: Database) -> list[str]:
    async with db.read() as session:
        return list((await session.execute(select(M.c.person_id).where(M.c.mail == "radar_note"))).scalars())


async def test_all_that_is_new_is_told_in_one_mail_once_and_one_a_working_day(town: Town) -> None:
    db, olga, rolf = town.db, town.people["olga"], town.people["rolf"]
    sweep = a_radar(db)
    await looked(db, BUSY, LATER)
    assert await sweep.tell(MONDAY - 3 * HOUR) == 0  # six in the morning
    assert await sweep.tell(MONDAY) == 1
    assert await sweep.tell(MONDAY) == 0
    assert await mails(db) == [olga]  # the office, since nobody owns them
    third = Found(Trigger.PERSON_OVERLOADED, About.PERSON, "rosa", {"open": 9, "most": 8}, owner=rolf)
    fourth = Found(Trigger.PERSON_OVERLOADED, About.PERSON, "dora", {"open": 9, "most": 8})
    await looked(db, BUSY, LATER, third, fourth, at=MONDAY + HOUR)
    assert await sweep.tell(MONDAY + HOUR) == 1  # to the owner; the office had its mail today
    assert await sweep.tell(MONDAY + 5 * DAY) == 0  # a Saturday
    assert await asyncio.gather(*(sweep.tell(MONDAY + DAY) for _ in range(3))) in ([1, 0, 0], [0, 1, 0], [0, 0, 1])
    assert sorted(await mails(db)) == sorted([olga, olga, rolf])
    assert [did for did, _, _ in await history(db, (await kept(db))[0])].count(Did.TOLD) == 1


async def test_nobody_is_told_of_what_is_accepted_cured_or_told(town: Town) -> None:
    db = town.db
    await looked(db, BUSY, LATER)
    rita = next(one for one in await kept(db) if one.subject == "rita")
    async with db.write() as session:
        given = {"number": 1, "until": TODAY + DAY, "why": "x", "today": TODAY, "at": MONDAY, "by": "x"}
        await radar.accept(session, rita.id, **given)
    await looked(db, BUSY, at=MONDAY + HOUR)
    assert await a_radar(db).tell(MONDAY + HOUR) == 0


async def test_an_acceptance_taken_back_is_as_if_its_day_were_over_and_told_to_whoever_sees_to_it(town: Town) -> None:
    db, rolf = town.db, town.people["rolf"]
    await looked(db, Found(BUSY.trigger, BUSY.about, "rita", BUSY.facts, owner=rolf))
    (finding,) = await kept(db)
    given = {"why": "x", "today": TODAY, "at": MONDAY}
    async with db.write() as session:
        with pytest.raises(RuleBroken, match=r"finding\.not_accepted"):
            await radar.take_back(session, finding.id, number=1, by=rolf, **given)
        await radar.accept(session, finding.id, number=1, until=TODAY + 9 * DAY, by=rolf, owner=rolf, **given)
    assert await a_radar(db).tell(MONDAY) == 0
    async with db.write() as session:
        with pytest.raises(RuleBroken, match=r"finding\.not_yours"):
            await radar.take_back(session, finding.id, number=2, by="olga", owner="olga", **given)
        await radar.take_back(session, finding.id, number=2, by="olga", **given)
    assert await a_radar(db).tell(MONDAY) == 1
    assert await mails(db) == [rolf]
    (finding,) = await kept(db)
    async with db.write() as session:
        await radar.accept(session, finding.id, number=4, until=TODAY, by=rolf, owner=rolf, **given)
        await radar.take_back(session, finding.id, number=5, by=rolf, owner=rolf, **given)
    assert await a_radar(db).tell(MONDAY + DAY) == 0  # they said so themselves


async def test_an_owner_who_does_not_sign_in_gets_a_link_of_their_own(town: Town) -> None:
    db, rolf = town.db, town.people["rolf"]
    await looked(db, Found(BUSY.trigger, BUSY.about, "rita", BUSY.facts, owner=rolf), LATER)
    assert await a_radar(db).tell(MONDAY) == 2
    async with db.read() as session:
        columns = select(LINK.c.purpose, LINK.c.person_id, LINK.c.expires_at)
        (link,) = (await session.execute(columns.where(LINK.c.case_id.is_(None)))).all()
    assert tuple(link) == ("desk", rolf, MONDAY + 14 * DAY)


async def test_a_new_owner_is_told_and_of_what_is_done_nobody_else(town: Town) -> None:
    db, rolf = town.db, town.people["rolf"]
    await looked(db, BUSY, LATER)
    given = {"number": 1, "why": "x", "at": MONDAY, "by": "x"}
    async with db.write() as session:
        for finding in await radar_telling.untold(session, TODAY):
            await radar.mitigate(session, finding.id, **given)
    assert await a_radar(db).tell(MONDAY) == 0
    (finding, _) = await kept(db)
    async with db.write() as session:
        await radar.change_owner(session, finding.id, owner=rolf, **{**given, "number": 2})
    assert await a_radar(db).tell(MONDAY) == 1
    assert await mails(db) == [rolf]


async def test_whom_a_finding_was_about_is_forgotten_once_it_is_long_cured(db: Database) -> None:
    await looked(db, BUSY, LATER)
    await looked(db, LATER, at=MONDAY + HOUR)
    async with db.write() as session:
        assert await radar_telling.forget_people(session, MONDAY + HOUR) == 0
        assert await radar_telling.forget_people(session, MONDAY + DAY) == 1
        assert await radar_telling.forget_people(session, MONDAY + DAY) == 0
    assert [(one.subject, one.state) for one in await kept(db, "all")] == [("", State.CURED), ("rolf", State.OPEN)]
    assert await looked(db, BUSY, LATER, at=MONDAY + 2 * DAY) == 1  # found again: nobody knows it was there before


async def test_an_owner_who_cannot_be_written_to_is_no_dead_end(town: Town) -> None:
    async with town.db.write() as session:
        await put(session, PersonIn("gone", "gone@example.org"), at=MONDAY)
    await looked(town.db, Found(BUSY.trigger, BUSY.about, "rita", BUSY.facts, owner="nobody-any-more"))
    assert await a_radar(town.db).tell(MONDAY) == 1
    assert await mails(town.db) == [town.people["olga"]]


async def test_names_of_what_findings_speak_of(town: Town) -> None:
    case_id = await town.idea()
    await looked(town.db, Found(BUSY.trigger, About.CASE, case_id, {"ideas": [case_id]}, owner=town.people["rolf"]))
    async with town.db.read() as session:
        names = await radar_names.names(session, await kept(town.db))
    assert names.cases[case_id][0].startswith("2026-")
    assert names.people == {town.people["rolf"]: "rolf"}
