"""A mail of a survey that comes back ends what the wave would still send, and is no news for any case."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from activities.post import Result, write_down
from kit.replies import Outcome, Phase, Sent
from storage import audiences, delivery, invitations
from storage.delivery import Claimed
from storage.engine import Database
from storage.people import PersonIn, put
from tests.storage.inviting import (
    FREE,
    MONDAY,
    a_wave,
    change_wave,
    errands,
    invitations_of,
    mails,
    people_with_addresses,
    quiet,
)

GONE = Sent(Phase.RCPT, Outcome.REFUSED, 550, "no such mailbox")
SPAM = Sent(Phase.DATA, Outcome.REFUSED, 554, "looks like spam")
FINE = Sent(Phase.DATA, Outcome.SENT, 250, "taken")


async def posted(db: Database, *results: Result) -> list[Claimed]:
    """The outbox goes out; each mail gets one of these answers."""
    async with db.write() as session:
        taken = sorted(await delivery.claim(session, MONDAY, limit=50), key=lambda mail: mail.person_id)
        answers: Sequence[Result] = [*results, *[FINE] * (len(taken) - len(results))]
        await write_down(session, list(zip(taken, answers, strict=True)), MONDAY)
    return taken


@pytest.mark.parametrize(("answer", "address_is_gone"), [(GONE, True), (SPAM, False)])
async def test_a_refused_invitation_is_the_last_mail_of_its_wave(
    db: Database, answer: Sent, address_is_gone: bool
) -> None:
    who = sorted(await people_with_addresses(db, 3))
    wave = await a_wave(db, who[0])
    await errands(db, FREE).invite(wave, MONDAY, quiet)
    taken = await posted(db, answer)
    assert {mail.wave for mail in taken} == {wave}
    assert {mail.case_id for mail in taken} == {None}

    await change_wave(db, wave, state="open", reminded=1, remind_on=["2026-03-09"])
    await errands(db, FREE).remind(wave, MONDAY + timedelta(days=7), quiet)
    await change_wave(db, wave, state="done", done_at=MONDAY + timedelta(days=20))
    await errands(db, FREE).respond(wave, MONDAY + timedelta(days=20), quiet)

    kinds = [(who.index(mail.person_id), mail.mail) for mail in await mails(db)]
    assert [kind for person, kind in kinds if person == 0] == ["survey_invitation"]
    assert len(kinds) == 1 + 3 * 2
    left = (await invitations_of(db, wave))[who[0]]
    assert (left.state, left.left) == ("invited", "bounced")
    async with db.read() as session:
        counted = await invitations.counts(session, wave)
        bounced = {m.id for m in await audiences.members(session, MONDAY.date()) if m.bounced}
    assert (counted.invited, counted.left) == (3, {"bounced": 1})
    assert bounced == ({who[0]} if address_is_gone else set())


async def test_an_address_that_the_office_states_anew_is_written_to_again(db: Database) -> None:
    (who,) = await people_with_addresses(db, 1)
    await errands(db, FREE).invite(await a_wave(db, who), MONDAY, quiet)
    await posted(db, GONE)

    async with db.write() as session:
        assert await put(session, PersonIn("Ana", f"{who}@example.org"), at=MONDAY) == (who, False)
        assert not (await audiences.members(session, MONDAY.date()))[0].bounced
