"""Runs the pages and the API under uvicorn, with all they need; our log names routes, never addresses."""

import uvicorn
from fastapi import FastAPI
from temporalio.client import Client

from api.app import create_app
from api.limits import Limits
from api.services import Probe, Services, Site
from contracts import names
from contracts.cycles import Cycles
from contracts.messenger import Messenger
from kit.signing import Signer
from kit.smtp import Smtp
from umlauf.contact_budget import read_budget
from umlauf.cycles import ROUNDS, TemporalCycles
from umlauf.listening import ListeningServer
from umlauf.messenger import TemporalMessenger
from umlauf.metrics import told
from umlauf.questionnaire_file import read_typed
from umlauf.scraped import scraped
from umlauf.setting_values import read_networks
from umlauf.settings import Settings
from umlauf.starting import at_work, refuse_unmigrated
from umlauf.temporal import connect, has_worker
from umlauf.unsafe import refuse_unnamed_proxy
from umlauf.wiring import Wiring

LAST_ANSWERS = 8  # seconds answers under way have when it stops: longer than anybody waits for a verdict


async def serve(settings: Settings) -> None:
    """Serves until it is told to stop; Temporal may be away, then what comes in waits in the inbox."""
    refuse_unnamed_proxy(settings)
    with at_work(settings):
        await _serve(settings)


async def _serve(settings: Settings) -> None:
    wiring = Wiring(settings)
    await refuse_unmigrated(wiring.db)
    client = await connect("api", lazy=True)
    messenger = TemporalMessenger(client, wiring.db)
    cycles = TemporalCycles(client, settings.timezone)
    series = TemporalCycles(client, settings.timezone, names.ROUNDS, ROUNDS)
    wiring.templates.prepare("survey")  # where many come at the same moment
    services = _services(wiring, messenger, probes_of(client, wiring.smtp), cycles, series)
    server = server_of(create_app(services), settings.host, settings.port)
    try:
        async with scraped(settings.metrics_host, settings.metrics_port, lambda: told(services, client)):
            await server.serve()
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
        timeout_graceful_shutdown=LAST_ANSWERS,
        limit_concurrency=500,
    )
    return ListeningServer(config, app.state.services.changes)


def probes_of(client: Client, smtp: Smtp) -> dict[str, Probe]:
    """How each part beside the database is asked whether it is well."""

    async def temporal() -> bool:
        return bool(await client.service_client.check_health())

    async def worker() -> bool:
        return await has_worker(client)

    async def mail() -> bool:
        return await smtp.answers()

    return {"temporal": temporal, "worker": worker, "mail": mail}


def _site(s: Settings) -> Site:
    """What pages say about the installation."""
    return Site(
        organisation=s.organisation,
        base_url=s.base_url,
        logo_url="/logo" if s.logo else "",
        office_email=s.office_email,
        office_phone=s.office_phone,
        impressum_url=s.impressum_url,
        impressum_text=s.impressum_text,
        privacy_text=s.privacy_text,
        privacy_reviewers_text=s.privacy_reviewers_text,
        privacy_staff_text=s.privacy_staff_text,
        accessibility_text=s.accessibility_text,
        theme_colour=s.theme_colour,
        zone=s.timezone,
        languages=s.languages,
        default_language=s.default_language,
        test_banner="" if s.mail_mode == "live" else s.mail_mode,
        logo=s.logo,
    )


def _services(
    wiring: Wiring, messenger: Messenger, probes: dict[str, Probe], cycles: Cycles, series: Cycles
) -> Services:
    """What pages and API need."""
    s = wiring.settings
    return Services(
        site=_site(s),
        db=wiring.db,
        messenger=messenger,
        templates=wiring.templates,
        signer=Signer(s.sign_keys),
        keys=wiring.keys,
        limits=Limits(),
        write_caseless=wiring.letters.write_caseless,
        files=wiring.files,
        probes=probes,
        trusted_hosts=s.trusted_hosts,
        trusted_proxies=read_networks(s.trusted_proxies),
        read_questionnaire=read_typed,
        cycles=cycles,
        series=series,
        contact_budget=read_budget(s.contact_budget),
        reach=wiring.reach,
    )
