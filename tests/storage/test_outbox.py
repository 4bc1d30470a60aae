"""The outbox: written once, claimed once, doubtful mail repeated unless it is a code, wiped in the end."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select, text

from storage import delivery, outbox, sql
from storage.delivery import Claimed
from storage.outbox import NewMail
from storage.session import Session
from storage.tables import MailRow, MailState
from tests.storage.town import Town


def a_mail(town: Town, case_id: str | None = None, **fields: object) -> NewMail:
    known = {"id": uuid4().hex, "mail": "receipt", "language": "de", "dedup_key": uuid4().hex, "case_id": case_id}
    return NewMail(**{**known, "recipient": b"to", "sealed": b"bytes", "created_at": town.now, **fields})  # type: ignore[arg-type]


async def test_the_same_key_is_written_once(town: Town) -> None:
    async with town.db.write() as session:
        assert await outbox.add(session, a_mail(town, dedup_key="receipt:1"))
        assert not await outbox.add(session, a_mail(town, dedup_key="receipt:1"))


async def test_two_couriers_never_hold_the_same_mail(town: Town) -> None:
    async with town.db.write() as session:
        for _ in range(20):
            await outbox.add(session, a_mail(town))

    async def carry() -> list[Claimed]:
        async with town.db.write() as session:
            return await delivery.claim(session, town.now, limit=5)

    held = [mail.id for mails in await asyncio.gather(*(carry() for _ in range(6))) for mail in mails]

    assert len(held) == len(set(held)) <= 20
    assert len(held) >= 5


async def test_a_dead_couriers_mail_is_sent_again_but_a_code_is_not(town: Town) -> None:
    mail, code = a_mail(town), a_mail(town, once=True)
    async with town.db.write() as session:
        await outbox.add(session, mail)
        await outbox.add(session, code)
        assert len(await delivery.claim(session, town.now, lease=60)) == 2
    town.later(seconds=61)

    async with town.db.write() as session:
        await delivery.expire(session, town.now)
        again = await delivery.claim(session, town.now, lease=60)

    assert [(one.id, one.attempts) for one in again] == [(mail.id, 2)]
    assert await _states(town) == {mail.id: "sending", code.id: "unknown"}


async def test_a_code_somebody_waits_for_goes_before_a_thousand_letters(town: Town) -> None:
    async with town.db.write() as session:
        for _ in range(5):
            await outbox.add(session, a_mail(town))
        town.later(seconds=60)
        code = a_mail(town, once=True)
        await outbox.add(session, code)
        assert [one.id for one in await delivery.claim(session, town.now, limit=1)] == [code.id]


async def test_no_more_is_claimed_than_was_asked_for_whatever_the_planner_believes(town: Town) -> None:
    async with town.db.write() as session:
        await outbox.add(session, a_mail(town))
    if not town.db.sqlite:
        async with town.db.write() as session:
            await session.execute(text("ANALYZE outbox"))
    async with town.db.write() as session:
        for _ in range(10):
            await outbox.add(session, a_mail(town))

    async with town.db.write() as session:
        assert len(await delivery.claim(session, town.now, limit=3)) == 3


async def test_only_that_it_was_sent_is_news_of_a_mail_somebody_else_has_taken_up(town: Town) -> None:
    mail = a_mail(town)
    async with town.db.write() as session:
        await outbox.add(session, mail)
        await delivery.claim(session, town.now, lease=1)
        town.later(seconds=2)
        await delivery.expire(session, town.now)
        await delivery.claim(session, town.now)  # the second attempt, by another office
        assert not await delivery.later(session, mail.id, town.now, attempt=1)
        assert not await delivery.ended(session, mail.id, MailState.REFUSED, attempt=1)
        assert await _now(session, mail.id) == "sending"
        await delivery.sent(session, mail.id, town.now)
        assert await _now(session, mail.id) == "sent"


async def _now(session: Session, mail_id: str) -> str:
    mails = sql.table(MailRow)
    return str((await session.execute(select(mails.c.state).where(mails.c.id == mail_id))).scalar_one())


async def test_waiting_mail_is_found_by_its_index(town: Town) -> None:
    plan = "EXPLAIN QUERY PLAN " if town.db.sqlite else "EXPLAIN "
    compiled = delivery._NEXT_TRY.compile(dialect=town.db.engine.dialect, compile_kwargs={"literal_binds": True})
    async with town.db.read() as session:
        if not town.db.sqlite:  # a table of a few rows is read whole unless that is forbidden
            await session.execute(text("SET LOCAL enable_seqscan = off"))
        found = [str(row) for row in await session.execute(text(plan + str(compiled)))]
    assert any("ix_outbox_waiting" in line for line in found), found


async def test_what_is_put_off_waits_for_its_time(town: Town) -> None:
    mail = a_mail(town)
    async with town.db.write() as session:
        await outbox.add(session, mail)
        await delivery.claim(session, town.now)
        await delivery.later(session, mail.id, town.now + timedelta(minutes=5), code=451, reply="greylisted")
        assert await delivery.claim(session, town.now) == []
        assert await delivery.next_try(session) == town.now + timedelta(minutes=5)
        assert len(await delivery.claim(session, town.now + timedelta(minutes=5))) == 1


async def test_a_doubtful_code_waits_for_nobody(town: Town) -> None:
    code = a_mail(town, once=True)
    async with town.db.write() as session:
        await outbox.add(session, code)
        await delivery.claim(session, town.now)
        await delivery.uncertain(session, code.id, town.now)
        assert await delivery.next_try(session) is None
        assert await delivery.claim(session, town.now + timedelta(days=1)) == []


async def test_what_was_sent_cannot_be_made_unsent(town: Town) -> None:
    mail = a_mail(town)
    async with town.db.write() as session:
        await outbox.add(session, mail)
        await delivery.claim(session, town.now)
        await delivery.sent(session, mail.id, town.now)
        await delivery.later(session, mail.id, town.now)
    assert await _states(town) == {mail.id: "sent"}


async def test_bytes_are_wiped_after_delivery_and_the_proof_stays(town: Town) -> None:
    case_id = await town.idea()
    sent, waits = a_mail(town, case_id, sha256="ab" * 32), a_mail(town, case_id)
    async with town.db.write() as session:
        await outbox.add(session, sent)
        await outbox.add(session, waits)
        await delivery.claim(session, town.now)
        await delivery.sent(session, sent.id, town.now)
        await delivery.uncertain(session, waits.id, town.now)
        town.later(days=15)
        await outbox.wipe(session, town.now - timedelta(days=14), town.now)

    mails = sql.table(MailRow)
    async with town.db.read() as session:
        rows = {row.id: row for row in await session.execute(select(mails))}
    assert (rows[sent.id].sealed, rows[sent.id].recipient, rows[sent.id].sha256) == (None, None, "ab" * 32)
    assert rows[waits.id].sealed == b"bytes"


async def test_when_words_have_to_go_the_bytes_of_what_was_sent_go_at_once(town: Town) -> None:
    case_id, other = await town.idea(), await town.idea()
    gone, waits, elsewhere = a_mail(town, case_id), a_mail(town, case_id), a_mail(town, other)
    async with town.db.write() as session:
        for mail in (gone, waits, elsewhere):
            await outbox.add(session, mail)
        await delivery.claim(session, town.now, limit=100)
        await delivery.sent_all(session, {gone.id: (250, ""), elsewhere.id: (250, "")}, town.now)
        await delivery.later(session, waits.id, town.now)
    text_id = (await town.case(case_id)).texts[0].id

    await town.happen(case_id, "redacted", "olga", item=text_id, reason="Ein Name")

    mails = sql.table(MailRow)
    async with town.db.read() as session:
        rows = {row.id: row for row in await session.execute(select(mails))}
    assert (rows[gone.id].sealed, rows[gone.id].recipient) == (None, None)
    assert rows[waits.id].sealed == rows[elsewhere.id].sealed == b"bytes"


async def test_refused_mail_shows_and_can_be_sent_again(town: Town) -> None:
    case_id = await town.idea()
    mail = a_mail(town, case_id)
    async with town.db.write() as session:
        await outbox.add(session, mail)
        await delivery.claim(session, town.now)
        await delivery.ended(session, mail.id, MailState.REFUSED, code=550, reply="no such user")
        assert [one.id for one in await outbox.troubled(session)] == [mail.id]
        assert await outbox.send_again(session, mail.id, town.now)
        assert mail.id in [one.id for one in await delivery.claim(session, town.now)]


async def _states(town: Town) -> dict[str, str]:
    mails = sql.table(MailRow)
    async with town.db.read() as session:
        return {row.id: row.state for row in await session.execute(select(mails).where(mails.c.case_id.is_(None)))}
