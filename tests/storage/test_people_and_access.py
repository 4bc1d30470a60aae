"""People by address and role; tokens, codes and links as hashes; what ends, ends at once."""

import asyncio
from datetime import timedelta

from storage import idempotency, links, people, processes, sessions, submissions, tokens
from storage.directory import Directory
from storage.links import Link
from storage.people import PersonIn
from storage.tokens import Token
from tests.storage.town import Town


async def test_an_address_has_one_owner_however_it_is_written(town: Town) -> None:
    async with town.db.write() as session:
        first = await people.confirmed(session, " Eva@Example.org ", name="Eva", language="de", at=town.now)
        second = await people.confirmed(session, "eva@example.ORG", name="Böse", language="en", at=town.now)
        known = await people.get(session, first)
        assert await people.address_of(session, first) == "eva@example.org"

    assert first == second
    assert known is not None
    assert known.name == "Eva"


async def test_everybody_sees_a_changed_person_at_once(town: Town) -> None:
    elsewhere = Directory()
    async with town.db.write() as session:
        before = (await elsewhere.at(session)).staff
        rita = PersonIn("Rita R.", "rita@example.org", department="schools", roles=frozenset({"decider"}))
        person_id, new = await people.put(session, rita, at=town.now)
    async with town.db.read() as session:
        after = (await elsewhere.at(session)).staff

    assert not new
    assert before[person_id].roles == {"reviewer"}
    assert (after[person_id].name, after[person_id].roles, after[person_id].department) == (
        "Rita R.",
        {"decider"},
        "schools",
    )


async def test_a_transaction_from_before_a_change_teaches_nobody_what_was_true_then(town: Town) -> None:
    elsewhere, olga = Directory(), town.people["olga"]
    async with town.db.read() as before:
        old = await elsewhere.at(before)
        async with town.db.write() as session:
            await people.deactivate(session, olga, at=town.now)
        async with town.db.read() as after:
            assert not (await (await elsewhere.at(after)).named(after, [olga]))[olga].active
        assert (await old.named(before, [olga]))[olga].active
        assert (await (await elsewhere.at(before)).named(before, [olga]))[olga].active
    async with town.db.read() as session:
        assert not (await (await elsewhere.at(session)).named(session, [olga]))[olga].active


async def test_nothing_opens_any_more_for_somebody_who_left(town: Town) -> None:
    rita = town.people["rita"]
    async with town.db.write() as session:
        await links.add(session, a_link(town, "h1", person_id=rita))
        await people.deactivate(session, rita, at=town.now)
        link = await links.find(session, "h1")
        person = await people.get(session, rita)
        assert rita not in [one.id for one in await people.holding(session, "reviewer")]

    assert link is not None
    assert link.state(town.now) == "revoked"
    assert person is not None
    assert not person.active


async def test_whoever_comes_back_finds_open_what_they_are_still_asked(town: Town) -> None:
    case = await town.case(await town.in_review())
    asked = case.open_assignments()[0]
    who = next(name for name, known in town.people.items() if known == asked.person)
    async with town.db.write() as session:
        await links.add(session, a_link(town, "asked", person_id=asked.person, assignment=asked.id))
        await links.add(session, a_link(town, "over", person_id=asked.person, assignment="another"))
        await links.add(session, a_link(town, "taken", person_id=asked.person, assignment=asked.id))
        await links.revoke_assignments(session, [asked.id], at=town.now - timedelta(days=1))
        await links.add(session, a_link(town, "again", person_id=asked.person, assignment=asked.id))
        await people.deactivate(session, asked.person, at=town.now)
        back = PersonIn("Wieder da", f"{who}@example.org", roles=frozenset({"reviewer"}))
        assert await people.put(session, back, at=town.now) == (asked.person, False)

    async with town.db.read() as session:
        found = [await links.find(session, name) for name in ("again", "asked", "taken", "over")]
    assert [one.state(town.now) for one in found if one is not None] == ["open", "revoked", "revoked", "revoked"]


def a_link(town: Town, token_hash: str, **fields: str) -> Link:
    return Link(token_hash, "task", town.now, town.now + timedelta(days=90), **fields)  # type: ignore[arg-type]


