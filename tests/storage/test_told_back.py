"""From an idea to its wave and back: what is evaluated or published comes to the idea, once, and only as figures."""

from typing import Any

import pytest
from sqlalchemy import select

from activities.triggered import Triggers
from domain.survey.modes import Mode
from domain.survey.survey import SurveyPlan
from storage import origins, results, sql
from storage.queries.about_idea import asked_about, named_by
from storage.tables import EventRow, InboxRow, SurveyRow
from tests.storage.answered import answer
from tests.storage.asking import add_survey
from tests.storage.test_triggers import Brought
from tests.storage.town import Town
from tests.storage.wave_town import PLAN, ZONE, WaveTown

INBOX = sql.table(InboxRow)
DOUBT, PRAISE = {"benefit": "none"}, {"benefit": "very_large"}
TOPIC = {"about": "Nutzen", "result": "Kaum jemand", "decision": "Wir prüfen neu", "reason": "Darum"}


async def settled(town: Town, *triggers: dict[str, Any]) -> WaveTown:
    """A survey about the benefit of ideas, asked when one comes into review."""
    waves_ = WaveTown(town)
    plan = SurveyPlan.model_validate(PLAN | {"triggers": triggers or ({"event": "in_review"},)})
    waves_.survey = await add_survey(town.db, town.people["rolf"], Mode.CONFIDENTIAL, plan, "benefit")
    town.later(hours=1)
    return waves_


async def begun(waves_: WaveTown) -> str:
    """The wave that the clock opens now, planned."""
    post = Brought()
    assert await Triggers(waves_.db, post, ZONE, "SH").begin_waves(waves_.town.now) == 1
    (letter,) = post.letters
    assert (await waves_.record(letter.wave, letter.inbox_id)).verdict == "done"
    return letter.wave


async def evaluated(waves_: WaveTown, wave_id: str, said: list[dict[str, Any]]) -> None:
    """Asked, answered, closed and evaluated."""
    await waves_.wakes(wave_id)
    await waves_.invitations(wave_id, max(len(said), 12))
    await waves_.carried_out(wave_id)
    await waves_.record(wave_id)
    await answer(waves_.db, wave_id, said, Mode.CONFIDENTIAL)
    await waves_.happen(wave_id, "closed_early", reason="Genug")
    async with waves_.db.write() as session:
        await results.keep(session, wave_id, evaluating=True)
    assert (await waves_.happen(wave_id, "evaluated", "clock", via="clock")).verdict == "done"


async def told(town: Town, case_id: str) -> list[str]:
    """What waits in the idea's inbox, recorded."""
    async with town.db.read() as session:
        waiting = select(INBOX.c.id).where(INBOX.c.case_id == case_id, INBOX.c.verdict.is_(None))
        ids = list((await session.execute(waiting)).scalars())
    return [(await town.record(case_id, inbox_id)).verdict for inbox_id in ids]


async def lines(town: Town, case_id: str) -> list[tuple[str, dict[str, Any]]]:
    table = sql.table(EventRow)
    async with town.db.read() as session:
        found = await session.execute(
            select(table.c.kind, table.c.facts).where(table.c.case_id == case_id).order_by(table.c.seq)
        )
        return [(kind, facts) for kind, facts in found]


async def reviewed(town: Town, case_id: str) -> None:
    """Both reviewers are in favour."""
    for assignment in (await town.case(case_id)).open_assignments():
        scores = {"benefit": 8, "complexity": 3}
        fields = {"assignment": assignment.id, "verdict": "approve", "scores": scores, "on_version": 1}
        assert (await town.happen(case_id, "answered", assignment.person, **fields)).verdict == "done"


async def test_what_people_said_comes_to_the_idea_and_sends_it_back(town: Town) -> None:
    waves_ = await settled(town)
    case_id = await town.in_review()
    wave_id = await begun(waves_)
    await reviewed(town, case_id)
    assert (await town.case(case_id)).state == "prioritising"

    await evaluated(waves_, wave_id, [DOUBT] * 11 + [PRAISE])
    assert await told(town, case_id) == ["done"]

    assert (await town.case(case_id)).state == "reviewing"
    (surveyed, back, *asked) = (await lines(town, case_id))[-4:]
    facts = {"wave": wave_id, "survey": waves_.survey, "event": "in_review", "invited": 12, "answered": 12}
    assert surveyed == ("surveyed", facts)
    assert back == ("sent_back", {"rule": "benefit_doubted", "wave": wave_id})
    assert [kind for kind, _ in asked] == ["review_asked", "review_asked"]
    async with town.db.read() as session:
        (shown,) = await asked_about(session, case_id)
    assert shown.wave.id == wave_id


