"""Open surveys in the database: one invitation an address, whatever it was before, and forgotten in time."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import pytest

from domain.survey.modes import Mode
from domain.survey.wave_happenings import WavePlan
from domain.survey.wave_words import WaveState
from kit.tokens import hash_token, new_token
from storage import audiences, entries, invitations, people, surveys, waves
from storage.consents import Wording
from storage.engine import Database
from storage.entries import Entry, Guest
from tests.storage import asking, voting
from tests.storage.inviting import FREE, a_wave, change_wave, errands, invitations_of, mails, quiet
from tests.storage.inviting import people_with_addresses as addressed
from tests.storage.town import Town
from tests.storage.wave_town import PLAN, WaveTown

PUBLIC = WavePlan(starts_on=date(2026, 3, 2), closes_on=date(2026, 3, 13), public=True).model_dump(mode="json")
NOW = asking.MONDAY
WORDING = Wording("Ich möchte teilnehmen", "de")


async def open_wave(db: Database, owner: str, mode: Mode = Mode.ANONYMOUS, state: WaveState = WaveState.OPEN) -> str:
    """A wave that is open to everybody."""
    wave = await a_wave(db, owner, state)
    await change_wave(db, wave, plan=PUBLIC, mode=mode.value, public_key=voting.BALLOTS.public_key(wave))
    return wave


async def given(db: Database, wave: str) -> tuple[Entry, str]:
    """An address that waits, and the token of its link."""
    entry, token = Entry(uuid4().hex, wave, b"sealed"), new_token()
    async with db.write() as session:
        assert await entries.add(session, entry, hash_token(token), at=NOW)
    return entry, token


async def confirmed(db: Database, wave: str, address: str, *, tell: bool = False) -> tuple[str, str]:
    """An address that was given and confirmed: the invitation, and the token of its link."""
    entry, token = await given(db, wave)
    async with db.write() as session:
        guest = Guest(address, "de", tell)
        return await entries.enter(session, entry, hash_token(token), guest, WORDING, at=NOW), token


async def test_an_address_is_one_invitation_however_it_is_spelt_and_however_often(db: Database) -> None:
    (owner,) = await addressed(db, 1)
    wave = await open_wave(db, owner)
    first, token = await confirmed(db, wave, "Ida@Example.org ")
    second, other = await confirmed(db, wave, "ida@example.org", tell=True)
    assert first == second != ""
    values = {"informed": 3}
    assert await voting.hand_in(db, token, values) == ""
    assert await voting.hand_in(db, other, values) == "survey.answered"
    assert [row.left for row in (await invitations_of(db, wave)).values()] == [
        ""
    ]  # asked for the answer the second time


async def test_of_many_at_once_one_invitation_is_made(db: Database) -> None:
    (owner,) = await addressed(db, 1)
    wave = await open_wave(db, owner)
    entry, token = await given(db, wave)

    async def press() -> str:
        async with db.write() as session:
            guest = Guest("ida@example.org", "de", tell=False)
            return await entries.enter(session, entry, hash_token(token), guest, WORDING, at=NOW)

    assert len(set(await asyncio.gather(*(press() for _ in range(5))))) == 1
    assert len(await invitations_of(db, wave)) == 1


async def test_whoever_was_invited_keeps_that_invitation_and_answers_once(db: Database) -> None:
    owner, asked, later, left = await addressed(db, 4)
    wave = await open_wave(db, owner)
    tokens = await asking.invite(db, wave, [asked])
    await asking.invite(db, wave, [later, left])
    async with db.write() as session:
        rows = {person: row.id for person, row in (await invitations_of(db, wave)).items()}
        await session.execute(invitations.I.update().where(invitations.I.c.id == rows[later]).values(state="waiting"))
        gone = {"state": "left", "left": "opted_out"}
        await session.execute(invitations.I.update().where(invitations.I.c.id == rows[left]).values(**gone))
    for person in (asked, later, left):
        invitation, token = await confirmed(db, wave, f"{person}@example.org")
        assert invitation == rows[person]
        assert await voting.hand_in(db, token, {"informed": 3}) == ""
    assert await voting.hand_in(db, tokens[asked], {"informed": 3}) == "survey.answered"
    states = {person: row.state for person, row in (await invitations_of(db, wave)).items()}
    assert states == {asked: "invited", later: "entered", left: "entered"}


@pytest.mark.parametrize("state", [WaveState.CLOSED, WaveState.DONE, WaveState.PLANNED])
async def test_a_wave_that_takes_no_answers_lets_nobody_in(db: Database, state: WaveState) -> None:
    (owner,) = await addressed(db, 1)
    wave = await open_wave(db, owner, state=state)
    assert (await confirmed(db, wave, "late@example.org"))[0] == ""
    async with db.read() as session:
        assert await people.owner_of(session, "late@example.org") is None


async def test_a_wave_for_those_invited_lets_nobody_in(db: Database) -> None:
    (owner,) = await addressed(db, 1)
    wave = await a_wave(db, owner, WaveState.OPEN)
    assert (await confirmed(db, wave, "ida@example.org"))[0] == ""


async def test_who_came_by_themselves_is_not_asked_again_by_the_audience(db: Database) -> None:
    owner, other = await addressed(db, 2)
    wave = await open_wave(db, owner, state=WaveState.INVITING)
    await confirmed(db, wave, f"{owner}@example.org")
    await confirmed(db, wave, "ida@example.org")
    await errands(db, FREE).invite(wave, NOW, quiet)
    written = [mail.person_id for mail in await mails(db, "survey_invitation", wave)]
    assert written == [other]
    async with db.read() as session:
        counts = await invitations.counts(session, wave)
    assert (counts.invited, counts.waiting, counts.left) == (1, 0, {})


async def test_a_guest_belongs_to_no_audience_until_they_are_known_for_more(db: Database) -> None:
    (owner,) = await addressed(db, 1)
    await confirmed(db, await open_wave(db, owner), "ida@example.org")
    async with db.read() as session:
        assert [m.id for m in await audiences.members(session, NOW.date())] == [owner]
    async with db.write() as session:
        ida = await people.confirmed(session, "ida@example.org", name="Ida", language="de", at=NOW)
        assert {m.id for m in await audiences.members(session, NOW.date())} == {owner, ida}
        found = await people.get(session, ida)
    assert found is not None
    assert found.name == "Ida"


async def test_a_guest_who_is_known_for_more_is_not_forgotten(db: Database) -> None:
    (owner,) = await addressed(db, 1)
    await confirmed(db, await open_wave(db, owner), "ida@example.org")
    async with db.write() as session:
        ida = await people.owner_of(session, "ida@example.org")
        assert ida is not None
        assert await people.known_for_more(session, ida)
        assert not await people.known_for_more(session, ida)
        await entries.forget_guests(session, NOW + timedelta(days=4_000))
        assert await people.address_of(session, ida) == "ida@example.org"


async def test_the_answer_goes_to_those_who_took_part_and_wanted_it_and_no_reminder_to_anybody(db: Database) -> None:
    (owner,) = await addressed(db, 1)
    wave = await open_wave(db, owner)
    _, wants = await confirmed(db, wave, "wants@example.org", tell=True)
    _, quiet_one = await confirmed(db, wave, "quiet@example.org")
    await confirmed(db, wave, "never@example.org", tell=True)
    for token in (wants, quiet_one):
        assert await voting.hand_in(db, token, {"informed": 3}) == ""
    await change_wave(db, wave, reminded=1, remind_on=["2026-03-05"])
    await errands(db, FREE).remind(wave, NOW, quiet)
    assert await mails(db) == []
    await change_wave(db, wave, state=WaveState.DONE.value, done_at=NOW)
    await errands(db, FREE).respond(wave, NOW, quiet)
    async with db.read() as session:
        wanting = await people.owner_of(session, "wants@example.org")
    assert [mail.person_id for mail in await mails(db, "survey_response", wave)] == [wanting]


@pytest.mark.parametrize(
    ("mode", "state", "told", "kept"),
    [
        (Mode.ANONYMOUS, WaveState.OPEN, False, {"wants", "quiet"}),
        (Mode.ANONYMOUS, WaveState.ANSWERING, False, {"wants"}),
        (Mode.CONFIDENTIAL, WaveState.ANSWERING, False, {"wants", "quiet"}),
        (Mode.CONFIDENTIAL, WaveState.DONE, False, {"wants"}),
        (Mode.ANONYMOUS, WaveState.DONE, True, set()),
    ],
)
async def test_an_address_is_forgotten_once_no_survey_needs_it(
    db: Database, mode: Mode, state: WaveState, told: bool, kept: set[str]
) -> None:
    (owner,) = await addressed(db, 1)
    wave = await open_wave(db, owner, mode)
    for name in ("wants", "quiet"):
        _, token = await confirmed(db, wave, f"{name}@example.org", tell=name == "wants")
        assert await voting.hand_in(db, token, {"informed": 3}) == ""
    await change_wave(db, wave, state=state.value, done_at=NOW if state is WaveState.DONE else None)
    if told:
        await errands(db, FREE).respond(wave, NOW, quiet)
    async with db.write() as session:
        await entries.forget_guests(session, NOW + timedelta(days=1))
        here = {n for n in ("wants", "quiet") if await people.owner_of(session, f"{n}@example.org")}
        assert await people.owner_of(session, f"{owner}@example.org") == owner
    assert here == kept
    assert len([row for row in (await invitations_of(db, wave)).values() if row.answered]) == 2


async def test_an_address_nobody_confirmed_is_gone_after_a_week(db: Database) -> None:
    (owner,) = await addressed(db, 1)
    _, token = await given(db, await open_wave(db, owner))
    async with db.write() as session:
        assert await entries.forget(session, NOW + timedelta(days=6)) == 0
        assert await entries.waiting(session, hash_token(token), NOW + timedelta(days=8)) is None
        assert await entries.forget(session, NOW + timedelta(days=8)) == 1


async def test_an_open_wave_goes_its_course_without_anybody_invited(town: Town) -> None:
    found = WaveTown(town)
    await found.settle(**PLAN)
    async with town.db.write() as session:
        await session.execute(surveys.S.update().where(surveys.S.c.id == found.survey).values(public=True))
    wave = await found.inviting()
    await found.carried_out(wave)
    await found.record(wave)
    assert (await found.wave(wave)).state is WaveState.OPEN
    async with town.db.read() as session:
        assert [one.id for one in await entries.open_waves(session)] == [wave]
    assert (await found.happen(wave, "closed_early", reason="Genug gehört.")).verdict == "done"
    assert (await found.wave(wave)).state is WaveState.CLOSED
    async with town.db.read() as session:
        assert await entries.open_waves(session) == []
        loaded = await waves.load_wave(session, wave)
    assert loaded is not None
    assert loaded.invited == 0


async def took_back(db: Database, wave: str, invitation: str) -> None:
    """Consent is taken back behind the link of this invitation."""
    person = next(one for one, row in (await invitations_of(db, wave)).items() if row.id == invitation)
    async with db.write() as session:
        assert await entries.take_back(session, invitation, wave, person, WORDING, at=NOW)


async def test_who_takes_it_back_before_the_audience_is_chosen_keeps_nobody_from_being_asked(db: Database) -> None:
    (owner,) = await addressed(db, 1)
    wave = await open_wave(db, owner)
    invitation, _ = await confirmed(db, wave, "ida@example.org")
    await took_back(db, wave, invitation)
    async with db.read() as session:
        assert not await invitations.chosen(session, wave)


async def test_an_answer_that_comes_after_consent_was_taken_back_is_not_kept(db: Database) -> None:
    (owner,) = await addressed(db, 1)
    wave = await open_wave(db, owner)
    invitation, token = await confirmed(db, wave, "ida@example.org")
    await took_back(db, wave, invitation)
    assert await voting.hand_in(db, token, {"informed": 3}) == "survey.withdrawn"
