"""What happened to a wave and was refused when its sender had gone: told by one mail, with what, why and where."""

from datetime import timedelta
from pathlib import Path

import pytest

from activities.letters import House, Letters
from activities.refusals import tell_refusals
from contracts.post import sealed_mail
from kit.i18n import Catalogues
from kit.modes import MailMode, Mode
from kit.sealing import KeyRing
from kit.templating import Templates
from storage import inbox, sql
from storage.tables import MailRow
from tests.storage.town import Town
from tests.storage.wave_town import WaveTown

M = sql.table(MailRow)
ROOT = Path(__file__).parents[2]
HOUSE = House("Stadt <b>", "http://ideen.example", "ideen@stadt.example", Mode(MailMode.LIVE, "stadt.example"))


@pytest.fixture
async def waves_(town: Town) -> WaveTown:
    found = WaveTown(town)
    await found.settle()
    return found


@pytest.fixture
def letters() -> Letters:
    templates = Templates(ROOT / "templates", Catalogues(ROOT / "locales"))
    keys = KeyRing(["a-key-of-more-than-sixteen-characters"])
    return Letters(templates, keys, HOUSE, explain=lambda code, language: f"{language}: {code}")


async def late(waves_: WaveTown, kind: str, by: str, **fields: object) -> str:
    """Received, sent again by the redelivery, refused and acknowledged."""
    wave = await waves_.planned()
    letter = await waves_.receive(wave, kind, by, **fields)
    waves_.town.later(minutes=1)
    async with waves_.db.write() as session:
        await inbox.due(session, waves_.town.now)
    assert (await waves_.record(wave, letter.inbox_id)).verdict.startswith("refused:")
    async with waves_.db.write() as session:
        await inbox.acknowledge(session, letter.inbox_id, waves_.town.now)
    return wave


async def test_the_sender_of_a_refused_closing_is_told_once(waves_: WaveTown, letters: Letters) -> None:
    wave = await late(waves_, "closed_early", "olga", reason="Geheim <script>")
    assert await tell_refusals(waves_.db, letters, waves_.town.now) == [wave]
    assert await tell_refusals(waves_.db, letters, waves_.town.now + timedelta(days=1)) == []
    async with waves_.db.read() as session:
        (mail,) = (await session.execute(M.select().where(M.c.mail == "wave_refused"))).all()
    assert (mail.wave, mail.person_id) == (wave, waves_.town.people["olga"])
    text = letters.postbox.keys.open(mail.sealed, sealed_mail(mail.id))
    assert b"wave.not_open" in text
    assert f"/office/surveys/waves/{wave}".encode() in text.replace(b"=\n", b"").replace(b"=\r\n", b"")
    assert b"Geheim" not in text


async def test_what_the_clock_was_refused_is_told_to_nobody_and_looked_at_once(
    waves_: WaveTown, letters: Letters
) -> None:
    await late(waves_, "evaluated", "clock", via="clock")
    assert await tell_refusals(waves_.db, letters, waves_.town.now) == []
    async with waves_.db.read() as session:
        assert (await session.execute(M.select().where(M.c.mail == "wave_refused"))).all() == []
        assert await inbox.untold(session) == []
