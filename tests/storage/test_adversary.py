"""Whoever reads the whole database, at any time, cannot tell who gave which anonymous answer, or began which.

S2: tables, the places and numbers of their rows, sequences, files, and the database's log, in which also lies what was
deleted, on SQLite and on PostgreSQL, whose server here writes down every statement with all it was given besides;
`tests/e2e/test_canary.py` looks through our own logs and histories. Twelve waves in which
twelve people answer, all of them after they broke off and went on, while four others never hand in; the adversary has
watched them and copies the database again and again. Guessing names one of twelve; an attack that works names more in
every wave. The same attacks take the naive layout apart, or they would prove nothing.
"""

import random
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import CHAR, DateTime, Integer, text

import storage.postgres
from domain.survey.modes import Mode
from domain.survey.sheet import written_values
from kit.codes import new_code
from kit.tokens import hash_token
from storage import answers, sql
from storage.engine import Database
from storage.tables import AnonymousAnswerRow, IntakeRow
from tests.storage import adversary, voting
from tests.storage.adversary import Row

WAVES, PEOPLE, UNDECIDED = 12, 12, 4
NAIVE_WAVES = 3  # enough to name everybody each time
GUESSING = 1 / PEOPLE
# All attacks together fail by chance in one run of ten thousand at most. An attack that names everybody is then found
# once it is right for 38 of 144: three times as often as guessing.
ONCE_IN = 10_000
SECRET = re.compile(r"geheim-\d\d-[0-9a-f]{12}")
WORDS = re.compile(SECRET.pattern.encode() + rb"|[0-9a-f]{32}")  # what only one answer says, and every id
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(autouse=True)
def overheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """A superuser may have the server write down each statement, with its time and session, whenever they like."""
    monkeypatch.setitem(storage.postgres.LIMITS, "log_statement", "all")


Values = dict[str, str | int]


def said(wave: int, person: int) -> Values:
    """What nobody else says; neither its words nor its length follow the order in which people take part."""
    chance = random.Random(f"{wave}:{person}")
    words = f"geheim-{wave:02}-{chance.randbytes(6).hex()}-" + "ä" * chance.randrange(200)
    return {"informed": chance.randint(1, 5), "one_thing": words}


async def asked(db: Database, wave: int) -> tuple[str, list[str], dict[str, str]]:
    """One wave; its people take part in an order of their own."""
    name, people, tokens = await voting.a_wave(db, people=PEOPLE)
    random.Random(wave).shuffle(people)
    return name, people, tokens


@dataclass
class Told:
    """A wave of people who are watched: in which order they began, went on and handed in."""

    wave: str
    people: list[str]  # in the order in which they hand in
    tokens: dict[str, str]
    secret: dict[str, str]  # what only they say
    codes: dict[str, str] = field(default_factory=dict)
    began: dict[str, int] = field(default_factory=dict)
    went_on: dict[str, int] = field(default_factory=dict)
    drafts: list[Row] = field(default_factory=list)  # of those who hand in, as they lay before
    gone: dict[str, int] = field(default_factory=dict)  # when each draft vanished


async def naively(db: Database, token: str, values: Values, code: str) -> None:
    """Two tables without a key between them, one transaction, and a draft that becomes the answer: built first."""
    async with db.write() as session:
        found = await answers.invited(session, hash_token(token))
        assert found is not None
        await session.execute(
            text("UPDATE invitations SET answered = :yes WHERE id = :id"), {"yes": True, "id": found.id}
        )
        row = {"id": voting.draft_id(code)[:32], "wave": found.wave, "unit": "", "content": written_values(values)}
        await sql.insert(session, AnonymousAnswerRow, [row])


async def begun(db: Database, number: int) -> Told:
    """A wave in which everybody broke off, and all but four went on later: each time in another order."""
    name, people, tokens = await voting.a_wave(db, people=PEOPLE + UNDECIDED)
    chance = random.Random(number)
    told = Told(name, people[:PEOPLE], tokens, {p: str(said(number, n)["one_thing"]) for n, p in enumerate(people)})
    for orders, count in ((told.began, PEOPLE + UNDECIDED), (told.went_on, PEOPLE)):
        for place, n in enumerate(chance.sample(range(count), count)):
            code = told.codes.setdefault(people[n], new_code())
            first = {"informed": said(number, n)["informed"]}
            await voting.break_off(db, name, code, said(number, n) if orders is told.went_on else first)
            orders[people[n]] = place
    return told


async def handed_in(db: Database, told: Told, number: int, *, naive: bool) -> None:
    """By all but those who never go on; each draft vanishes, and the adversary sees when."""
    before = await voting.drafts_of(db, told.wave)
    for n, person in enumerate(told.people):
        code, given = told.codes[person], said(number, n)
        if naive:
            await naively(db, told.tokens[person], given, code)
        else:
            await voting.hand_in(db, told.tokens[person], given, draft=voting.draft_id(code))
            left = await voting.drafts_of(db, told.wave)
            (vanished,) = before - left - told.gone.keys()
            told.gone[vanished] = n


async def attacked(db: Database, number: int, *, naive: bool) -> list[adversary.Scored]:
    """One wave, copied when all have begun, when all have answered, and after the close."""
    told = await begun(db, number)
    drafts = (await adversary.copied(db))["drafts"]
    mine = {voting.draft_id(told.codes[person]) for person in told.people}
    await handed_in(db, told, number, naive=naive)
    told.drafts = [{**row, "gone": told.gone.get(str(row["id"]), 0)} for row in drafts if row["id"] in mine]
    before = await adversary.copied(db)
    if not naive:
        await voting.close(db, told.wave)
        assert (await voting.empty(db, told.wave)).opened == PEOPLE
    return _attacked(before, await adversary.copied(db), told, await adversary.traced(db, WORDS))


