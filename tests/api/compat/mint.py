"""Mints what is under way when a release is replaced: `python -m tests.api.compat.mint 0.2`, once for each release.

Never mint a release anew that is in use: its files show that what it sent into the world still opens. Only while
0.1 is not out yet and its first migration still changes is 0.1 minted again.
"""

import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from kit.i18n import Catalogues
from kit.signing import Signer
from kit.templating import Templates
from storage.engine import Database
from tests.api.city import MORNING, Clock
from tests.api.conftest import ROOT, a_city, seed
from umlauf.running import run_async

HERE = Path(__file__).parent
KEY = "the-key-of-an-earlier-release-for-tests-only"


async def mint(release: str) -> None:
    """A database with a review under way, and a form that was open."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "umlauf.db"
        url = f"sqlite+aiosqlite:///{path}"
        await seed(url)
        db = Database(url)
        city = await a_city(db, Clock(MORNING), Templates(ROOT / "templates", Catalogues(ROOT / "locales")), KEY)
        await city.in_review()
        await db.close()
        with closing(sqlite3.connect(path)) as made:
            dump = "\n".join(made.iterdump())
    (HERE / f"release-{release}.sql").write_text(dump + "\n", "utf-8")
    form = {"purpose": "/a/link", "cookie": "a-cookie", "at": MORNING.timestamp()}
    form["nonce"] = Signer([KEY]).sign("/a/link", "a-cookie", at=MORNING.timestamp())
    (HERE / f"release-{release}.json").write_text(json.dumps({"key": KEY, "form": form}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    run_async(mint(sys.argv[1]))
