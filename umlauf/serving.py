"""Runs the pages and the API under uvicorn, without its access log: ours names routes, never addresses."""

import uvicorn
from fastapi import FastAPI
from temporalio.client import Client

from api.app import create_app
from api.services import Probe
from contracts import names
from kit.smtp import Smtp
from umlauf.cycles import ROUNDS, TemporalCycles
from umlauf.listening import ListeningServer
from umlauf.messenger import TemporalMessenger
from umlauf.settings import Settings
from umlauf.temporal import connect, has_worker
from umlauf.wiring import Wiring


async def serve(settings: Settings) -> None:
    """Serves until it is told to stop; Temporal may be away, then what comes in waits in the inbox."""
    wiring = Wiring(settings)
    client = await connect("api", lazy=True)
    messenger = TemporalMessenger(client, wiring.db)
    cycles = TemporalCycles(client, settings.timezone)
    series = TemporalCycles(client, settings.timezone, names.ROUNDS, ROUNDS)
    wiring.templates.prepare("survey")  # where many come at the same moment
    app = create_app(wiring.services(messenger, _probes(client, wiring.smtp), cycles, series))
    try:
        await server_of(app, settings.host, settings.port).serve()
    finally:
        await wiring.db.close()


def server_of(app: FastAPI, host: str, port: int) -> uvicorn.Server:
    """The HTTP server: says nothing about itself, and logs nothing by itself."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        proxy_headers=False,  # whose address is believed is a setting of ours
        server_header=False,
        timeout_graceful_shutdown=3,
        limit_concurrency=500,
    )
    return ListeningServer(config, app.state.services.changes)


def _probes(client: Client, smtp: Smtp) -> dict[str, Probe]:
    async def temporal() -> bool:
        return bool(await client.service_client.check_health())

    async def worker() -> bool:
        return await has_worker(client)

    async def mail() -> bool:
        return await smtp.answers()

    return {"temporal": temporal, "worker": worker, "mail": mail}