async def test_it_is_told_once_and_no_answer_is_in_what_is_told(town: Town) -> None:
    waves_ = await settled(town)
    case_id = await town.in_review()
    wave_id = await begun(waves_)
    await evaluated(waves_, wave_id, [DOUBT] * 11 + [PRAISE])
    again = await waves_.happen(wave_id, "evaluated", "clock", via="clock")
    assert again.verdict == "refused:wave.not_closed"
    async with town.db.read() as session:
        rows = select(INBOX.c.id, INBOX.c.content).where(INBOX.c.case_id == case_id, INBOX.c.kind == "surveyed")
        ((inbox_id, content),) = (await session.execute(rows)).all()
    assert inbox_id == f"surveyed:{wave_id}"
    assert '"key":"none","count":11,"answered":12' in content
    assert await told(town, case_id) == ["done"]
    assert (await town.record(case_id, inbox_id)).verdict == "done"
    assert [kind for kind, _ in await lines(town, case_id)].count("surveyed") == 1


async def test_below_the_threshold_the_idea_hears_that_it_was_asked_about_and_nothing_more(town: Town) -> None:
    waves_ = await settled(town)
    case_id = await town.in_review()
    wave_id = await begun(waves_)
    await evaluated(waves_, wave_id, [DOUBT] * 4)
    await told(town, case_id)
    (kind, facts) = (await lines(town, case_id))[-1]
    assert (kind, facts["answered"], facts["invited"]) == ("surveyed", None, 12)


async def test_a_wave_about_no_idea_tells_none(town: Town) -> None:
    waves_ = await settled(town)
    case_id = await town.in_review()
    wave_id = await waves_.planned()
    await evaluated(waves_, wave_id, [DOUBT] * 12)
    assert await told(town, case_id) == []
    async with town.db.read() as session:
        assert await asked_about(session, case_id) == []


async def test_a_wave_begun_by_hand_of_a_survey_of_one_idea_is_about_it(town: Town) -> None:
    waves_ = await settled(town)
    case_id = await town.in_review()
    async with waves_.db.write() as session:
        await sql.change(session, sql.table(SurveyRow), waves_.survey, {"case_id": case_id})
    wave_id = await waves_.planned()
    await evaluated(waves_, wave_id, [DOUBT] * 12)
    assert await told(town, case_id) == ["done"]
    assert (await lines(town, case_id))[-1][1]["event"] is None  # nothing but the office began it, so no rule holds


async def test_what_was_settled_long_ago_still_hears_of_it(town: Town) -> None:
    waves_ = await settled(town)
    case_id = await town.in_review()
    wave_id = await begun(waves_)
    await town.happen(case_id, "withdrawn", "ute", reason="Erledigt")
    await evaluated(waves_, wave_id, [DOUBT] * 12)
    assert await told(town, case_id) == ["done"]
    assert [kind for kind, _ in await lines(town, case_id)][-2:] == ["surveyed", "survey_noted"]
    assert (await town.case(case_id)).state == "withdrawn"


async def test_a_published_answer_tells_the_ideas_it_names(town: Town) -> None:
    waves_ = await settled(town)
    case_id, other = await town.in_review(), await town.in_review()
    wave_id = await waves_.planned()
    await evaluated(waves_, wave_id, [PRAISE] * 12)
    topic = {**TOPIC, "owner": town.people["rolf"], "due_on": "2026-06-01"}
    topics = [{**topic, "case_id": case_id}, {**topic, "about": "Noch eines", "case_id": case_id}, topic]
    assert (await waves_.happen(wave_id, "responded", topics=topics)).verdict == "done"
    assert (await told(town, case_id), await told(town, other)) == (["done"], [])
    assert (await lines(town, case_id))[-1] == ("named_in_survey", {"wave": wave_id, "topics": 2})
    async with town.db.read() as session:
        (naming,) = await named_by(session, case_id)
        assert await named_by(session, other) == []
    assert (naming.wave, naming.about) == (wave_id, ("Nutzen", "Noch eines"))
    assert [t.case_id for t in (await waves_.wave(wave_id)).topics] == [case_id, case_id, None]


@pytest.mark.parametrize("case_id", ["nothing", "shell"])
async def test_an_idea_that_is_not_there_cannot_be_named(town: Town, case_id: str) -> None:
    waves_ = await settled(town)
    named = await town.shell() if case_id == "shell" else case_id
    wave_id = await waves_.planned()
    await evaluated(waves_, wave_id, [PRAISE] * 12)
    topic = {**TOPIC, "owner": town.people["rolf"], "due_on": "2026-06-01", "case_id": named}
    assert (await waves_.happen(wave_id, "responded", topics=[topic])).verdict == "refused:wave.idea_unknown"


async def test_where_a_wave_comes_from_is_kept(town: Town) -> None:
    waves_ = await settled(town, {"event": "in_review", "days": 2})
    case_id = await town.in_review()
    town.later(days=2)
    wave_id = await begun(waves_)
    async with town.db.read() as session:
        assert await origins.origin(session, wave_id) == origins.Origin(case_id, "in_review", 2, None)
