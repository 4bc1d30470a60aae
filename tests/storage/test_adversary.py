"""Whoever reads the whole database, before and after the close, cannot tell who gave which anonymous answer.

Eight waves of twelve people each, who answer in an order the adversary has watched. Guessing names one of twelve; an
attack that works names more in every wave. The same attacks take the naive layout apart, or they would prove nothing.
"""

import random
import statistics
from collections import defaultdict
from uuid import UUID

import pytest
from sqlalchemy import CHAR, DateTime, Integer, text

from domain.survey.modes import Mode
from domain.survey.sheet import written_values
from kit.tokens import hash_token
from storage import answers, sql
from storage.engine import Database
from storage.tables import AnonymousAnswerRow, IntakeRow
from tests.storage import adversary, voting
from tests.storage.adversary import Row

WAVES, PEOPLE = 8, 12
GUESSING = 1 / PEOPLE
BY_CHANCE = 0.33  # eight waves of pure guessing stay below it even for the luckiest of some thousand attacks
pytestmark = pytest.mark.timeout(600)


def said(wave: int, person: int) -> dict[str, str | int]:
    """What nobody else says; neither its words nor its length follow the order in which people take part."""
    chance = random.Random(f"{wave}:{person}")
    words = f"geheim-{wave:02}-{chance.randbytes(6).hex()}-" + "ä" * chance.randrange(200)
    return {"informed": chance.randint(1, 5), "one_thing": words}


async def asked(db: Database, wave: int) -> tuple[str, list[str], dict[str, str]]:
    """One wave; its people take part in an order of their own."""
    name, people, tokens = await voting.a_wave(db, people=PEOPLE)
    random.Random(wave).shuffle(people)
    return name, people, tokens


async def naively(db: Database, token: str, values: dict[str, str | int]) -> None:
    """Two tables without a key between them, and one transaction: what everybody builds first."""
    async with db.write() as session:
        found = await answers.invited(session, hash_token(token))
        assert found is not None
        await session.execute(
            text("UPDATE invitations SET answered = :yes WHERE id = :id"), {"yes": True, "id": found.id}
        )
        row = {"id": random.randbytes(16).hex(), "wave": found.wave, "unit": "", "content": written_values(values)}
        await sql.insert(session, AnonymousAnswerRow, [row])


async def shares(db: Database, *, naive: bool) -> dict[str, list[float]]:
    """What each attack names rightly, wave by wave."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(WAVES):
        wave, people, tokens = await asked(db, number)
        for n, person in enumerate(people):
            given = said(number, n)
            await (naively(db, tokens[person], given) if naive else voting.hand_in(db, tokens[person], given))
        before = await adversary.copied(db)
        if not naive:
            await voting.close(db, wave)
            assert (await voting.empty(db, wave)).opened == PEOPLE
        secret = {person: str(said(number, n)["one_thing"]) for n, person in enumerate(people)}
        for attack in _attacked(before, await adversary.copied(db), wave, secret):
            found[attack.name].append(attack.share)
    return found


def _attacked(
    before: adversary.Copy, after: adversary.Copy, wave: str, secret: dict[str, str]
) -> list[adversary.Scored]:
    """From who took part to what was said: in one copy, in two, and by way of the sealed rows of the first."""
    mine = {name: [row for row in rows if row.get("wave") == wave] for name, rows in before.items()}
    written = [row for row in after["answers_anonymous"] if row["wave"] == wave]
    watched = {person: n for n, person in enumerate(secret)}
    opened = {row["id"]: voting.opener(wave)(bytes(row["sealed"])) for row in mine["intake"]}

    def flags(copy: adversary.Copy) -> list[Row]:
        return [{**row, "watched": watched[row["person_id"]]} for row in copy["invitations"] if row["wave"] == wave]

    def right(flag: Row, answer: Row) -> bool:
        return secret[flag["person_id"]] in answer["content"]

    def sealed_of(row: Row, answer: Row) -> bool:
        return adversary.same(opened[row["id"]], answer["content"])

    tried = adversary.scored("after: ", adversary.attacks(after, flags(after), written), right)
    tried += adversary.scored("before and after: ", adversary.attacks(after, flags(before), written), right)
    return tried + adversary.scored("sealed: ", adversary.attacks(after, mine["intake"], written), sealed_of)


async def test_no_attack_on_the_database_is_better_than_guessing(db: Database) -> None:
    found = await shares(db, naive=False)
    means = {name: statistics.fmean([*given, *[0.0] * (WAVES - len(given))]) for name, given in found.items()}
    best = max(means, key=lambda name: means[name])
    print(f"\n{len(means)} attacks; best: {best} names {means[best]:.3f}, guessing {GUESSING:.3f}")
    assert len(means) > 500
    assert means[best] < BY_CHANCE, best
    assert await adversary.sequences(db) == []


async def test_the_same_attacks_take_the_naive_layout_apart(db: Database) -> None:
    found = await shares(db, naive=True)
    whole = sorted(name for name, given in found.items() if len(given) == WAVES and min(given) == 1.0)
    print(f"\n{len(whole)} attacks name everybody, such as {whole[:3]}")
    assert whole
    if not db.sqlite:
        assert "after: at_xmin = at_xmin" in whole


async def test_before_the_close_no_word_of_an_answer_is_anywhere_on_the_disk(db: Database) -> None:
    wave, people, tokens = await asked(db, 99)
    for n, person in enumerate(people):
        await voting.hand_in(db, tokens[person], said(99, n))
    before, rows = await adversary.bytes_of(db), repr(await adversary.copied(db))
    assert people[0].encode() in before  # it looks at the right place
    assert b"geheim-99-" not in before
    assert "geheim-99-" not in rows

    await voting.close(db, wave)
    await voting.empty(db, wave)
    assert b"geheim-99-" in await adversary.bytes_of(db)
    assert (await adversary.copied(db))["intake"] == []


async def test_sealed_rows_are_of_one_length_and_none_like_another(db: Database) -> None:
    _, people, tokens = await asked(db, 98)
    for n, person in enumerate(people):
        await voting.hand_in(db, tokens[person], said(98, n))
    copy = await adversary.copied(db)
    assert len({len(row["sealed"]) for row in copy["intake"]}) == 1
    assert len({bytes(row["sealed"]) for row in copy["intake"]}) == PEOPLE


@pytest.mark.parametrize("row", [AnonymousAnswerRow, IntakeRow])
def test_tables_of_anonymous_answers_know_no_time_no_number_and_nobody(
    row: type[AnonymousAnswerRow | IntakeRow],
) -> None:
    for column in sql.table(row).columns:
        assert not isinstance(column.type, DateTime | Integer | CHAR), column.name
        assert column.server_default is None, column.name
        assert {key.target_fullname for key in column.foreign_keys} <= {"waves.id"}, column.name
    assert [c.name for c in sql.table(IntakeRow).columns] == ["id", "wave", "sealed"]
    assert [c.name for c in sql.table(AnonymousAnswerRow).columns] == ["id", "wave", "unit", "content"]


async def test_ids_of_anonymous_answers_are_random(db: Database) -> None:
    wave, people, tokens = await asked(db, 97)
    for n, person in enumerate(people):
        await voting.hand_in(db, tokens[person], said(97, n))
    sealed = [UUID(str(row["id"])).version for row in (await adversary.copied(db))["intake"]]
    await voting.close(db, wave)
    await voting.empty(db, wave)
    async with db.read() as session:
        opened = [UUID(one.id).version for one in await answers.answers_of(session, wave, Mode.ANONYMOUS)]
    assert set(sealed + opened) == {4}
