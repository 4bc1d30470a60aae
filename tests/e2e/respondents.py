"""The respondent's pages on a real port, on a database of their own: no engine, no mail, no waiting for either."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import uvicorn

from api.app import create_app
from contracts import survey_links
from kit.i18n import Catalogues
from kit.signing import Signer
from kit.templating import Templates
from storage.engine import Database
from storage.migrate import upgrade
from tests.api.city import Clock
from tests.api.conftest import SITE, a_city
from tests.e2e.stack import HOST, ROOT, free_ports
from tests.storage.voting import NOW


@dataclass(frozen=True)
class House:
    """Where its pages are, and what it keeps."""

    base_url: str
    db: Database
    signer: Signer

    def stop_link(self, person: str) -> str:
        """What each mail about surveys holds besides, to end them."""
        return f"{self.base_url}{survey_links.STOP}/{self.signer.word(survey_links.STOPS, UUID(person).bytes)}"


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    """Runs as long as the block."""
    url = f"sqlite+aiosqlite:///{folder / 'umlauf.db'}"
    await upgrade(url)
    db, (port,) = Database(url), free_ports(1)
    base_url = f"http://{HOST}:{port}"
    templates = Templates(ROOT / "templates", Catalogues(ROOT / "locales"))
    city = await a_city(db, Clock(NOW), templates, plain=True)
    services = replace(city.services, site=replace(SITE, base_url=base_url))
    config = uvicorn.Config(create_app(services), host=HOST, port=port, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield House(base_url, db, services.signer)
    finally:
        server.should_exit = True
        await running
        await db.close()
