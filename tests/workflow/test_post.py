"""Mail through a real SMTP server that refuses, hangs up, is away: nothing lost, nothing doubled without need."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from activities.post import LEASE
from contracts.post import sealed_recipient
from kit.replies import Outcome, Phase, Sent
from storage import inbox, outbox, people
from tests.workflow.conftest import both_databases
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
async def test_a_lost_answer_means_unknown_and_the_copy_has_the_same_bytes(engine: Engine) -> None:
    case_id = await engine.submitted()
    await engine.all_sent(case_id)
    engine.caught.clear()
    engine.faults.add(Fault(FaultMode.DROP_IN_DATA, to="*", times=1))
    assert await engine.bring(case_id, "question_asked", "olga", question="Wo?") == "done"
    await seen(engine, case_id, "unknown")
    assert engine.caught.list() == []
    engine.clock.ahead += 120
    await engine.post.deliver(case_id, lambda: None)
    (mail,) = engine.caught.list()
    assert mail.headers["Message-ID"].startswith(f"<{(await engine.mails(case_id))[-1].id}@")
    assert (await engine.mails(case_id))[-1].attempts == 2


async def test_a_mail_server_that_is_away_costs_no_try_and_loses_no_mail(engine: Engine) -> None:
    case_id = await engine.submitted()
    smtp, down = engine.post.smtp, engine.post.smtp.__class__("127.0.0.1", 1, "none")
    object.__setattr__(engine.post, "smtp", down)
    assert await engine.bring(case_id, "question_asked", "olga", question="Wo?") == "done"
    await asyncio.sleep(1)
    assert {(m.state, m.attempts) for m in await engine.mails(case_id)} <= {("queued", 0), ("sending", 1)}
    object.__setattr__(engine.post, "smtp", smtp)
    assert {m.state for m in await engine.all_sent(case_id)} == {"sent"}


@both_databases
async def test_two_couriers_never_send_the_same_mail(engine: Engine) -> None:
    case_id = await engine.in_review()
    await engine.all_sent(case_id)
    async with engine.db.write() as session:
        for mail in await engine.mails(case_id):
            await requeue(session, mail.id)
    engine.caught.clear()
    await asyncio.gather(*(engine.post.deliver(case_id, lambda: None) for _ in range(5)))
    assert len(engine.caught.list()) == len(await engine.mails(case_id))


@both_databases
async def test_hole_17_the_mail_of_a_courier_who_died_is_taken_up_when_its_lease_ends(engine: Engine) -> None:
    case_id = await engine.submitted()
    await engine.all_sent(case_id)
    assert await engine.bring(case_id, "question_asked", "olga", question="Wo?") == "done"
    await engine.all_sent(case_id)
    mail = (await engine.mails(case_id))[-1]
    async with engine.db.write() as session:
        await requeue(session, mail.id)
        taken = await outbox.claim(session, case_id, engine.clock(), lease=LEASE)  # and then it was killed
    assert [t.id for t in taken] == [mail.id]
    left = await engine.post.deliver(case_id, lambda: None)
    assert left.due is not None
    assert timedelta(0) < left.due - engine.clock() <= timedelta(seconds=LEASE)
    engine.clock.ahead += LEASE + 1
    assert (await engine.post.deliver(case_id, lambda: None)).due is None
    assert (await engine.mails(case_id))[-1].state == "sent"


async def test_a_one_time_code_in_doubt_is_never_repeated(engine: Engine) -> None:
    engine.faults.add(Fault(FaultMode.DROP_IN_DATA))
    await code_mail(engine, "1")
    await engine.chores.send_caseless()
    engine.clock.ahead += 600
    await engine.chores.send_caseless()
    assert engine.caught.list() == []
    await code_mail(engine, "2")
    await engine.chores.send_caseless()
    assert len(engine.caught.list()) == 1


async def test_outside_live_no_stranger_gets_mail(engine: Engine) -> None:
    mode = engine.post.mode.__class__(engine.post.mode.mode.__class__("test"), "example.org")
    object.__setattr__(engine.post, "mode", mode)
    case_id = await engine.in_review()
    assert {m.state for m in await engine.all_sent(case_id)} == {"suppressed"}
    assert engine.caught.list() == []


async def test_a_slow_server_does_not_lose_the_mail_to_another_courier(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.post.LEASE", 0.6)
    monkeypatch.setattr("activities.post.BEAT", 0.1)
    case_id = await engine.submitted()
    await engine.all_sent(case_id)
    engine.caught.clear()
    engine.faults.add(Fault(FaultMode.SLOW, seconds=2))
    assert await engine.bring(case_id, "question_asked", "olga", question="Wo?") == "done"
    await asyncio.sleep(1)
    assert (await engine.post.deliver(case_id, lambda: None)).due is not None
    assert {m.state for m in await engine.all_sent(case_id)} == {"sent"}
    assert len(engine.caught.list()) == 1


async def test_a_bounced_mail_and_its_happening_are_one_transaction(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*args: object) -> None:
        raise RuntimeError

    case_id = await engine.in_review()
    first = (await engine.all_sent(case_id))[0]
    async with engine.db.write() as session:
        await requeue(session, first.id)
        (mail,) = await outbox.claim(session, case_id, engine.clock(), limit=1)
    monkeypatch.setattr(inbox, "put", broken)
    with pytest.raises(RuntimeError):
        await engine.post._next(case_id, mail, Sent(Phase.RCPT, Outcome.REFUSED, 550, "no such mailbox"))
    assert (await engine.mails(case_id))[0].state == "sending"


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
async def test_a_courier_killed_after_the_server_s_yes_leaves_a_copy_that_is_the_same_to_the_byte(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await engine.in_review()
    await engine.all_sent(case_id)
    mail = (await engine.mails(case_id))[0]
    async with engine.db.write() as session:
        await requeue(session, mail.id)
    engine.caught.clear()
    with monkeypatch.context() as killed:
        killed.setattr("activities.post._write_down", _killed)
        with pytest.raises(asyncio.CancelledError):
            await engine.post.deliver(case_id, lambda: None)
    assert len(engine.caught.list()) == 1
    assert (await engine.mails(case_id))[0].state == "sending"
    engine.clock.ahead += LEASE + 1
    await engine.post.deliver(case_id, lambda: None)
    copies = engine.caught.list()
    assert [c.headers["Message-ID"] for c in copies] == [f"<{mail.id}@example.org>"] * 2
    assert copies[0].source == copies[1].source
    assert (await engine.mails(case_id))[0].state == "sent"


@both_databases
async def test_a_courier_killed_before_the_first_word_to_the_server_sends_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await engine.in_review()
    await engine.all_sent(case_id)
    mail = (await engine.mails(case_id))[0]
    async with engine.db.write() as session:
        await requeue(session, mail.id)
    engine.caught.clear()
    with monkeypatch.context() as killed:
        killed.setattr("kit.smtp.Session.send", _killed)
        with pytest.raises(asyncio.CancelledError):
            await engine.post.deliver(case_id, lambda: None)
    assert engine.caught.list() == []
    engine.clock.ahead += LEASE + 1
    await engine.post.deliver(case_id, lambda: None)
    assert len(engine.caught.list()) == 1
    assert (await engine.mails(case_id))[0].state == "sent"


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


async def test_simulated_addresses_go_the_way_they_are_named_and_reach_no_server(engine: Engine) -> None:
    mode = engine.post.mode.__class__(engine.post.mode.mode, "mail.example.org")
    object.__setattr__(engine.post, "mode", mode)
    case_id = await engine.in_review()
    await engine.all_sent(case_id)
    engine.caught.clear()
    for way, state in (("delivered", "sent"), ("temp-fail", "queued"), ("perm-fail", "refused")):
        mail = (await engine.mails(case_id))[0]
        sealed = engine.post.keys.seal(f"{way}@simulator.mail.example.org".encode(), sealed_recipient(mail.id))
        async with engine.db.write() as session:
            await requeue(session, mail.id)
            given = {"id": mail.id, "to": sealed}
            await session.execute(text("UPDATE outbox SET recipient = :to WHERE id = :id"), given)
        engine.clock.ahead += 3600
        await engine.post.deliver(case_id, lambda: None)
        assert (await engine.mails(case_id))[0].state == state
    assert engine.caught.list() == []