def _attacked(
    before: adversary.Copy, after: adversary.Copy, told: Told, traces: Mapping[str, Row]
) -> list[adversary.Scored]:
    """From who took part to what was said: in one copy, in two, by way of the sealed rows, and of drafts.

    With each row goes where it lies on the disk and in the database's log, also where it has been deleted since.
    """

    def placed(row: Row) -> Row:
        return {**row, **traces[_secret_in(row["content"]) if "content" in row else str(row["id"])]}

    written = [placed(row) for row in after["answers_anonymous"] if row["wave"] == told.wave]
    sealed = [placed(row) for row in before["intake"] if row["wave"] == told.wave]
    opened = {row["id"]: voting.opener(told.wave)(bytes(row["sealed"])) for row in sealed}

    def flags(copy: adversary.Copy) -> list[Row]:
        watched = {"began": told.began, "went_on": told.went_on, "watched": {p: n for n, p in enumerate(told.people)}}
        return [
            {**placed(row), **{name: order[row["person_id"]] for name, order in watched.items()}}
            for row in copy["invitations"]
            if row["wave"] == told.wave and row["person_id"] in told.people
        ]

    said_by = {row["id"]: _who(told, row["content"]) for row in written}
    wrote = {row["id"]: _who(told, opened[row["id"]].decode()) for row in sealed}
    broke_off = {voting.draft_id(code): person for person, code in told.codes.items()}

    def right(flag: Row, answer: Row) -> bool:
        return bool(said_by[answer["id"]] == flag["person_id"])

    def sealed_of(row: Row, answer: Row) -> bool:
        return said_by[answer["id"]] == wrote[row["id"]]

    def draft_of(draft: Row, answer: Row) -> bool:
        return said_by[answer["id"]] == broke_off[str(draft["id"])]

    tried = adversary.scored("after: ", adversary.attacks(after, flags(after), written), right)
    tried += adversary.scored("before and after: ", adversary.attacks(after, flags(before), written), right)
    tried += adversary.scored("sealed: ", adversary.attacks(after, sealed, written), sealed_of)
    return tried + adversary.scored("drafts: ", adversary.attacks(after, told.drafts, written), draft_of)


def _secret_in(content: str) -> str:
    found = SECRET.search(content)
    assert found is not None
    return found[0]


def _who(told: Told, content: str) -> str:
    """Only the test knows who says what."""
    return next(person for person, words in told.secret.items() if words in content)


async def totals(db: Database, waves: int, *, naive: bool) -> dict[str, tuple[int, float]]:
    """Whom each attack names in all waves, and how many of them rightly."""
    found: defaultdict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
    for number in range(waves):
        for attack in await attacked(db, number, naive=naive):
            named, hits = found[attack.name]
            found[attack.name] = named + attack.named, hits + attack.hits
    return found


async def test_no_attack_on_the_database_is_better_than_guessing(db: Database) -> None:
    found = await totals(db, WAVES, naive=False)
    chances = {name: adversary.by_chance(*given, among=PEOPLE) for name, given in found.items()}
    best = min(chances, key=lambda name: chances[name])
    named, hits = found[best]
    for kind in ("log",) if db.sqlite else ("log", "server_log"):
        assert sum(f"_in_{kind}" in name for name in found) > 50
    print(f"\n{len(found)} attacks; best: {best} names {hits:.1f} of {named}, guessing {named * GUESSING:.1f}")
    assert len(found) > 500
    assert sum(name.startswith("drafts: ") for name in found) > 100
    assert chances[best] > 1 / ONCE_IN / len(found), best
    assert await adversary.sequences(db) == []


async def test_the_same_attacks_take_the_naive_layout_apart(db: Database) -> None:
    found = await totals(db, NAIVE_WAVES, naive=True)
    everybody = NAIVE_WAVES * PEOPLE
    whole = sorted(name for name, (named, hits) in found.items() if named == everybody and round(hits, 9) == everybody)
    print(f"\n{len(whole)} attacks name everybody, such as {whole[:3]}")
    assert all(adversary.by_chance(*found[name], among=PEOPLE) < 1 / ONCE_IN / len(found) for name in whole)
    assert [name for name in whole if name.startswith("drafts: ")]
    assert [name for name in whole if not name.startswith("drafts: ")]
    assert [name for name in whole if "_in_log" in name]
    if not db.sqlite:
        assert "after: at_xmin = at_xmin" in whole
        assert [name for name in whole if "_in_server_log" in name]


async def test_drafts_are_of_one_length_and_say_nothing_without_their_code(db: Database) -> None:
    told = await begun(db, 96)
    copy = await adversary.copied(db)
    drafts = [row for row in copy["drafts"] if row["wave"] == told.wave]
    assert len(drafts) == PEOPLE + UNDECIDED
    assert len({len(row["sealed"]) for row in drafts}) == 1
    assert b"geheim-96-" not in await adversary.bytes_of(db)
    assert not {code.encode() for code in told.codes.values()} & {bytes(row["sealed"]) for row in drafts}
    for person, code in told.codes.items():
        assert code not in repr(copy), person
    await voting.close(db, told.wave)
    await voting.empty(db, told.wave)
    assert (await adversary.copied(db))["drafts"] == []


async def test_before_the_close_no_word_of_an_answer_is_anywhere_on_the_disk(db: Database) -> None:
    wave, people, tokens = await asked(db, 99)
    for n, person in enumerate(people):
        await voting.hand_in(db, tokens[person], said(99, n))
    before, rows = await adversary.bytes_of(db), repr(await adversary.copied(db))
    assert people[0].encode() in before  # it looks at the right place
    assert db.sqlite or b"INSERT INTO intake" in before  # and hears the server
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
