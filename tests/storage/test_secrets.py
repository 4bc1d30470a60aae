"""Whoever steals the database finds nothing that opens a page."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select

from kit.sealing import KeyRing
from kit.tokens import hash_token, new_token
from storage import links, outbox
from storage.links import Link
from storage.tables import METADATA
from tests.storage.test_outbox import a_mail
from tests.storage.town import Town


async def test_a_dump_holds_no_token(town: Town) -> None:
    case_id = await town.in_review()
    token, ring = new_token(), KeyRing([secrets.token_hex(16)])
    message = f"https://ideen.example/a/{token}".encode()
    async with town.db.write() as session:
        await links.add(session, Link(hash_token(token), "task", town.now, town.now + timedelta(days=9), case_id))
        sealed = ring.seal(message, "mail")
        digest = hashlib.sha256(message).hexdigest()
        await outbox.add(session, a_mail(town, case_id, sealed=sealed, sha256=digest))

    async with town.db.read() as session:
        rows = [repr(row) for t in METADATA.sorted_tables for row in (await session.execute(select(t))).all()]

    assert len(rows) > 20
    assert not [row for row in rows if token in row]
    assert ring.open(sealed, "mail") == message
