"""A real step leaves real rows: sealed mails that wait, and the hashes of their links."""

from pathlib import Path

from activities.letters import Letters
from contracts.course import Note
from contracts.post import sealed_mail
from kit.sealing import KeyRing
from kit.templating import Templates
from kit.tokens import hash_token
from storage import delivery, links
from storage.engine import Database
from storage.migrate import upgrade
from storage.record import record_step
from tests.storage.town import Town
from tests.unit.mails.test_letters_of_a_step import HOUSE, TOKEN


async def test_the_letters_of_a_recorded_step_wait_in_the_outbox(templates: Templates, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'umlauf.db'}"
    await upgrade(url)
    db = Database(url)
    town = Town(db)
    await town.settle()
    keys = KeyRing(["a-key-of-more-than-sixteen-characters"])
    letters = Letters(templates, keys, HOUSE)
    case_id = await town.idea()
    inbox_id = await town.receive(case_id, "accepted", "olga", public=True)

    facts = await record_step(db, Note(case_id, inbox_id, town.now.timestamp()), town.decide, letters.write)

    assert facts.verdict == "done"
    async with db.write() as session:
        claimed = await delivery.claim(session, town.now)
        asked = next(mail for mail in claimed if mail.mail == "review_asked")
        text = keys.open(asked.sealed, sealed_mail(asked.id)).decode().replace("=\r\n", "").replace("\r\n", "\n")
        found = TOKEN.search(text)
        assert found is not None
        link = await links.find(session, hash_token(found[1]))
    assert link is not None
    assert (link.purpose, link.assignment, link.person_id) == ("task", asked.assignment, asked.person_id)
    assert link.state(town.now) == "open"
    await db.close()
