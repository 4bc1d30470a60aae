"""Links that earlier releases sent, and mail that they left to be sent, outlive an upgrade and new keys."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from kit.sealing import KeyRing, SealBroken
from kit.signing import Freshness, Signer
from kit.templating import Templates
from storage import migrate
from storage.engine import Database
from tests.api.apps import app_on
from tests.api.city import MORNING, City, Clock, send, text_of, token_of
from tests.api.conftest import SITE, a_city

HERE = Path(__file__).parent
NEW = "a-new-key-for-tests-only-0123456789"
releases = pytest.mark.parametrize("release", sorted(path.stem for path in HERE.glob("release-*.json")))


def known(release: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / f"{release}.json").read_text("utf-8"))
    return found


@pytest.fixture
async def old_city(release: str, tmp_path: Path, templates: Templates) -> AsyncIterator[City]:
    """The release's database under today's code, an hour later, with a new key before the old one."""
    path = tmp_path / "umlauf.db"
    with closing(sqlite3.connect(path)) as restored:
        restored.executescript((HERE / f"{release}.sql").read_text("utf-8"))
    url = f"sqlite+aiosqlite:///{path}"
    await migrate.upgrade(url)
    db, clock = Database(url), Clock(MORNING)
    clock.later(hours=1)
    yield await a_city(db, clock, templates, NEW, known(release)["key"])
    await db.close()


@releases
async def test_a_link_from_before_the_upgrade_is_answered(old_city: City) -> None:
    [case_id] = await _cases(old_city)
    asked = [message for name, message in await old_city.mails(case_id) if name == "review_asked"]
    assert asked
    transport = httpx2.ASGITransport(app=app_on(old_city.services))
    async with httpx2.AsyncClient(transport=transport, base_url=SITE.base_url) as client:
        link = f"/a/{token_of(asked[0])}"
        scores = {"scores.benefit": "8", "scores.complexity": "3"}
        answer = await send(client, link, f"{link}/answer", verdict="approve", **scores)
        assert answer.status_code == 303
        assert len((await old_city.case(case_id)).answers) == 1
        assert (await client.get(link)).status_code == 200


@releases
async def test_mail_from_before_the_upgrade_opens_with_the_rotated_keys_and_is_whole(old_city: City) -> None:
    [case_id] = await _cases(old_city)
    for name, message in await old_city.mails(case_id):
        assert message["Message-ID"], name
        assert SITE.base_url in text_of(message)


@releases
async def test_a_form_from_before_the_upgrade_is_still_ours(release: str) -> None:
    form = known(release)["form"]
    given = {"now": form["at"] + 60, "max_age": 3600.0}
    for keys in ([known(release)["key"]], [NEW, known(release)["key"]]):
        assert Signer(keys).check(form["nonce"], form["purpose"], form["cookie"], **given) is Freshness.FRESH
    assert Signer([NEW]).check(form["nonce"], form["purpose"], form["cookie"], **given) is Freshness.FORGED


@releases
async def test_without_its_key_nothing_opens(old_city: City) -> None:
    [case_id] = await _cases(old_city)
    old_city.keys = KeyRing([NEW])
    with pytest.raises(SealBroken):
        await old_city.mails(case_id)


async def _cases(city: City) -> list[str]:
    async with city.db.read() as session:
        return list((await session.execute(text("SELECT id FROM cases"))).scalars())