async def test_a_link_tells_what_became_of_it(town: Town) -> None:
    async with town.db.write() as session:
        for name in ("open", "revoked", "decided"):
            await links.add(session, a_link(town, name, assignment=name))
        await links.revoke_assignments(session, ["revoked"], at=town.now)
        await links.decide_assignments(session, ["decided"], at=town.now)
        await links.revoke_assignments(session, ["decided"], at=town.now)
        found = {name: await links.find(session, name) for name in ("open", "revoked", "decided", "unknown")}

    states = {name: link and link.state(town.now) for name, link in found.items()}
    assert states == {"open": "open", "revoked": "revoked", "decided": "decided", "unknown": None}
    assert found["open"] is not None
    assert found["open"].state(town.now + timedelta(days=90)) == "expired"


async def test_a_form_becomes_a_case_once(town: Town) -> None:
    async with town.db.write() as session:
        await submissions.add(session, "form", b"sealed", at=town.now)

    async def confirm() -> bool:
        async with town.db.write() as session:
            return await submissions.confirm(session, "form", "case", at=town.now)

    assert sorted(await asyncio.gather(*(confirm() for _ in range(8)))) == [False] * 7 + [True]
    async with town.db.read() as session:
        form = await submissions.get(session, "form")
    assert form is not None
    assert (form.sealed, form.case_id) == (None, "case")


async def test_an_unconfirmed_form_is_gone_after_a_week(town: Town) -> None:
    async with town.db.write() as session:
        await submissions.add(session, "form", b"sealed", at=town.now)
        await links.add(session, a_link(town, "h", submission_id="form"))
        town.later(days=8)
        assert await submissions.forget(session, town.now) == 1
        assert await submissions.get(session, "form") is None
        assert await links.find(session, "h") is None


async def test_a_code_works_once_and_five_wrong_tries_end_it(town: Town) -> None:
    lasts, olga = timedelta(minutes=10), town.people["olga"]
    async with town.db.write() as session:
        good = await sessions.add_code(session, "right", olga, at=town.now, lasts=lasts)
        assert await sessions.use_code(session, good, "wrong", town.now) is None
        assert await sessions.use_code(session, good, "right", town.now) == olga
        assert await sessions.use_code(session, good, "right", town.now) is None
        tired = await sessions.add_code(session, "right", olga, at=town.now, lasts=lasts)
        for _ in range(5):
            assert await sessions.use_code(session, tired, "wrong", town.now) is None
        assert await sessions.use_code(session, tired, "right", town.now) is None
        late = await sessions.add_code(session, "right", olga, at=town.now, lasts=lasts)
        assert await sessions.use_code(session, late, "right", town.now + lasts) is None


async def test_a_session_ends_by_itself_and_by_hand(town: Town) -> None:
    olga = town.people["olga"]
    async with town.db.write() as session:
        for name in ("one", "two"):
            await sessions.begin(session, name, olga, at=town.now, lasts=timedelta(hours=12))
        await sessions.end(session, "one", town.now)
        assert await sessions.find(session, "one", town.now) is None
        found = await sessions.find(session, "two", town.now)
        assert await sessions.find(session, "two", town.now + timedelta(hours=12)) is None

    assert found is not None
    assert found.person_id == olga


async def test_a_token_is_found_by_its_hash_and_can_be_revoked(town: Town) -> None:
    token = Token("hash", "id", "Import", town.people["olga"], frozenset({"read", "submit"}), town.now)
    async with town.db.write() as session:
        await tokens.add(session, token)
        assert await tokens.find(session, "hash") == token
        assert await tokens.revoke(session, "id", town.now)
        found = await tokens.find(session, "hash")

    assert found is not None
    assert not found.valid(town.now)


async def test_a_repeated_request_gets_the_first_answer(town: Town) -> None:
    async with town.db.write() as session:
        assert await idempotency.claim(session, "token", "key", "body", town.now) is None
        await idempotency.answer(session, "token", "key", {"id": "1"})
        again = await idempotency.claim(session, "token", "key", "other", town.now)

    assert again is not None
    assert (again.request_hash, again.response) == ("body", {"id": "1"})


async def test_one_process_is_current_and_old_ones_stay(town: Town) -> None:
    async with town.db.write() as session:
        definition = await processes.by_hash(session, town.process)
        changed = definition.model_copy(update={"look_again_after": 30})
        assert await processes.publish(session, changed, "text", "f" * 64, at=town.now, by="operator")
        assert not await processes.publish(session, changed, "text", "f" * 64, at=town.now, by="operator")
        current = await processes.current(session)
        assert await processes.by_hash(session, town.process) == definition

    assert current is not None
    assert current.look_again_after == 30
