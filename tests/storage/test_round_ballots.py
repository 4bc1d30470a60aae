"""Comparisons and approvals in a round, a decided round that is opened again, and those a round cannot reach."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from domain.planning.facts import Facts
from domain.ranking.field import Pair
from domain.rounds.ballots import Ask
from domain.rounds.words import Fate, Says
from storage import planning, round_fields, round_pairs, round_panel, round_results, rounds, sql
from storage.tables import MailRow
from tests.storage.round_town import BERLIN, RoundTown, prioritised
from tests.storage.town import Town

PAIRS: dict[str, Any] = {"ask": Ask.PAIRS, "method": "pairwise", "criteria": (), "pairs_each": 2}
YES: dict[str, Any] = {"ask": Ask.APPROVALS, "method": "equal_shares", "beside": ("approvals",)}


@pytest.fixture
async def mine(town: Town) -> RoundTown:
    return RoundTown(town)


async def compare(mine: RoundTown, round_id: str, name: str, two: tuple[str, str], says: Says) -> str:
    who = await mine.holder(round_id, name)
    async with mine.db.write() as session:
        return await round_pairs.save(session, who, two, says, mine.town.now, BERLIN)


async def test_the_last_word_on_two_ideas_counts_and_nobody_compares_their_own(mine: RoundTown) -> None:
    a, b = sorted([await prioritised(mine.town), await prioritised(mine.town)])
    own = await prioritised(mine.town, "rita")
    round_id = await mine.open(**PAIRS)

    assert await compare(mine, round_id, "rita", (b, a), Says.FIRST) == ""
    assert await compare(mine, round_id, "rita", (a, own), Says.FIRST) == "round.own_idea"
    assert await compare(mine, round_id, "rita", (a, "no idea"), Says.FIRST) == "round.idea_unknown"
    assert await compare(mine, round_id, "rolf", (a, own), Says.NOTHING) == ""
    assert await compare(mine, round_id, "rolf", (a, b), Says.FIRST) == ""
    assert await compare(mine, round_id, "rolf", (b, a), Says.ALIKE) == ""

    round_ = await mine.round(round_id)
    raters = {one.person: one.id for one in round_.raters}
    rita, rolf = raters[mine.town.people["rita"]], raters[mine.town.people["rolf"]]
    async with mine.db.read() as session:
        assert await round_pairs.said(session, rolf) == {tuple(sorted((a, own))): Says.NOTHING, (a, b): Says.ALIKE}
        pairs = await round_pairs.all_pairs(session, round_)
        counted = await round_pairs.counted(session, round_)
    assert set(pairs) == {Pair(rita, b, a), Pair(rolf, a, b, equal=True)}
    assert (counted[rita], counted[rolf]) == ((1, 1), (2, 2))  # of two ideas there is one pair to compare

    await mine.happen(round_id, "closed_early")
    assert await compare(mine, round_id, "rolf", (a, b), Says.FIRST) == "round.not_open"
    assert (await mine.computed(round_id)).state == "computed"
    async with mine.db.read() as session:
        (kept,) = await round_results.every(session, round_id)
    assert [one.idea for one in kept.ranking.places] == [b, a]
    assert [(one.idea, one.why.code) for one in kept.ranking.undetermined] == [(own, "not_compared")]
    assert [one.idea for one in kept.analysis.firm] == [b, a]


async def test_approvals_buy_under_a_budget_and_what_has_no_cost_is_not_determined(mine: RoundTown) -> None:
    cheap, dear = await prioritised(mine.town, cost=40), await prioritised(mine.town, cost=1)
    unknown = await prioritised(mine.town)
    facts = Facts({(2027, "a"): 50, (2028, "a"): 40}, {"plan": 7})  # stands for the rough figure of the text
    async with mine.db.write() as session:
        assert await planning.say(session, dear, facts, number=0, at=mine.town.now, by="x")
    plan = await mine.plan()
    yes_no = plan.criteria[0].model_copy(update={"id": "approval", "scale_to": 1, "weight": 100})
    round_id = await mine.open(**YES, criteria=(yes_no,), settings={"budget": 100.0})
    for name, approved in {"rita": (cheap, dear), "rolf": (dear,), "rosa": ()}.items():
        for idea in (cheap, dear, unknown):
            assert await mine.rate(round_id, name, idea, approval=int(idea in approved)) == ""
    await mine.happen(round_id, "closed_early")
    await mine.computed(round_id)

    async with mine.db.read() as session:
        (kept,) = await round_results.every(session, round_id)
    assert {one.idea: one.taken for one in kept.ranking.places} == {cheap: True, dear: False}
    assert [(one.idea, one.why.code) for one in kept.ranking.undetermined] == [(unknown, "no_cost")]
    (greedy,) = kept.analysis.beside
    assert {one.idea: one.taken for one in greedy.places} == {dear: True, cheap: False}
    assert [(one.one, one.other, one.tau) for one in kept.analysis.agreements] == [("equal_shares", "approvals", -1.0)]
    assert (kept.raters, kept.scores) == (3, 3)


async def test_a_method_the_ballots_do_not_fit_is_refused(mine: RoundTown) -> None:
    for _ in range(2):
        await prioritised(mine.town)
    await mine.open(**(PAIRS | {"beside": ("approvals",)}))
    assert mine.facts.verdict == "refused:round.method_misfit"
    await mine.open(method="rice")  # three settings are missing
    assert mine.facts.verdict == "refused:round.method_misfit"
    await mine.open(ask=Ask.PAIRS, method="pairwise")  # with criteria
    assert mine.facts.verdict == "refused:round.criteria_wrong"


async def test_a_decided_round_opened_again_tells_only_what_differs(mine: RoundTown) -> None:
    gone, one, other = [await prioritised(mine.town) for _ in range(3)]
    round_id = await mine.open(take=0)
    await mine.rate(round_id, "rita", one, benefit=9, complexity=1)
    await mine.rate(round_id, "rita", other, benefit=2, complexity=9)
    await _decided(mine, round_id, {})
    async with mine.db.write() as session:
        await rounds.told(session, round_id, [gone, one, other])
    await mine.town.happen(gone, "withdrawn", "ute")

    mine.town.later(hours=1)
    again = {"closes_on": mine.town.now.date() + timedelta(days=3), "reason": "Ein Gutachten kam dazu."}
    assert (await mine.happen(round_id, "reopened", **again)).verdict == "done"
    assert {e.case_id: e.kept for e in (await mine.round(round_id)).entries} == {gone: True, one: False, other: False}
    assert await mine.rate(round_id, "rita", gone, benefit=9) == "round.idea_unknown"
    await mine.open(ideas=(one, other))
    assert mine.facts.verdict == "refused:round.idea_taken"  # they are this round's again
    await mine.rate(round_id, "rita", other, benefit=3, complexity=8)
    await _decided(mine, round_id, {one: (Fate.DEFER, "Erst im Haushalt.")})

    async with mine.db.read() as session:
        assert await rounds.not_told(session, round_id, 9) == [one]
        assert [r.number for r in await round_results.every(session, round_id)] == [1, 2]
        assert await rounds.round_broken_at(session, await mine.round(round_id)) is None
    fates = {e.case_id: e.fate for e in (await mine.round(round_id)).entries}
    assert fates == {gone: Fate.LEAVE, one: Fate.DEFER, other: Fate.LEAVE}


async def _decided(mine: RoundTown, round_id: str, fates: dict[str, tuple[Fate, str]]) -> None:
    await mine.happen(round_id, "closed_early")
    await mine.computed(round_id)
    round_ = await mine.round(round_id)
    given = {entry.case_id: fates.get(entry.case_id, (Fate.LEAVE, "")) for entry in round_.entries}
    choices = [{"idea": idea, "fate": fate, "reason": why} for idea, (fate, why) in given.items()]
    until = mine.town.now.date() + timedelta(days=90)
    facts = await mine.happen(round_id, "decided", result=round_.result, choices=choices, until=until)
    assert facts.verdict == "done"


async def test_too_few_ideas_are_left_to_open_a_decided_round_again(mine: RoundTown) -> None:
    gone, _ = await prioritised(mine.town), await prioritised(mine.town)
    round_id = await mine.open(take=0)
    await _decided(mine, round_id, {})
    await mine.town.happen(gone, "withdrawn", "ute")
    again = {"closes_on": mine.town.now.date() + timedelta(days=3), "reason": "x"}
    assert (await mine.happen(round_id, "reopened", **again)).verdict == "refused:round.too_few_left"


async def test_the_office_is_told_once_that_the_whole_panel_has_left(mine: RoundTown) -> None:
    for _ in range(2):
        await prioritised(mine.town)
    round_id = await mine.open()
    async with mine.db.write() as session:
        left = "UPDATE people SET active = false WHERE id IN (SELECT person_id FROM round_raters WHERE round = :it)"
        await session.execute(text(left), {"it": round_id})

    for _ in range(3):
        assert (await mine.record(round_id)).state == "open"

    assert mine.told == ["panel_gone"]


async def test_a_rater_whose_newest_mail_came_back_is_known_as_not_reached(mine: RoundTown) -> None:
    for _ in range(2):
        await prioritised(mine.town)
    round_id = await mine.open()
    raters = (await mine.round(round_id)).raters
    now = mine.town.now
    mails = [  # the second one's reminder arrived after all
        (raters[0], "round_invitation", "refused", now),
        (raters[1], "round_invitation", "failed", now),
        (raters[1], "round_reminder", "sent", now + timedelta(days=1)),
        (raters[2], "round_invitation", "sent", now),
    ]
    async with mine.db.write() as session:
        for number, (rater, mail, state, at) in enumerate(mails):
            row = {"id": f"mail{number}", "person_id": rater.person, "mail": mail, "language": "de", "state": state}
            row |= {"dedup_key": f"{mail}:{rater.id}:ask:1", "created_at": at, "assignment": "", "once": False}
            row |= {"attempts": 1, "sha256": "", "sender_key": "", "next_try": at}
            await session.execute(insert(sql.table(MailRow)).values(**row))
    async with mine.db.read() as session:
        assert await round_panel.not_reached(session, round_id) == {raters[0].id}


async def test_what_a_full_round_had_no_room_for_is_told_so(mine: RoundTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.rounds.asking.MOST", 2)
    monkeypatch.setattr("storage.round_fields.MOST", 2)
    ideas = []
    for _ in range(3):
        ideas.append(await prioritised(mine.town))
        mine.town.later(hours=1)
    round_id = await mine.open()
    mine.town.later(hours=1)
    late = await prioritised(mine.town)
    async with mine.db.read() as session:
        found = await round_fields.latecomers(session, await mine.round(round_id), 9)
    assert {one.case_id: one.full for one in found} == {ideas[2]: True, late: False}
