"""Mail through a real SMTP server that refuses, hangs up, is away: nothing lost, nothing doubled without need."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiosmtplib
import pytest
from sqlalchemy import text

from activities.post_office import LEASE, PostOffice
from contracts.post import sealed_recipient
from kit.smtp import Smtp
from storage import delivery, inbox, people
from storage.errors import StorageConflict, StorageUnavailable
from tests.databases import both_databases
from tests.workflow.engine import Engine
from umlauf.mailbox.faults import Fault, FaultMode


async def states(engine: Engine, case_id: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for mail in await engine.mails(case_id):
        found.setdefault(mail.mail, []).append(mail.state)
    return found


@both_databases
async def test_a_mail_refused_for_good_becomes_a_happening_of_its_case(engine: Engine) -> None:
    engine.faults.add(Fault(FaultMode.REFUSE, to="r*@example.org"))
    case_id = await engine.in_review()
    await engine.all_sent(case_id)
    assert sorted((await states(engine, case_id))["review_asked"]) == ["refused", "sent"]
    engine.clock.ahead += 30  # the first try of the loop comes after the sender's own
    await engine.chores.redeliver()
    mails = await engine.all_sent(case_id)
    assert [m.state for m in mails if m.mail == "bounced"] == ["sent"]


@both_databases
async def test_a_lost_answer_means_unknown_and_the_copy_has_the_same_bytes(quiet_engine: Engine) -> None:
    engine = quiet_engine
    case_id = await engine.submitted()
    await engine.post_all()
    engine.caught.clear()
    engine.faults.add(Fault(FaultMode.DROP_IN_DATA, to="*", times=1))
    assert await engine.bring(case_id, "question_asked", "olga", question="Wo?") == "done"
    await engine.post_all()
    assert (await engine.mails(case_id))[-1].state == "unknown"
    assert engine.caught.list() == []
    engine.clock.ahead += 120
    await engine.post_all()
    (mail,) = engine.caught.list()
    assert mail.headers["Message-ID"].startswith(f"<{(await engine.mails(case_id))[-1].id}@")
    assert (await engine.mails(case_id))[-1].attempts == 2


@both_databases
async def test_a_mail_server_that_is_away_costs_no_try_and_loses_no_mail(
    quiet_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, asked = quiet_engine, Asked()
    case_id = await engine.in_review()
    away = dataclasses.replace(engine.post, smtp=asked.smtp())
    monkeypatch.setattr("activities.post_office.FIRST_PAUSE", 0.3)
    stop = asyncio.Event()
    working = asyncio.create_task(PostOffice(away).run(stop))
    await asyncio.sleep(1.5)
    stop.set()
    await working
    assert {(m.state, m.attempts) for m in await engine.mails(case_id)} == {("queued", 0)}
    assert 2 <= asked.times <= 3 * 4, "three connections, then pauses of 0.3, 0.6 and 1.2 seconds: no storm"
    await engine.post_all()
    assert {m.state for m in await engine.mails(case_id)} == {"sent"}


@both_databases
async def test_five_post_offices_never_send_the_same_mail(quiet_engine: Engine) -> None:
    engine = quiet_engine
    case_id = await engine.decided()
    await engine.post_all(5)
    mails = await engine.mails(case_id)
    assert {(m.state, m.attempts) for m in mails} == {("sent", 1)}
    assert len(engine.caught.list()) == len(mails) > 5


@both_databases
async def test_hole_17_the_mail_of_a_worker_who_died_is_taken_up_when_its_lease_ends(quiet_engine: Engine) -> None:
    engine = quiet_engine
    case_id = await engine.in_review()
    async with engine.db.write() as session:
        taken = await delivery.claim(session, engine.clock(), lease=LEASE)  # and then it was killed
    assert taken
    await engine.post_all()
    assert {m.state for m in await engine.mails(case_id)} == {"sending"}
    engine.clock.ahead += LEASE + 1
    await sent_by_a_late_office(engine)
    assert {m.state for m in await engine.mails(case_id)} == {"sent"}
    assert len(engine.caught.list()) == len(taken)


async def test_a_one_time_code_in_doubt_is_never_repeated(quiet_engine: Engine) -> None:
    engine = quiet_engine
    engine.faults.add(Fault(FaultMode.DROP_IN_DATA))
    await code_mail(engine, "1")
    await engine.post_all()
    engine.clock.ahead += 600
    await engine.post_all()
    assert engine.caught.list() == []
    await code_mail(engine, "2")
    await engine.post_all()
    assert len(engine.caught.list()) == 1


async def test_outside_live_no_stranger_gets_mail(engine: Engine) -> None:
    mode = engine.post.mode.__class__(engine.post.mode.mode.__class__("test"), "example.org")
    object.__setattr__(engine.post, "mode", mode)
    case_id = await engine.in_review()
    assert {m.state for m in await engine.all_sent(case_id)} == {"suppressed"}
    assert engine.caught.list() == []


async def test_a_slow_server_does_not_lose_the_mail_to_another_office(
    quiet_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = quiet_engine
    monkeypatch.setattr("activities.post_office.LEASE", 0.6)
    monkeypatch.setattr("activities.post_office.BEAT", 0.1)
    case_id = await engine.submitted()
    await engine.post_all()
    engine.caught.clear()
    engine.faults.add(Fault(FaultMode.SLOW, seconds=2))
    assert await engine.bring(case_id, "question_asked", "olga", question="Wo?") == "done"
    sending = asyncio.create_task(engine.post_all())
    await asyncio.sleep(1)
    await engine.post_all()
    assert (await engine.mails(case_id))[-1].state == "sending"
    await sending
    assert (await engine.mails(case_id))[-1].state == "sent"
    assert len(engine.caught.list()) == 1


async def test_a_bounced_mail_and_its_happening_are_one_transaction(
    quiet_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*args: object) -> None:
        raise RuntimeError

    engine = quiet_engine
    case_id = await engine.in_review()
    engine.faults.add(Fault(FaultMode.REFUSE, to="*", times=1))
    monkeypatch.setattr(inbox, "put", broken)
    with pytest.raises(RuntimeError):
        await engine.post_all()
    assert "refused" not in {m.state for m in await engine.mails(case_id)}


async def test_a_fate_that_cannot_be_told_holds_up_no_other_mail(
    quiet_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def conflict(*args: object) -> None:
        raise StorageConflict

    engine = quiet_engine
    case_id = await engine.in_review()
    engine.faults.add(Fault(FaultMode.REFUSE, to="*", times=1))
    monkeypatch.setattr(inbox, "put", conflict)
    await engine.post_all()
    assert sorted({m.state for m in await engine.mails(case_id)}) == ["failed", "sent"]


async def test_a_database_that_is_away_costs_no_copy_of_what_was_sent_meanwhile(
    quiet_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = quiet_engine
    case_id = await engine.in_review()
    away = [0, 3]  # the first takes mail up; then, three times, nothing can be written down
    written = PostOffice._written

    async def failing(office: PostOffice, *given: Any) -> Any:
        away[0] += 1
        if 1 < away[0] <= 1 + away[1]:
            raise StorageUnavailable("away")
        return await written(office, *given)

    monkeypatch.setattr(PostOffice, "_written", failing)
    monkeypatch.setattr("activities.post_office.FIRST_PAUSE", 0.05)
    stop = asyncio.Event()
    working = asyncio.create_task(PostOffice(engine.post).run(stop))
    assert {m.state for m in await engine.all_sent(case_id)} == {"sent"}
    stop.set()
    await working
    assert len(engine.caught.list()) == len(await engine.mails(case_id))


@both_databases
async def test_a_claim_that_was_kept_although_nobody_was_told_is_put_back(
    quiet_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = quiet_engine
    case_id = await engine.in_review()
    await code_mail(engine, "1")
    write, lost = engine.db.write, [1]

    @asynccontextmanager
    async def answerless() -> AsyncIterator[Any]:
        async with write() as session:
            yield session
        if lost[0] > 0:  # committed, and then the connection breaks
            lost[0] -= 1
            raise StorageUnavailable("away")

    monkeypatch.setattr(engine.post.db, "write", answerless)
    monkeypatch.setattr("activities.post_office.FIRST_PAUSE", 0.05)
    stop = asyncio.Event()
    working = asyncio.create_task(PostOffice(engine.post).run(stop))
    mails = await engine.all_sent(case_id)
    stop.set()
    await working
    assert {(m.state, m.attempts) for m in mails} == {("sent", 1)}
    assert len(engine.caught.list()) == len(mails) + 1, "the code has gone out as well"


async def test_one_connection_that_is_refused_does_not_hold_up_the_others_for_long(
    quiet_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, refused = quiet_engine, [1]

    class TwoAtFirst(Smtp):
        def client(self) -> aiosmtplib.SMTP:
            client = super().client()
            if refused[0] == 3:
                client.port = 1
            refused[0] += 1
            return client

    cases = [await engine.in_review() for _ in range(4)]
    monkeypatch.setattr("activities.post_office.FIRST_PAUSE", 0.3)
    smtp = TwoAtFirst(engine.post.smtp.host, engine.post.smtp.port, "none")
    stop = asyncio.Event()
    working = asyncio.create_task(PostOffice(dataclasses.replace(engine.post, smtp=smtp)).run(stop))
    for case_id in cases:
        assert {m.state for m in await engine.all_sent(case_id)} == {"sent"}
    stop.set()
    await working
    assert refused[0] > 3


async def sent_by_a_late_office(engine: Engine) -> None:
    """By one that has been open for a while: what a dead one held is looked for every few seconds."""
    office = PostOffice(engine.post)
    office._expired -= 60
    await office.empty()


class Asked:
    """Counts how often a server that is away is asked for."""

    def __init__(self) -> None:
        self.times = 0

    def smtp(self) -> Smtp:
        asked = self

        class Away(Smtp):
            def client(self) -> aiosmtplib.SMTP:
                asked.times += 1
                return super().client()

        return Away("127.0.0.1", 1, "none")


async def requeue(session: object, mail_id: str) -> None:
    statement = text("UPDATE outbox SET state = 'queued', claimed_until = NULL, attempts = 0 WHERE id = :id")
    await session.execute(statement, {"id": mail_id})  # type: ignore[attr-defined]


async def seen(engine: Engine, case_id: str, state: str) -> None:
    for _ in range(200):
        if state in [m.state for m in await engine.mails(case_id)]:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(await states(engine, case_id))


async def code_mail(engine: Engine, key: str) -> None:
    async with engine.db.write() as session:
        person = await people.get(session, engine.town.people["olga"])
        assert person is not None
        await engine.chores.letters.signin_code(session, person=person, code="123456", key=key, at=engine.clock())


@both_databases
async def test_an_office_killed_after_the_server_s_yes_leaves_a_copy_that_is_the_same_to_the_byte(
    quiet_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = quiet_engine
    case_id = await engine.in_review()
    with monkeypatch.context() as killed:
        killed.setattr("activities.post_office.write_down", _killed)
        with pytest.raises(asyncio.CancelledError):
            await PostOffice(engine.post, connections=1).empty()
    assert len(engine.caught.list()) == 1
    (mail,) = [m for m in await engine.mails(case_id) if m.state == "sending"]
    engine.clock.ahead += LEASE + 1
    await sent_by_a_late_office(engine)
    mails = await engine.mails(case_id)
    assert {m.state for m in mails} == {"sent"}
    copies = [c for c in engine.caught.list() if c.headers["Message-ID"] == f"<{mail.id}@example.org>"]
    assert len(engine.caught.list()) == len(mails) + 1, "at most one copy for each connection"
    assert len(copies) == 2
    assert copies[0].source == copies[1].source


@both_databases
async def test_an_office_killed_before_the_first_word_to_the_server_sends_once(quiet_engine: Engine) -> None:
    engine = quiet_engine
    case_id = await engine.in_review()
    async with engine.db.write() as session:
        await delivery.claim(session, engine.clock(), lease=LEASE)
    engine.clock.ahead += LEASE + 1
    await sent_by_a_late_office(engine)
    mails = await engine.mails(case_id)
    assert len(engine.caught.list()) == len(mails)
    assert {m.state for m in mails} == {"sent"}


async def test_a_worker_that_stops_lets_the_mail_in_hand_come_to_an_end(quiet_engine: Engine) -> None:
    engine = quiet_engine
    case_id = await engine.in_review()
    engine.faults.add(Fault(FaultMode.SLOW, seconds=1))
    stop = asyncio.Event()
    working = asyncio.create_task(PostOffice(engine.post, connections=1).run(stop))
    await seen(engine, case_id, "sending")
    stop.set()
    await working
    states = [m.state for m in await engine.mails(case_id)]
    assert states.count("sent") == len(engine.caught.list()) == 1
    assert states.count("queued") == len(states) - 1


async def _killed(*_: object) -> None:
    raise asyncio.CancelledError


@pytest.mark.parametrize(("mode", "state"), [("team", "suppressed"), ("test", "suppressed")])
async def test_in_a_trial_the_case_goes_its_whole_way_without_mail(engine: Engine, mode: str, state: str) -> None:
    kind = engine.post.mode.__class__
    trial = kind(engine.post.mode.mode.__class__(mode), "mail.example.org", ["elsewhere.example"])
    object.__setattr__(engine.post, "mode", trial)
    case_id = await engine.decided()
    assert (await engine.case(case_id)).decision is not None
    assert {m.state for m in await engine.all_sent(case_id)} == {state}
    assert engine.caught.list() == []
    object.__setattr__(engine.post, "mode", kind(engine.post.mode.mode, "mail.example.org", ["example.org"]))
    other = await engine.in_review()
    assert {m.state for m in await engine.all_sent(other)} == {"sent" if mode == "team" else "suppressed"}


async def test_simulated_addresses_go_the_way_they_are_named_and_reach_no_server(quiet_engine: Engine) -> None:
    engine = quiet_engine
    mode = engine.post.mode.__class__(engine.post.mode.mode, "mail.example.org")
    object.__setattr__(engine.post, "mode", mode)
    case_id = await engine.in_review()
    await engine.post_all()
    engine.caught.clear()
    for way, state in (("delivered", "sent"), ("temp-fail", "queued"), ("perm-fail", "refused")):
        mail = (await engine.mails(case_id))[0]
        sealed = engine.post.keys.seal(f"{way}@simulator.mail.example.org".encode(), sealed_recipient(mail.id))
        async with engine.db.write() as session:
            await requeue(session, mail.id)
            given = {"id": mail.id, "to": sealed}
            await session.execute(text("UPDATE outbox SET recipient = :to WHERE id = :id"), given)
        engine.clock.ahead += 3600
        await engine.post_all()
        assert (await engine.mails(case_id))[0].state == state
    assert engine.caught.list() == []
