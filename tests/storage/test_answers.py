"""One person, one answer; anonymous ones come in sealed and are opened at the close, all or none."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text

from domain.errors import RuleBroken
from domain.survey.branching import Value
from domain.survey.modes import Mode
from domain.survey.wave_words import WaveState
from kit.sealing import SealBroken
from kit.tokens import hash_token
from storage import answers, drafts, sql
from storage.engine import Database
from tests.storage import voting
from tests.storage.voting import a_wave, close, empty, hand_in, rows

MODES = list(Mode)
TABLES = {Mode.ANONYMOUS: "intake", Mode.CONFIDENTIAL: "answers_confidential", Mode.NAMED: "answers_named"}
SAID: dict[str, Value] = {
    "side": "inside",
    "informed": 4,
    "first": ("climate", "mobility"),
    "one_thing": "<script>Mehr Bänke",
}


async def count(db: Database, table: str) -> int:
    return int(str((await rows(db, f"SELECT count(*) FROM {table}"))[0][0]))


async def test_a_link_opens_its_invitation_and_what_it_asks(db: Database) -> None:
    wave, people, tokens = await a_wave(db)
    async with db.read() as session:
        found = await answers.invited(session, hash_token(tokens[people[3]]))
        assert found is not None
        assert await answers.invited(session, hash_token("a" * 32)) is None
        assert await answers.invitation(session, found.id) == found
        assert await answers.invitation(session, "nothing") is None
    assert (found.wave, found.person, found.mode, found.wave_state) == (wave, people[3], Mode.ANONYMOUS, WaveState.OPEN)
    assert (found.language, found.answered, found.refusal) == ("de", False, "")
    assert found.public_key == voting.BALLOTS.public_key(wave)


@pytest.mark.parametrize("mode", MODES)
async def test_of_many_who_hand_in_at_once_with_one_link_one_is_taken(db: Database, mode: Mode) -> None:
    _, people, tokens = await a_wave(db, mode, people=2)
    many = (hand_in(db, tokens[people[0]], {"informed": n % 5 + 1}) for n in range(32))
    said = await asyncio.gather(*many)
    assert sorted(said) == ["", *["survey.answered"] * 31]
    assert await count(db, TABLES[mode]) == 1
    assert await rows(db, "SELECT count(*) FROM invitations WHERE answered") == [(1,)]


@pytest.mark.parametrize("mode", MODES)
async def test_the_flag_and_the_answer_are_there_together_or_not_at_all(
    db: Database, mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, people, tokens = await a_wave(db, mode, people=2)

    async def fails(*_: object) -> None:
        raise OSError("the second statement")

    with monkeypatch.context() as patched:
        patched.setattr(sql, "insert", fails)
        with pytest.raises(Exception, match=r"second statement|unavailable"):
            await hand_in(db, tokens[people[0]], SAID)
    assert await rows(db, "SELECT count(*) FROM invitations WHERE answered") == [(0,)]
    assert await hand_in(db, tokens[people[0]], SAID) == ""
    assert await count(db, TABLES[mode]) == 1


REFUSED = {
    WaveState.PLANNED: "survey.not_started",
    WaveState.CLOSED: "survey.closed",
    WaveState.ANSWERING: "survey.closed",
    WaveState.DONE: "survey.closed",
    WaveState.CANCELLED: "survey.cancelled",
}


async def test_a_wave_that_asks_nobody_takes_nothing(db: Database) -> None:
    wave, people, tokens = await a_wave(db, people=2)
    for state, code in REFUSED.items():
        await close(db, wave, state)
        assert await hand_in(db, tokens[people[0]], SAID) == code
    await close(db, wave, WaveState.INVITING)
    async with db.write() as session:
        await session.execute(text("UPDATE waves SET paused_at = last_at"))
    assert await hand_in(db, tokens[people[0]], SAID) == "survey.paused"
    assert (await count(db, "intake"), await rows(db, "SELECT count(*) FROM invitations WHERE answered")) == (0, [(0,)])


async def test_an_answer_of_another_mode_is_not_kept(db: Database) -> None:
    wave, people, tokens = await a_wave(db, Mode.NAMED, people=2)
    async with db.write() as session:
        found = await answers.invited(session, hash_token(tokens[people[0]]))
        assert found is not None
        with pytest.raises(ValueError, match="named"):
            await answers.hand_in(session, found.id, voting.sheet(wave, SAID))
    assert await count(db, "intake") == 0


async def test_at_the_close_all_are_opened_and_nothing_stays_sealed(db: Database) -> None:
    wave, people, tokens = await a_wave(db, people=6)
    for n, person in enumerate(people):
        assert await hand_in(db, tokens[person], {**SAID, "one_thing": f"Antwort {n}"}) == ""
    with pytest.raises(RuleBroken, match="still_asking"):
        await empty(db, wave)
    await close(db, wave)
    async with db.read() as session:
        assert await answers.answers_of(session, wave, Mode.ANONYMOUS) == []

    assert await empty(db, wave) == answers.Emptied(opened=6)
    assert await empty(db, wave) == answers.Emptied()

    async with db.read() as session:
        found = await answers.answers_of(session, wave, Mode.ANONYMOUS)
        assert await answers.counts(session, wave) == answers.Counts(invited=6, answered=6)
    assert sorted(str(one.values["one_thing"]) for one in found) == [f"Antwort {n}" for n in range(6)]
    assert found[0].values["first"] == ("climate", "mobility")
    assert await count(db, "intake") == 0


@pytest.mark.parametrize(("state", "most"), [(WaveState.CLOSED, 4), (WaveState.CANCELLED, 6)])
async def test_too_few_or_called_off_is_deleted_unopened(db: Database, state: WaveState, most: int) -> None:
    wave, people, tokens = await a_wave(db, people=6)
    for person in people[:most]:
        await hand_in(db, tokens[person], SAID)
    await close(db, wave, state)

    def nobody_opens(_: bytes) -> bytes:
        raise AssertionError("opened")

    async with db.write() as session:
        emptied = await answers.empty_intake(session, wave, nobody_opens, 5)
    assert emptied == answers.Emptied(unopened=most)
    assert (await count(db, "intake"), await count(db, "answers_anonymous")) == (0, 0)


async def test_what_does_not_open_leaves_everything_where_it_was(db: Database) -> None:
    wave, people, tokens = await a_wave(db, people=6)
    for person in people:
        await hand_in(db, tokens[person], SAID)
    await close(db, wave)
    tries = iter(range(9))

    def fails_at_last(blob: bytes) -> bytes:
        if next(tries) == 5:
            raise SealBroken("lost")
        return voting.opener(wave)(blob)

    with pytest.raises(SealBroken):
        async with db.write() as session:
            await answers.empty_intake(session, wave, fails_at_last, 5)
    assert (await count(db, "intake"), await count(db, "answers_anonymous")) == (6, 0)
    assert (await empty(db, wave)).opened == 6


async def test_what_takes_long_is_opened_before_and_never_too_few(db: Database) -> None:
    wave, people, tokens = await a_wave(db, people=6)
    for person in people[:5]:
        await hand_in(db, tokens[person], SAID)
    opened: list[bytes] = []

    def counts_what_it_opens(blob: bytes) -> bytes:
        opened.append(blob)
        return voting.opener(wave)(blob)

    await answers.open_ahead(db, wave, counts_what_it_opens, 5)  # still asking
    await close(db, wave)
    await answers.open_ahead(db, wave, counts_what_it_opens, 6)  # too few
    assert opened == []
    ahead = await answers.open_ahead(db, wave, counts_what_it_opens, 5)
    assert len(opened) == 5
    async with db.write() as session:
        assert await answers.empty_intake(session, wave, ahead, 5) == answers.Emptied(opened=5)
    assert len(opened) == 5


TREE = {
    "house": {"title": "Haus", "under": None},
    "large": {"title": "Groß", "under": "house"},
    "small": {"title": "Klein", "under": "house"},
    "other": {"title": "Anderes", "under": None},
}


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({"large": 6, "small": 5}, {"large": 6, "small": 5}),
        ({"large": 6, "small": 2}, {"house": 8}),  # all less large would show small
        ({"large": 6, "small": 2, "house": 3}, {"large": 6, "house": 5}),
        ({"large": 6, "other": 2}, {"": 8}),  # the same between units that nothing is above
        ({"large": 6, "other": 5, "gone": 5}, {"large": 6, "other": 5, "": 5}),
    ],
)
async def test_a_unit_is_written_only_where_it_may_be_shown(
    db: Database, given: dict[str, int], written: dict[str, int]
) -> None:
    units = [unit for unit, many in given.items() for _ in range(many)]
    wave, people, tokens = await a_wave(db, people=len(units), units=TREE)
    for person, unit in zip(people, units, strict=True):
        async with db.write() as session:
            found = await answers.invited(session, hash_token(tokens[person]))
            assert found is not None
            assert await answers.hand_in(session, found.id, voting.sheet(wave, SAID, unit)) == ""
    await close(db, wave)
    await empty(db, wave)
    kept = await rows(db, "SELECT unit, count(*) FROM answers_anonymous GROUP BY unit")
    assert {str(unit): int(str(many)) for unit, many in kept} == written


async def test_drafts_go_with_the_answer_and_with_the_close(db: Database) -> None:
    wave, people, tokens = await a_wave(db, people=2)
    async with db.write() as session:
        for name, sealed in (("one", b"1"), ("two", b"2"), ("two", b"3")):
            assert await drafts.save(session, name, wave, sealed)
        assert await drafts.load(session, "two", wave) == b"3"
        assert await drafts.load(session, "two", "another wave") is None
        found = await answers.invited(session, hash_token(tokens[people[0]]))
        assert found is not None
        await answers.hand_in(session, found.id, voting.sheet(wave, SAID), draft="one")
    assert await rows(db, "SELECT id FROM drafts") == [("two",)]

    await close(db, wave)
    async with db.write() as session:
        assert not await drafts.save(session, "three", wave, b"4")
    await empty(db, wave)
    assert await count(db, "drafts") == 0


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.CONFIDENTIAL])
async def test_answers_that_are_not_anonymous_are_there_at_once(db: Database, mode: Mode) -> None:
    wave, people, tokens = await a_wave(db, mode, people=2)
    await hand_in(db, tokens[people[0]], SAID)
    async with db.read() as session:
        (found,) = await answers.answers_of(session, wave, mode)
    assert found == replace(found, unit="", values=SAID)
