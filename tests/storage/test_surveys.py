"""What the office decides about surveys: versions, audiences, modes, thresholds, approval, and what is missing."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text, update

from domain.errors import RuleBroken
from domain.survey.audience import Audience
from domain.survey.modes import Mode
from domain.survey.questionnaire import Questionnaire
from domain.survey.staff import Approval
from domain.survey.survey import SurveyPlan
from domain.survey.wave_happenings import WAVE_HAPPENING
from domain.survey.wave_words import WaveState
from storage import audiences, inbox, sql, surveys, wordings
from storage.engine import Database
from storage.queries import surveys as lists
from storage.survey_ready import Moment, counted, ready, stops
from storage.surveys import SurveyIn
from storage.tables import AbsenceRow, AddressRow, ContactRow, InvitationRow, MailRow, PersonRow, RoleRow
from tests.storage import asking
from tests.storage.asking import MONDAY

ZONE = ZoneInfo("Europe/Berlin")
NOW = Moment(MONDAY, ZONE)
PEOPLE = sql.table(PersonRow)


def plan(**fields: object) -> SurveyPlan:
    return SurveyPlan.model_validate({"title": {"de": "Puls"}, "resolvers": "Amt 11", "readers": "Amt 11"} | fields)


def wanted(owner: str, **fields: object) -> SurveyIn:
    given = {"questionnaire": "pulse", "audience": "everybody", "mode": Mode.ANONYMOUS, "owner": owner, "plan": plan()}
    return SurveyIn(**(given | fields))  # type: ignore[arg-type]


def reworded(form: Questionnaire, text: str) -> Questionnaire:
    return form.model_copy(update={"title": form.title.model_copy(update={"de": text})})


async def reachable(db: Database, count: int, department: str = "amt11") -> list[str]:
    """People with a confirmed address; the first may own a survey."""
    people = await asking.add_people(db, count, department)
    rows = [
        {"id": uuid4().hex, "address": f"{one}@example.org", "person_id": one, "main": True, "confirmed_at": MONDAY}
        for one in people
    ]
    async with db.write() as session:
        await sql.insert(session, AddressRow, rows)
        await sql.insert(session, RoleRow, [{"person_id": people[0], "role": "owner", "since": MONDAY}])
    return people


async def save(db: Database, form: Questionnaire, source: str = "x") -> int:
    async with db.write() as session:
        return (await wordings.save(session, form, source, at=MONDAY, by="office")).number


async def found(db: Database, survey: str, moment: Moment = NOW) -> list[str]:
    async with db.read() as session:
        asked = await surveys.survey(session, survey)
        assert asked is not None
        return [finding.code for finding in stops(await ready(session, asked, moment))]


# Versions


async def test_the_same_content_is_the_same_version_and_what_nobody_saw_is_written_over(db: Database) -> None:
    form = asking.questionnaire()
    assert await save(db, form) == 1
    assert await save(db, form) == 1
    assert await save(db, reworded(form, "Anders")) == 1
    async with db.read() as session:
        assert [line.title["de"] for line in await lists.versions(session, "pulse")] == ["Anders"]


async def test_what_a_wave_asks_with_stays_as_it_is(db: Database) -> None:
    people = await asking.add_people(db, 1)
    survey = await asking.add_survey(db, people[0])
    await asking.add_wave(db, survey, people[0], state=WaveState.PLANNED)
    form = asking.questionnaire()
    assert await save(db, reworded(form, "Anders"), "source of 2") == 2
    async with db.read() as session:
        assert [line.version for line in await lists.versions(session, "pulse")] == [2, 1]
        assert await wordings.exactly(session, form.content_hash) == form
        newest = await wordings.latest(session, "pulse")
        assert newest is not None
        assert await lists.source(session, newest.content_hash) == "source of 2"


async def test_going_back_to_what_was_sent_drops_what_nobody_saw(db: Database) -> None:
    people = await asking.add_people(db, 1)
    survey = await asking.add_survey(db, people[0])
    await asking.add_wave(db, survey, people[0])
    form = asking.questionnaire()
    assert await save(db, reworded(form, "Anders")) == 2
    assert await save(db, form) == 1
    async with db.read() as session:
        assert [line.version for line in await lists.versions(session, "pulse")] == [1]


async def test_an_earlier_wording_does_not_become_a_later_version(db: Database) -> None:
    people = await asking.add_people(db, 1)
    survey = await asking.add_survey(db, people[0])
    await asking.add_wave(db, survey, people[0])
    form = asking.questionnaire()
    await save(db, reworded(form, "Anders"))
    async with db.write() as session:
        await session.execute(update(wordings.Q).where(wordings.Q.c.version == 2).values(sent_at=MONDAY))
    with pytest.raises(RuleBroken, match=r"questionnaire\.earlier"):
        await save(db, form)


# Surveys


async def test_a_survey_is_made_and_changed_by_whoever_saw_its_newest_state(db: Database) -> None:
    people = await reachable(db, 2)
    await asking.add_survey(db, people[0])
    async with db.write() as session:
        survey = await surveys.create_survey(session, wanted(people[0]), at=MONDAY, by="office")
        await surveys.change_survey(session, survey, wanted(people[0], plan=plan(open_days=7)), revision=0)
        with pytest.raises(RuleBroken, match=r"survey\.stale"):
            await surveys.change_survey(session, survey, wanted(people[0]), revision=0)
        changed = await surveys.survey(session, survey)
    assert changed is not None
    assert (changed.plan.open_days, changed.revision) == (7, 1)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"questionnaire": "nothing"}, "questionnaire.unknown"),
        ({"audience": "nobody"}, "audience.unknown"),
        ({"owner": "nobody"}, "wave.owner_unknown"),
        ({"mode": Mode.CONFIDENTIAL, "plan": plan(resolvers="")}, "mode.nobody_named"),
        ({"mode": Mode.NAMED, "plan": plan(readers="")}, "mode.nobody_named"),
    ],
)
async def test_what_could_never_ask_anybody_is_refused(db: Database, fields: dict[str, Any], code: str) -> None:
    people = await reachable(db, 1)
    await asking.add_survey(db, people[0])
    async with db.write() as session:
        with pytest.raises(RuleBroken) as refused:
            await surveys.create_survey(session, replace(wanted(people[0]), **fields), at=MONDAY, by="office")
    assert refused.value.code == code


async def test_the_mode_is_frozen_once_somebody_was_invited(db: Database) -> None:
    people = await reachable(db, 1)
    survey = await asking.add_survey(db, people[0])
    async with db.write() as session:
        await surveys.change_survey(session, survey, wanted(people[0], mode=Mode.NAMED), revision=0)
    wave = await asking.add_wave(db, survey, people[0], Mode.NAMED, WaveState.PLANNED)
    async with db.write() as session:
        with pytest.raises(RuleBroken, match=r"mode\.planned"):
            await surveys.change_survey(session, survey, wanted(people[0]), revision=1)
    await asking.invite(db, wave, people)
    async with db.write() as session:
        with pytest.raises(RuleBroken, match=r"mode\.frozen"):
            await surveys.change_survey(session, survey, wanted(people[0]), revision=1)


@pytest.mark.parametrize(
    ("mode", "change", "code"),
    [
        (Mode.NAMED, {"readers": "Amt 11 und Amt 12"}, r"readers\.frozen"),
        (Mode.CONFIDENTIAL, {"resolvers": "Amt 12"}, r"resolvers\.frozen"),
        (Mode.ANONYMOUS, {"resumable": False}, r"resumable\.frozen"),
    ],
)
async def test_what_was_promised_beside_the_mode_stays_while_people_read_it(
    db: Database, mode: Mode, change: dict[str, Any], code: str
) -> None:
    people = await reachable(db, 1)
    survey = await asking.add_survey(db, people[0], mode)
    wave = await asking.add_wave(db, survey, people[0], mode)
    async with db.write() as session:
        with pytest.raises(RuleBroken, match=code):
            await surveys.change_survey(session, survey, wanted(people[0], mode=mode, plan=plan(**change)), revision=0)
        same = wanted(people[0], mode=mode, plan=plan(priority=7))
        await surveys.change_survey(session, survey, same, revision=0)
        await session.execute(text("UPDATE waves SET state = 'done' WHERE id = :wave"), {"wave": wave})
        changed = wanted(people[0], mode=mode, plan=plan(**change))
        await surveys.change_survey(session, survey, changed, revision=1)


async def test_thresholds_only_rise(db: Database) -> None:
    people = await reachable(db, 1)
    survey = await asking.add_survey(db, people[0])
    async with db.write() as session:
        await surveys.change_survey(session, survey, wanted(people[0], plan=plan(figures=8)), revision=0)
        with pytest.raises(RuleBroken, match=r"threshold\.lowered"):
            await surveys.change_survey(session, survey, wanted(people[0], plan=plan(figures=7)), revision=1)


async def test_lists_know_every_survey_with_its_newest_wave(db: Database) -> None:
    people = await reachable(db, 1)
    survey = await asking.add_survey(db, people[0])
    await asking.add_wave(db, survey, people[0], number=0, state=WaveState.DONE)
    newest = await asking.add_wave(db, survey, people[0], number=1)
    async with db.read() as session:
        listed = await lists.surveys(session)
        waves = await lists.waves_of(session, survey)
        audiences = await lists.audiences(session)
    assert [(line.id, line.wave.id if line.wave else "") for line in listed] == [(survey, newest)]
    assert [wave.number for wave in waves] == [1, 0]
    assert [one.id for one in audiences] == ["everybody"]


# Ready


async def test_a_survey_of_people_who_can_be_asked_may_start(db: Database) -> None:
    people = await reachable(db, 3)
    survey = await asking.add_survey(db, people[0])
    assert await found(db, survey) == []
    async with db.read() as session:
        asked = await surveys.survey(session, survey)
        assert asked is not None
        assert (await counted(session, asked, NOW)).chosen == 3


async def test_an_empty_audience_and_an_owner_without_a_role_stop_it(db: Database) -> None:
    people = await asking.add_people(db, 2)
    survey = await asking.add_survey(db, people[0])
    assert set(await found(db, survey)) == {"owner_without_role", "audience_empty"}


async def test_everybody_above_the_cap_stops_it_until_the_budget_is_free(db: Database) -> None:
    people = await reachable(db, 2)
    survey = await asking.add_survey(db, people[0])
    rows = [
        {"id": uuid4().hex, "person_id": one, "at": MONDAY - timedelta(days=1), "purpose": "invitation"}
        for one in people
    ]
    async with db.write() as session:
        await sql.insert(session, ContactRow, rows)
    assert await found(db, survey) == ["everybody_contacted"]
    assert await found(db, survey, replace(NOW, at=MONDAY + timedelta(days=7))) == []


async def test_staff_are_asked_with_notices_and_an_approval_of_exactly_this_wording(db: Database) -> None:
    people = await reachable(db, 6)
    survey = await asking.add_survey(db, people[0])
    words = {"de": "x", "en": "x"}
    plain = asking.questionnaire().model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"kind": "staff"}
    await save(db, form_of(plain))
    blocks = ["staff_block_missing"] * 4
    assert await found(db, survey) == [*blocks, "approval_missing"]
    plain["notice"] = dict.fromkeys(("voluntary", "purpose", "recipients", "evaluations"), words)
    whole = form_of(plain)
    await save(db, whole)
    approval = Approval(whole.content_hash, "Personalrat", date(2026, 2, 20))
    async with db.write() as session:
        with pytest.raises(RuleBroken, match=r"approval\.other_wording"):
            await surveys.approve(session, survey, replace(approval, questionnaire="x"), at=MONDAY, by="office")
        await surveys.approve(session, survey, approval, at=MONDAY, by="office")
    assert await found(db, survey) == []
    await save(db, reworded(whole, "Anders"))
    assert await found(db, survey) == ["approval_of_other_wording"]


def form_of(plain: dict[str, object]) -> Questionnaire:
    return Questionnaire.from_text(json.dumps(plain))


async def test_few_people_who_say_much_of_themselves_are_pointed_out(db: Database) -> None:
    people = await reachable(db, 4)
    survey = await asking.add_survey(db, people[0])
    async with db.read() as session:
        asked = await surveys.survey(session, survey)
        assert asked is not None
        findings = await ready(session, asked, NOW)
    assert [f.code for f in findings if f.code.startswith("identifiable")] == ["identifiable"]
    assert stops(findings) == []


async def test_staff_who_are_asked_by_a_form_that_is_not_marked_as_theirs_are_pointed_out(db: Database) -> None:
    """S19: whoever set it up may have forgotten to say so, and then nothing asks for an approval."""
    people = await reachable(db, 4)
    survey = await asking.add_survey(db, people[0])
    for external, hinted in (("", True), ("resident", False)):
        async with db.write() as session:
            await session.execute(update(PEOPLE).where(PEOPLE.c.id == people[1]).values(external=external))
        async with db.read() as session:
            asked = await surveys.survey(session, survey)
            assert asked is not None
            found = await ready(session, asked, NOW)
        assert ("staff_unmarked" in {one.code for one in found}) is hinted
        assert stops(found) == []


async def test_the_page_of_a_wave_counts_whom_it_asked_its_mails_and_what_is_not_recorded_yet(db: Database) -> None:
    people = await reachable(db, 4)
    survey = await asking.add_survey(db, people[0])
    wave = await asking.add_wave(db, survey, people[0])
    await asking.invite(db, wave, people[:2])
    row = {"wave": wave, "unit": "", "reminders": 0, "answered": False, "response_told": False, "left": ""}
    later = MONDAY + timedelta(days=3)
    waits = row | {"id": "w", "person_id": people[2], "state": "waiting", "again_at": later}
    left = row | {"id": "l", "person_id": people[3], "state": "left", "left": "opted_out", "again_at": None}
    mail = {"mail": "survey_invitation", "language": "de", "state": "sent", "created_at": MONDAY, "next_try": MONDAY}
    mail |= {"assignment": "", "sender_key": "", "sha256": "", "once": False, "attempts": 1, "reply_text": ""}
    given = {"kind": "paused", "id": "p", "by": people[0], "via": "office", "at": MONDAY, "reason": "Weil"}
    async with db.write() as session:
        await sql.insert(session, InvitationRow, [waits, left])
        mails = [mail | {"id": one, "wave": wave, "dedup_key": one, "person_id": one} for one in people[:2]]
        await sql.insert(session, MailRow, mails)
        await inbox.put_of_wave(session, wave, WAVE_HAPPENING.validate_python(given))
    async with db.read() as session:
        asked = await lists.asked(session, wave)
        assert await lists.mails(session, wave) == [("survey_invitation", "sent", 2)]
        assert [one.kind for one in await lists.unfinished(session, wave)] == ["paused"]
    assert asked.states == {"invited": 2, "waiting": 1, "left": 1}
    assert asked.left == {"opted_out": 1}
    assert asked.again_at == later


async def test_a_person_is_away_now_and_later_but_not_before(db: Database) -> None:
    (person,) = await asking.add_people(db, 1)
    day = date(2026, 3, 2)
    spans = [
        (day - timedelta(days=9), day - timedelta(days=1)),
        (day, day),
        (day + timedelta(days=5), date(2026, 4, 1)),
    ]
    rows = [{"person_id": person, "first_day": first, "last_day": last} for first, last in spans]
    async with db.write() as session:
        await sql.insert(session, AbsenceRow, rows)
    async with db.read() as session:
        away = await lists.away(session, person, day)
    assert away.absences == tuple(spans[1:])
    assert away.opted_out_at is None


async def test_a_saved_audience_is_written_over(db: Database) -> None:
    one = Audience.model_validate_json('{"id": "staff", "title": {"de": "Alle"}, "staff": true}')
    async with db.write() as session:
        await audiences.save(session, one, at=MONDAY, by="office")
        changed = one.model_copy(update={"staff": None, "roles": frozenset({"owner"})})
        await audiences.save(session, changed, at=datetime(2026, 3, 3, tzinfo=UTC), by="office")
        assert await audiences.load(session, "staff") == changed
